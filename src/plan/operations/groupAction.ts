import { message } from '../../model/message';
import type { ContainerGroup } from '../../model/containerGroup';
import { resourceName } from '../../model/resourceId';
import type { Observation, OperationType, RunContext } from '../operation';
import type { GroupAction } from '../plan';
import { azNames } from './scopes';
import { gone } from './gone';
import { onceSettled } from './onceSettled';

type Verb = 'start' | 'stop' | 'restart';

function groupAction(verb: Verb, happened: (group: ContainerGroup, before: string | undefined) => boolean): OperationType<GroupAction> {
  return {
    nature: 'act',
    describe: (op) => message(`plan.${verb}Group`, { name: resourceName(op.id) }),
    rights: (op) => [{ action: `Microsoft.ContainerInstance/containerGroups/${verb}/action`, scope: op.id }],
    async observe(op, context): Promise<Observation> {
      const group = await find(op, context);
      if (happened(group, context.before)) return { state: 'done', outputs: { id: group.id } };
      // A group that starts, or tries to, is pending too: that is neither stopping nor restarting.
      return verb !== 'start' && !context.applied ? { state: 'absent' } : progress(group);
    },
    async apply(op, context) {
      const { azure, sendSignal } = context;
      await onceSettled(context, () => azure.containerGroups[verb](op.id, sendSignal));
      return undefined;
    },
    snapshot: async (op, context) => runs(await find(op, context)),
    az: (op, shell) => shell.command('az', 'container', verb, ...azNames(op.id)),
  };
}

export const startGroup = groupAction('start', (group) => state(group) === 'Running' || state(group) === 'Succeeded');
export const stopGroup = groupAction('stop', (group) => state(group) === 'Stopped');
export const restartGroup = groupAction(
  'restart',
  (group, before) => before !== undefined && state(group) !== 'Pending' && runs(group) !== before,
);

async function find(op: GroupAction, { azure, signal }: RunContext): Promise<ContainerGroup> {
  const group = await azure.containerGroups.get(op.id, signal);
  if (!group) throw gone(op.id);
  return group;
}

function progress(group: ContainerGroup): Observation {
  // Between the request and its effect the group says `Pending`; any other state means that nobody has asked yet.
  if (state(group) !== 'Pending') return { state: 'absent' };
  return { state: 'inProgress', progress: message('plan.groupState', { state: 'Pending' }) };
}

function state(group: ContainerGroup): string {
  return group.definition.properties.instanceView?.state ?? '';
}

/** Changes with every start of a container: by this a restart is told from none. */
function runs(group: ContainerGroup): string {
  return group.definition.properties.containers
    .map(({ properties: { instanceView } }) => `${instanceView?.currentState?.startTime ?? ''}/${instanceView?.restartCount ?? 0}`)
    .join(' ');
}
