/** What editors of definitions need of parsers, rules and the table: in a bundle of its own, loaded when a definition is first open. */
import { applyEdits, modify } from 'jsonc-parser';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Edit } from '../../model/finding';
import { canonical } from '../../deploy/properties/canonical';
import type { TextEdit } from '../../deploy/text/groupText';
import { apply } from '../../deploy/text/groupText';
import type { GroupFinding } from '../../deploy/text/judgeText';
import { judgeGroup } from '../../deploy/text/judgeText';
import { readDefinition } from '../../deploy/text/readJson';

export { exportYaml } from '../../deploy/text/exportYaml';
export { importGroup } from '../../deploy/text/groupFile';
export { judgeText } from '../../deploy/text/judgeText';
export { editText, readText } from '../../deploy/text/readText';

export interface JudgedDefinition {
  /** Of syntax; VS Code shows them. */
  readonly syntaxErrors: number;
  /** Undefined where the text is no JSON object with properties. */
  readonly definition?: ContainerGroupDefinition;
  readonly findings: readonly GroupFinding[];
}

/** Judges a plan's definition, which a text of JSON is as a whole. @param secrets names of those whose values are known. */
export function judgeDefinition(text: string, secrets: ReadonlySet<string>): JudgedDefinition {
  const { group, errors } = readDefinition(text);
  if (errors > 0) return { syntaxErrors: errors, findings: [] };
  const definition = group && canonical(group.written, (value, path) => group.sourceOf(path) ?? String(value));
  if (!group || definition?.properties === undefined) return { syntaxErrors: 0, findings: [] };
  return { syntaxErrors: 0, definition, findings: judgeGroup(group, { kind: 'plan', secrets }) };
}

/** The changes of a plan's definition that edits come to, or undefined where one can't be made. */
export function editDefinition(text: string, edits: readonly Edit[]): readonly TextEdit[] | undefined {
  let changed = text;
  for (const edit of edits) {
    const made = readDefinition(changed).group?.edit(edit);
    if (!made) return undefined;
    changed = apply(changed, made);
  }
  return [{ offset: 0, length: text.length, text: changed }];
}

/** The text with one value changed, and everything else as it was written. */
export function setValue(text: string, path: readonly (string | number)[], value: unknown): string {
  return applyEdits(text, modify(text, [...path], value, { formattingOptions: { insertSpaces: true, tabSize: 2 } }));
}
