import { AppError } from '../model/appError';
import { toAppError } from './errors';

/**
 * Runs one piece of work with the SDK: what it throws becomes an `AppError`, and an aborted signal ends it at once with `Cancelled`, also
 * where the SDK does not pass the signal on (token exchange, later pages of its newer clients).
 */
export async function call<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal?.aborted) throw AppError.cancelled();
  try {
    return await (signal ? untilAborted(signal, work) : work());
  } catch (error) {
    throw toAppError(error);
  }
}

async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(AppError.cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** All items of a paged list, parsed; asks for no further page once the signal is aborted. */
export async function collect<Item, Parsed>(
  signal: AbortSignal | undefined,
  list: () => AsyncIterable<Item>,
  parse: (item: Item) => Parsed,
): Promise<readonly Parsed[]> {
  return call(signal, async () => {
    const parsed: Parsed[] = [];
    for await (const item of list()) {
      if (signal?.aborted) throw AppError.cancelled();
      parsed.push(parse(item));
    }
    return parsed;
  });
}
