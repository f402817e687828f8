import type { Path } from '../../model/finding';
import { groupRows } from './groupRows';
import type { Property } from './property';

const indexes = new WeakMap<readonly Property[], ReadonlyMap<string, Property>>();

/** The row of a property among its siblings, by its name in any case. */
export function rowOf(rows: readonly Property[], name: string): Property | undefined {
  let index = indexes.get(rows);
  if (!index) {
    index = new Map(rows.map((row) => [row.name.toLowerCase(), row]));
    indexes.set(rows, index);
  }
  return index.get(name.toLowerCase());
}

/** The row that a path leads to; of an item of a list, the list's. */
export function propertyAt(path: Path): Property | undefined {
  let rows: readonly Property[] | undefined = groupRows;
  let found: Property | undefined;
  for (const step of path) {
    if (typeof step === 'number') continue;
    found = rows && rowOf(rows, step);
    if (!found) return undefined;
    rows = found.members;
  }
  return found;
}
