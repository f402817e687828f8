import type { HttpMethods } from '@azure/core-rest-pipeline';
import { createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import type { Clients } from './clients';
import { present } from './present';

export interface ArmRequest {
  readonly subscriptionId: string;
  readonly method: HttpMethods;
  /** A resource id or a list's path; or the link of a list's next page, which is asked for as it stands. */
  readonly path: string;
  readonly apiVersion: string;
  /** Beside the api-version; not of a link. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A request to Resource Manager for a type whose SDK is not worth its size: the one for networks has more than a megabyte. It goes the way of
 * every other, with its credentials, retries and time-outs. Resolves with the parsed answer, rejects as the SDK does.
 */
export async function sendToArm(clients: Clients, request: ArmRequest, signal: AbortSignal | undefined): Promise<unknown> {
  const { subscriptionId, method, path, apiVersion, query = {}, body, headers = {} } = request;
  const asked = Object.entries(query).map(([name, value]) => `&${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const url = path.startsWith('/') ? `${clients.resourceManagerAddress}${path}?api-version=${apiVersion}${asked.join('')}` : path;
  const sent = createPipelineRequest({ url, method, ...present({ abortSignal: signal }) });
  sent.headers.set('accept', 'application/json');
  for (const [name, value] of Object.entries(headers)) sent.headers.set(name, value);
  if (body !== undefined) {
    sent.headers.set('content-type', 'application/json');
    sent.body = JSON.stringify(body);
  }
  const response = await clients.resources(subscriptionId).sendRequest(sent);
  if (response.status >= 300) {
    throw new RestError(`Resource Manager answered ${response.status}.`, { statusCode: response.status, request: sent, response });
  }
  return JSON.parse(response.bodyAsText || 'null') as unknown;
}

/** The items of a list, page after page. */
export async function* itemsOfList(
  clients: Clients,
  request: Omit<ArmRequest, 'method'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  for (let path: string | undefined = request.path; path !== undefined;) {
    const page = (await sendToArm(clients, { ...request, method: 'GET', path }, signal)) as Page | null;
    yield* page?.value ?? [];
    path = page?.nextLink;
  }
}

interface Page {
  readonly value?: readonly unknown[];
  readonly nextLink?: string;
}
