/** Public IP addresses, of which NAT gateways have one or more. */
import { sameId } from '../model/resourceId';
import { notInSandbox, refuse } from './errors';
import { field, textAt } from './field';
import { addressOf, publicAddressType } from './networkBuild';
import { kept, names, requireKnown } from './networkResource';
import type { SandboxPublicAddress } from './networkState';
import type { NetworkType } from './networkType';
import { networkTypeRoutes } from './networkType';
import type { World } from './world';

const inert = names('idleTimeoutInMinutes ddosSettings');
const known = new Set([
  ...inert,
  ...names('publicIPAllocationMethod publicIPAddressVersion ipAddress ipConfiguration natGateway ipTags provisioningState resourceGuid'),
]);

function gatewayWith(world: World, address: SandboxPublicAddress): string | undefined {
  return Object.values(world.natGateways).find(({ publicAddresses }) => publicAddresses.some((id) => sameId(id, address.id)))?.id;
}

const publicAddresses: NetworkType<SandboxPublicAddress> = {
  type: publicAddressType,
  mapOf: (world) => world.publicAddresses,
  body(call, address) {
    const gateway = gatewayWith(call.world, address);
    return {
      properties: {
        ipAddress: address.address,
        publicIPAddressVersion: 'IPv4',
        publicIPAllocationMethod: 'Static',
        idleTimeoutInMinutes: 4,
        ipTags: [],
        ...(gateway === undefined ? {} : { natGateway: { id: gateway } }),
        ...address.extra,
      },
      sku: { name: address.sku, tier: 'Regional' },
    };
  },
  read(call, base, existing) {
    const properties = field(call.body, 'properties');
    requireKnown(properties, known, 'properties');
    const sku = textAt(call.body, 'sku', 'name') ?? 'Basic';
    if (sku !== 'Standard') throw notInSandbox(`the SKU '${sku}' of a public address`);
    const method = textAt(properties, 'publicIPAllocationMethod') ?? 'Dynamic';
    if (method !== 'Static') throw notInSandbox(`the allocation method '${method}' of a public address`);
    if ((textAt(properties, 'publicIPAddressVersion') ?? 'IPv4') !== 'IPv4') throw notInSandbox('public addresses of IPv6');
    return { ...base, address: existing?.address ?? addressOf(base.id), sku: 'Standard', extra: kept(properties, inert) };
  },
  /** Quoted in public many times. */
  requireUnused(world, address) {
    const gateway = gatewayWith(world, address);
    if (gateway === undefined) return;
    const text =
      `Public IP address ${address.id} can not be deleted since it is still allocated to resource ${gateway}. In order to delete the ` +
      'public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see aka.ms/deletepublicip.';
    throw refuse(400, 'PublicIPAddressCannotBeDeleted', text, { details: [] });
  },
};

export const publicAddressRoutes = networkTypeRoutes(publicAddresses);
