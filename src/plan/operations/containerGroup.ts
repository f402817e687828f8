import { AppError } from '../../model/appError';
import type { ContainerGroup } from '../../model/containerGroup';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import { isAsDefined } from '../../model/sameDefinition';
import { putSecrets, secretNames } from '../../model/secrets';
import type { Observation, OperationType } from '../operation';
import type { EnsureContainerGroup } from '../plan';
import { gone } from './gone';
import { onceSettled } from './onceSettled';
import { azNames, groupScope } from './scopes';
import { waitForRole } from './waitForRole';

export const containerGroup: OperationType<EnsureContainerGroup> = {
  nature: 'ensure',
  describe: (op) => message('plan.containerGroup', { name: resourceName(op.id), location: op.definition.location ?? '' }),
  rights: (op) => [
    { action: 'Microsoft.ContainerInstance/containerGroups/write', scope: groupScope(op.id) },
    ...identities(op).map((scope) => ({ action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', scope })),
  ],
  async observe(op, context): Promise<Observation> {
    const group = await context.azure.containerGroups.get(op.id, context.signal);
    if (!group) {
      if (context.applied) throw gone(op.id);
      return { state: 'absent' };
    }
    if (!context.applied && !isSo(op, group)) return { state: 'differs' };
    return stateOf(group);
  },
  async apply(op, context) {
    const definition = putSecrets(op.definition, context.secrets);
    await onceSettled(context, () =>
      waitForRole(op, context, () => context.azure.containerGroups.put(op.id, definition, context.sendSignal)),
    );
    return undefined;
  },
  remove: (op, _outputs, { azure, sendSignal }) => azure.containerGroups.delete(op.id, sendSignal),
  az(op, shell) {
    const file = `${resourceName(op.id)}.json`;
    // `az container create --file` reads YAML, and JSON is YAML; it wants name, type and apiVersion at the top.
    const definition = {
      apiVersion: '2023-05-01',
      name: resourceName(op.id),
      type: 'Microsoft.ContainerInstance/containerGroups',
      ...op.definition,
    };
    const names = secretNames(op.definition);
    if (names.length > 0) shell.comment(`Replace these in ${file} by their values first: ${names.join(', ')}`);
    shell.file(file, JSON.stringify(definition, undefined, 2));
    const [, , ...group] = azNames(op.id);
    shell.command('az', 'container', 'create', ...group, '--file', file);
  },
};

function identities(op: EnsureContainerGroup): readonly string[] {
  return Object.keys(op.definition.identity?.userAssignedIdentities ?? {});
}

/** Azure gives no secret back: whether one is the same only it can tell, and it restarts nothing where all is. */
function isSo(op: EnsureContainerGroup, group: ContainerGroup): boolean {
  const mayDiffer = op.again || isStopped(group) || secretNames(op.definition).length > 0;
  return !mayDiffer && isAsDefined(op.definition, group.definition);
}

/** A group that somebody stopped is not deployed: its definition is sent again, which starts it. */
function isStopped({ definition }: ContainerGroup): boolean {
  return definition.properties.instanceView?.state === 'Stopped';
}

/** Of an event; its name ends with a full stop in the service's own answer. */
const noRoomName = 'InsufficientCapacity';

function stateOf(group: ContainerGroup): Observation {
  const { provisioningState = '', instanceView, ipAddress } = group.definition.properties;
  const state = instanceView?.state ?? provisioningState;
  const event = lastEvent(group);
  if (provisioningState === 'Failed' || provisioningState === 'Canceled') {
    const noRoom = instanceView?.events?.find(({ name }) => name?.replace(/\.$/, '') === noRoomName);
    const args = { name: group.name, reason: noRoom?.message ?? event ?? state };
    return { state: 'failed', error: new AppError(noRoom ? noRoomName : 'GroupFailed', message('plan.groupFailed', args)) };
  }
  if (provisioningState !== 'Succeeded') {
    const progress = event ? message('plan.groupEvent', { state, event }) : message('plan.groupState', { state });
    return { state: 'inProgress', progress };
  }
  return { state: 'done', outputs: { id: group.id, ...(ipAddress?.fqdn ? { fqdn: ipAddress.fqdn } : {}) } };
}

function lastEvent(group: ContainerGroup): string | undefined {
  const { containers, instanceView } = group.definition.properties;
  const events = [...(instanceView?.events ?? []), ...containers.flatMap(({ properties }) => properties.instanceView?.events ?? [])];
  return events.sort((a, b) => (a.lastTimestamp ?? '').localeCompare(b.lastTimestamp ?? '')).at(-1)?.message;
}
