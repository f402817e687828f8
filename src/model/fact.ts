import { AppError, isCancelled } from './appError';
import { message } from './message';

/** Something that was read, or could not be. */
export type Fact<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly error: AppError };

export function known<T>(value: T): Fact<T> {
  return { known: true, value };
}

/** Reads; that it can't be read is a fact too. Rejects only where it was cancelled. */
export async function fact<T>(read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await read());
  } catch (error) {
    if (isCancelled(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return {
      known: false,
      error: AppError.is(error) ? error : new AppError('Unknown', message('error.unknown', { message: reason }), { cause: error }),
    };
  }
}
