import type { ContainerGroup, ContainerInstanceView, ContainerState } from '../model/containerGroup';

export interface FoundContainer {
  readonly name: string;
  readonly view: ContainerInstanceView | undefined;
  readonly isInit: boolean;
}

/** Init containers first, as Azure runs them. */
export function containersOf(group: ContainerGroup): readonly FoundContainer[] {
  const { containers, initContainers } = group.definition.properties;
  const init = Array.isArray(initContainers) ? (initContainers as typeof containers) : [];
  return [init, containers].flatMap((list) =>
    list.map(({ name, properties }) => ({ name, view: properties.instanceView, isInit: list === init })),
  );
}

/** The last run that has ended, where Azure tells of one. */
export function lastEnd(view: ContainerInstanceView | undefined): ContainerState | undefined {
  const { currentState, previousState } = view ?? {};
  return currentState?.finishTime === undefined ? (previousState?.finishTime === undefined ? undefined : previousState) : currentState;
}

/** Whether nothing of the group will run again by itself. One whose provisioning failed goes on trying. */
function isOver(group: ContainerGroup): boolean {
  const { provisioningState = '', instanceView } = group.definition.properties;
  const state = instanceView?.state?.toLowerCase() ?? '';
  return state === 'stopped' || state === 'succeeded' || (state === 'failed' && provisioningState.toLowerCase() === 'succeeded');
}

/**
 * Whether a container has ended for good. With the policy `Never` one that failed may still be started again: then the group says so. An init
 * container that did what it had to is not run again, whatever the policy: https://learn.microsoft.com/azure/container-instances/container-instances-init-container
 */
export function hasEnded(group: ContainerGroup, { view, isInit }: Pick<FoundContainer, 'view' | 'isInit'>): boolean {
  if (isOver(group)) return true;
  const { state, exitCode } = view?.currentState ?? {};
  const policy = String(group.definition.properties.restartPolicy ?? 'Always').toLowerCase();
  return state?.toLowerCase() === 'terminated' && exitCode === 0 && (isInit || policy !== 'always');
}
