/** How much of the end of what was seen is the beginning of what is there now. */
export interface Overlap {
  readonly length: number;
  /** Another, shorter overlap fits as well: lines repeat themselves, timestamps and all. */
  readonly isAmbiguous: boolean;
}

/** The longest: in time that grows with the number of lines (Knuth, Morris and Pratt). */
export function overlapOf(seen: readonly string[], now: readonly string[]): Overlap {
  const borders = bordersOf(now);
  let length = 0;
  const tail = seen.slice(Math.max(0, seen.length - now.length));
  tail.forEach((line) => {
    // Only at the end of `seen` can all of `now` match.
    if (length === now.length) length = borders[length - 1] ?? 0;
    while (length > 0 && now[length] !== line) length = borders[length - 1] ?? 0;
    if (now[length] === line) length += 1;
  });
  return { length, isAmbiguous: length > 0 && (borders[length - 1] ?? 0) > 0 };
}

/** For each beginning of the lines: the longest shorter beginning that it also ends with. */
function bordersOf(lines: readonly string[]): number[] {
  const borders: number[] = [0];
  let length = 0;
  for (let at = 1; at < lines.length; at++) {
    while (length > 0 && lines[at] !== lines[length]) length = borders[length - 1] ?? 0;
    if (lines[at] === lines[length]) length += 1;
    borders.push(length);
  }
  return borders;
}
