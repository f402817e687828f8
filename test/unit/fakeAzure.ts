import type { AccessToken, TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { createHttpHeaders, RestError } from '@azure/core-rest-pipeline';
import type { Azure } from '../../src/azure/azure';
import type { ConnectOptions } from '../../src/azure/connectOptions';
import { connect } from '../../src/azure/main';
import { publicCloud } from '../../src/model/cloud';

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, unless it is a text. */
  readonly body?: unknown;
  /** Takes the connection away instead, as Node names the reason. */
  readonly lost?: string;
  /** Never answers: only an aborted signal ends the request. */
  readonly silent?: boolean;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string | undefined;
  readonly authorization: string | undefined;
}

/** An `HttpClient` that answers what a test tells it, in order, and remembers what it was asked. The last answer repeats. */
/** `credential` is for the one tenant there is, unless `tenants` are given. */
export type FakeOptions = Partial<ConnectOptions> & { readonly credential?: TokenCredential };

export class FakeAzure implements HttpClient {
  readonly seen: SeenRequest[] = [];
  private readonly answers: FakeAnswer[];

  constructor(...answers: FakeAnswer[]) {
    this.answers = answers;
  }

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    if (request.abortSignal?.aborted) throw new DOMException('Aborted.', 'AbortError');
    const url = new URL(request.url);
    const answer = this.answers[Math.min(this.seen.length, this.answers.length - 1)] ?? {};
    this.seen.push({
      method: request.method,
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      body: typeof request.body === 'string' ? request.body : undefined,
      authorization: request.headers.get('authorization'),
    });
    if (answer.silent) await neverUnless(request.abortSignal);
    if (answer.lost !== undefined) throw new RestError(`connect ${answer.lost}`, { code: answer.lost, request });
    const text = answer.body === undefined ? '' : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    const headers = createHttpHeaders({ 'content-type': 'application/json; charset=utf-8', ...answer.headers });
    return { request, status: answer.status ?? 200, headers, bodyAsText: text };
  }

  connect({ credential = credentialOf({ oid: 'me', tid: 'tenant', name: 'Me' }), ...options }: FakeOptions = {}): Azure {
    return connect({
      cloud: publicCloud,
      tenants: [{ tenantId: 'tenant', credential }],
      httpClient: this,
      retry: { maxRetries: 2, retryDelayMs: 1, maxRetryDelayMs: 2 },
      pollIntervalMs: 1,
      userAgent: 'test/1',
      ...options,
    });
  }
}

/** A token with these claims, made when it is asked for. */
export function credentialOf(claims: Readonly<Record<string, unknown>>): TokenCredential {
  return { getToken: () => Promise.resolve(tokenOf(claims)) };
}

export function tokenOf(claims: Readonly<Record<string, unknown>>): AccessToken {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = [encode({ alg: 'none' }), encode({ exp: Math.floor(Date.now() / 1000) + 3600, ...claims }), 'x'].join('.');
  return { token, expiresOnTimestamp: Date.now() + 3_600_000 };
}

function neverUnless(signal: PipelineRequest['abortSignal']): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('Aborted.', 'AbortError')));
  });
}
