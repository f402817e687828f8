import type { Container, ContainerEvent, ContainerGroup } from '../../model/containerGroup';

/** What is wrong with a container, as far as its group tells. */
export type ContainerFailure =
  | { readonly kind: 'pull'; readonly container: string; readonly event: string }
  | { readonly kind: 'mount'; readonly container: string; readonly event: string }
  | { readonly kind: 'exit'; readonly container: string; readonly code: number; readonly restarts: number };

/** Of each container that fails. A container that runs at this moment does not, however often it was started before. */
export function containerFailures({ definition: { properties } }: ContainerGroup): readonly ContainerFailure[] {
  // Stopping a group ends its containers, whatever code they end with.
  if (properties.instanceView?.state === 'Stopped') return [];
  const init = properties['initContainers'];
  const containers = [...(Array.isArray(init) ? (init as Container[]) : []), ...properties.containers];
  const mount = properties.instanceView?.events?.findLast(({ name }) => name === 'FailedMount');
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
  const mount = trouble?.name === 'FailedMount' ? trouble : started === 0 ? groupMount : undefined;
  if (mount && state !== 'terminated') return { kind: 'mount', container: name, event: mount.message ?? '' };
  const isLooping = state === 'waiting' && trouble !== undefined;
  if (ended === undefined || (ended === 0 && !isLooping) || (state === 'waiting' && !isLooping)) return undefined;
  return { kind: 'exit', container: name, code: ended, restarts: restartCount };
}

function timeOf(event: ContainerEvent): number {
  return Date.parse(event.lastTimestamp ?? event.firstTimestamp ?? '') || 0;
}
