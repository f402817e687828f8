/**
 * Liveness and readiness probes. Whether one fails is a pure function of the time since the container started, as everything is that a
 * container does; a command that nobody can run here counts as passed.
 * Defaults: https://learn.microsoft.com/azure/container-instances/container-instances-liveness-probe
 */
import type { Behaviour, RunContext } from './behaviours';
import { asObject, field, textAt } from './field';

const second = 1000;
const usual = { initialDelaySeconds: 0, periodSeconds: 10, failureThreshold: 3 } as const;

export interface Failure {
  /** Milliseconds after the container started. */
  readonly atMs: number;
  /** As the event tells it. */
  readonly reason: string;
  /** So many failed in a row that the probe counts as failed. */
  readonly isFinal: boolean;
}

/** Every failing run of a probe until it counts as failed, or for good no longer fails. */
export function failuresOf(probe: unknown, behaviour: Behaviour, context: RunContext): readonly Failure[] {
  if (!asObject(probe)) return [];
  const number = (name: keyof typeof usual) => {
    const given = field(probe, name);
    return typeof given === 'number' && given > (name === 'initialDelaySeconds' ? -1 : 0) ? given : usual[name];
  };
  const [periodMs, threshold] = [number('periodSeconds') * second, number('failureThreshold')];
  const failures: Failure[] = [];
  const settledMs = Math.max(0, ...(behaviour.healthChanges?.(context) ?? []));
  let inARow = 0;
  // Nothing is asked in the very instant of the start.
  for (let atMs = Math.max(1, number('initialDelaySeconds')) * second; ; atMs += periodMs) {
    const reason = reasonAt(probe, behaviour, context, atMs);
    inARow = reason === undefined ? 0 : inARow + 1;
    if (reason !== undefined) failures.push({ atMs, reason, isFinal: inARow >= threshold });
    if (inARow >= threshold || (reason === undefined && atMs >= settledMs)) return failures;
  }
}

/** Why a probe fails at an instant; undefined where it passes. Words: the kubelet's; of a missing file the documentation's. */
function reasonAt(probe: unknown, behaviour: Behaviour, context: RunContext, atMs: number): string | undefined {
  const command = field(probe, 'exec', 'command');
  if (Array.isArray(command)) {
    const path = fileLookedFor(command.map(String));
    const exists = path === undefined ? undefined : behaviour.hasFile?.(path, context, atMs);
    return exists === false ? `cat: can't open '${path}': No such file or directory` : undefined;
  }
  const http = field(probe, 'httpGet');
  if (http === undefined) return undefined;
  const port = Number(field(http, 'port'));
  const url = `${(textAt(http, 'scheme') ?? 'http').toLowerCase()}://localhost:${port}${textAt(http, 'path') ?? '/'}`;
  const answer = behaviour.answers?.(port, context, atMs);
  if (answer === undefined) return `Get "${url}": dial tcp localhost:${port}: connect: connection refused`;
  return answer >= 200 && answer < 400 ? undefined : `HTTP probe failed with statuscode: ${answer}`;
}

/** `cat /tmp/healthy`, also behind `sh -c`. */
function fileLookedFor(command: readonly string[]): string | undefined {
  const shell = /(^|\/)(sh|bash|ash)$/.test(command[0] ?? '') && command[1] === '-c';
  const text = shell ? (command[2] ?? '') : command.join(' ');
  return /^(?:cat|test\s+-[ef])\s+(\S+)$/.exec(text.trim())?.[1];
}

/** What its probes will find wrong with a container that runs so long: the event's text, and whether the container is killed for it. */
export function ailments(
  probes: Readonly<Record<string, unknown>>,
  behaviour: Behaviour,
  context: RunContext,
  runsMs: number,
): { readonly atMs: number; readonly message: string; readonly kills: 'yes' | 'no' }[] {
  const liveness = failuresOf(probes['livenessProbe'], behaviour, context).map(({ atMs, reason, isFinal }) => {
    return { atMs, message: `Liveness probe failed: ${reason}`, kills: isFinal ? 'yes' : 'no' } as const;
  });
  const readiness = failuresOf(probes['readinessProbe'], behaviour, context).map(({ atMs, reason }) => {
    return { atMs, message: `Readiness probe failed: ${reason}`, kills: 'no' } as const;
  });
  return [...liveness, ...readiness].filter(({ atMs }) => atMs < runsMs);
}
