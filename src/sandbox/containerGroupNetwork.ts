/** Container groups in subnets: whether Azure lets one in. */
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { normalizeId, parseResourceId } from '../model/resourceId';
import { notInSandbox, refuse } from './errors';
import { virtualNetworkType } from './networkBuild';
import { requireJoin } from './networkResource';
import type { Call } from './route';
import { isDelegated, subnetIdsOf } from './subnetUse';

const subnetType = `${virtualNetworkType}/subnets`;

/** Resource Manager's part, before Container Instances is asked: whether the caller may put something into the subnet. */
export function checkLinkedSubnets(call: Call, given: ContainerGroupDefinition, id: string): void {
  for (const subnet of subnetIdsOf(given)) {
    const parsed = parseResourceId(subnet);
    if (parsed?.type.toLowerCase() !== subnetType.toLowerCase()) throw notInSandbox(`a subnet with the id '${subnet}'`);
    requireJoin(call, `${subnetType}/join/action`, subnet, 'Microsoft.ContainerInstance/containerGroups/write', id);
  }
}

/** Container Instances' part. Only of a missing delegation are its words known. */
export function checkSubnet(call: Call, definition: ContainerGroupDefinition, group: string): void {
  const ids = subnetIdsOf(definition);
  const [id] = ids;
  if (id === undefined) return;
  if (ids.length > 1) throw notInSandbox('in which words Azure refuses a second subnet of a container group');
  const inWords = 'in which words Azure refuses a container group whose subnet';
  const { subscriptionId = '' } = call.params;
  if (parseResourceId(id)?.subscriptionId.toLowerCase() !== subscriptionId.toLowerCase())
    throw notInSandbox(`${inWords} is in another subscription`);
  const subnet = call.world.subnets[normalizeId(id)];
  const network = Object.values(call.world.virtualNetworks).find((each) => normalizeId(id).startsWith(`${normalizeId(each.id)}/`));
  if (!subnet || !network) throw notInSandbox(`${inWords} does not exist`);
  if (network.location !== definition.location) throw notInSandbox(`${inWords} is in another region`);
  if (isDelegated(subnet)) return;
  const text = `Subnet missing required delegation 'Microsoft.ContainerInstance' for container group '${group}'.`;
  throw refuse(400, 'SubnetMissingRequiredDelegation', text);
}
