/** Refusals in the words of the registry protocol: `{"errors": [{code, message, detail}]}`. */
import { json, Refusal } from './errors';
import { callerAddress } from './registryAccess';
import type { RegistryScope } from './registryToken';
import { formatScope } from './registryToken';

function refusal(status: number, code: string, message: string, detail?: unknown, headers: Record<string, string> = {}): Refusal {
  const body = { errors: [{ code, message, ...(detail === undefined ? {} : { detail }) }] };
  return new Refusal(json(status, body, { 'docker-distribution-api-version': 'registry/2.0', ...headers }), `${code}: ${message}`);
}

/** 401 with the challenge that tells where to get a token, and for what. `hadToken`: one was sent, and did not suffice. */
export function unauthorized(server: string, scope?: RegistryScope, hadToken = false): Refusal {
  const challenge =
    `Bearer realm="https://${server}/oauth2/token",service="${server}"` +
    (scope ? `,scope="${formatScope(scope)}"` : '') +
    (hadToken ? ',error="insufficient_scope"' : '');
  const detail = scope?.actions.map((action) => ({ Type: scope.type, Class: '', Name: scope.name, Action: action }));
  const text = 'authentication required, visit https://aka.ms/acr/authorization for more information.';
  return refusal(401, 'UNAUTHORIZED', text, detail, { 'www-authenticate': challenge });
}

export function deniedByFirewall(): Refusal {
  const text = `client with IP '${callerAddress}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`;
  return refusal(403, 'DENIED', text);
}

export function repositoryUnknown(repository: string): Refusal {
  return refusal(404, 'NAME_UNKNOWN', `repository "${repository}" is not found`, { name: repository });
}

export function tagUnknown(repository: string, tag: string): Refusal {
  return refusal(404, 'TAG_UNKNOWN', 'the specified tag does not exist', { Name: repository, Tag: tag });
}

export function manifestUnknown(repository: string, reference: string): Refusal {
  const isDigest = reference.includes(':');
  const text = isDigest
    ? `manifest sha256:${reference.slice('sha256:'.length)} is not found`
    : `manifest tagged by "${reference}" is not found`;
  return refusal(404, 'MANIFEST_UNKNOWN', text, { Name: repository, [isDigest ? 'Digest' : 'Tag']: reference });
}

export function badRequest(text: string): Refusal {
  return refusal(400, 'BAD_REQUEST', text);
}
