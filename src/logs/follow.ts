import type { LogLine } from './logLine';
import { parseLine, wholeLines } from './logLine';
import { overlapOf } from './overlap';

/** What is new in a log. */
export type News =
  | { readonly kind: 'line'; readonly line: LogLine }
  /** Between the line before and the one after, Azure had some that it no longer has. */
  | { readonly kind: 'dropped' }
  /** The log begins anew: another run. What the run before wrote after the line before, if anything, Azure no longer has. */
  | { readonly kind: 'begun' };

export interface Poll {
  /** What Azure answered, with timestamps. */
  readonly text: string;
  /** How many lines were asked for, where it was not the whole log. */
  readonly tail?: number;
  /** The container has ended and will write no more. */
  readonly isEnded?: boolean;
}

/** What Azure keeps, in bytes: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
const keptRunning = 4 * 1024 * 1024;
const keptEnded = 16 * 1024;
const linesEnded = 1000;
/** Of what was seen: longer than the window, since the window only moves on. */
const rememberedLines = 100_000;

/**
 * Follows one container's log by asking for it again and again: yields each line once.
 *
 * A log only grows at its end, and is cut at its beginning: so what is there now begins with the end of what was seen. Timestamps and
 * texts are compared together, as lines, and never by time: clocks of nodes differ, and a container may move.
 */
export class LogFollower {
  private seen: string[] = [];
  private isBegun = false;

  /** Undefined where the tail that was asked for does not reach back to what was seen: ask for the whole log. */
  take({ text, tail, isEnded = false }: Poll): readonly News[] | undefined {
    const lines = wholeLines(text, isEnded);
    const isWhole = tail === undefined || lines.length < tail;
    if (!this.isBegun) {
      if (lines.length === 0) return [];
      return this.keep(lines, lines, []);
    }
    if (lines.length === 0) return [];
    // The window may begin within a line, of which nothing can be found again.
    const cut = parseLine(lines[0] ?? '').stamp === '' && !this.seen.includes(lines[0] ?? '') ? 1 : 0;
    const comparable = lines.slice(cut);
    const { length, isAmbiguous } = overlapOf(this.seen, comparable);
    if (!isWhole && (length === 0 || isAmbiguous)) return undefined;
    if (length > 0) return this.keep(comparable, comparable.slice(length), []);
    // An answer older than the one before, from another of Azure's machines.
    if (this.seen.includes(comparable.at(-1) ?? '')) return [];
    if (mayBeCut(text, lines)) return this.keep(lines, lines, [{ kind: 'dropped' }]);
    return this.keep(lines, lines, [{ kind: 'begun' }]);
  }

  private keep(now: readonly string[], fresh: readonly string[], marks: readonly News[]): readonly News[] {
    this.isBegun = true;
    // Lines of a run before are not looked for in the log of another.
    this.seen = marks.length > 0 ? [...now] : [...this.seen, ...fresh].slice(-rememberedLines);
    return [...marks, ...fresh.map((line): News => ({ kind: 'line', line: parseLine(line) }))];
  }
}

/** Whether a log is as long as Azure keeps one, so that something may have been before it. A shorter one is whole. */
function mayBeCut(text: string, lines: readonly string[]): boolean {
  const bytes = Buffer.byteLength(text);
  const longest = Math.max(...lines.slice(0, linesEnded).map((line) => Buffer.byteLength(line))) + slack;
  return lines.length === linesEnded || isJustBelow(bytes, keptEnded, longest) || bytes > keptRunning - longest;
}

/** A line's end, and what a line that was cut off may have had more. */
const slack = 1024;

function isJustBelow(bytes: number, limit: number, by: number): boolean {
  return bytes <= limit && bytes > limit - by;
}
