/** Subnets of virtual networks. */
import { isAtOrAbove, normalizeId } from '../model/resourceId';
import { requireRoom } from './addressPrefixes';
import { empty, json, notInSandbox, refuse } from './errors';
import { field, textAt } from './field';
import { natGatewayType, virtualNetworkType } from './networkBuild';
import { beginNetworkOperation, networkVersions, networkWriteMs } from './networkOperations';
import { kept, names, notFoundInNetwork, referred, requireEtag, requireIdle, requireJoin, requireKnown } from './networkResource';
import type { SandboxSubnet, SandboxVirtualNetwork } from './networkState';
import { knownInNetwork, networkIdOf } from './networkType';
import { page } from './page';
import type { Call, Route } from './route';
import { subnetBody } from './subnetBody';
import { requireEmptySubnet, requireFitting } from './subnetUse';
import type { SandboxResponse } from './types';
import type { World } from './world';

const type = `${virtualNetworkType}/subnets`;
/** Kept, and without effect on container groups. */
const inert = names('privateEndpointNetworkPolicies privateLinkServiceNetworkPolicies defaultOutboundAccess serviceEndpoints sharingScope');
const known = new Set([
  ...inert,
  ...names('addressPrefix addressPrefixes delegations natGateway'),
  // Azure's to write.
  ...names('provisioningState serviceAssociationLinks ipConfigurations purpose resourceNavigationLinks privateEndpoints'),
]);

const networks = { type: virtualNetworkType, mapOf: (world: World) => world.virtualNetworks };

export function subnetsOf(world: World, networkId: string): SandboxSubnet[] {
  return Object.values(world.subnets).filter(({ id }) => isAtOrAbove(networkId, id));
}

function subnetIdOf(call: Call): string {
  return `${networkIdOf(call, virtualNetworkType)}/subnets/${call.params['subnet'] ?? ''}`;
}

function knownSubnet(call: Call): SandboxSubnet {
  knownInNetwork(call, networks);
  const id = subnetIdOf(call);
  const found = call.world.subnets[normalizeId(id)];
  if (!found) throw notFoundInNetwork(id);
  return found;
}

function put(call: Call): SandboxResponse {
  const { world } = call;
  const network = world.virtualNetworks[normalizeId(networkIdOf(call, virtualNetworkType))];
  if (!network) {
    const text = `Failed to perform 'write' on resource(s) of type 'virtualNetworks/subnets', because the parent resource '${networkIdOf(call, virtualNetworkType)}' could not be found.`;
    throw refuse(404, 'ParentResourceNotFound', text, {}, { 'x-ms-failure-cause': 'gateway' });
  }
  const id = subnetIdOf(call);
  const existing = world.subnets[normalizeId(id)];
  requireEtag(call, existing);
  requireIdle(call, network.id);
  const next = readSubnet(call, network, existing, call.params['subnet'] ?? '', call.body);
  const others = subnetsOf(world, network.id).filter((other) => other !== existing);
  requireRoom(network, [...others, next]);
  const changed = !existing || asText(existing) !== asText(next);
  // A write that changes nothing is recorded to be done at once, and to name an operation all the same.
  const headers = beginNetworkOperation(call, next.id, network.location, changed ? 'write' : 'none');
  writeSubnet(call, next, existing);
  const written = world.subnets[normalizeId(id)] ?? next;
  return json(existing ? 200 : 201, subnetBody(call, written), headers);
}

function asText({ addressPrefixes, delegations, natGateway, extra }: SandboxSubnet): string {
  return JSON.stringify([addressPrefixes, delegations, natGateway?.toLowerCase(), extra]);
}

/** A subnet as it would be after a request, judged but for the room it takes. */
export function readSubnet(
  call: Call,
  network: SandboxVirtualNetwork,
  existing: SandboxSubnet | undefined,
  name: string,
  body: unknown,
): SandboxSubnet {
  const properties = field(body, 'properties');
  requireKnown(properties, known, 'properties');
  const list = field(properties, 'addressPrefixes');
  const one = textAt(properties, 'addressPrefix');
  const prefixes = Array.isArray(list) && list.length > 0 ? list.map(String) : one === undefined ? [] : [one];
  const id = existing?.id ?? `${network.id}/subnets/${name}`;
  if (prefixes.length === 0) {
    const text = `Address prefix string for resource ${id} cannot be null or empty.`;
    throw refuse(400, 'InvalidAddressPrefixFormat', text, { details: [] });
  }
  const natGateway = readNatGateway(call, network, id, textAt(properties, 'natGateway', 'id'));
  const next: SandboxSubnet = {
    id,
    name: existing?.name ?? name,
    revision: (existing?.revision ?? 0) + 1,
    busyUntil: 0,
    addressPrefixes: prefixes,
    asList: one === undefined,
    delegations: readDelegations(field(properties, 'delegations')),
    ...(natGateway === undefined ? {} : { natGateway }),
    extra: { ...policies(call), ...kept(properties, inert) },
  };
  if (existing) requireFitting(call.world, existing, next);
  return next;
}

/** What a subnet has that does not say: of private endpoints' policies the default changed with the versions of 2022. */
function policies(call: Call): Record<string, unknown> {
  const version = call.query.get('api-version') ?? '';
  return {
    privateEndpointNetworkPolicies: version < '2022' ? 'Enabled' : 'Disabled',
    privateLinkServiceNetworkPolicies: 'Enabled',
  };
}

export function writeSubnet(call: Call, next: SandboxSubnet, existing: SandboxSubnet | undefined): void {
  if (!existing || asText(existing) !== asText(next)) next.busyUntil = call.now + networkWriteMs;
  if (existing) {
    if (next.natGateway === undefined) delete existing.natGateway;
    Object.assign(existing, next);
  } else call.world.subnets[normalizeId(next.id)] = next;
}

function readDelegations(given: unknown): SandboxSubnet['delegations'] {
  if (!Array.isArray(given)) return [];
  if (given.length > 1) throw notInSandbox('in which words Azure refuses a second delegation of a subnet');
  return given.map((each, index) => {
    const serviceName = textAt(each, 'properties', 'serviceName');
    if (serviceName === undefined) throw notInSandbox('in which words Azure refuses a delegation without a service');
    return { name: textAt(each, 'name') ?? String(index), serviceName };
  });
}

function readNatGateway(call: Call, network: SandboxVirtualNetwork, id: string, to: string | undefined): string | undefined {
  if (to === undefined) return undefined;
  const found = referred(call.world.natGateways, to, { id, location: network.location });
  requireJoin(call, `${natGatewayType}/join/action`, found.id, `${type}/write`, id);
  return found.id;
}

function remove(call: Call): SandboxResponse {
  const { world } = call;
  const network = world.virtualNetworks[normalizeId(networkIdOf(call, virtualNetworkType))];
  const subnet = world.subnets[normalizeId(subnetIdOf(call))];
  if (!network || !subnet) return empty(204);
  requireEtag(call, subnet);
  requireIdle(call, network.id);
  requireEmptySubnet(world, subnet);
  return empty(202, beginNetworkOperation(call, subnet.id, network.location, 'delete'));
}

function list(call: Call): SandboxResponse {
  const network = knownInNetwork(call, networks);
  return page(
    call,
    subnetsOf(call.world, network.id).map((subnet) => subnetBody(call, subnet)),
  );
}

/** Container Instances' own: takes its mark off a subnet. Here there is none where there are no groups. */
function removeLink(call: Call): SandboxResponse {
  const subnet = knownSubnet(call);
  requireEmptySubnet(call.world, subnet);
  return empty(204);
}

const all = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${virtualNetworkType}/{name}/subnets`;
const one = `${all}/{subnet}`;
const common = { apiVersions: networkVersions };

export const subnetRoutes: readonly Route[] = [
  { ...common, method: 'GET', path: all, action: `${type}/read`, handle: list },
  { ...common, method: 'GET', path: one, action: `${type}/read`, handle: (call) => json(200, subnetBody(call, knownSubnet(call))) },
  { ...common, method: 'PUT', path: one, action: `${type}/write`, handle: put },
  { ...common, method: 'DELETE', path: one, action: `${type}/delete`, handle: remove },
  {
    method: 'DELETE',
    path: `${one}/providers/Microsoft.ContainerInstance/serviceAssociationLinks/default`,
    apiVersions: ['2023-05-01', '2021-10-01', '2021-09-01'],
    action: 'Microsoft.ContainerInstance/serviceAssociationLinks/delete',
    handle: removeLink,
  },
];
