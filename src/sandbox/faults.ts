/** Faults on demand: what goes wrong between a client and Azure, by match and count. */
import type { SandboxRequest, SandboxResponse } from './types';
import type { World } from './world';

export type FaultKind =
  /** Answers late, by so many milliseconds of the real clock. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Answers with a status of its own; Azure did nothing. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is lost before Azure acted. */
  | { readonly kind: 'resetBefore' }
  /** Azure acted; its answer is lost. */
  | { readonly kind: 'resetAfter' }
  /** No answer until the caller gives up. Azure did nothing. */
  | { readonly kind: 'hang' }
  /** A proxy answers with a page in place of Azure. */
  | { readonly kind: 'htmlBody'; readonly status?: number }
  /** The token is not accepted. */
  | { readonly kind: 'unauthorized' }
  /** Azure accepts, and then knows nothing of the long-running operation that it named. */
  | { readonly kind: 'lostOperation' };

export type Fault = FaultKind & {
  readonly match: { readonly method?: string; readonly path?: RegExp };
  /** How many requests it meets; once, unless given. */
  readonly times?: number;
};

interface Armed {
  readonly fault: Fault;
  left: number;
}

export class Faults {
  private armed: Armed[] = [];

  add(fault: Fault): void {
    this.armed.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.armed = [];
  }

  /** Faults that have not yet met all their requests. */
  get pending(): number {
    return this.armed.length;
  }

  async apply(
    request: SandboxRequest,
    world: World,
    answer: () => Promise<SandboxResponse>,
    signal?: AbortSignal,
  ): Promise<SandboxResponse> {
    const fault = this.take(request);
    if (!fault) return answer();
    switch (fault.kind) {
      case 'delay':
        await waited(fault.ms, signal);
        return answer();
      case 'status':
        return {
          status: fault.status,
          headers: { 'content-type': 'application/json; charset=utf-8', ...fault.headers },
          body: fault.body === undefined ? '' : JSON.stringify(fault.body),
        };
      case 'resetBefore':
        throw connectionReset();
      case 'resetAfter':
        await answer();
        throw connectionReset();
      case 'hang':
        return abortion(signal);
      case 'htmlBody':
        return {
          status: fault.status ?? 502,
          headers: { 'content-type': 'text/html' },
          body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
        };
      case 'unauthorized':
        return {
          status: 401,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'www-authenticate': 'Bearer authorization_uri="https://login.windows.net/", error="invalid_token"',
          },
          body: JSON.stringify({ error: { code: 'InvalidAuthenticationToken', message: 'The access token is invalid.' } }),
        };
      case 'lostOperation': {
        const before = new Set(Object.keys(world.operations));
        const response = await answer();
        for (const id of Object.keys(world.operations)) if (!before.has(id)) delete world.operations[id];
        return response;
      }
    }
  }

  private take(request: SandboxRequest): Fault | undefined {
    const path = new URL(request.url).pathname;
    const found = this.armed.find(
      ({ fault: { match } }) =>
        (match.method === undefined || match.method.toUpperCase() === request.method.toUpperCase()) && (match.path?.test(path) ?? true),
    );
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.armed.splice(this.armed.indexOf(found), 1);
    return found.fault;
  }
}

function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function aborted(): Error {
  return Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' });
}

function waited(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return Promise.race([new Promise<void>((resolve) => setTimeout(resolve, ms)), abortion(signal)]);
}

/** Never resolves; rejects with `AbortError` when the signal says so. */
function abortion(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(aborted());
    else signal?.addEventListener('abort', () => reject(aborted()), { once: true });
  });
}
