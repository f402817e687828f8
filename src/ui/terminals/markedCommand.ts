/**
 * exec starts a program without arguments and does not say how it ended. So a shell is started, and what it is to do is typed: it writes a mark, runs
 * the command, and writes a mark with its exit status.
 */
import type { TypedLine } from './typedLine';

/** A console of Windows may go to the next line by moving the cursor. */
const toNextLine = '(?:\\x1b\\[[0-?]*[ -/]*[@-~])*?(?:\\r?\\n|\\x1b\\[[\\d;]*H)';

export class MarkedCommand {
  private state: 'before' | 'within' | 'after' = 'before';
  private buffer = '';
  private readonly begin: RegExp;
  private readonly end: RegExp;

  /** @param typed what writes the marks: undefined where the command is longer than a terminal takes. */
  constructor(
    private readonly typed: TypedLine,
    private readonly mark: string,
  ) {
    this.begin = new RegExp(typed.ownLine ? `\\r?\\n${mark}-begin\\r?\\n` : `${mark}-begin${toNextLine}`);
    this.end = new RegExp(typed.ownLine ? `\\r?\\n${mark}=(\\d+)\\r?\\n` : `${mark}=(-?\\d+)[^\\d]`);
  }

  /** What is to be typed. */
  get line(): string | undefined {
    return this.typed.line;
  }

  get hasBegun(): boolean {
    return this.state !== 'before';
  }

  /** Takes what the terminal shows; answers what of it the command wrote, and its exit status once it has ended. */
  shown(text: string): { readonly text: string; readonly status?: number } {
    if (this.state === 'after') return { text: '' };
    this.buffer += text;
    if (this.state === 'before') {
      const found = this.begin.exec(this.buffer);
      if (!found) return { text: '' };
      this.state = 'within';
      // The end mark begins with a line break of its own: a command that writes nothing has this one.
      this.buffer = this.buffer.slice(found.index + found[0].length);
    }
    const found = this.end.exec(this.buffer);
    if (found) {
      this.state = 'after';
      return { text: this.buffer.slice(0, found.index), status: Number(found[1]) };
    }
    const held = this.held();
    const ready = this.buffer.slice(0, this.buffer.length - held);
    this.buffer = this.buffer.slice(ready.length);
    return { text: ready };
  }

  /** What was held back or never marked, where the connection ended before. */
  rest(): string {
    return this.state === 'after' ? '' : this.buffer;
  }

  /** How much of the end may be the beginning of the mark. */
  private held(): number {
    for (let at = Math.max(0, this.buffer.length - this.mark.length - 14); at < this.buffer.length; at += 1) {
      const tail = this.buffer.slice(at);
      const bare = this.typed.ownLine ? tail.replace(/^\r?\n?/, '') : tail;
      if (this.typed.ownLine && bare === tail) continue;
      if (`${this.mark}=`.startsWith(bare) || new RegExp(`^${this.mark}=-?\\d*\\r?$`).test(bare)) return tail.length;
    }
    return 0;
  }
}
