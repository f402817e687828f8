/** The part of the POSIX shell's grammar that the sandbox's shell knows: words, quotes, parameters, `;`, `&&` and `||`. */

export type Part = { readonly text: string } | { readonly parameter: string };

export interface Word {
  readonly parts: readonly Part[];
  /** A word in quotes is a word also where it is empty. */
  readonly quoted: boolean;
}

export interface Command {
  /** What the command before it must have come to, for this one to run. */
  readonly after: ';' | '&&' | '||';
  readonly words: readonly Word[];
}

/** `unfinished`: a quote is open, the next line goes on. `unknown`: the grammar that the sandbox lacks, by its sign. */
export type Parsed = { readonly commands: readonly Command[] } | { readonly unfinished: true } | { readonly unknown: string };

/** What the sandbox's shell has no idea of: pipes, redirections, jobs, substitution, patterns, groups. */
const foreign = /^(?:\$\(|[|&<>`*?(){}])/;

export function parseShell(text: string): Parsed {
  const commands: Command[] = [];
  let after: Command['after'] = ';';
  let words: Word[] = [];
  let rest = text;
  const end = (next: Command['after']): void => {
    if (words.length > 0) commands.push({ after, words });
    words = [];
    after = next;
  };
  for (;;) {
    rest = rest.replace(/^[ \t]+/, '');
    if (rest === '' || rest.startsWith('#')) break;
    const separator = /^(?:&&|\|\||;|\r?\n)/.exec(rest)?.[0];
    if (separator !== undefined) {
      end(separator === '&&' || separator === '||' ? separator : ';');
      rest = rest.slice(separator.length);
      continue;
    }
    const word = readWord(rest);
    if (typeof word === 'string') return word === '' ? { unfinished: true } : { unknown: word };
    words.push(word.word);
    rest = word.rest;
  }
  end(';');
  return { commands };
}

/** Empty where a quote is open, or the sign of what is not known. */
function readWord(text: string): { readonly word: Word; readonly rest: string } | string {
  const parts: Part[] = [];
  let quoted = false;
  let rest = text;
  while (rest !== '' && !/^(?:[ \t\r\n;]|&&|\|\|)/.test(rest)) {
    const single = /^'([^']*)'/.exec(rest);
    const double = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(rest);
    if (single) {
      quoted = true;
      parts.push({ text: single[1] ?? '' });
      rest = rest.slice(single[0].length);
    } else if (double) {
      quoted = true;
      const inside = readDouble(double[1] ?? '');
      if (typeof inside === 'string') return inside;
      parts.push(...inside);
      rest = rest.slice(double[0].length);
    } else if (rest.startsWith("'") || rest.startsWith('"') || rest === '\\') {
      return '';
    } else if (rest.startsWith('\\')) {
      const [escaped = ''] = rest.slice(1);
      parts.push({ text: escaped });
      rest = rest.slice(1 + escaped.length);
    } else {
      const parameter = readParameter(rest);
      const sign = parameter ? undefined : foreign.exec(rest)?.[0];
      if (sign !== undefined) return sign;
      const plain = parameter ?? { part: { text: rest[0] ?? '' }, length: 1 };
      parts.push(plain.part);
      rest = rest.slice(plain.length);
    }
  }
  return { word: { parts, quoted }, rest };
}

function readDouble(text: string): readonly Part[] | string {
  const parts: Part[] = [];
  let rest = text;
  while (rest !== '') {
    const escaped = /^\\([$`"\\])/.exec(rest)?.[1];
    const parameter = readParameter(rest);
    if (parameter) {
      parts.push(parameter.part);
      rest = rest.slice(parameter.length);
    } else if (escaped !== undefined) {
      parts.push({ text: escaped });
      rest = rest.slice(2);
    } else if (/^(?:\$\(|`)/.test(rest)) {
      return rest.startsWith('`') ? '`' : '$(';
    } else {
      parts.push({ text: rest[0] ?? '' });
      rest = rest.slice(1);
    }
  }
  return parts;
}

function readParameter(text: string): { readonly part: Part; readonly length: number } | undefined {
  const found = /^\$(?:\{(\w+)\}|([A-Za-z_]\w*|[0-9?]))/.exec(text);
  const name = found?.[1] ?? found?.[2];
  return found && name !== undefined ? { part: { parameter: name }, length: found[0].length } : undefined;
}
