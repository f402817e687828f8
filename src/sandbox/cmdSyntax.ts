/**
 * What cmd.exe makes of a line at its prompt, as far as the sandbox's has it: first the variables, then carets, quotes and what joins commands.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/cmd
 */

export interface CmdCommand {
  /** What the command before it must have come to, for this one to run. */
  readonly after: '&' | '&&' | '||';
  /** Carets are gone, quotes are not: each command reads its own. */
  readonly text: string;
}

/** `unknown`: the grammar that the sandbox lacks, by its sign. `unexpected`: a sign that cmd has no use for where it stands. */
export type CmdParsed = { readonly commands: readonly CmdCommand[] } | { readonly unknown: string } | { readonly unexpected: string };

/** A name without a value stays as it is, at a prompt; in a file it would be gone. */
export function expanded(line: string, valueOf: (name: string) => string | undefined): string {
  let text = '';
  for (let at = 0; at < line.length; at += 1) {
    const end = line[at] === '%' ? line.indexOf('%', at + 1) : -1;
    const value = end > at + 1 ? valueOf(line.slice(at + 1, end)) : undefined;
    text += value ?? line[at] ?? '';
    if (value !== undefined) at = end;
  }
  return text;
}

/** Whether the line ends in a caret that goes on with the next one. */
export function isContinued(line: string): boolean {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === '^' && !quoted) {
      if (at === line.length - 1) return true;
      at += 1;
    }
  }
  return false;
}

export function parseCmd(line: string): CmdParsed {
  const commands: CmdCommand[] = [];
  let after: CmdCommand['after'] = '&';
  let text = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '"') quoted = !quoted;
    if (quoted || !/[\^&|<>()]/.test(character)) text += character;
    else if (character === '^') {
      at += 1;
      // A line break behind a caret is no part of the line.
      if (line[at] !== '\n') text += line[at] ?? '';
    } else if (character === '(' || character === ')') {
      if (character === '(' && text.trim() === '') return { unknown: '(' };
      text += character;
    } else {
      const sign = /^(?:&&|\|\||&|[|<>])/.exec(line.slice(at))?.[0] ?? character;
      if (sign !== '&' && sign !== '&&' && sign !== '||') return { unknown: sign };
      if (text.trim() === '') return { unexpected: sign };
      commands.push({ after, text });
      after = sign;
      text = '';
      at += sign.length - 1;
    }
  }
  if (text.trim() !== '') commands.push({ after, text });
  // An ampersand alone may end a line; what depends on the command before it must follow.
  else if (after !== '&') return { unexpected: after };
  return { commands };
}
