import { associationLinkId, groupsIn } from './subnetUse';
import { containerGroupDelegation } from '../model/subnet';
import { virtualNetworkType } from './networkBuild';
import { etagOf, stateOf } from './networkResource';
import type { SandboxSubnet } from './networkState';
import type { Call } from './route';

/** A subnet as Microsoft.Network writes it: recorded, but for delegations and links, whose shape is that of its descriptions. */
export function subnetBody({ world, now }: Pick<Call, 'world' | 'now'>, subnet: SandboxSubnet): object {
  const { id, name, addressPrefixes, asList, delegations, natGateway, extra } = subnet;
  const etag = etagOf(subnet);
  const provisioningState = stateOf(subnet, now);
  const groups = groupsIn(world, id);
  return {
    name,
    id,
    etag,
    properties: {
      provisioningState,
      ...(asList ? { addressPrefixes } : { addressPrefix: addressPrefixes[0] }),
      ...(natGateway === undefined ? {} : { natGateway: { id: natGateway } }),
      ...(groups.length === 0 ? {} : { serviceAssociationLinks: [link(subnet, etag)] }),
      delegations: delegations.map((delegation) => ({
        name: delegation.name,
        id: `${id}/delegations/${delegation.name}`,
        etag,
        properties: {
          provisioningState: 'Succeeded',
          serviceName: delegation.serviceName,
          actions: ['Microsoft.Network/virtualNetworks/subnets/action'],
        },
        type: `${virtualNetworkType}/subnets/delegations`,
      })),
      ...extra,
    },
    type: `${virtualNetworkType}/subnets`,
  };
}

function link(subnet: SandboxSubnet, etag: string): object {
  return {
    name: 'acisal',
    id: associationLinkId(subnet),
    etag,
    type: `${virtualNetworkType}/subnets/serviceAssociationLinks`,
    properties: { provisioningState: 'Succeeded', linkedResourceType: containerGroupDelegation, allowDelete: false, locations: [] },
  };
}
