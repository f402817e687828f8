/** The token service of a registry: `/oauth2/exchange` and `/oauth2/token`. */
import { adminPasswords } from './adminUser';
import { registryAudiences, resourceManagerAudiences, verifyToken } from './authenticate';
import { json } from './errors';
import { grantedScope } from './registryAccess';
import { badRequest, unauthorized } from './registryErrors';
import type { RegistryScope, RegistryToken } from './registryToken';
import { parseScope, readRegistryToken, writeRegistryToken } from './registryToken';
import type { DataCall } from './route';
import type { SandboxResponse } from './types';
import type { SandboxRegistry } from './world';

const refreshTokenHours = 3;
export const accessTokenMinutes = 75;

function form(call: DataCall): URLSearchParams {
  return new URLSearchParams(call.request.body ?? '');
}

/** A Microsoft Entra token for a refresh token. Which audiences are taken is the registry's to say. */
export function exchange(call: DataCall, registry: SandboxRegistry): SandboxResponse {
  const sent = form(call);
  if (!['access_token', 'access_token_refresh_token'].includes(sent.get('grant_type') ?? ''))
    throw badRequest('grant_type is not supported');
  const audiences = registry.armTokens === 'disabled' ? registryAudiences : [...registryAudiences, ...resourceManagerAudiences];
  const verdict = verifyToken(call.world, sent.get('access_token') ?? '', audiences, Date.now());
  if (verdict.kind !== 'good') throw unauthorized(registry.loginServer);
  const refresh_token = write(call, registry, 'refresh', verdict.principal.objectId, []);
  return json(200, { refresh_token });
}

/** A refresh token, the admin user's password or nothing at all, for an access token of what the caller has now: possibly nothing. */
export function issueToken(call: DataCall, registry: SandboxRegistry): SandboxResponse {
  const sent = call.request.method === 'GET' ? call.query : form(call);
  const wanted = sent
    .getAll('scope')
    .flatMap((scopes) => scopes.split(' '))
    .map(parseScope)
    .filter((scope) => scope !== undefined);
  if (sent.get('grant_type') === 'refresh_token') {
    const refresh = readRegistryToken(sent.get('refresh_token') ?? '');
    if (refresh?.kind !== 'refresh' || refresh.aud !== registry.loginServer || refresh.oid === undefined)
      throw unauthorized(registry.loginServer);
    const { oid } = refresh;
    const access = wanted.map((scope) => grantedScope(call.world, registry, oid, scope, call.now)).filter((scope) => scope !== undefined);
    return json(200, { access_token: write(call, registry, 'access', oid, access) });
  }
  if (signsInAsAdmin(call, sent, registry)) return json(200, { access_token: write(call, registry, 'access', undefined, wanted) });
  const open = wanted.map((scope) => grantedScope(call.world, registry, undefined, scope, call.now)).filter((scope) => scope !== undefined);
  if (open.length === 0) throw unauthorized(registry.loginServer, wanted[0]);
  return json(200, { access_token: write(call, registry, 'access', undefined, open) });
}

function signsInAsAdmin(call: DataCall, sent: URLSearchParams, registry: SandboxRegistry): boolean {
  const basic = /^Basic\s+(\S+)$/i.exec(call.request.headers['authorization'] ?? '')?.[1];
  const [user, ...rest] = basic
    ? Buffer.from(basic, 'base64').toString().split(':')
    : [sent.get('username') ?? '', sent.get('password') ?? ''];
  return registry.adminUserEnabled && user === registry.name && adminPasswords(registry).includes(rest.join(':'));
}

function write(
  call: DataCall,
  registry: SandboxRegistry,
  kind: RegistryToken['kind'],
  oid: string | undefined,
  access: readonly RegistryScope[],
): string {
  const hours = kind === 'refresh' ? refreshTokenHours : accessTokenMinutes / 60;
  return writeRegistryToken({
    kind,
    ...(oid === undefined ? {} : { oid }),
    aud: registry.loginServer,
    exp: Math.floor(Date.now() / 1000) + hours * 3600,
    issuedAt: call.now,
    mode: registry.mode,
    access,
  });
}
