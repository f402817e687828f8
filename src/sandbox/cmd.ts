/**
 * cmd.exe in a Windows container, as far as the sandbox has it: its line, and a few commands. What it lacks it says. Like the sandbox's other
 * shell it has neither clock nor timer.
 */
import { expanded, isContinued, parseCmd } from './cmdSyntax';
import { Interrupted, Ended } from './shellEnds';
import type { TtyShell, Wait } from './ttyShell';

export interface CmdContext {
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  /** Contents by path, from `C:\` on. */
  readonly files: Readonly<Record<string, string>>;
  /** Of all its files, in milliseconds. */
  readonly changedAt: number;
}

type Running<T> = Generator<Wait, T, string | undefined>;

/** What a command came to, and what %ERRORLEVEL% is then; a command that says nothing of it leaves it. */
interface Outcome {
  readonly result: number;
  readonly level?: number;
}

const fine: Outcome = { result: 0 };
const failed: Outcome = { result: 1, level: 1 };
/** At a prompt %ERRORLEVEL% is 9009 of a program that is not there; `cmd /c` ends with 1. */
const notThere: Outcome = { result: 1, level: 9009 };
/** STATUS_CONTROL_C_EXIT, as a number with a sign. */
const interruptedLevel = -1073741510;
const version = 'Microsoft Windows [Version 10.0.20348.2966]';
const internal = /^(call|cd|chdir|cls|dir|echo|exit|rem|set|type|ver)(?=[\s.:\\/,;=+(]|$)/i;

export class Cmd implements TtyShell {
  readonly banner = `${version}\n(c) Microsoft Corporation. All rights reserved.\n\n`;
  readonly more = 'More? ';
  /** Escape takes back the line; nothing ends the input. */
  readonly keys = { erasesLine: '\x1b', endsInput: undefined };
  readonly echoes = true;
  status = 0;
  private readonly variables: Map<string, readonly [name: string, value: string]>;
  private directory = 'C:\\';
  private hasRun = false;

  constructor(
    private readonly context: CmdContext,
    private readonly write: (text: string) => void,
  ) {
    const all = {
      ComSpec: 'C:\\Windows\\system32\\cmd.exe',
      COMPUTERNAME: context.hostname.toUpperCase().slice(0, 15),
      OS: 'Windows_NT',
      Path: 'C:\\Windows\\system32;C:\\Windows;C:\\Windows\\System32\\Wbem',
      PATHEXT: '.COM;.EXE;.BAT;.CMD',
      PROMPT: '$P$G',
      SystemRoot: 'C:\\Windows',
      USERNAME: 'ContainerAdministrator',
      ...context.env,
    };
    this.variables = new Map(Object.entries(all).map((entry) => [entry[0].toLowerCase(), entry]));
  }

  /** An empty line goes before it wherever something ran. */
  get prompt(): string {
    return `${this.hasRun ? '\n' : ''}${this.directory}>`;
  }

  isUnfinished(lines: string): boolean {
    return isContinued(lines);
  }

  *run(lines: string): Running<number | undefined> {
    this.hasRun = lines.trim() !== '';
    try {
      yield* this.list(lines);
    } catch (error) {
      if (error instanceof Ended) return error.status;
      // Nothing of the line is run any more.
      if (!(error instanceof Interrupted)) throw error;
      this.status = interruptedLevel;
    }
    return undefined;
  }

  interruption(): Error {
    return new Interrupted();
  }

  interrupted(): void {
    this.hasRun = true;
  }

  private *list(line: string): Running<Outcome> {
    const parsed = parseCmd(expanded(line, (name) => this.valueOf(name)));
    if ('unknown' in parsed) return this.fail(`The sandbox’s cmd does not know “${parsed.unknown}”.`);
    if ('unexpected' in parsed) return this.fail(`${parsed.unexpected} was unexpected at this time.`);
    let outcome = fine;
    for (const { after, text } of parsed.commands) {
      if (after === '&&' ? outcome.result !== 0 : after === '||' && outcome.result === 0) continue;
      outcome = yield* this.command(text.replace(/^[\s@,;=]+/, ''));
      this.status = outcome.level ?? this.status;
    }
    return outcome;
  }

  private *command(text: string): Running<Outcome> {
    const [, name = ''] = internal.exec(text) ?? [];
    if (name === '') return yield* this.program(text);
    const rest = text.slice(name.length);
    const argument = unquoted(rest.trim());
    switch (name.toLowerCase()) {
      case 'call':
        return yield* this.list(rest.trim());
      case 'cd':
      case 'chdir':
        return this.changeDirectory(argument.replace(/^\/d\s+/i, ''));
      case 'dir':
        return this.listDirectory(rest.trim());
      case 'echo':
        return this.echo(rest);
      case 'exit': {
        const [, code] = /^(?:\/b\s*)?(-?\d+)?/i.exec(argument) ?? [];
        throw new Ended(code === undefined ? this.status : Number(code));
      }
      case 'set':
        return this.set(argument);
      case 'type':
        return this.type(argument);
      case 'ver':
        return this.say(`\n${version}\n`);
      default:
        // cls and rem.
        return name.toLowerCase() === 'cls' ? this.say('\x1b[2J\x1b[H', fine) : fine;
    }
  }

  private *program(text: string): Running<Outcome> {
    const [, quotedName, plainName = ''] = /^(?:"([^"]*)"|([^\s,;=]+))/.exec(text) ?? [];
    const given = quotedName ?? plainName;
    const rest = text.slice(quotedName === undefined ? given.length : given.length + 2).trim();
    switch (
      given
        .toLowerCase()
        .replace(/^c:\\windows\\system32\\/, '')
        .replace(/\.exe$/, '')
    ) {
      case 'cmd':
        return yield* this.inner(rest);
      case 'hostname':
        return this.say(`${this.context.hostname}\n`);
      case 'ping':
        return yield* this.ping(rest);
      case 'whoami':
        return this.say('user manager\\containeradministrator\n');
      default:
        this.write(`'${given}' is not recognized as an internal or external command,\noperable program or batch file.\n`);
        return notThere;
    }
  }

  /** `cmd /d /s /c "…"`: another one, which leaves nothing behind but its result. */
  private *inner(rest: string): Running<Outcome> {
    const [, options, line] = /^((?:\/[a-z](?::\w+)?\s*)*?)\/c\s*([^]*)$/i.exec(rest) ?? [];
    if (line === undefined || !/^(?:\/[ds]\s*)*$/i.test(options ?? ''))
      return this.fail('The sandbox has a cmd within cmd only as “cmd /d /s /c”.');
    const child = new Cmd({ ...this.context, env: Object.fromEntries(this.variables.values()) }, this.write);
    child.directory = this.directory;
    try {
      const { result } = yield* child.list(line.startsWith('"') ? line.slice(1).replace(/"([^"]*)$/, '$1') : line);
      return { result, level: result };
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      return { result: error.status, level: error.status };
    }
  }

  /** A second lies between its answers: how one waits in a container that has no `timeout`. */
  private *ping(rest: string): Running<Outcome> {
    const [, count] = /^-n\s+(\d+)\s+(?:127\.0\.0\.1|localhost)$/i.exec(rest) ?? [];
    if (count === undefined) return this.fail('The sandbox has ping only as “ping -n 5 127.0.0.1”.');
    this.write('\nPinging 127.0.0.1 with 32 bytes of data:\n');
    for (let sent = 0; sent < Number(count); sent += 1) {
      if (sent > 0) yield { ms: 1000 };
      this.write('Reply from 127.0.0.1: bytes=32 time<1ms TTL=128\n');
    }
    return this.say(`\nPing statistics for 127.0.0.1:\n    Packets: Sent = ${count}, Received = ${count}, Lost = 0 (0% loss),\n`);
  }

  private echo(rest: string): Outcome {
    if (rest.trim() === '') return this.say(/^[.:\\/,;=+(]/.test(rest) ? '\n' : 'ECHO is on.\n', fine);
    if (/^\s+(on|off)\s*$/i.test(rest)) return this.fail('The sandbox’s cmd always shows its prompt.');
    return this.say(`${rest.slice(1)}\n`, fine);
  }

  private set(argument: string): Outcome {
    if (argument.startsWith('/')) return this.fail(`The sandbox’s set knows no option ${argument.slice(0, 2)}.`);
    const equals = argument.indexOf('=');
    if (equals > 0) {
      const name = argument.slice(0, equals);
      const value = argument.slice(equals + 1);
      if (value === '') this.variables.delete(name.toLowerCase());
      else this.variables.set(name.toLowerCase(), [name, value]);
      return fine;
    }
    const shown = [...this.variables.values()].filter(([name]) => name.toLowerCase().startsWith(argument.toLowerCase()));
    if (shown.length === 0) return this.fail(`Environment variable ${argument} not defined`);
    const sorted = shown.sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    return this.say(sorted.map(([name, value]) => `${name}=${value}\n`).join(''), fine);
  }

  private changeDirectory(argument: string): Outcome {
    if (argument === '') return this.say(`${this.directory}\n`, fine);
    const to = this.resolve(argument);
    if (!this.isDirectory(to)) return this.fail('The system cannot find the path specified.');
    this.directory = to;
    return fine;
  }

  private type(argument: string): Outcome {
    if (argument === '') return this.fail('The syntax of the command is incorrect.');
    const found = Object.entries(this.context.files).find(([path]) => path.toLowerCase() === this.resolve(argument).toLowerCase());
    return found ? this.say(found[1]) : this.fail('The system cannot find the file specified.');
  }

  private listDirectory(rest: string): Outcome {
    const [, bare, path = ''] = /^(\/b\s*)?([^]*)$/i.exec(rest) ?? [];
    if (path.startsWith('/')) return this.fail(`The sandbox’s dir knows no option ${path.split(/\s/)[0] ?? ''}.`);
    const at = this.resolve(unquoted(path));
    const head = bare === undefined ? ` Volume in drive C has no label.\n Volume Serial Number is 76E0-C852\n\n` : '';
    if (!this.isDirectory(at)) return this.fail(`${head}${head === '' ? '' : ` Directory of ${at}\n\n`}File Not Found`);
    const below = at.endsWith('\\') ? at : `${at}\\`;
    const inside = Object.entries(this.context.files).flatMap(([file, content]) => {
      const [name = '', ...deeper] = isBelow(file, below) ? file.slice(below.length).split('\\') : [];
      return name === '' ? [] : [{ name, size: deeper.length > 0 ? undefined : Buffer.byteLength(content) }];
    });
    const entries = [...new Map(inside.map((entry) => [entry.name, entry])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    if (bare !== undefined) return this.say(entries.map(({ name }) => `${name}\n`).join(''));
    const date = this.date();
    const lines = entries.map(({ name, size }) => {
      return `${date}    ${size === undefined ? '<DIR>         ' : size.toLocaleString('en').padStart(14)} ${name}\n`;
    });
    const files = entries.flatMap(({ size }) => (size === undefined ? [] : [size]));
    const bytes = files.reduce((sum, size) => sum + size, 0).toLocaleString('en');
    const totals = [
      `${String(files.length).padStart(16)} File(s) ${bytes.padStart(14)} bytes\n`,
      `${String(entries.length - files.length).padStart(16)} Dir(s)  21,171,609,600 bytes free\n`,
    ];
    return this.say(`${head} Directory of ${at}\n\n${lines.join('')}${totals.join('')}`);
  }

  private date(): string {
    const at = new Date(this.context.changedAt);
    const hours = at.getUTCHours();
    const two = (value: number): string => String(value).padStart(2, '0');
    return `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${at.getUTCFullYear()}  ${two(hours % 12 || 12)}:${two(at.getUTCMinutes())} ${hours < 12 ? 'AM' : 'PM'}`;
  }

  private valueOf(name: string): string | undefined {
    const found = this.variables.get(name.toLowerCase())?.[1];
    if (found !== undefined) return found;
    return name.toLowerCase() === 'errorlevel' ? String(this.status) : name.toLowerCase() === 'cd' ? this.directory : undefined;
  }

  private resolve(path: string): string {
    const given = path.replaceAll('/', '\\').replace(/^c:(?=\\)/i, '');
    const segments: string[] = [];
    for (const segment of [...(given.startsWith('\\') ? [] : this.directory.slice(3).split('\\')), ...given.split('\\')]) {
      if (segment === '..') segments.pop();
      else if (segment !== '' && segment !== '.') segments.push(segment);
    }
    return this.asSpelled(`C:\\${segments.join('\\')}`);
  }

  /** Paths mean the same in any case; a prompt shows the folder's own. */
  private asSpelled(path: string): string {
    const file = Object.keys(this.context.files).find((each) => isBelow(each, `${path}\\`));
    return file?.slice(0, path.length) ?? path;
  }

  private isDirectory(path: string): boolean {
    return path === 'C:\\' || Object.keys(this.context.files).some((file) => isBelow(file, `${path}\\`));
  }

  private say(text: string, outcome: Outcome = { result: 0, level: 0 }): Outcome {
    this.write(text);
    return outcome;
  }

  private fail(text: string): Outcome {
    this.write(`${text}\n`);
    return failed;
  }
}

function isBelow(file: string, folder: string): boolean {
  return file.toLowerCase().startsWith(folder.toLowerCase());
}

function unquoted(text: string): string {
  return text.replace(/^"([^]*?)"?$/, '$1');
}
