import type { Container, ContainerEvent, ContainerGroup } from '../../model/containerGroup';

/** What is wrong with a container, as far as its group tells. */
export type ContainerFailure =
  | { readonly kind: 'pull'; readonly container: string; readonly event: string }
  | { readonly kind: 'mount'; readonly container: string; readonly event: string }
  /** Its liveness probe failed, so it was killed. `ranMs` where its run is told of. */
  | { readonly kind: 'probe'; readonly container: string; readonly event: string; readonly restarts: number; readonly ranMs?: number }
  | { readonly kind: 'exit'; readonly container: string; readonly code: number; readonly restarts: number };

/** Of each container that fails. A container that runs at this moment does not, however often it was started before. */
export function containerFailures({ definition: { properties } }: ContainerGroup): readonly ContainerFailure[] {
  // Stopping a group ends its containers, whatever code they end with.
  if (properties.instanceView?.state === 'Stopped') return [];
  const init = properties['initContainers'];
  const containers = [...(Array.isArray(init) ? (init as Container[]) : []), ...properties.containers];
  const mount = properties.instanceView?.events?.findLast(isMountEvent);
  return containers.flatMap((container) => failureOf(container, mount) ?? []);
}

function failureOf(
  { name, properties: { instanceView } }: Container,
  groupMount: ContainerEvent | undefined,
): ContainerFailure | undefined {
  const { currentState, previousState, events = [], restartCount = 0 } = instanceView ?? {};
  const state = currentState?.state?.toLowerCase();
  if (state === 'running') return undefined;
  const ended = state === 'terminated' ? currentState?.exitCode : previousState?.exitCode;
  const started = Math.max(0, ...events.filter((event) => event.name === 'Started').map(timeOf));
  const trouble = events.findLast((event) => event.type === 'Warning' && timeOf(event) >= started);
  if (state === 'waiting' && trouble?.name === 'Failed') return { kind: 'pull', container: name, event: trouble.message ?? '' };
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

function timeOf(event: ContainerEvent): number {
  return Date.parse(event.lastTimestamp ?? event.firstTimestamp ?? '') || 0;
}
