import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import { tags } from '../marks';
import type { OperationType } from '../operation';
import type { EnsureRegistry } from '../plan';
import { azNames, azTags, groupScope } from './scopes';

/** The value of `az acr create --role-assignment-mode` for each mode (Azure CLI 2.72 and later). */
const azMode = { abac: 'rbac-abac', legacy: 'rbac' } as const;

export const registry: OperationType<EnsureRegistry> = {
  nature: 'ensure',
  describe: (op) => message('plan.registry', { name: resourceName(op.id), sku: op.sku, location: op.location }),
  rights: (op) => [{ action: 'Microsoft.ContainerRegistry/registries/write', scope: groupScope(op.id) }],
  async observe(op, { azure, signal }) {
    const found = await azure.registries.get(op.id, signal);
    if (!found) return { state: 'absent' };
    if (found.provisioningState === 'Failed' || found.provisioningState === 'Canceled') {
      const args = { name: found.name, state: found.provisioningState };
      return { state: 'failed', error: new AppError('RegistryFailed', message('plan.registryFailed', args)) };
    }
    if (found.provisioningState !== 'Succeeded') {
      return { state: 'inProgress', progress: message('plan.groupState', { state: found.provisioningState }) };
    }
    if (found.sku !== op.sku || found.mode !== op.mode) return { state: 'differs' };
    return { state: 'done', outputs: { id: found.id, loginServer: found.loginServer } };
  },
  async apply(op, { azure, sendSignal }) {
    await azure.registries.put(op.id, { location: op.location, sku: op.sku, mode: op.mode, tags }, sendSignal);
    return undefined;
  },
  remove: (op, _outputs, { azure, sendSignal }) => azure.registries.delete(op.id, sendSignal),
  az(op, shell) {
    shell.capture(
      op.key,
      'id',
      ...['az', 'acr', 'create', ...azNames(op.id)],
      ...['--location', op.location, '--sku', op.sku, '--role-assignment-mode', azMode[op.mode]],
      ...azTags,
      ...['--query', 'id'],
    );
  },
};
