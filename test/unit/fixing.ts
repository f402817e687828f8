import type { GroupFinding } from '../../src/deploy/text/judgeText';
import { judgeText } from '../../src/deploy/text/judgeText';
import type { Format } from '../../src/deploy/text/groupText';
import { apply } from '../../src/deploy/text/groupText';
import { editText } from '../../src/deploy/text/readText';

export function findingsIn(text: string, format: Format = 'yaml', proposedName = 'from-file'): readonly GroupFinding[] {
  return judgeText(text, format, { kind: 'file', proposedName }).groups.flatMap(({ findings }) => findings);
}

/** The text with a finding's fix in it. */
export function fixed(text: string, finding: GroupFinding, format: Format = 'yaml', index = 0): string {
  const edit = finding.fix && editText(text, format, index, finding.fix.edits);
  return edit ? apply(text, [edit]) : text;
}

/** Takes every fix that there is, one after another, and answers with the text and how many they were. */
export function fixedAll(text: string, format: Format = 'yaml'): { readonly text: string; readonly fixes: number } {
  let changed = text;
  for (let fixes = 0; ; fixes++) {
    const finding = findingsIn(changed, format).find(({ fix }) => fix);
    if (!finding) return { text: changed, fixes };
    const next = fixed(changed, finding, format);
    if (next === changed || fixes > 100) throw new Error(`The fix for ${finding.code} at ${finding.path.join('.')} changes nothing.`);
    changed = next;
  }
}
