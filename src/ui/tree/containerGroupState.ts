import type { Container, ContainerGroup } from '../../model/containerGroup';

export type Condition = 'running' | 'changing' | 'stopped' | 'succeeded' | 'failed' | 'unknown';

/** How a group is, in Azure's word and in the product's few. */
export interface GroupState {
  /** Azure's own word: `Running`, `Pending`, `Repairing`, … Empty where it is not known yet. */
  readonly word: string;
  readonly condition: Condition;
}

const changing = ['pending', 'creating', 'updating', 'repairing', 'deleting', 'unhealthy', 'notaccessible', 'prescaling'];

/** The state of a group: the instance view's, or its provisioning state while that is still on the way. Lists have only the latter. */
export function groupState(group: ContainerGroup): GroupState {
  const { provisioningState = '', instanceView } = group.definition.properties;
  const word = instanceView?.state ?? '';
  if (changing.includes(provisioningState.toLowerCase())) return { word: word === '' ? provisioningState : word, condition: 'changing' };
  switch (word.toLowerCase()) {
    case 'running':
      return { word, condition: runningCondition(group.definition.properties.containers) };
    case 'stopped':
      return { word, condition: 'stopped' };
    case 'succeeded':
      return { word, condition: 'succeeded' };
    case 'failed':
      return { word, condition: 'failed' };
    case '':
      return provisioningState.toLowerCase() === 'failed'
        ? { word: provisioningState, condition: 'failed' }
        : { word, condition: 'unknown' };
    default:
      return { word, condition: changing.includes(word.toLowerCase()) ? 'changing' : 'unknown' };
  }
}

/** A running group may have containers that do not run. */
function runningCondition(containers: readonly Container[]): Condition {
  const conditions = containers.map(containerCondition);
  return conditions.find((condition) => condition === 'failed') ?? conditions.find((condition) => condition === 'changing') ?? 'running';
}

/** Whether the state may change by itself soon: worth another look. */
export function isTransitional(group: ContainerGroup): boolean {
  return groupState(group).condition === 'changing' || group.definition.properties.containers.some(isWaiting);
}

export interface ContainerSummary {
  /** `Running`, `Waiting`, `Terminated`; empty where it is not known. */
  readonly word: string;
  readonly condition: Condition;
  /** Azure's detail where it says more than the state: `CrashLoopBackOff`, `Error`, `Completed`. */
  readonly detail: string;
  readonly exitCode?: number;
  readonly restarts: number;
}

export function containerSummary(container: Container): ContainerSummary {
  const view = container.properties.instanceView;
  const state = view?.currentState;
  const exitCode = state?.exitCode;
  return {
    word: state?.state ?? '',
    condition: containerCondition(container),
    detail: state?.detailStatus ?? '',
    ...(exitCode === undefined || state?.state?.toLowerCase() !== 'terminated' ? {} : { exitCode }),
    restarts: view?.restartCount ?? 0,
  };
}

function containerCondition(container: Container): Condition {
  const state = container.properties.instanceView?.currentState;
  switch (state?.state?.toLowerCase()) {
    case 'running':
      return 'running';
    case 'waiting':
      return lastEventFailed(container) ? 'failed' : 'changing';
    case 'terminated':
      return (state.exitCode ?? 0) === 0 ? 'succeeded' : 'failed';
    default:
      return 'unknown';
  }
}

function isWaiting(container: Container): boolean {
  return container.properties.instanceView?.currentState?.state?.toLowerCase() === 'waiting';
}

/** A container that waits after a warning waits for something to be repaired, not for time to pass. */
function lastEventFailed(container: Container): boolean {
  return container.properties.instanceView?.events?.at(-1)?.type === 'Warning';
}
