import type { ContainerFailure } from '../../deploy/failure/containerFailure';
import { containerFailures } from '../../deploy/failure/containerFailure';
import type { Container, ContainerGroup } from '../../model/containerGroup';
import type { Condition } from '../tree/containerGroupState';
import { groupState } from '../tree/containerGroupState';

/** What matters of a watched group, as it was seen: plain data, kept with the workspace. */
export interface Sighting {
  readonly state: Condition | 'deleted' | 'unreadable';
  /** By container: one that failed stays in trouble until it has run for a while, so that a crash loop is one piece of news. */
  readonly troubles: Readonly<Record<string, ContainerFailure>>;
  readonly restarts: Readonly<Record<string, number>>;
}

/** A container that has run for so long is over its trouble. Azure waits at most five minutes between two tries. */
const steadyMs = 3 * 60_000;

/** @param group undefined where it is gone. @param before what was seen of it last. @param now by Azure's clock. */
export function sightingOf(group: ContainerGroup | undefined, before: Sighting | undefined, now: number): Sighting {
  if (!group) return { state: 'deleted', troubles: {}, restarts: {} };
  const { condition } = groupState(group);
  const { containers } = group.definition.properties;
  const failures = new Map(containerFailures(group).map((failure) => [failure.container, failure]));
  const troubles: Record<string, ContainerFailure> = {};
  for (const [container, failure] of failures) troubles[container] = failure;
  for (const container of containers) {
    if (failures.has(container.name) || condition === 'stopped') continue;
    const trouble = crashed(container, before) ?? before?.troubles[container.name];
    if (trouble && !isOver(container, now)) troubles[container.name] = trouble;
  }
  return {
    state: condition,
    troubles,
    restarts: Object.fromEntries(containers.map((container) => [container.name, restartsOf(container)])),
  };
}

/** A container that runs now, and ended with an error since it was last seen. */
function crashed({ name, properties: { instanceView } }: Container, before: Sighting | undefined): ContainerFailure | undefined {
  const { previousState, restartCount = 0 } = instanceView ?? {};
  const code = previousState?.exitCode ?? 0;
  const known = before?.restarts[name];
  return code !== 0 && known !== undefined && restartCount > known
    ? { kind: 'exit', container: name, code, restarts: restartCount }
    : undefined;
}

function isOver({ properties: { instanceView } }: Container, now: number): boolean {
  const { state, startTime } = instanceView?.currentState ?? {};
  if (state === 'Terminated') return true;
  return state === 'Running' && now - (Date.parse(startTime ?? '') || now) >= steadyMs;
}

function restartsOf({ properties: { instanceView } }: Container): number {
  return instanceView?.restartCount ?? 0;
}
