import { Agent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';

const address = { address: '127.0.0.1', family: 4 } as const;

/** `*.localhost` is this machine (RFC 6761, section 6.3), whatever the resolver thinks of it. */
const lookup: LookupFunction = (_name, options, done) =>
  options.all ? done(null, [address]) : done(null, address.address, address.family);

/** Finds hosts below `localhost`: registries of a cloud on this machine. */
export function loopback(): PipelinePolicy {
  let agent: Agent | undefined;
  return {
    name: 'keylessLoopback',
    sendRequest(request, next) {
      if (new URL(request.url).hostname.endsWith('.localhost')) request.agent ??= agent ??= new Agent({ lookup, keepAlive: true });
      return next(request);
    },
  };
}
