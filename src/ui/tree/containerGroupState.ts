import { keptFromStarting } from '../../deploy/failure/containerFailure';
import type { Container, ContainerEvent, ContainerGroup } from '../../model/containerGroup';

export type Condition = 'running' | 'changing' | 'stopped' | 'succeeded' | 'failed' | 'unknown';

/** How a group is, in Azure's word and in the product's few. */
export interface GroupState {
  /** Azure's own word: `Running`, `Pending`, `Repairing`, … Empty where it is not known yet. */
  readonly word: string;
  readonly condition: Condition;
}

const changing = ['pending', 'creating', 'updating', 'repairing', 'deleting', 'unhealthy', 'notaccessible', 'prescaling'];

/** The state of a group: the instance view's, or its provisioning state while there is none. Lists have only the latter. */
export function groupState(group: ContainerGroup): GroupState {
  const { provisioningState = '', instanceView } = group.definition.properties;
  const word = instanceView?.state ?? '';
  if (word !== '') return { word, condition: provisioningState.toLowerCase() === 'failed' ? 'failed' : conditionOf(word, group) };
  const condition = conditionOf(provisioningState, group);
  // That Azure has accepted a group says nothing of how it is.
  return condition === 'succeeded' ? { word: '', condition: 'unknown' } : { word: provisioningState, condition };
}

function conditionOf(word: string, group: ContainerGroup): Condition {
  const state = word.toLowerCase();
  const failing = failingContainers(group).length > 0;
  if (changing.includes(state)) return failing ? 'failed' : 'changing';
  switch (state) {
    case 'running':
      if (failing) return 'failed';
      return group.definition.properties.containers.some(isWaiting) ? 'changing' : 'running';
    case 'stopped':
    case 'succeeded':
    case 'failed':
      return state;
    default:
      return 'unknown';
  }
}

/** Whether the state may change by itself soon: worth another look. */
export function isTransitional(group: ContainerGroup): boolean {
  return groupState(group).condition === 'changing' || group.definition.properties.containers.some(isWaiting);
}

/** Containers that wait for something to be repaired, not for time to pass. */
export function failingContainers(group: ContainerGroup): Container[] {
  return group.definition.properties.containers.filter((container) => isWaiting(container) && troubleOf(container) !== undefined);
}

export interface ContainerSummary {
  /** `Running`, `Waiting`, `Terminated`; empty where it is not known. */
  readonly word: string;
  readonly condition: Condition;
  /** Azure's detail where it says more than the state: `CrashLoopBackOff`, `Error`, `Completed`. */
  readonly detail: string;
  readonly exitCode?: number;
  readonly restarts: number;
  /** What the last try was refused at: the pull of its image, or the start. */
  readonly keptAt?: 'pull' | 'start';
}

/** `ofStoppedGroup`: its containers were ended, whatever code they ended with. */
export function containerSummary(container: Container, ofStoppedGroup = false): ContainerSummary {
  const view = container.properties.instanceView;
  const state = view?.currentState;
  const exitCode = state?.exitCode;
  const condition = containerCondition(container);
  const keptAt = keptFromStarting(container)?.kind;
  return {
    word: state?.state ?? '',
    condition: ofStoppedGroup && (condition === 'succeeded' || condition === 'failed') ? 'stopped' : condition,
    detail: state?.detailStatus ?? '',
    ...(exitCode === undefined || state?.state?.toLowerCase() !== 'terminated' ? {} : { exitCode }),
    restarts: view?.restartCount ?? 0,
    ...(keptAt ? { keptAt } : {}),
  };
}

function containerCondition(container: Container): Condition {
  const state = container.properties.instanceView?.currentState;
  switch (state?.state?.toLowerCase()) {
    case 'running':
      return 'running';
    case 'waiting':
      return troubleOf(container) ? 'failed' : 'changing';
    case 'terminated':
      return (state.exitCode ?? 0) === 0 ? 'succeeded' : 'failed';
    default:
      return 'unknown';
  }
}

function isWaiting(container: Container): boolean {
  return container.properties.instanceView?.currentState?.state?.toLowerCase() === 'waiting';
}

/** The last warning, unless the container has started since. A refused pull or start is `Failed`, a crash is `BackOff`. */
function troubleOf(container: Container): ContainerEvent | undefined {
  const events = container.properties.instanceView?.events ?? [];
  const lastStart = Math.max(0, ...events.filter(({ name }) => name === 'Started').map(timeOf));
  return events.findLast((event) => event.type === 'Warning' && timeOf(event) >= lastStart);
}

function timeOf(event: ContainerEvent): number {
  return Date.parse(event.lastTimestamp ?? event.firstTimestamp ?? '') || 0;
}
