/**
 * A container's `command`, as far as the sandbox can tell what it does: `echo`, `sleep`, `exit`, `true`, `false`, `touch`, `rm`, `tail -f /dev/null`,
 * in a row or within `while true; do …; done`, also behind `sh -c`. What else is said runs as the image's own behaviour, and the log says so.
 */
import type { Behaviour, LogLine, RunContext } from './behaviours';
import { repeated } from './behaviours';

type Step =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'file'; readonly path: string; readonly exists: boolean }
  | { readonly kind: 'exit'; readonly code: number };

interface Script {
  readonly steps: readonly Step[];
  readonly loops: boolean;
}

const startMs = 200;
/** A shell's word for "syntax error", and for "command not found". */
const syntaxError = 2;

/** How a container behaves whose command is set; `image` is how it would without. */
export function behaviourOfCommand(command: readonly string[], image: Behaviour): Behaviour {
  const script = parse(command);
  if (script === 'unknown') {
    const note = { atMs: 0, text: `[sandbox] "${command.join(' ')}" is not run here: the container behaves as its image does without it.` };
    return { ...image, lines: (context, untilMs) => [note, ...image.lines(context, untilMs)] };
  }
  if (script.loops) return { lines: (context, untilMs) => loop(script.steps, context, untilMs) };
  const code = script.steps.find((step) => step.kind === 'exit')?.code ?? 0;
  const afterMs = startMs + duration(script.steps);
  return {
    exit: () => (Number.isFinite(afterMs) ? { afterMs, code } : undefined),
    lines: (context, untilMs) => play(script.steps, context, startMs).filter((line) => line.atMs <= untilMs),
    ...filesOf(script.steps),
  };
}

/** Files that a script makes and takes away. What it does not touch nobody knows. */
function filesOf(steps: readonly Step[]): Pick<Behaviour, 'hasFile' | 'healthChanges'> {
  const changes: { readonly atMs: number; readonly path: string; readonly exists: boolean }[] = [];
  let atMs = startMs;
  for (const step of steps) {
    if (step.kind === 'wait') atMs += step.ms;
    if (step.kind === 'file' && Number.isFinite(atMs)) changes.push({ atMs, path: step.path, exists: step.exists });
  }
  return {
    hasFile(path, _context, at) {
      const ofFile = changes.filter((change) => change.path === path);
      return ofFile.length === 0 ? undefined : (ofFile.findLast((change) => change.atMs <= at)?.exists ?? false);
    },
    healthChanges: () => changes.map((change) => change.atMs),
  };
}

function parse(command: readonly string[]): Script | 'unknown' {
  const [first, second, third] = command;
  const shell = first !== undefined && /(^|\/)(sh|bash|ash)$/.test(first) && second === '-c';
  const text = (shell ? (third ?? '') : command.join(' ')).trim();
  const body = /^while\s+(?:true|:|\[\s*1\s*\])\s*;\s*do\b([\s\S]*?);?\s*done$/.exec(text)?.[1];
  const parts = (body ?? text).split(/;|&&|\n/).map((part) => part.trim());
  if (shell && body === undefined && parts.some((part) => /^(do|done)\b/.test(part))) {
    return { steps: [{ kind: 'exit', code: syntaxError }], loops: false };
  }
  const steps: Step[] = [];
  for (const part of parts.filter((each) => each !== '')) {
    const step = parseStep(part);
    if (!step) return 'unknown';
    steps.push(step);
    if (step.kind === 'exit') break;
  }
  const loops = body !== undefined && !steps.some((step) => step.kind === 'exit');
  // A loop that never waits would write without end.
  if (loops && duration(steps) < 100) return 'unknown';
  return { steps, loops };
}

function parseStep(text: string): Step | undefined {
  if (/^tail\s+-f\s+\/dev\/null$/.test(text)) return { kind: 'wait', ms: Infinity };
  const [word, ...rest] = text.split(/\s+/);
  const argument = rest.join(' ');
  switch (word) {
    case 'echo':
      return /[>|`]|\$\(/.test(argument) ? undefined : { kind: 'say', text: argument.replace(/^(["'])([\s\S]*)\1$/, '$2') };
    case 'sleep': {
      const time = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(argument);
      if (argument === 'infinity') return { kind: 'wait', ms: Infinity };
      const unit = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[time?.[2] ?? ''];
      return time && unit ? { kind: 'wait', ms: Number(time[1]) * unit } : undefined;
    }
    case 'exit':
      return /^\d{0,3}$/.test(argument) ? { kind: 'exit', code: Number(argument) & 255 } : undefined;
    case 'touch':
      return /^\S+$/.test(argument) ? { kind: 'file', path: argument, exists: true } : undefined;
    case 'rm': {
      const path = /^(?:-\w+\s+)?(\/\S+)$/.exec(argument)?.[1];
      return path === undefined ? undefined : { kind: 'file', path, exists: false };
    }
    case 'true':
    case ':':
      return { kind: 'wait', ms: 0 };
    case 'false':
      return { kind: 'exit', code: 1 };
    default:
      return undefined;
  }
}

function duration(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + (step.kind === 'wait' ? step.ms : 0), 0);
}

function expand(text: string, env: RunContext['env']): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_whole, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? '');
}

function play(steps: readonly Step[], context: RunContext, fromMs: number): LogLine[] {
  const lines: LogLine[] = [];
  let at = fromMs;
  for (const step of steps) {
    if (step.kind === 'say') lines.push({ atMs: at, text: expand(step.text, context.env) });
    if (step.kind === 'wait') at += step.ms;
  }
  return lines;
}

function loop(steps: readonly Step[], context: RunContext, untilMs: number): LogLine[] {
  const period = duration(steps);
  const once = play(steps, context, startMs).filter((line) => Number.isFinite(line.atMs));
  if (!Number.isFinite(period)) return once.filter((line) => line.atMs <= untilMs);
  return once.flatMap((line) => repeated(line.atMs, period, untilMs, () => line.text)).sort((a, b) => a.atMs - b.atMs);
}
