import type { OutputName, Ref, Value } from '../plan';
import { isRef } from '../plan';

/** Collects a POSIX shell script; references become variables filled by `--query … --output tsv`. */
export class Shell {
  readonly lines: string[] = [];

  /** Adds a command; arguments are quoted where they need it, values that are references become `"$variable"`. */
  command(...words: readonly Value[]): void {
    this.lines.push(this.join(words));
  }

  /** Runs a command and keeps one output of the operation `key` in its variable. */
  capture(key: string, output: OutputName, ...words: readonly Value[]): void {
    this.lines.push(`${variable({ ref: key, output })}=$(${this.join([...words, '--output', 'tsv'])})`);
  }

  comment(text: string): void {
    this.lines.push(...text.split('\n').map((line) => `# ${line}`));
  }

  /** Writes text to a file for a command that reads one. */
  file(name: string, content: string): void {
    this.lines.push(`cat > ${quote(name)} <<'END_OF_FILE'`, ...content.split('\n'), 'END_OF_FILE');
  }

  private join(words: readonly Value[]): string {
    const parts = words.map((word) => (isRef(word) ? `"$${variable(word)}"` : quote(word)));
    const line = parts.join(' ');
    if (line.length <= 110) return line;
    // One option a line reads better than one long line.
    return parts.reduce((text, part) => (part.startsWith('--') ? `${text} \\\n  ${part}` : `${text} ${part}`));
  }
}

function variable(ref: Ref): string {
  return `${ref.ref}_${ref.output}`.replace(/[^A-Za-z0-9_]/g, '_');
}

function quote(word: string): string {
  return /^[A-Za-z0-9_./:=@,+-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
