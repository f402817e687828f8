import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';
import { RestError } from '@azure/core-rest-pipeline';

const errorBodies = new WeakMap<PipelineRequest, string>();

/**
 * Keeps the bodies of error answers: the SDK's newer clients throw without them (of a failing list, even without Azure's sentence). Refuses a
 * page that a proxy or a hotel's sign-in answers with 200: the SDK would read an empty list out of it.
 */
export const answers: PipelinePolicy = {
  name: 'keylessAnswers',
  async sendRequest(request, next) {
    const response = await next(request);
    const body = response.bodyAsText ?? '';
    if (response.status >= 400 && body !== '') errorBodies.set(request, body);
    if (response.status < 300 && body !== '' && response.headers.get('content-type')?.startsWith('text/html')) {
      throw new RestError('The answer is a page.', { code: RestError.PARSE_ERROR, statusCode: response.status, request, response });
    }
    return response;
  },
};

export function errorBodyOf(request: PipelineRequest): string | undefined {
  return errorBodies.get(request);
}

/**
 * At registries: a 401 that names no service and scope to get a token for comes from a proxy, or is final. The SDK would throw an error
 * without status or body over it. Where it carries a claims challenge the credential is asked once; what it rejects with is what the caller
 * sees. Whether registries send one is not documented. https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function challenges(credential: TokenCredential, scope: string): PipelinePolicy {
  return {
    name: 'keylessChallenges',
    async sendRequest(request, next) {
      const response = await next(request);
      const challenge = response.headers.get('www-authenticate') ?? '';
      if (response.status !== 401 || (/service=/i.test(challenge) && /scope=/i.test(challenge))) return response;
      if (response.bodyAsText) errorBodies.set(request, response.bodyAsText);
      const claims = /error="?insufficient_claims/i.test(challenge) ? /claims="([^"]+)"/i.exec(challenge)?.[1] : undefined;
      if (claims !== undefined) await credential.getToken(scope, { claims: Buffer.from(claims, 'base64').toString() });
      // With the response in it, the policy that signs in would take the error for a challenge again.
      throw new RestError('The registry did not say how to sign in.', { statusCode: 401, request });
    },
  };
}
