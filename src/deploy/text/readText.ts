import type { Edit } from '../../model/finding';
import { difference } from './difference';
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
  return changed === text ? undefined : difference(text, changed);
}
