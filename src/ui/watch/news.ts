import type { ContainerFailure } from '../../deploy/failure/containerFailure';
import type { Sighting } from './sighting';

/** What has become of a watched group since its watcher was last told of it. */
export type News =
  | { readonly kind: 'failing'; readonly failures: readonly ContainerFailure[] }
  /** It fails, and no container tells why. */
  | { readonly kind: 'failed' | 'stopped' | 'deleted' | 'unreadable' | 'ended' | 'running' | 'started' };

/**
 * The one thing to tell, if any: the worst first. What has come and gone in between is not told.
 * @param told as the watcher was last told of it; undefined for a group that has just begun to be watched.
 */
export function newsOf(told: Sighting | undefined, seen: Sighting): News | undefined {
  const isOther = told?.state !== seen.state;
  if (seen.state === 'deleted' || seen.state === 'unreadable') return isOther ? { kind: seen.state } : undefined;
  if (!told) return undefined;
  const failures = Object.values(seen.troubles).filter(({ container, kind }) => told.troubles[container]?.kind !== kind);
  if (failures.length > 0) return { kind: 'failing', failures };
  const isInTrouble = Object.keys(seen.troubles).length > 0;
  switch (seen.state) {
    case 'failed':
      return isOther && !isInTrouble ? { kind: 'failed' } : undefined;
    case 'stopped':
      return isOther ? { kind: 'stopped' } : undefined;
    case 'succeeded':
      return isOther ? { kind: 'ended' } : undefined;
    case 'running':
      if (isInTrouble) return undefined;
      // Who began to watch it while it was on its way waits for this.
      return wasDown(told) ? { kind: 'running' } : told.state === 'changing' ? { kind: 'started' } : undefined;
    case 'changing':
    case 'unknown':
      return undefined;
  }
}

function wasDown({ state, troubles }: Sighting): boolean {
  return state === 'stopped' || state === 'succeeded' || state === 'failed' || Object.keys(troubles).length > 0;
}

/**
 * As the watcher knows it already, where this window itself wrote to the group: that it was stopped, started or deleted is nothing new, that it
 * fails is, and nor is it that it runs after what is still on its way.
 */
export function afterOwnWrite(told: Sighting, seen: Sighting): Sighting {
  const isFailing = seen.state === 'failed' || Object.keys(seen.troubles).length > 0;
  if (isFailing) return { ...seen, troubles: {}, state: told.state === 'failed' ? 'running' : told.state };
  return { ...seen, state: seen.state === 'changing' ? 'running' : seen.state };
}

/** What the watcher knows after news, or after a look that brought none: something that is on its way is not yet how a group is. */
export function asTold(told: Sighting | undefined, seen: Sighting, isTold: boolean): Sighting {
  const isPassing = seen.state === 'changing' || seen.state === 'unknown';
  if (!told || (isTold && !isPassing)) return seen;
  if (isTold) return { ...seen, state: told.state, troubles: { ...told.troubles, ...seen.troubles } };
  // That it may be read again is no news, and that it may not is news anew.
  const { state } = told.state === 'unreadable' ? seen : told;
  const left = Object.entries(told.troubles).filter(([container]) => seen.troubles[container] !== undefined);
  // Those that are all over are news still to come: it runs again.
  return { ...told, state, ...(left.length > 0 ? { troubles: Object.fromEntries(left) } : {}) };
}
