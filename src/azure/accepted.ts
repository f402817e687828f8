import type { OperationOptions } from '@azure/core-client';

/**
 * Sends the first request of a long-running operation and no poll: resolves with the body of Azure's first answer once that says yes.
 * The SDK's `begin…` methods would look at the operation once before they return.
 */
export async function accepted(begin: (options: OperationOptions) => Promise<unknown>, signal?: AbortSignal): Promise<string> {
  const polling = new AbortController();
  let body: string | undefined;
  try {
    await begin({
      abortSignal: signal ? AbortSignal.any([signal, polling.signal]) : polling.signal,
      onResponse: (response) => {
        if (body !== undefined || response.status >= 300) return;
        body = response.bodyAsText ?? '';
        polling.abort();
      },
    });
  } catch (error) {
    if (body === undefined) throw error;
  }
  return body ?? '';
}
