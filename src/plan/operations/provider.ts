import { message } from '../../model/message';
import type { OperationType } from '../operation';
import type { EnsureProvider } from '../plan';

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types */
export const provider: OperationType<EnsureProvider> = {
  nature: 'ensure',
  describe: (op) => message('plan.provider', { namespace: op.namespace }),
  rights: (op) => [{ action: `${op.namespace}/register/action`, scope: `/subscriptions/${op.subscriptionId}` }],
  async observe(op, { azure, signal }) {
    const state = await azure.providers.registrationState(op.subscriptionId, op.namespace, signal);
    if (state === 'Registered') return { state: 'done', outputs: {} };
    if (state === 'Registering') {
      return { state: 'inProgress', progress: message('plan.registering', { namespace: op.namespace }) };
    }
    return { state: 'absent' };
  },
  async apply(op, { azure, sendSignal }) {
    await azure.providers.register(op.subscriptionId, op.namespace, sendSignal);
    return undefined;
  },
  az(op, shell) {
    shell.command('az', 'provider', 'register', '--namespace', op.namespace, '--subscription', op.subscriptionId, '--wait');
  },
};
