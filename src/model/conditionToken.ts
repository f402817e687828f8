/** The words of a condition. */
export interface ConditionToken {
  readonly kind: 'word' | 'string' | 'attribute' | 'symbol' | 'end';
  /** A string's value without its quotes; an attribute's name without `@Source[` and `]`; otherwise as written. */
  readonly text: string;
  /** The part between `@` and `[` of an attribute. */
  readonly source?: string;
  /** Where it starts and ends (exclusive), in UTF-16 units from the beginning. */
  readonly start: number;
  readonly end: number;
}

export type TokenProblem = 'unclosedString' | 'unclosedAttribute' | 'unknownCharacter';

const symbols = /&&|\|\||[(){},!]/y;
// A word is an operator with or without a quantifier, a keyword, a number, a date, a GUID or an IP block.
const word = /[A-Za-z0-9_:.+/-]+/y;
const space = /\s+/y;

/** Splits a condition into words; the last one is always `end`. Fails at the first character that begins none. */
export function readTokens(text: string): { tokens: ConditionToken[] } | { problem: TokenProblem; start: number } {
  const tokens: ConditionToken[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const start = at;
    const blank = take(space);
    if (blank) {
      at += blank.length;
      continue;
    }
    if (text[at] === "'") {
      const string = readString(text, at);
      if (!string) return { problem: 'unclosedString', start };
      at = string.end;
      tokens.push({ kind: 'string', text: string.value, start, end: at });
      continue;
    }
    if (text[at] === '@') {
      const attribute = /^@([A-Za-z]*)\s*\[([^\]]*)\]/.exec(text.slice(at));
      if (!attribute) return { problem: 'unclosedAttribute', start };
      at += attribute[0].length;
      tokens.push({ kind: 'attribute', text: (attribute[2] ?? '').trim(), source: attribute[1] ?? '', start, end: at });
      continue;
    }
    const symbol = take(symbols);
    const found = symbol ?? take(word);
    if (!found) return { problem: 'unknownCharacter', start };
    at += found.length;
    tokens.push({ kind: symbol ? 'symbol' : 'word', text: found, start, end: at });
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return { tokens };
}

/** A quote inside a string is written twice or after a backslash. */
function readString(text: string, from: number): { value: string; end: number } | undefined {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && (next === "'" || next === '\\')) {
      value += next;
      at += 1;
    } else if (character === "'" && next === "'") {
      value += "'";
      at += 1;
    } else if (character === "'") {
      return { value, end: at + 1 };
    } else {
      value += character;
    }
  }
  return undefined;
}
