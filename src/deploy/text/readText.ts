import type { Edit } from '../../model/finding';
import type { Format, ReadText, TextEdit } from './groupText';
import { apply } from './groupText';
import { readJson } from './readJson';
import { readYaml } from './readYaml';

export function readText(text: string, format: Format): ReadText {
  return format === 'json' ? readJson(text) : readYaml(text);
}

/**
 * The one change of a text that makes edits of a group in it, one after another, or undefined where one of them can't be made.
 * @param index which of the text's groups.
 */
export function editText(text: string, format: Format, index: number, edits: readonly Edit[]): TextEdit | undefined {
  let changed = text;
  for (const edit of edits) {
    const made = readText(changed, format).groups[index]?.edit(edit);
    if (!made) return undefined;
    changed = apply(changed, made);
  }
  return difference(text, changed);
}

/** What is different in the middle, with the same before and after it. */
function difference(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { offset: start, length: before.length - end - start, text: after.slice(start, after.length - end) };
}
