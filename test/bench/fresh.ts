import { execFileSync } from 'node:child_process';

/** Runs Node in a fresh process; what it prints is JSON. */
export function fresh<T>(...args: string[]): T {
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as T;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
