/** The clock of the Azure that is open: real time, or the sandbox's. Milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after so long, or at once when a signal aborts. */
  sleep(ms: number, ...signals: readonly AbortSignal[]): Promise<void>;
}

/** @param speed how many milliseconds of that clock pass in a real one; asked at every sleep. */
export function clockOf(now: () => number, speed: () => number): Clock {
  return {
    now,
    sleep: (ms, ...signals) =>
      new Promise((resolve) => {
        if (signals.some(({ aborted }) => aborted)) return resolve();
        const finish = (): void => {
          clearTimeout(timer);
          for (const signal of signals) signal.removeEventListener('abort', finish);
          resolve();
        };
        const timer = setTimeout(finish, ms / Math.max(speed(), 1));
        for (const signal of signals) signal.addEventListener('abort', finish, { once: true });
      }),
  };
}

export const realClock: Clock = clockOf(Date.now, () => 1);
