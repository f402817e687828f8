import { setMaxListeners } from 'node:events';
import { AppError } from './appError';

interface Entry<T> {
  readonly promise: Promise<T>;
  readonly abort: AbortController;
  /** When the value came, in milliseconds; undefined while it is loading. */
  loadedAt: number | undefined;
  waiting: number;
}

/**
 * Values by key, loaded once however many ask. A failure is not kept. Who gives up waiting stops only their own waiting; the load is
 * aborted when nobody waits any more, or when the key is dropped.
 */
export class PromiseCache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(
    private readonly ttlMs: number,
    private readonly now: () => number = Date.now,
  ) {}

  get(key: string, load: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const fresh = this.fresh(key) ?? this.start(key, load);
    return this.wait(key, fresh, signal);
  }

  /** What has been loaded and is still fresh. Loads nothing. */
  loaded(): readonly Promise<T>[] {
    return [...this.entries.keys()].flatMap((key) => {
      const entry = this.fresh(key);
      return entry?.loadedAt === undefined ? [] : [entry.promise];
    });
  }

  /** Forgets what `matches`; loads under way end for those who already wait, and are not kept. */
  drop(matches: (key: string) => boolean): void {
    for (const key of [...this.entries.keys()]) {
      if (matches(key)) this.entries.delete(key);
    }
  }

  /** Forgets everything and aborts what is loading. */
  clear(): void {
    for (const entry of this.entries.values()) {
      if (entry.loadedAt === undefined) entry.abort.abort();
    }
    this.entries.clear();
  }

  private fresh(key: string): Entry<T> | undefined {
    const entry = this.entries.get(key);
    if (entry?.loadedAt !== undefined && this.now() - entry.loadedAt >= this.ttlMs) {
      this.entries.delete(key);
      return undefined;
    }
    return entry;
  }

  private start(key: string, load: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const abort = new AbortController();
    const entry: Entry<T> = { promise: load(abort.signal), abort, loadedAt: undefined, waiting: 0 };
    this.entries.set(key, entry);
    entry.promise.then(
      () => (entry.loadedAt = this.now()),
      () => this.forget(key, entry),
    );
    return entry;
  }

  private forget(key: string, entry: Entry<T>): void {
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }

  private async wait(key: string, entry: Entry<T>, signal: AbortSignal | undefined): Promise<T> {
    entry.waiting++;
    try {
      return await orAborted(entry.promise, signal);
    } finally {
      entry.waiting--;
      if (entry.waiting === 0 && entry.loadedAt === undefined && signal?.aborted) {
        this.forget(key, entry);
        entry.abort.abort();
      }
    }
  }
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(AppError.cancelled());
    if (signal.aborted) return stop();
    // A list for each of many subscriptions may be waited for by one signal, which Node takes for a leak.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
