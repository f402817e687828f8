/** Whether a request's token is good, and whose it is. */
import { publicCloud } from '../model/cloud';
import type { Refusal } from './errors';
import { refuse } from './errors';
import { readToken } from './token';
import type { SandboxPrincipal, World } from './world';

/** Resource Manager's own, and the older name that `az` still asks for. */
export const resourceManagerAudiences: readonly string[] = [publicCloud.resourceManagerAudience, 'https://management.core.windows.net'];
/** Registries' own. Whether a registry also takes a Resource Manager token is for the registry to say. */
export const registryAudiences: readonly string[] = [publicCloud.registryAudience];

/** Microsoft Graph's: its addresses, Azure's and the sandbox's. */
export const graphAudiences: readonly string[] = ['https://graph.microsoft.com', 'https://graph.sandbox.invalid'];

/** The authentication context that Resource Manager demands of writes, in the claim `acrs` of a token. */
const secondFactor = 'p1';

export type TokenVerdict =
  | { readonly kind: 'good'; readonly principal: SandboxPrincipal; readonly audience: string; readonly hasSecondFactor: boolean }
  | { readonly kind: 'malformed' | 'unknownPrincipal' | 'wrongTenant' }
  | { readonly kind: 'expired'; readonly at: Date }
  | { readonly kind: 'wrongAudience'; readonly audience: string };

/** Judges a token. Expiry is by the real clock (`realNow`, milliseconds), since clients judge it by theirs. */
export function verifyToken(world: World, token: string, audiences: readonly string[], realNow: number): TokenVerdict {
  const claims = readToken(token);
  if (!claims) return { kind: 'malformed' };
  const audience = claims.aud.replace(/\/+$/, '');
  if (!audiences.includes(audience)) return { kind: 'wrongAudience', audience: claims.aud };
  if (claims.exp * 1000 <= realNow) return { kind: 'expired', at: new Date(claims.exp * 1000) };
  if (claims.tid !== world.tenantId && !world.otherTenants?.[claims.tid]) return { kind: 'wrongTenant' };
  const principal = world.principals[claims.oid];
  if (!principal || tenantOf(world, principal) !== claims.tid) return { kind: 'unknownPrincipal' };
  return { kind: 'good', principal, audience, hasSecondFactor: claims.acrs?.includes(secondFactor) ?? false };
}

/** Of the directory that knows them by this object id. */
export function tenantOf(world: World, { guest }: SandboxPrincipal): string {
  return guest?.tenantId ?? world.tenantId;
}

/** The principal of a Resource Manager request. Throws the 401 that Resource Manager answers with. */
export function authenticate(world: World, authorization: string | undefined, method: string, realNow: number): SandboxPrincipal {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!token) {
    throw unauthorized(
      'AuthenticationFailed',
      "Authentication failed. The 'Authorization' header is missing.",
      "The authentication failed because of missing 'Authorization' header.",
    );
  }
  const verdict = verifyToken(world, token, resourceManagerAudiences, realNow);
  switch (verdict.kind) {
    case 'good':
      if (demandsSecondFactor(world, verdict.principal, method) && !verdict.hasSecondFactor) throw secondFactorNeeded();
      return verdict.principal;
    case 'expired': {
      const times = `The access token expiry UTC time '${utc(verdict.at)}' is earlier than current UTC time '${utc(new Date(realNow))}'.`;
      throw unauthorized('ExpiredAuthenticationToken', times, 'The access token has expired.');
    }
    case 'wrongAudience': {
      const allowed = resourceManagerAudiences.flatMap((audience) => [`${audience}/`, audience]);
      const text =
        `The access token has been obtained for wrong audience or resource '${verdict.audience}'. ` +
        `It should exactly match with one of the allowed audiences ${allowed.map((audience) => `'${audience}'`).join(',')}.`;
      throw unauthorized('InvalidAuthenticationTokenAudience', text, 'The access token has been obtained for wrong audience.');
    }
    case 'wrongTenant':
      throw wrongIssuer();
    case 'malformed':
    case 'unknownPrincipal':
      throw unauthorized('InvalidAuthenticationToken', 'The access token is invalid.', 'Could not validate the access token.');
  }
}

/** The same at Microsoft Graph, in its words: https://learn.microsoft.com/graph/errors. */
export function authenticateAtGraph(world: World, authorization: string | undefined, realNow: number): SandboxPrincipal {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  const verdict = verifyToken(world, token ?? '', graphAudiences, realNow);
  if (verdict.kind === 'good') return verdict.principal;
  const text =
    token === undefined
      ? 'Access token is empty.'
      : verdict.kind === 'expired'
        ? 'Lifetime validation failed, the token is expired.'
        : 'Access token validation failure.';
  throw refuse(401, 'InvalidAuthenticationToken', text);
}

/** Not to read, and not of applications. Whether Azure demands it of a `POST` is not documented. https://learn.microsoft.com/entra/identity/authentication/concept-mandatory-multifactor-authentication. */
function demandsSecondFactor(world: World, { kind }: SandboxPrincipal, method: string): boolean {
  return world.writesNeedSecondFactor === true && kind === 'User' && ['PUT', 'PATCH', 'DELETE'].includes(method.toUpperCase());
}

/** The token of another tenant than the one that a subscription is in. */
export function wrongIssuer(): Refusal {
  return unauthorized(
    'InvalidAuthenticationTokenTenant',
    'The access token is from the wrong issuer. It must match the tenant associated with this subscription.',
    'The access token is from the wrong issuer.',
  );
}

/** With the challenge that says how to get a token that will do: https://learn.microsoft.com/entra/identity-platform/claims-challenge. */
function secondFactorNeeded(): Refusal {
  const claims = Buffer.from(JSON.stringify({ access_token: { acrs: { essential: true, values: [secondFactor] } } })).toString('base64');
  const challenge =
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", ' +
    `error="insufficient_claims", claims="${claims}"`;
  const text = 'Resource was disallowed by policy. Reasons: MFA is required. See error details for policy resource IDs.';
  return refuse(401, 'RequestDisallowedByPolicy', text, {}, { 'www-authenticate': challenge });
}

function utc(date: Date): string {
  return date.toLocaleString('en-US', { timeZone: 'UTC' }).replace(',', '');
}

function unauthorized(code: string, text: string, description: string): Refusal {
  const challenge = `Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="${description}"`;
  return refuse(401, code, text, {}, { 'www-authenticate': challenge, 'x-ms-failure-cause': 'gateway' });
}
