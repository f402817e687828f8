/** Virtual networks. */
import { reservedAddresses } from '../model/addressRange';
import { normalizeId } from '../model/resourceId';
import { requirePrefix, requireRoom } from './addressPrefixes';
import { json, notInSandbox } from './errors';
import { field, textAt } from './field';
import { guidOf } from './ids';
import { virtualNetworkType } from './networkBuild';
import { networkVersions } from './networkOperations';
import { kept, names, requireKnown } from './networkResource';
import type { SandboxSubnet, SandboxVirtualNetwork } from './networkState';
import type { NetworkType } from './networkType';
import { knownInNetwork, networkTypeRoutes } from './networkType';
import type { Call, Route } from './route';
import { subnetBody } from './subnetBody';
import { readSubnet, subnetsOf, writeSubnet } from './subnets';
import { requireEmptySubnet } from './subnetUse';
import type { SandboxResponse } from './types';

/** Kept, and without effect on container groups: they don't take a network's DNS servers over. */
const inert = names('dhcpOptions enableDdosProtection enableVmProtection privateEndpointVNetPolicies flowTimeoutInMinutes encryption');
const known = new Set([...inert, ...names('addressSpace subnets provisioningState resourceGuid')]);

const virtualNetworks: NetworkType<SandboxVirtualNetwork> = {
  type: virtualNetworkType,
  mapOf: (world) => world.virtualNetworks,
  body: (call, { id, addressPrefixes, extra }) => ({
    properties: {
      resourceGuid: guidOf(id.toLowerCase()),
      addressSpace: { addressPrefixes },
      subnets: subnetsOf(call.world, id).map((subnet) => subnetBody(call, subnet)),
      virtualNetworkPeerings: [],
      enableDdosProtection: false,
      ...extra,
    },
  }),
  read(call, base) {
    const properties = field(call.body, 'properties');
    requireKnown(properties, known, 'properties');
    const prefixes = field(properties, 'addressSpace', 'addressPrefixes');
    if (!Array.isArray(prefixes) || prefixes.length === 0) throw notInSandbox('in which words Azure refuses a network without addresses');
    const network = { ...base, addressPrefixes: prefixes.map(String), extra: kept(properties, inert) };
    writeSubnets(call, network, field(properties, 'subnets'));
    return network;
  },
  requireUnused(world, { id }) {
    for (const subnet of subnetsOf(world, id)) requireEmptySubnet(world, subnet);
  },
};

/**
 * A list replaces the subnets that there are; without one they stay:
 * https://azure.microsoft.com/updates/azure-virtual-network-now-supports-updates-without-subnet-property
 */
function writeSubnets(call: Call, network: SandboxVirtualNetwork, given: unknown): void {
  const { world } = call;
  const before = subnetsOf(world, network.id);
  if (!Array.isArray(given)) {
    requireRoom(network, before);
    return;
  }
  const at = (id: string): SandboxSubnet | undefined => world.subnets[normalizeId(id)];
  const after = given.map((each) => {
    const name = textAt(each, 'name') ?? '';
    return readSubnet(call, network, at(`${network.id}/subnets/${name}`), name, each);
  });
  requireRoom(network, after);
  const lost = before.filter((subnet) => !after.some(({ id }) => normalizeId(id) === normalizeId(subnet.id)));
  for (const subnet of lost) requireEmptySubnet(world, subnet);
  for (const subnet of lost) delete world.subnets[normalizeId(subnet.id)];
  for (const subnet of after) writeSubnet(call, subnet, at(subnet.id));
}

/**
 * Sizes as documented (251 for a /24). What container groups hold does not count: Container Instances keeps it to itself, and Azure shows all as free.
 * https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/configuration-setup/container-group-deployment-waiting-state
 */
function usages(call: Call): SandboxResponse {
  const { id: networkId } = knownInNetwork(call, virtualNetworks);
  const value = subnetsOf(call.world, networkId).map(({ id, addressPrefixes }) => ({
    currentValue: 0,
    id,
    limit: addressPrefixes.reduce((sum, prefix) => sum + requirePrefix(prefix, id).size - reservedAddresses, 0),
    name: { localizedValue: 'Subnet size and usage', value: 'SubnetSpace' },
    unit: 'Count',
  }));
  return json(200, { value });
}

export const virtualNetworkRoutes: readonly Route[] = [
  ...networkTypeRoutes(virtualNetworks),
  {
    method: 'GET',
    path: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${virtualNetworkType}/{name}/usages`,
    apiVersions: networkVersions,
    action: `${virtualNetworkType}/usages/read`,
    handle: usages,
  },
];
