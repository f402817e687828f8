/** A terminal's line discipline around a shell: what is typed is echoed, edited and handed over by the line, as Linux does it, and consoles of Windows. */
import type { TtyShell, Wait } from './ttyShell';

export class Tty {
  /** With which status the shell has ended. */
  ended: number | undefined;
  private readonly shell: TtyShell;
  private running: ReturnType<TtyShell['run']> | undefined;
  private wait: Wait | undefined;
  /** What is typed of the present line. */
  private line: string[] = [];
  /** Lines before it, where a quote is open. */
  private above = '';
  /** Lines typed while something runs: who asks for one next gets them. */
  private ahead: string[] = [];

  private readonly write: (text: string) => void;

  /** @param write is given what appears at the terminal. */
  constructor(makeShell: (write: (text: string) => void) => TtyShell, write: (text: string) => void) {
    this.write = (text) => write(text.replace(/(?<!\r)\n/g, '\r\n'));
    this.shell = makeShell(this.write);
  }

  /** @param program to be run in place of a shell. */
  start(program?: string): void {
    if (program === undefined) this.write(`${this.shell.banner}${this.shell.prompt}`);
    else this.submit(`exec ${program}`);
  }

  /** For how long the running program sleeps: to be told by `woken`. Each sleep is an object of its own. */
  get sleep(): { readonly ms: number } | undefined {
    return this.wait && 'ms' in this.wait ? this.wait : undefined;
  }

  woken(): void {
    if (this.sleep) this.advance(undefined);
  }

  type(text: string): void {
    for (const character of text) {
      if (this.ended !== undefined) return;
      this.key(character);
    }
  }

  private key(character: string): void {
    switch (character) {
      case '\r':
      case '\n':
        return this.enter();
      case '\x03':
        return this.interrupt();
      case this.shell.keys.endsInput:
        return this.endOfInput();
      case '\x7f':
      case '\b':
        return this.erase(1);
      case this.shell.keys.erasesLine:
        return this.erase(this.line.length);
      default:
        this.line.push(character);
        this.echo(isControl(character) ? `^${String.fromCharCode(character.charCodeAt(0) + 64)}` : character);
    }
  }

  private enter(): void {
    const line = this.line.join('');
    this.line = [];
    this.echo('\r\n');
    if (!this.running) this.submit(line);
    else if (this.wait && 'line' in this.wait) this.advance(line);
    else this.ahead.push(line);
  }

  private submit(line: string): void {
    const lines = `${this.above}${line}`;
    if (this.shell.isUnfinished(lines)) {
      this.above = `${lines}\n`;
      this.write(this.shell.more);
      return;
    }
    this.above = '';
    this.running = this.shell.run(lines);
    this.advance(undefined);
  }

  private advance(line: string | undefined): void {
    this.went((running) => running.next(line));
  }

  private went(step: (running: ReturnType<TtyShell['run']>) => IteratorResult<Wait, number | undefined>): void {
    if (!this.running) return;
    const result = step(this.running);
    if (!result.done) {
      this.wait = result.value;
      const next = 'line' in result.value ? this.ahead.shift() : undefined;
      if (next !== undefined) this.advance(next);
      return;
    }
    this.running = undefined;
    this.wait = undefined;
    this.ended = result.value;
    if (this.ended !== undefined) return;
    this.write(this.shell.prompt);
    const next = this.ahead.shift();
    if (next !== undefined) this.submit(next);
  }

  private interrupt(): void {
    this.line = [];
    this.above = '';
    this.ahead = [];
    this.echo('^C');
    this.write('\r\n');
    if (this.running) this.went((running) => running.throw(this.shell.interruption()));
    else {
      this.shell.interrupted();
      this.write(this.shell.prompt);
    }
  }

  private endOfInput(): void {
    if (this.line.length > 0) return;
    if (this.wait && 'line' in this.wait) this.advance(undefined);
    else if (!this.running) {
      this.write('\r\n');
      this.ended = this.shell.status;
    }
  }

  private erase(count: number): void {
    const erased = count === 0 ? [] : this.line.splice(-count);
    const columns = erased.reduce((sum, character) => sum + columnsOf(character), 0);
    this.echo('\b \b'.repeat(columns));
  }

  private echo(text: string): void {
    if (this.shell.echoes) this.write(text);
  }
}

function isControl(character: string): boolean {
  return character < ' ' && character !== '\t';
}

/** Of East Asian scripts and emoji two, of what is shown as `^X` too. */
function columnsOf(character: string): number {
  if (isControl(character)) return 2;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(character) ? 2 : 1;
}
