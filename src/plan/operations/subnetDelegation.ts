import { message } from '../../model/message';
import { parseResourceId, resourceName } from '../../model/resourceId';
import { isDelegatedTo } from '../../model/subnet';
import type { OperationType } from '../operation';
import type { EnsureSubnetDelegation } from '../plan';
import { gone } from './gone';

function networkOf(op: EnsureSubnetDelegation): string {
  return op.id.split(/\/subnets\//i)[0] ?? '';
}

/** It is not taken back: other groups may be in the subnet by then, and Azure would refuse. */
export const subnetDelegation: OperationType<EnsureSubnetDelegation> = {
  nature: 'ensure',
  describe: (op) =>
    message('plan.delegateSubnet', { subnet: resourceName(op.id), network: resourceName(networkOf(op)), service: op.service }),
  rights: (op) => [
    { action: 'Microsoft.Network/virtualNetworks/subnets/write', scope: op.id },
    { action: 'Microsoft.Network/virtualNetworks/read', scope: networkOf(op) },
  ],
  async observe(op, { azure, signal }) {
    const found = await azure.networks.subnet(op.id, signal);
    if (!found) throw gone(op.id);
    if (!isDelegatedTo(found, op.service)) return { state: 'differs' };
    if (found.provisioningState !== 'Succeeded') {
      return { state: 'inProgress', progress: message('plan.groupState', { state: found.provisioningState }) };
    }
    return { state: 'done', outputs: { id: found.id } };
  },
  async apply(op, { azure, sendSignal }) {
    await azure.networks.delegateSubnet(op.id, op.service, sendSignal);
    return undefined;
  },
  az(op, shell) {
    const { subscriptionId = '', resourceGroup = '', name = '' } = parseResourceId(op.id) ?? {};
    const where = ['--vnet-name', resourceName(networkOf(op)), '--resource-group', resourceGroup, '--subscription', subscriptionId];
    shell.command('az', 'network', 'vnet', 'subnet', 'update', '--name', name, ...where, '--delegations', op.service);
  },
};
