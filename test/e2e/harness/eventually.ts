import { setTimeout as delay } from 'node:timers/promises';

/** Repeats a check until it no longer throws; after `limit` milliseconds its last error is the test's. */
export async function eventually<T>(check: () => Promise<T> | T, limit = 20_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await delay(50);
    }
  }
}
