import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { RequestLine } from './connectOptions';
import { present } from './present';

/** Tells of every attempt, so it belongs behind the retry policy. */
export function requestLog(log: (line: RequestLine) => void): PipelinePolicy {
  return {
    name: 'keylessRequestLog',
    async sendRequest(request, next) {
      const startedAt = performance.now();
      const { host, pathname } = new URL(request.url);
      const tell = (response?: PipelineResponse): void =>
        log({
          method: request.method,
          host,
          path: pathname,
          ms: Math.round(performance.now() - startedAt),
          ...present({ status: response?.status, requestId: response && requestIdOf(response) }),
        });
      try {
        const response = await next(request);
        tell(response);
        return response;
      } catch (error) {
        tell();
        throw error;
      }
    },
  };
}

/** Registries send only the correlation id. */
export function requestIdOf(response: Pick<PipelineResponse, 'headers'>): string | undefined {
  return response.headers.get('x-ms-request-id') ?? response.headers.get('x-ms-correlation-request-id');
}

/** Without the query. */
export function addressOf({ method, url }: Pick<PipelineRequest, 'method' | 'url'>): string {
  const { host, pathname } = new URL(url);
  return `${method} ${host}${pathname}`;
}
