/** What a shell waits for: so many milliseconds to pass, or a line (undefined once there is none: Ctrl+D). */
export type Wait = { readonly ms: number } | { readonly line: true };

/** A shell as a terminal has it: it is given lines, and says what it waits for. */
export interface TtyShell {
  /** What it says first. */
  readonly banner: string;
  readonly prompt: string;
  /** Its prompt for the rest of a line. */
  readonly more: string;
  readonly keys: { readonly erasesLine: string; readonly endsInput: string | undefined };
  readonly echoes: boolean;
  readonly status: number;
  /** Whether more lines must come before these can be run. */
  isUnfinished(lines: string): boolean;
  /** Runs what was typed; answers with which status the shell ends, or undefined where it goes on. */
  run(lines: string): Generator<Wait, number | undefined, string | undefined>;
  /** To be thrown into what runs. */
  interruption(): Error;
  /** Ctrl+C while nothing runs. */
  interrupted(): void;
}
