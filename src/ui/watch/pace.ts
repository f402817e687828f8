/** How often watched groups are read, in milliseconds of their Azure's clock: each once a minute, and all together not more often than this. */
const onceMs = 60_000;
const leastMs = 10_000;
/** A group in which nothing happens is read ever more rarely, up to this many times more rarely. */
const slowest = 5;
const slowDown = 1.2;
/** After a failure, at least so long until the next read of any group. */
const afterFailureMs = 60_000;
const longestMs = 15 * 60_000;
/** Windows that were opened together are not to ask together. */
const jitter = 0.2;

/** How much more rarely than at first, after a look. */
export function slowerBy(before: number, hasChanged: boolean): number {
  return hasChanged ? 1 : Math.min(slowest, before * slowDown);
}

/** When a group is to be read again. */
export function dueAt(lastAt: number, factor: number): number {
  return lastAt + onceMs * factor;
}

/**
 * How long until the next read, of whichever group is due.
 * @param factors how much more rarely than at first each group is read. @param chance from 0 to 1.
 */
export function pauseMs(factors: readonly number[], chance: number): number {
  const perMinute = factors.reduce((sum, factor) => sum + 1 / factor, 0);
  return jittered(Math.max(leastMs, onceMs / Math.max(perMinute, 1 / slowest)), chance);
}

/** After the nth failure in a row, whatever Azure asked for at least. */
export function pauseAfterFailureMs(times: number, retryAfterMs: number, chance: number): number {
  return Math.max(retryAfterMs, jittered(Math.min(longestMs, afterFailureMs * 2 ** (times - 1)), chance));
}

function jittered(ms: number, chance: number): number {
  return Math.round(ms * (1 - jitter + 2 * jitter * chance));
}
