import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import type { OperationType } from '../operation';
import type { EnsureRegistrySettings } from '../plan';
import { gone } from './gone';
import { azNames } from './scopes';

/** Settings of a registry that is there. They are not taken back: what they were before may have had a reason, and is said on the plan. */
export const registrySettings: OperationType<EnsureRegistrySettings> = {
  nature: 'ensure',
  describe: (op) => message('plan.trustServices', { registry: resourceName(op.id) }),
  rights: (op) => [{ action: 'Microsoft.ContainerRegistry/registries/write', scope: op.id }],
  async observe(op, { azure, signal }) {
    const found = await azure.registries.get(op.id, signal);
    if (!found) throw gone(op.id);
    if (found.trustedServicesBypass !== op.trustedServicesBypass) return { state: 'differs' };
    if (found.provisioningState !== 'Succeeded') {
      return { state: 'inProgress', progress: message('plan.groupState', { state: found.provisioningState }) };
    }
    return { state: 'done', outputs: { id: found.id, loginServer: found.loginServer } };
  },
  async apply(op, { azure, sendSignal }) {
    await azure.registries.update(op.id, { trustedServicesBypass: op.trustedServicesBypass }, sendSignal);
    return undefined;
  },
  az(op, shell) {
    shell.command('az', 'acr', 'update', ...azNames(op.id), '--allow-trusted-services', String(op.trustedServicesBypass));
  },
};
