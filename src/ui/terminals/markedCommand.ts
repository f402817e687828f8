/**
 * exec starts a program without arguments and does not say how it ended. So a shell is started, and what it is to do is typed: a script that writes
 * a mark, runs the command, and writes a mark with its exit status.
 */

/** What a terminal takes as one line: N_TTY_BUF_SIZE of Linux, less the end of the line. */
const longestLine = 4095;

export class MarkedCommand {
  /** What is to be typed. Undefined where the command is longer than a terminal takes. */
  readonly line: string | undefined;
  private state: 'before' | 'within' | 'after' = 'before';
  private buffer = '';
  private readonly begin: RegExp;
  private readonly end: RegExp;

  /** @param mark made by chance, for this one time; letters and digits. */
  constructor(
    command: string,
    private readonly mark: string,
  ) {
    // The mark and the rest of it are apart in what is typed, so that its echo is not taken for it. With the trap Ctrl+C ends the command alone.
    const script = 'trap : INT; printf "\\n%s-%s\\n" "$1" begin; sh -c "$0"; printf "\\n%s=%s\\n" "$1" "$?"';
    const line = `exec sh -c '${script}' ${quoted(command)} ${mark}\r`;
    this.line = new TextEncoder().encode(line).length > longestLine ? undefined : line;
    this.begin = new RegExp(`\\r?\\n${mark}-begin\\r?\\n`);
    this.end = new RegExp(`\\r?\\n${mark}=(\\d+)\\r?\\n`);
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
    for (let at = Math.max(0, this.buffer.length - this.mark.length - 10); at < this.buffer.length; at += 1) {
      const tail = this.buffer.slice(at);
      const bare = tail.replace(/^\r?\n?/, '');
      if (bare === tail) continue;
      if (`${this.mark}=`.startsWith(bare) || new RegExp(`^${this.mark}=\\d*\\r?$`).test(bare)) return tail.length;
    }
    return 0;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
