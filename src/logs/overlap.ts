export interface Overlap {
  /** How many lines of `now`, from its beginning, are not newer than what was seen. */
  readonly end: number;
  /** It fits elsewhere as well: lines repeat themselves, timestamps and all. */
  readonly isAmbiguous: boolean;
}

/**
 * Where what was seen ends in what is there now, which may begin earlier than it or later; undefined where nothing of it is left. The place
 * where most lines fit; of places where all fit the first, or with `preferLast` the last.
 */
export function overlapOf(seen: readonly string[], now: readonly string[], preferLast: boolean): Overlap | undefined {
  // Read backwards, the end of `seen` is found by how far it fits from each line on.
  const backSeen = seen.slice(Math.max(0, seen.length - now.length)).reverse();
  const backNow = [...now].reverse();
  const fits = fitsOf([...backSeen, undefined, ...backNow]);
  let best = 0;
  let end: number | undefined;
  let places = 0;
  for (let at = 0; at < backNow.length; at++) {
    const needed = Math.min(backSeen.length, backNow.length - at);
    if (needed === 0 || (fits[backSeen.length + 1 + at] ?? 0) < needed) continue;
    places += 1;
    if (needed > best || (needed === best && !preferLast)) {
      best = needed;
      end = backNow.length - at;
    }
  }
  return end === undefined ? undefined : { end, isAmbiguous: places > 1 };
}

/** For each place, how many lines from there on are as at the beginning (the Z function): in time that grows with the number of lines. */
function fitsOf(lines: readonly (string | undefined)[]): number[] {
  const fits: number[] = [0];
  let from = 0;
  let until = 0;
  for (let at = 1; at < lines.length; at++) {
    let fit = at < until ? Math.min(until - at, fits[at - from] ?? 0) : 0;
    while (at + fit < lines.length && lines[fit] !== undefined && lines[fit] === lines[at + fit]) fit += 1;
    fits.push(fit);
    if (at + fit > until) [from, until] = [at, at + fit];
  }
  return fits;
}
