import { message } from '../../model/message';
import type { ManagedIdentity } from '../../model/identity';
import { resourceName } from '../../model/resourceId';
import { tags } from '../marks';
import type { OperationType } from '../operation';
import type { EnsureIdentity, Outputs } from '../plan';
import { azNames, azTags, groupScope } from './scopes';

export const identity: OperationType<EnsureIdentity> = {
  nature: 'ensure',
  describe: (op) => message('plan.identity', { name: resourceName(op.id), location: op.location }),
  rights: (op) => [{ action: 'Microsoft.ManagedIdentity/userAssignedIdentities/write', scope: groupScope(op.id) }],
  async observe(op, { azure, signal }) {
    const found = await azure.identities.get(op.id, signal);
    return found ? { state: 'done', outputs: outputsOf(found) } : { state: 'absent' };
  },
  async apply(op, { azure, sendSignal }) {
    return outputsOf(await azure.identities.put(op.id, op.location, tags, sendSignal));
  },
  remove: (op, _outputs, { azure, sendSignal }) => azure.identities.delete(op.id, sendSignal),
  az(op, shell) {
    shell.capture(op.key, 'id', 'az', 'identity', 'create', ...azNames(op.id), '--location', op.location, ...azTags, '--query', 'id');
    shell.capture(op.key, 'principalId', 'az', 'identity', 'show', ...azNames(op.id), '--query', 'principalId');
    shell.capture(op.key, 'clientId', 'az', 'identity', 'show', ...azNames(op.id), '--query', 'clientId');
  },
};

function outputsOf({ id, principalId, clientId }: ManagedIdentity): Outputs {
  return { id, principalId, clientId };
}
