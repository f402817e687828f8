/** The sandbox in the network's place: an SDK `HttpClient`, so that the SDK's whole pipeline runs as it does against Azure. */
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { createHttpHeaders, RestError } from '@azure/core-rest-pipeline';
import type { Sandbox } from './sandbox';
import type { SandboxRequest } from './types';

export class SandboxHttpClient implements HttpClient {
  constructor(private readonly sandbox: Pick<Sandbox, 'handle'>) {}

  /** Rejects as the SDK's own client does: `RestError` with code `ECONNRESET`, or `AbortError` when aborted or timed out. */
  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const limits = [
      ...(request.abortSignal ? [toSignal(request.abortSignal)] : []),
      ...(request.timeout > 0 ? [after(request.timeout)] : []),
    ];
    const signal = limits.length === 0 ? undefined : AbortSignal.any(limits);
    if (signal?.aborted) throw aborted();
    // The answer to a request that was aborted meanwhile is of no interest to the caller, though the server has acted.
    const answer = this.sandbox.handle(readRequest(request), signal);
    const response = await (signal ? untilAborted(signal, answer) : answer).catch((error: unknown) => {
      throw lostConnection(error, request);
    });
    return { request, status: response.status, headers: createHttpHeaders(response.headers), bodyAsText: response.body };
  }
}

function readRequest(request: PipelineRequest): SandboxRequest {
  const headers = Object.fromEntries([...request.headers].map(([name, value]) => [name.toLowerCase(), value]));
  const body = bodyText(request);
  return { method: request.method, url: request.url, headers, ...(body === undefined ? {} : { body }) };
}

/** Forms have become text by now: a policy of the pipeline does that. */
function bodyText({ body }: PipelineRequest): string | undefined {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  if (body instanceof ArrayBuffer) return new TextDecoder().decode(new Uint8Array(body));
  if (body !== undefined && body !== null) throw new TypeError('The sandbox takes request bodies of text alone.');
  return undefined;
}

/** The SDK's signals are like the platform's, but need not be the platform's. */
function toSignal(signal: NonNullable<PipelineRequest['abortSignal']>): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort());
  return controller.signal;
}

function after(ms: number): AbortSignal {
  return AbortSignal.timeout(ms);
}

/** Takes its listener away again: Node keeps a signal made of others as long as it has one, and all that hangs on it. */
async function untilAborted<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  let stop = (): void => undefined;
  const abortion = new Promise<never>((_, reject) => {
    stop = () => reject(aborted());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([answer, abortion]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function aborted(): Error {
  return Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' });
}

function lostConnection(error: unknown, request: PipelineRequest): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return error instanceof Error && code === 'ECONNRESET' ? new RestError(error.message, { code, request }) : error;
}
