import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelineOptions } from '@azure/core-rest-pipeline';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
  RestError,
} from '@azure/core-rest-pipeline';
import type { AdditionalPolicyConfig } from '@azure/core-client';
import { defaultScope } from './defaultScope';
import { present } from './present';

/** Sends one request to Microsoft Graph; `path` is what follows the version. Resolves with the parsed answer, rejects as the SDK does. */
export type Graph = (method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal | undefined) => Promise<unknown>;

export interface GraphOptions {
  /** Address of Microsoft Graph: what tokens are asked for, too. */
  readonly address: string;
  readonly credential: TokenCredential;
  readonly pipeline: PipelineOptions;
  readonly policies: readonly AdditionalPolicyConfig[];
  readonly httpClient?: HttpClient;
}

/** The SDK has no client for it; this is the SDK's pipeline, as its clients build theirs. */
export function graphOf({ address, credential, pipeline: options, policies, httpClient }: GraphOptions): Graph {
  const pipeline = createPipelineFromOptions(options);
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: defaultScope(address) }), { phase: 'Sign' });
  for (const { policy, position } of policies) {
    pipeline.addPolicy(policy, position === 'perRetry' ? { afterPhase: 'Sign' } : {});
  }
  const client = httpClient ?? createDefaultHttpClient();
  return async (method, path, body, signal) => {
    const request = createPipelineRequest({ method, url: `${address}/v1.0/${path}`, ...present({ abortSignal: signal }) });
    request.headers.set('accept', 'application/json');
    if (body !== undefined) {
      request.headers.set('content-type', 'application/json');
      request.body = JSON.stringify(body);
    }
    const response = await pipeline.sendRequest(client, request);
    if (response.status !== 200) {
      throw new RestError(`Microsoft Graph answered ${response.status}.`, { statusCode: response.status, request, response });
    }
    return JSON.parse(response.bodyAsText ?? '') as unknown;
  };
}
