import type { Page } from '../../azure/azure';

/** Reads the first pages of a list, and says whether there are more. */
export async function readPages<T>(
  pages: number,
  read: (next: string | undefined) => Promise<Page<T>>,
): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = [];
  let next: string | undefined;
  for (let page = 0; page < pages; page++) {
    const result = await read(next);
    items.push(...result.items);
    next = result.next;
    if (next === undefined) break;
  }
  return { items, more: next !== undefined };
}
