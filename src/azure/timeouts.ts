import type { PipelinePolicy, PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import { AppError } from '../model/appError';
import { message } from '../model/message';
import { addressOf } from './requestLog';

/**
 * Ends a try whose answer is not there, whole, after so many milliseconds; to be put behind the retry policy. Such a read is tried once more,
 * a write is not: Azure may have acted on it. Then it rejects with `Timeout`.
 *
 * `request.timeout` would not do: the SDK's client for Node counts it up to the answer's headers, and throws what it throws for a caller's
 * abort.
 */
export function timeouts(ms: number): PipelinePolicy {
  const triedAgain = new WeakSet<PipelineRequest>();
  return {
    name: 'keylessTimeouts',
    async sendRequest(request, next) {
      for (;;) {
        const response = await within(ms, request, next);
        if (response) return response;
        if (!isRead(request) || triedAgain.has(request)) throw timedOut(ms, request);
        triedAgain.add(request);
      }
    },
  };
}

/** Undefined where the time was over first. */
async function within(ms: number, request: PipelineRequest, next: SendRequest): Promise<PipelineResponse | undefined> {
  const { abortSignal } = request;
  const attempt = new AbortController();
  const stop = (): void => attempt.abort();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, ms);
  if (abortSignal?.aborted) stop();
  abortSignal?.addEventListener('abort', stop);
  request.abortSignal = attempt.signal;
  try {
    return await next(request);
  } catch (error) {
    if (late && !abortSignal?.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    abortSignal?.removeEventListener('abort', stop);
    if (abortSignal) request.abortSignal = abortSignal;
    else delete request.abortSignal;
  }
}

function isRead({ method }: PipelineRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function timedOut(ms: number, request: PipelineRequest): AppError {
  return new AppError('Timeout', message('error.timeout', { seconds: Math.ceil(ms / 1000) }), { detail: addressOf(request) });
}
