import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/**
 * Finds hosts below `localhost`: registries of a cloud on this machine. They are this machine (RFC 6761, section 6.3), but many a resolver does not
 * know; so the connection is made to `localhost`, under the name that was asked for. It belongs behind every other policy.
 */
export const loopback: PipelinePolicy = {
  name: 'keylessLoopback',
  async sendRequest(request, next) {
    const url = new URL(request.url);
    if (!url.hostname.endsWith('.localhost')) return next(request);
    const asked = request.url;
    request.headers.set('host', url.host);
    url.hostname = 'localhost';
    request.url = url.toString();
    try {
      return await next(request);
    } finally {
      request.url = asked;
      request.headers.delete('host');
    }
  },
};
