/** What the definition's editor needs of a JSON parser: in a bundle of its own, loaded when a definition is first opened. */
import type { ParseError } from 'jsonc-parser';
import { applyEdits, findNodeAtLocation, modify, parse, parseTree, printParseErrorCode } from 'jsonc-parser';

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
