/** NAT gateways: how container groups in a subnet reach the internet. */
import { sameId } from '../model/resourceId';
import { notInSandbox } from './errors';
import { field, textAt } from './field';
import { natGatewayType, publicAddressType } from './networkBuild';
import { names, referred, requireJoin, requireKnown } from './networkResource';
import type { SandboxNatGateway } from './networkState';
import type { NetworkType } from './networkType';
import { networkTypeRoutes } from './networkType';
import type { World } from './world';

const known = names('publicIpAddresses idleTimeoutInMinutes subnets provisioningState resourceGuid');

function subnetsWith(world: World, gateway: SandboxNatGateway): { readonly id: string }[] {
  const { subnets } = world;
  return Object.values(subnets).flatMap(({ id, natGateway }) =>
    natGateway !== undefined && sameId(natGateway, gateway.id) ? [{ id }] : [],
  );
}

const natGateways: NetworkType<SandboxNatGateway> = {
  type: natGatewayType,
  mapOf: (world) => world.natGateways,
  body(call, gateway) {
    const subnets = subnetsWith(call.world, gateway);
    return {
      properties: {
        idleTimeoutInMinutes: gateway.extra['idleTimeoutInMinutes'] ?? 4,
        publicIpAddresses: gateway.publicAddresses.map((id) => ({ id })),
        ...(subnets.length > 0 ? { subnets } : {}),
      },
      sku: { name: 'Standard', tier: 'Regional' },
    };
  },
  read(call, base) {
    const properties = field(call.body, 'properties');
    requireKnown(properties, known, 'properties');
    const sku = textAt(call.body, 'sku', 'name') ?? 'Standard';
    if (sku !== 'Standard') throw notInSandbox(`the SKU '${sku}' of a NAT gateway`);
    const given = field(properties, 'publicIpAddresses');
    const publicAddresses = (Array.isArray(given) ? given : []).map((each) => {
      const { id } = referred(call.world.publicAddresses, textAt(each, 'id') ?? '', base);
      requireJoin(call, `${publicAddressType}/join/action`, id, `${natGatewayType}/write`, base.id);
      return id;
    });
    const idleTimeoutInMinutes = field(properties, 'idleTimeoutInMinutes');
    return { ...base, publicAddresses, extra: typeof idleTimeoutInMinutes === 'number' ? { idleTimeoutInMinutes } : {} };
  },
  requireUnused(world, gateway) {
    if (subnetsWith(world, gateway).length > 0)
      throw notInSandbox('in which words Azure refuses to delete a NAT gateway that a subnet uses');
  },
};

export const natGatewayRoutes = networkTypeRoutes(natGateways);
