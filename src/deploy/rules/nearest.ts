/** The name that a misspelled one is most likely meant to be: at most two letters from it, and none else as near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const most = name.length < 5 ? 1 : 2;
  const near = names
    .map((other) => ({ other, far: distance(name.toLowerCase(), other.toLowerCase(), most) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far);
  return near[0] && near[0].far !== near[1]?.far ? near[0].other : undefined;
}

/** How many letters to put in, take out or change; more than `most` is all the same. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let above = Array.from({ length: b.length + 1 }, (_unused, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      here.push(Math.min(change, (above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1));
    }
    above = here;
  }
  return above[b.length] ?? most + 1;
}
