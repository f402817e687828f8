import { Buffer } from 'node:buffer';
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
/** Of what was seen: more than a window of short lines holds. */
const rememberedLines = 300_000;

/**
 * Follows one container's log by asking for it again and again: yields each line once.
 *
 * A log only grows at its end, and is cut at its beginning: so the end of what was seen is in what is there now, or Azure has dropped it.
 * Timestamps and texts are compared together, as lines, and never by time: clocks of nodes differ, and a container may move.
 */
export class LogFollower {
  private seen: readonly string[] = [];
  /** What was seen began later than the log did. */
  private isTail = false;

  /** Undefined where the tail that was asked for does not reach back to what was seen: ask for the whole log. */
  take({ text, tail, isEnded = false }: Poll): readonly News[] | undefined {
    const lines = wholeLines(text, isEnded);
    if (lines.length === 0) return [];
    const isWhole = tail === undefined || lines.length < tail;
    if (this.seen.length === 0) return this.begin(lines, !isWhole, []);
    // The window may begin within a line, of which nothing can be found again.
    const known = parseLine(lines[0] ?? '').stamp === '' && lines.length > 1 ? lines.slice(1) : lines;
    const overlap = overlapOf(this.seen, known, this.isTail);
    if (!isWhole && (!overlap || overlap.isAmbiguous)) return undefined;
    if (overlap) return this.goOn(known, overlap.end, isWhole);
    // An answer older than the one before, from another of Azure's machines.
    if (this.seen.includes(known.at(-1) ?? '')) return [];
    return this.begin(lines, false, [{ kind: mayBeCut(text, lines) ? 'dropped' : 'begun' }]);
  }

  private begin(lines: readonly string[], isTail: boolean, marks: readonly News[]): readonly News[] {
    this.seen = lines;
    this.isTail = isTail;
    return [...marks, ...newsOf(lines)];
  }

  private goOn(lines: readonly string[], from: number, isWhole: boolean): readonly News[] {
    const fresh = lines.slice(from);
    const seen = isWhole ? lines : [...this.seen, ...fresh];
    this.isTail = isWhole ? false : this.isTail || seen.length > rememberedLines;
    this.seen = seen.slice(-rememberedLines);
    return newsOf(fresh);
  }
}

function newsOf(lines: readonly string[]): News[] {
  return lines.map((line) => ({ kind: 'line', line: parseLine(line) }));
}

/** Whether a log is as long as Azure keeps one, so that something may have been before it. A shorter one is whole. */
function mayBeCut(text: string, lines: readonly string[]): boolean {
  const bytes = Buffer.byteLength(text);
  if (bytes > keptRunning - longLine) return true;
  // Whole lines are kept of it: as many as fit.
  const longest = lines.reduce((most, line) => Math.max(most, Buffer.byteLength(line)), 0);
  return bytes <= keptEnded && (lines.length === linesEnded || bytes > keptEnded - longest - slack);
}

/** The line that no longer fitted may have been longer than those that did. */
const longLine = 64 * 1024;
const slack = 1024;
