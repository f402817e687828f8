/**
 * What a container has written: the log of its present run, or of its last one. Whether the log goes on after a restart is not documented and no
 * recording shows it; here it begins anew, which is what loses more, so that who reads it has to be ready for that.
 */
import { Buffer } from 'node:buffer';
import { behaviourOf, isOver } from './containerGroupMoment';
import type { SandboxContainerGroup } from './world';

export interface LogOptions {
  /** Lines from the end. */
  readonly tail?: number | undefined;
  readonly timestamps: boolean;
}

/** Bytes kept, as whole lines. Source: container-instances-resource-and-quota-limits: 4 MB running; 16 KB or 1,000 lines stopped. */
const keptRunning = 4 * 1024 * 1024;
const keptStopped = 16 * 1024;
const linesStopped = 1000;

/** Undefined where the container has never run. */
export function containerGroupLog(group: SandboxContainerGroup, name: string, now: number, options: LogOptions): string | undefined {
  const container = group.containers[name];
  if (container?.startedAt === undefined) return undefined;
  const { startedAt } = container;
  const { behaviour, context } = behaviourOf(group, name);
  const stopped = isOver(group);
  let lines = behaviour.lines(context, (container.finishedAt ?? now) - startedAt);
  if (stopped) lines = lines.slice(-linesStopped);
  const { tail } = options;
  if (tail !== undefined && Number.isInteger(tail) && tail >= 0) lines = lines.slice(lines.length - Math.min(tail, lines.length));
  const texts = lines.map((line) => (options.timestamps ? `${stamp(startedAt + line.atMs)} ${line.text}\n` : `${line.text}\n`));
  return lastBytes(texts, stopped ? keptStopped : keptRunning).join('');
}

/**
 * RFC 3339 with nanoseconds, as container runtimes write it; what Azure answers with `timestamps=true` is neither documented nor recorded.
 * Lines of one millisecond have one stamp.
 */
function stamp(at: number): string {
  const nanoseconds = String((Math.floor(at) * 7919) % 1_000_000).padStart(6, '0');
  return new Date(at).toISOString().replace('Z', `${nanoseconds}Z`);
}

/** As many whole lines from the end as so many bytes hold. */
function lastBytes(lines: readonly string[], bytes: number): readonly string[] {
  let left = bytes;
  let from = lines.length;
  while (from > 0) {
    const length = Buffer.byteLength(lines[from - 1] ?? '');
    if (length > left) break;
    from -= 1;
    left -= length;
  }
  return lines.slice(from);
}
