/** What editors of definitions need of parsers, rules and the table: in a bundle of its own, loaded when a definition is first open. */
import type { Node, ParseError } from 'jsonc-parser';
import { applyEdits, findNodeAtLocation, getLocation, modify, parse, parseTree } from 'jsonc-parser';
import type { Put } from '../../deploy/additions';
import { canonical } from '../../deploy/properties/canonical';
import { difference } from '../../deploy/text/difference';
import type { Span, TextEdit } from '../../deploy/text/groupText';
import { apply } from '../../deploy/text/groupText';
import type { GroupFinding } from '../../deploy/text/judgeText';
import { judgeGroup } from '../../deploy/text/judgeText';
import { readDefinition } from '../../deploy/text/readJson';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Edit, Path } from '../../model/finding';
import type { Secrets } from '../../model/secrets';
import { placeholder, secretProperties, takeSecrets } from '../../model/secrets';

export { propertyMessages } from '../../model/messages/properties';
export { difference } from '../../deploy/text/difference';
export { explainedYaml } from '../../deploy/text/exportYaml';
export { importGroup } from '../../deploy/text/groupFile';
export { judgeText } from '../../deploy/text/judgeText';
export { placeInYaml, propertyInYaml } from '../../deploy/text/placeInYaml';
export { editText, readText } from '../../deploy/text/readText';

export interface ParsedText {
  /** What could be read, also where there are errors. */
  readonly value: unknown;
  readonly errors: readonly ParseError[];
}

const options = { allowTrailingComma: true };

/** Parses JSON with comments and trailing commas. */
export function parseText(text: string): ParsedText {
  const errors: ParseError[] = [];
  return { value: parse(text, errors, options) as unknown, errors };
}

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

/** The change of a plan's definition that edits come to, or undefined where one of them can't be made. */
export function editDefinition(text: string, edits: readonly Edit[]): TextEdit | undefined {
  let changed = text;
  for (const edit of edits) {
    const made = readDefinition(changed).group?.edit(edit);
    if (!made) return undefined;
    changed = apply(changed, made);
  }
  return difference(text, changed);
}

/** The text with one value changed, and everything else as it was written. */
export function setValue(text: string, path: readonly (string | number)[], value: unknown): string {
  return applyEdits(text, modify(text, [...path], value, { formattingOptions: { insertSpaces: true, tabSize: 2 } }));
}

/** The text with values put in one after the other, and everything else as it was written. Names are found in any case. */
export function putAll(text: string, puts: readonly Put[]): string {
  return puts.reduce((changed, { path, value }) => setValue(changed, spelled(changed, path), value), text);
}

/** The text of a value to go on writing at: within the quotes of a text. */
export function placeOf(text: string, path: Path): Span {
  const root = parseTree(text, [], options);
  const node = root && findNodeAtLocation(root, [...spelled(text, path)]);
  if (!node) return { offset: 0, length: 0 };
  if (node.type === 'string') return { offset: node.offset + 1, length: node.length - 2 };
  return { offset: node.offset, length: node.type === 'object' || node.type === 'array' ? 0 : node.length };
}

/** Which container an offset is in. */
export function containerAt(text: string, offset: number): number | undefined {
  const [properties, containers, index] = getLocation(text, offset).path;
  const isIn = String(properties).toLowerCase() === 'properties' && String(containers).toLowerCase() === 'containers';
  return isIn && typeof index === 'number' ? index : undefined;
}

/** A path with each name as the text spells it, as far as it stands there. */
function spelled(text: string, path: Path): Path {
  let node = parseTree(text, [], options);
  return path.map((step) => {
    if (typeof step === 'number') {
      node = node?.type === 'array' ? node.children?.[step] : undefined;
      return step;
    }
    const properties: readonly Node[] = node?.type === 'object' ? (node.children ?? []) : [];
    const property = properties.findLast(({ children }) => String(children?.[0]?.value).toLowerCase() === step.toLowerCase());
    node = property?.children?.[1];
    return property ? String(property.children?.[0]?.value) : step;
  });
}

/** What is put into a definition's text, with placeholders for its secrets; and what those stand for. */
export function hidePuts(text: string, puts: readonly Put[]): { readonly puts: readonly Put[]; readonly secrets: Secrets } {
  const before = secretsIn(text);
  // The whole decides on a secret's name: the container's and the variable's.
  const added = Object.entries(secretsIn(putAll(text, puts))).filter(([name, value]) => before[name] !== value);
  const names = new Map(added.map(([name, value]) => [value, name]));
  return { puts: puts.map(({ path, value }) => ({ path, value: hidden(value, names, false) })), secrets: Object.fromEntries(added) };
}

function secretsIn(text: string): Secrets {
  return takeSecrets(parseText(text).value as ContainerGroupDefinition).secrets;
}

/** @param isSecret texts in it are secrets. */
function hidden(value: unknown, names: ReadonlyMap<string, string>, isSecret: boolean): unknown {
  if (typeof value === 'string') {
    const name = isSecret ? names.get(value) : undefined;
    return name === undefined ? value : placeholder(name);
  }
  if (Array.isArray(value)) return value.map((item) => hidden(item, names, false));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, hidden(inner, names, isSecret || secretProperties.has(name.toLowerCase()))]),
  );
}
