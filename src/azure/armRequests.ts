import type { ServiceClient } from '@azure/core-client';
import type { HttpMethods } from '@azure/core-rest-pipeline';
import { createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { present } from './present';

interface ArmRequest {
  /** From the first slash: a scope and what stands under it. */
  readonly path: string;
  readonly apiVersion: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal | undefined;
}

/**
 * Plain requests to Resource Manager over the SDK's own pipeline: sign-in, claims challenges, retries. For authorization, whose SDK client
 * is a fifth of the whole bundle (93 KB minified, nearly all of it for privileged identity management) and has no operation for the
 * permissions at a subscription.
 */
export class ArmRequests {
  constructor(
    private readonly client: ServiceClient,
    /** Without a trailing slash. */
    private readonly endpoint: string,
  ) {}

  /** The answer's body, parsed. Only a DELETE may be answered without one. Rejects as the SDK does. */
  async send<Body>(method: HttpMethods, { path, apiVersion, query, body, signal }: ArmRequest): Promise<Body> {
    const url = new URL(this.endpoint + path);
    url.search = new URLSearchParams({ ...query, 'api-version': apiVersion }).toString();
    return (await this.sendTo(method, url.href, body, signal)) as Body;
  }

  /** Every item of a list, page after page. */
  async *list<Item>(request: ArmRequest): AsyncGenerator<Item> {
    type Page = { readonly value?: readonly Item[]; readonly nextLink?: string | null };
    let page = await this.send<Page>('GET', request);
    for (;;) {
      yield* page.value ?? [];
      if (!page.nextLink) return;
      page = (await this.sendTo('GET', page.nextLink, undefined, request.signal)) as Page;
    }
  }

  private async sendTo(method: HttpMethods, url: string, body: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    const request = createPipelineRequest({ method, url, ...present({ abortSignal: signal }) });
    request.headers.set('accept', 'application/json');
    if (body !== undefined) {
      request.headers.set('content-type', 'application/json; charset=utf-8');
      request.body = JSON.stringify(body);
    }
    const response: FullResponse = await this.client.sendRequest(request);
    const answered = response.status >= 200 && response.status < 300 && (method === 'DELETE' || response.parsedBody !== undefined);
    if (answered) return response.parsedBody;
    throw new RestError(`${method} was answered ${response.status}.`, { statusCode: response.status, request, response });
  }
}

type FullResponse = Awaited<ReturnType<ServiceClient['sendRequest']>> & { readonly parsedBody?: unknown };
