import { message } from '../../model/message';
import { parseResourceId, resourceName } from '../../model/resourceId';
import { tags } from '../marks';
import type { OperationType } from '../operation';
import type { EnsureResourceGroup } from '../plan';
import { azTags, subscriptionScope } from './scopes';

export const resourceGroup: OperationType<EnsureResourceGroup> = {
  nature: 'ensure',
  describe: (op) => message('plan.resourceGroup', { name: resourceName(op.id), location: op.location }),
  rights: (op) => [{ action: 'Microsoft.Resources/subscriptions/resourceGroups/write', scope: subscriptionScope(op.id) }],
  async observe(op, { azure, signal }) {
    const group = await azure.resourceGroups.get(op.id, signal);
    return group ? { state: 'done', outputs: { id: group.id } } : { state: 'absent' };
  },
  async apply(op, { azure, sendSignal }) {
    const { id } = await azure.resourceGroups.put(op.id, op.location, tags, sendSignal);
    return { id };
  },
  remove: (op, _outputs, { azure, sendSignal }) => azure.resourceGroups.delete(op.id, sendSignal),
  az(op, shell) {
    shell.capture(
      op.key,
      'id',
      'az',
      'group',
      'create',
      '--name',
      resourceName(op.id),
      '--location',
      op.location,
      '--subscription',
      parseResourceId(op.id)?.subscriptionId ?? '',
      ...azTags,
      '--query',
      'id',
    );
  },
};
