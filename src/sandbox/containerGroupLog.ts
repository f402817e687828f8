/** What a container has written: the log of its present run, or of its last one. */
import { time } from './containerGroupBody';
import { behaviourOf, isOver } from './containerGroupLife';
import type { SandboxContainerGroup } from './world';

export interface LogOptions {
  /** Lines from the end. */
  readonly tail?: number | undefined;
  readonly timestamps: boolean;
}

/** Characters kept. Source: container-instances-resource-and-quota-limits: 4 MB running; 16 KB or 1,000 lines stopped. */
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
  const texts = lines.map((line) => (options.timestamps ? `${time(startedAt + line.atMs)} ${line.text}\n` : `${line.text}\n`));
  const whole = lastCharacters(texts, stopped ? keptStopped : keptRunning);
  const { tail } = options;
  return (
    tail !== undefined && Number.isInteger(tail) && tail >= 0 ? whole.slice(whole.length - Math.min(tail, whole.length)) : whole
  ).join('');
}

/** As many whole lines from the end as so many characters hold. */
function lastCharacters(lines: readonly string[], characters: number): readonly string[] {
  let left = characters;
  let from = lines.length;
  while (from > 0 && (lines[from - 1]?.length ?? 0) <= left) {
    from -= 1;
    left -= lines[from]?.length ?? 0;
  }
  return lines.slice(from);
}
