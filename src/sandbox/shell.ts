/**
 * A shell in a container, as far as the sandbox has one: a POSIX shell's words and lists, and a few programs. What it lacks it says. It has no
 * clock and no timer: where a program sleeps it says for how long, and goes on when it is told.
 */
import type { TerminalSize } from '../model/containerSocket';
import type { Command, Word } from './shellSyntax';
import { Ended, Interrupted } from './shellEnds';
import { parseShell } from './shellSyntax';
import type { TtyShell, Wait } from './ttyShell';

export interface ShellContext {
  /** As a message names it. */
  readonly name: 'bash' | 'sh';
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Contents by absolute path. */
  readonly files: Readonly<Record<string, string>>;
}

type Running = Generator<Wait, number, string | undefined>;

/** What a shell says of an interrupted program: 128 and the signal's number. */
const interruptedStatus = 130;
/** Of a program that is not there, of words that it cannot take. */
const notFound = 127;
const misuse = 2;

/** Of `/bin`: what exec can start instead of a shell. None is given arguments. */
export const programs: readonly string[] = ['cat', 'env', 'false', 'hostname', 'ls', 'pwd', 'true', 'whoami'];

interface Scope {
  readonly positional: readonly string[];
  /** Whether `trap : INT` was said: Ctrl+C then ends the program and not the shell. */
  traps: boolean;
}

export class Shell implements TtyShell {
  readonly banner = '';
  readonly more = '> ';
  readonly keys = { erasesLine: '\x15', endsInput: '\x04' };
  status = 0;
  echoes = true;
  private readonly variables: Record<string, string>;
  private directory: string;

  constructor(
    private readonly context: ShellContext,
    private size: TerminalSize,
    private readonly write: (text: string) => void,
  ) {
    this.variables = {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOSTNAME: context.hostname,
      TERM: 'xterm',
      HOME: '/root',
      ...context.env,
    };
    this.directory = context.directory;
  }

  get prompt(): string {
    return this.context.name === 'bash' ? `root@${this.context.hostname}:${this.directory}# ` : '# ';
  }

  isUnfinished(lines: string): boolean {
    return 'unfinished' in parseShell(lines);
  }

  *run(lines: string): Generator<Wait, number | undefined, string | undefined> {
    try {
      this.status = yield* this.list(lines, { positional: [this.context.name], traps: false });
      return undefined;
    } catch (error) {
      if (error instanceof Ended) return error.status;
      if (!(error instanceof Interrupted)) throw error;
      this.status = interruptedStatus;
      return undefined;
    }
  }

  interruption(): Error {
    return new Interrupted();
  }

  interrupted(): void {
    this.status = interruptedStatus;
  }

  private *list(text: string, scope: Scope): Running {
    const parsed = parseShell(text);
    if ('unfinished' in parsed) return this.fail('Syntax error: Unterminated quoted string', misuse);
    if ('unknown' in parsed) return this.fail(`the sandbox’s shell does not know “${parsed.unknown}”`, misuse);
    for (const command of parsed.commands) {
      if (command.after === '&&' ? this.status !== 0 : command.after === '||' && this.status === 0) continue;
      try {
        this.status = yield* this.command(command, scope);
      } catch (error) {
        if (!(error instanceof Interrupted && scope.traps)) throw error;
        this.status = interruptedStatus;
      }
    }
    return this.status;
  }

  private *command({ words }: Command, scope: Scope): Running {
    const [name, ...args] = words.flatMap((word) => this.expand(word, scope));
    if (name === undefined) return this.status;
    const assignment = args.length === 0 ? /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(name) : null;
    if (assignment) {
      this.variables[assignment[1] ?? ''] = assignment[2] ?? '';
      return 0;
    }
    switch (name.replace(/^\/(usr\/)?s?bin\//, '')) {
      case 'exit':
        throw new Ended(args[0] === undefined ? this.status : Number(args[0]) & 255);
      case 'exec':
        if (args.length === 0) return 0;
        throw new Ended(yield* this.program(args[0] ?? '', args.slice(1)));
      case 'trap':
        if (args.join(' ') !== ': INT') return this.fail('trap: the sandbox’s shell knows “trap : INT” alone', misuse);
        scope.traps = true;
        return 0;
      case 'cd':
        return this.changeDirectory(args[0] ?? this.variables['HOME'] ?? '/');
      default:
        return yield* this.program(name, args);
    }
  }

  private *program(path: string, args: readonly string[]): Running {
    const name = path.replace(/^\/(usr\/)?s?bin\//, '');
    switch (name) {
      case ':':
      case 'true':
        return 0;
      case 'false':
        return 1;
      case 'sleep':
        return yield* this.sleep(args);
      case 'cat':
        return yield* this.cat(args);
      case 'sh':
      case 'bash':
        if (name === 'sh' || this.context.name === 'bash') return yield* this.inner(args);
        return this.unknown(path);
      case 'echo':
        return this.say(args[0] === '-n' ? args.slice(1).join(' ') : `${args.join(' ')}\n`);
      case 'printf':
        return this.say(formatted(args));
      case 'pwd':
        return this.say(`${this.directory}\n`);
      case 'hostname':
        return this.say(`${this.context.hostname}\n`);
      case 'whoami':
        return this.say('root\n');
      case 'env':
        return this.say(
          Object.entries(this.variables)
            .map(([key, value]) => `${key}=${value}\n`)
            .join(''),
        );
      case 'ls':
        return this.listDirectory(args[0] ?? '.');
      case 'stty':
        return this.stty(args);
      default:
        return this.unknown(path);
    }
  }

  /** `sh -c '…' zero one two`, a shell of its own. */
  private *inner(args: readonly string[]): Running {
    const [option, script, ...positional] = args;
    if (option !== '-c' || script === undefined) return this.fail('the sandbox has a shell within a shell only as “sh -c”', misuse);
    const { directory } = this;
    const variables = { ...this.variables };
    this.status = 0;
    try {
      return yield* this.list(script, { positional: positional.length > 0 ? positional : ['sh'], traps: false });
    } catch (error) {
      if (error instanceof Ended) return error.status;
      throw error;
    } finally {
      this.directory = directory;
      for (const key of Object.keys(this.variables)) delete this.variables[key];
      Object.assign(this.variables, variables);
    }
  }

  private *sleep([given = '']: readonly string[]): Running {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(given) ?? [];
    const seconds = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? 1;
    if (number === undefined && given !== 'infinity') {
      this.write(given === '' ? 'sleep: missing operand\n' : `sleep: invalid time interval '${given}'\n`);
      return 1;
    }
    yield { ms: number === undefined ? Infinity : Number(number) * seconds * 1000 };
    return 0;
  }

  /** Of files, or of what is typed until Ctrl+D. */
  private *cat(paths: readonly string[]): Running {
    let status = 0;
    for (const path of paths) {
      const content = this.context.files[this.resolve(path)];
      if (content === undefined) {
        const why = this.isDirectory(this.resolve(path)) ? 'Is a directory' : 'No such file or directory';
        this.write(`cat: ${path}: ${why}\n`);
        status = 1;
      } else this.write(content);
    }
    if (paths.length > 0) return status;
    for (let line = yield { line: true }; line !== undefined; line = yield { line: true }) this.write(`${line}\n`);
    return 0;
  }

  private expand(word: Word, { positional }: Scope): readonly string[] {
    const text = word.parts.map((part) => ('text' in part ? part.text : this.valueOf(part.parameter, positional))).join('');
    return text === '' && !word.quoted ? [] : [text];
  }

  private valueOf(parameter: string, positional: readonly string[]): string {
    if (parameter === '?') return String(this.status);
    return /^\d/.test(parameter) ? (positional[Number(parameter)] ?? '') : (this.variables[parameter] ?? '');
  }

  private say(text: string): number {
    this.write(text);
    return 0;
  }

  private fail(text: string, status: number): number {
    this.write(this.context.name === 'bash' ? `bash: ${text}\n` : `sh: 1: ${text}\n`);
    return status;
  }

  private unknown(path: string): number {
    return this.fail(this.context.name === 'bash' ? `${path}: command not found` : `${path}: not found`, notFound);
  }

  private resolve(path: string): string {
    const from = path.startsWith('/') ? [] : this.directory.split('/');
    const segments: string[] = [];
    for (const segment of [...from, ...path.split('/')]) {
      if (segment === '..') segments.pop();
      else if (segment !== '' && segment !== '.') segments.push(segment);
    }
    return `/${segments.join('/')}`;
  }

  private isDirectory(path: string): boolean {
    const below = path === '/' ? '/' : `${path}/`;
    return path === this.context.directory || Object.keys(this.context.files).some((file) => file.startsWith(below));
  }

  private changeDirectory(path: string): number {
    const to = this.resolve(path);
    if (!this.isDirectory(to)) return this.fail(`cd: ${this.context.name === 'sh' ? "can't cd to " : ''}${path}`, misuse);
    this.directory = to;
    return 0;
  }

  private listDirectory(path: string): number {
    const at = this.resolve(path);
    if (path.startsWith('-')) {
      this.write(`ls: the sandbox’s ls knows no option ${path}\n`);
      return misuse;
    }
    if (this.context.files[at] !== undefined) return this.say(`${path}\n`);
    if (!this.isDirectory(at)) {
      this.write(`ls: cannot access '${path}': No such file or directory\n`);
      return misuse;
    }
    const below = at === '/' ? '/' : `${at}/`;
    const names = Object.keys(this.context.files).flatMap((file) =>
      file.startsWith(below) ? file.slice(below.length).split('/').slice(0, 1) : [],
    );
    return this.say(
      [...new Set(names)]
        .sort()
        .map((name) => `${name}\n`)
        .join(''),
    );
  }

  private stty(args: readonly string[]): number {
    const { rows, columns } = this.size;
    if (args.join(' ') === 'size') return this.say(`${rows} ${columns}\n`);
    for (let at = 0; at < args.length; at += 1) {
      const [word, value] = [args[at] ?? '', Number(args[at + 1])];
      if (word === 'echo' || word === '-echo') this.echoes = word === 'echo';
      else if (/^(rows|cols|columns)$/.test(word) && Number.isInteger(value)) {
        this.size = word === 'rows' ? { ...this.size, rows: value } : { ...this.size, columns: value };
        at += 1;
      } else {
        this.write(`stty: invalid argument '${word}'\n`);
        return 1;
      }
    }
    return 0;
  }
}

/** `printf`, of `%s`, `%d` and escapes. The format serves again until the arguments are used up. */
function formatted([format = '', ...args]: readonly string[]): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };
  const left = [...args];
  let text = '';
  do {
    const before = left.length;
    text += format.replace(/%%|%[sd]|\\(?:([0-7]{1,3})|([nrt\\]))/g, (whole, octal?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      if (letter !== undefined) return escapes[letter] ?? '';
      return whole === '%%' ? '%' : (left.shift() ?? '');
    });
    if (left.length === before) break;
  } while (left.length > 0);
  return text;
}
