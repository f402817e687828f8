/** A line of a container's log. */
export interface LogLine {
  /** When it was written, as Azure wrote it; empty where it said nothing, as of a line whose beginning was cut off. */
  readonly stamp: string;
  readonly text: string;
}

/** RFC 3339, any number of digits, then a space. */
const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))(?: |$)/;

export function parseLine(line: string): LogLine {
  const stamp = stamped.exec(line);
  return stamp ? { stamp: stamp[1] ?? '', text: line.slice(stamp[0].length) } : { stamp: '', text: line };
}

/**
 * The whole lines of a log with timestamps. A last line without an end may still be growing: it is left out, unless the container has ended.
 */
export function wholeLines(log: string, isEnded: boolean): string[] {
  const lines = log.split('\n');
  const rest = lines.pop() ?? '';
  if (isEnded && rest !== '') lines.push(rest);
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
