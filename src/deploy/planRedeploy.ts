import { randomUUID } from 'node:crypto';
import type { ContainerGroup, ContainerGroupDefinition } from '../model/containerGroup';
import { message } from '../model/message';
import type { Operation, Plan } from '../plan/plan';
import { redeployable } from './redeployable';

/**
 * Stops groups and sends each the definition that Azure has, one beside the other. Sent to a group that runs, the same definition need not
 * change anything; a group that is stopped is deployed as new, and pulls its images again.
 */
export function planRedeploy(target: string, groups: readonly ContainerGroup[]): Plan {
  const [first, ...more] = groups;
  return {
    id: randomUUID(),
    title:
      more.length > 0
        ? message('plan.title.redeploySeveral', { count: groups.length })
        : message('plan.title.redeploy', { name: first?.name ?? '' }),
    target,
    operations: groups.flatMap((group, index) =>
      stoppedAndDeployed(group, redeployable(group.definition), more.length > 0 ? `-${index + 1}` : ''),
    ),
  };
}

/** The definition that Azure has, or another one, to be read and changed before it is sent. */
export function planEditedRedeploy(target: string, group: ContainerGroup, definition = redeployable(group.definition)): Plan {
  return {
    id: randomUUID(),
    title: message('plan.title.redeploy', { name: group.name }),
    target,
    operations: stoppedAndDeployed(group, definition, ''),
  };
}

/** The definition of a group that is gone: there is nothing to stop. */
export function planDeployAgain(target: string, { id, name, definition }: ContainerGroup): Plan {
  const deploy: Operation = { kind: 'containerGroup', key: 'container-group', id, definition: redeployable(definition) };
  return { id: randomUUID(), title: message('plan.title.redeploy', { name }), target, operations: [deploy] };
}

function stoppedAndDeployed(group: ContainerGroup, definition: ContainerGroupDefinition, suffix: string): readonly Operation[] {
  const { id } = group;
  const stop: Operation = { kind: 'stopGroup', key: `stop${suffix}`, id };
  const deploy: Operation = { kind: 'containerGroup', key: `container-group${suffix}`, id, definition, again: true };
  return isOver(group) ? [deploy] : [stop, { ...deploy, needs: [{ ref: stop.key, output: 'id' }] }];
}

/** Azure deploys a group that has ended as new: there is nothing to stop. */
function isOver({ definition }: ContainerGroup): boolean {
  return ['Stopped', 'Succeeded', 'Failed'].includes(definition.properties.instanceView?.state ?? '');
}
