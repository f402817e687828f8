import type { Container, ContainerEvent, ContainerGroup } from '../../model/containerGroup';

/** What is wrong with a container, as far as its group tells. */
export type ContainerFailure =
  | { readonly kind: 'pull'; readonly container: string; readonly event: string }
  /** Its image was pulled, and it can't be started: its command is not there, say. */
  | { readonly kind: 'start'; readonly container: string; readonly event: string }
  | { readonly kind: 'mount'; readonly container: string; readonly event: string }
  /** Its liveness probe failed, so it was killed. `ranMs` where its run is told of. */
  | { readonly kind: 'probe'; readonly container: string; readonly event: string; readonly restarts: number; readonly ranMs?: number }
  | { readonly kind: 'exit'; readonly container: string; readonly code: number; readonly restarts: number };

/** Of each container that fails. A container that runs at this moment does not, however often it was started before. */
export function containerFailures(group: ContainerGroup): readonly ContainerFailure[] {
  const view = group.definition.properties.instanceView;
  // Stopping a group ends its containers, whatever code they end with.
  if (view?.state === 'Stopped') return [];
  const mount = view?.events?.findLast(isMountEvent);
  return containersOf(group).flatMap((container) => failureOf(container, mount) ?? []);
}

/** What the group tells of itself and of its containers, the newest last. */
export function eventsOf(group: ContainerGroup): readonly ContainerEvent[] {
  const theirs = containersOf(group).flatMap(({ properties }) => properties.instanceView?.events ?? []);
  return [...(group.definition.properties.instanceView?.events ?? []), ...theirs].sort((a, b) => timeOf(a) - timeOf(b));
}

function containersOf({ definition: { properties } }: ContainerGroup): readonly Container[] {
  const init = properties['initContainers'];
  return [...(Array.isArray(init) ? (init as Container[]) : []), ...properties.containers];
}

function failureOf(container: Container, groupMount: ContainerEvent | undefined): ContainerFailure | undefined {
  const { name } = container;
  const { instanceView } = container.properties;
  const kept = keptFromStarting(container);
  if (kept) return { kind: kept.kind, container: name, event: kept.event };
  const { currentState, previousState, events = [], restartCount = 0 } = instanceView ?? {};
  const state = currentState?.state?.toLowerCase();
  if (state === 'running') return undefined;
  const ended = state === 'terminated' ? currentState?.exitCode : previousState?.exitCode;
  const started = lastStart(events);
  const trouble = events.findLast((event) => event.type === 'Warning' && timeOf(event) >= started);
  const mount = trouble && isMountEvent(trouble) ? trouble : started === 0 ? groupMount : undefined;
  if (mount && state !== 'terminated') return { kind: 'mount', container: name, event: mount.message ?? '' };
  const isLooping = state === 'waiting' && trouble !== undefined;
  if (ended === undefined || (ended === 0 && !isLooping) || (state === 'waiting' && !isLooping)) return undefined;
  const probe = ended === 0 ? undefined : probeThatKilled(events);
  if (!probe) return { kind: 'exit', container: name, code: ended, restarts: restartCount };
  const { startTime, finishTime } = (state === 'terminated' ? currentState : previousState) ?? {};
  const ranMs = Date.parse(finishTime ?? '') - Date.parse(startTime ?? '');
  const ran = Number.isNaN(ranMs) ? {} : { ranMs };
  return { kind: 'probe', container: name, event: probe.message ?? '', restarts: restartCount, ...ran };
}

/** What of a container that waits was refused last: the pull, or the start of what was pulled. Azure calls both `Failed`. */
export function keptFromStarting({
  properties: { instanceView },
}: Container): { readonly kind: 'pull' | 'start'; readonly event: string } | undefined {
  const { currentState, events = [] } = instanceView ?? {};
  if (currentState?.state?.toLowerCase() !== 'waiting') return undefined;
  const started = lastStart(events);
  const warnings = events.filter((event) => event.type === 'Warning' && timeOf(event) >= started);
  const last = warnings.at(-1);
  // That Azure waits before the next try is no cause of its own.
  const failed = last?.name === 'BackOff' ? warnings.findLast(({ name }) => name === 'Failed') : last;
  if (failed?.name !== 'Failed') return undefined;
  return { kind: hadPulled(events, timeOf(failed)) ? 'start' : 'pull', event: failed.message ?? '' };
}

/** Whether the try that failed at a time had its image. Of each kind of event the first and the last time are known: the next try may go on by now. */
function hadPulled(events: readonly ContainerEvent[], failedAt: number): boolean {
  const latest = (wanted: string): number =>
    Math.max(-1, ...events.filter(({ name }) => name === wanted).flatMap((event) => timesOf(event).filter((time) => time <= failedAt)));
  const pulled = latest('Pulled');
  if (pulled < 0 || pulled < latest('Pulling')) return false;
  const pullsAgain = events.some((event) => event.name === 'Pulling' && timeOf(event) > failedAt);
  // When it began to pull is then no longer known; a pull of which a run came was of an earlier try.
  return !pullsAgain || pulled > latest('Started');
}

/** `FailedMount` in the API's specification, `FailedMountAzureFileVolume` in what people quote. */
function isMountEvent({ name = '' }: ContainerEvent): boolean {
  return name.startsWith('FailedMount');
}

/** A container has so long to end after it was told to: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const graceMs = 30_000;

/**
 * A probe is what killed a container where the two are told of together: a readiness probe fails without killing, and the platform kills without a
 * probe. The exit code tells nothing of it.
 */
function probeThatKilled(events: readonly ContainerEvent[]): ContainerEvent | undefined {
  const unhealthy = events.findLast(({ name }) => name === 'Unhealthy');
  const killing = events.findLast(({ name }) => name === 'Killing');
  if (!unhealthy || !killing) return undefined;
  return Math.abs(timeOf(killing) - timeOf(unhealthy)) <= graceMs ? unhealthy : undefined;
}

function lastStart(events: readonly ContainerEvent[]): number {
  return Math.max(0, ...events.filter(({ name }) => name === 'Started').map(timeOf));
}

function timesOf({ firstTimestamp, lastTimestamp }: ContainerEvent): readonly number[] {
  return [firstTimestamp ?? lastTimestamp, lastTimestamp ?? firstTimestamp].map((time) => Date.parse(time ?? '') || 0);
}

function timeOf(event: ContainerEvent): number {
  return Date.parse(event.lastTimestamp ?? event.firstTimestamp ?? '') || 0;
}
