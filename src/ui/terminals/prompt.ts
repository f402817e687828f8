const kept = 500;
/** Escape sequences: of colours and cursors, and of titles. */
const escapes = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>]/g;
/**
 * How a shell's prompt ends. `>` is left out: it is also how a shell asks for the rest of a line, and what Python and MySQL ask with; so is a `#`
 * or `$` behind a sign that PostgreSQL puts there.
 */
const ending = /(?:^|[^=\-('"*!^$#])[#$%] $/;
/** Of cmd.exe, and of PowerShell within it. */
const endingInWindows = /^(?:PS )?[A-Za-z]:\\[^<>"|?*]*> ?$/;

export function withoutEscapes(text: string): string {
  return text.replace(escapes, '');
}

/** Watches both directions of a terminal for the moment in which a shell waits for a command and none is begun. */
export class Prompt {
  private tail = '';
  private typed = false;
  /** Whether there was a prompt since the beginning. */
  seen = false;

  constructor(private readonly windows = false) {}

  shown(text: string): void {
    this.tail = `${this.tail}${text}`.slice(-kept);
    this.seen ||= this.text !== undefined;
  }

  sent(text: string): void {
    // What was there before a line was sent is no prompt any more.
    if (/[\r\n\x03\x04]$/.test(text)) this.tail = '';
    this.typed = !/[\r\n\x03\x04\x15]$/.test(text);
  }

  /** The prompt, where nothing is typed behind it. */
  get text(): string | undefined {
    const line =
      withoutEscapes(this.tail)
        .split(/[\r\n]/)
        .at(-1) ?? '';
    return !this.typed && (this.windows ? endingInWindows : ending).test(line) ? line : undefined;
  }
}
