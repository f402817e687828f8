/** What the definition's editor needs of a JSON parser: in a bundle of its own, loaded when a definition is first opened. */
import type { Node, ParseError } from 'jsonc-parser';
import { applyEdits, findNodeAtLocation, getLocation, modify, parse, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Put } from '../../deploy/additions';
import type { Path } from '../../model/finding';

/** Offset and length in characters. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export interface ParsedText {
  /** What could be read, also where there are errors. */
  readonly value: unknown;
  readonly errors: readonly (Span & { readonly code: string })[];
  /** Where something stands; where it is missing, the nearest parent. */
  readonly locate: (path: readonly (string | number)[]) => Span;
}

const options = { allowTrailingComma: true };

/** Parses JSON with comments and trailing commas. */
export function parseText(text: string): ParsedText {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, options);
  const root = parseTree(text, [], options);
  return {
    value,
    errors: errors.map(({ error, offset, length }) => ({ offset, length, code: printParseErrorCode(error) })),
    locate: (path) => {
      for (let depth = path.length; root && depth >= 0; depth--) {
        const node = findNodeAtLocation(root, path.slice(0, depth));
        if (!node) continue;
        // Of a parent, the name of its property says enough; the whole object underlined would say too much.
        const property = depth < path.length ? node.parent?.children?.[0] : undefined;
        const shown = depth < path.length && node.parent?.type === 'property' ? (property ?? node) : node;
        const tooLong = shown.type === 'object' || shown.type === 'array';
        return { offset: shown.offset, length: tooLong ? 1 : shown.length };
      }
      return { offset: 0, length: 1 };
    },
  };
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

/** The one stretch in which two texts differ, and what is there in the second. */
export function difference(before: string, after: string): Span & { readonly text: string } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { offset: start, length: before.length - end - start, text: after.slice(start, after.length - end) };
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
