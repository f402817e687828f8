/**
 * The part of Microsoft Entra that clients need to sign in: discovery, client credentials, device code, refresh token.
 * Sources: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow, …/v2-oauth2-device-code, …/v2-protocols-oidc,
 * …/reference-error-codes; the forms under `/adfs`: https://learn.microsoft.com/windows-server/identity/ad-fs/overview/ad-fs-openid-connect-oauth-flows-scenarios.
 */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { publicCloud } from '../../model/cloud';
import { graphAudiences, registryAudiences, resourceManagerAudiences, tenantOf } from '../authenticate';
import { json } from '../errors';
import { unsigned, writeToken } from '../token';
import type { SandboxRequest, SandboxResponse } from '../types';
import type { SandboxPrincipal, World } from '../world';

export interface Application {
  readonly clientId: string;
  readonly secret: string;
  readonly objectId: string;
}

interface DeviceGrant {
  readonly userCode: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly expiresAt: number;
  state: 'pending' | 'approved' | 'declined';
}

/** Whose sign-in it is that a refresh token carries on. */
interface SignedIn {
  /** Object id in the person's own tenant. */
  readonly home: string;
  readonly hasSecondFactor: boolean;
}

const lifetimeSeconds = 3600;
const deviceSeconds = 900;
/** What there are tokens for. */
const audiences: readonly string[] = [...resourceManagerAudiences, ...registryAudiences, ...graphAudiences];
/** Names that stand for any tenant: https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints. */
const anyTenant: readonly string[] = ['organizations', 'common', 'adfs'];

export class OAuth {
  private readonly grants = new Map<string, DeviceGrant>();
  private readonly refreshTokens = new Map<string, SignedIn>();

  constructor(
    private readonly world: () => World,
    /** Of this server: audiences that name it are the public cloud's. */
    private readonly origin: string,
    private readonly application: Application,
  ) {}

  /** Undefined where the path is none of its own. */
  handle(request: SandboxRequest): SandboxResponse | undefined {
    const url = new URL(request.url);
    const path = url.pathname.replace(/\/{2,}/g, '/');
    if (path === '/device') return this.devicePage(request);
    if (/^\/(common|[^/]+)\/discovery\/(instance|v2\.0\/keys|keys)$/.test(path))
      return json(200, path.endsWith('instance') ? this.instance() : { keys: [] });
    const discovery = /^\/([^/]+)\/(v2\.0\/)?\.well-known\/openid-configuration$/.exec(path);
    if (discovery) return this.inTenant(discovery[1] ?? '', (tenantId) => json(200, this.configuration(discovery[1] ?? '', tenantId)));
    const endpoint = /^\/([^/]+)\/(?:[^/]+\/)?oauth2\/(?:v2\.0\/)?(token|devicecode)\/?$/.exec(path);
    if (!endpoint) return undefined;
    if (request.method !== 'POST')
      return json(405, { error: 'invalid_request', error_description: 'AADSTS900561: The endpoint only accepts POST requests.' });
    const form = new URLSearchParams(request.body ?? '');
    return this.inTenant(endpoint[1] ?? '', (tenantId) =>
      endpoint[2] === 'token' ? this.token(form, tenantId) : this.device(form, tenantId),
    );
  }

  private inTenant(tenant: string, answer: (tenantId: string) => SandboxResponse): SandboxResponse {
    const { tenantId, otherTenants } = this.world();
    const name = tenant.toLowerCase();
    if (anyTenant.includes(name) || name === tenantId) return answer(tenantId);
    if (otherTenants?.[name]) return answer(name);
    const text = `AADSTS90002: Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
    return failure(400, 'invalid_request', 90002, text);
  }

  private configuration(tenant: string, tenantId: string): object {
    const isAdfs = tenant === 'adfs';
    const base = `${this.origin}/${tenant}`;
    const v2 = isAdfs ? '' : '/v2.0';
    return {
      issuer: isAdfs ? base : `${this.origin}/${tenantId}/v2.0`,
      authorization_endpoint: `${base}/oauth2${v2}/authorize`,
      token_endpoint: `${base}/oauth2${v2}/token`,
      device_authorization_endpoint: `${base}/oauth2${v2}/devicecode`,
      jwks_uri: `${base}/discovery${v2}/keys`,
      response_types_supported: ['code', 'id_token', 'token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'name', 'tid', 'oid', 'preferred_username'],
    };
  }

  private instance(): object {
    const { host } = new URL(this.origin);
    return {
      tenant_discovery_endpoint: `${this.origin}/${this.world().tenantId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    };
  }

  private token(form: URLSearchParams, tenantId: string): SandboxResponse {
    const audience = this.audience(form);
    if (audience !== '' && !audiences.includes(audience)) {
      const text = `AADSTS500011: The resource principal named ${audience} was not found in the tenant named ${this.tenantName(tenantId)}.`;
      return failure(400, 'invalid_resource', 500011, text);
    }
    switch (form.get('grant_type')) {
      case 'client_credentials':
        return this.clientCredentials(form, tenantId);
      case 'refresh_token':
        return this.refresh(form, tenantId);
      case 'device_code':
      case 'urn:ietf:params:oauth:grant-type:device_code':
        return this.redeem(form, tenantId);
      default:
        return failure(
          400,
          'unsupported_grant_type',
          70003,
          `AADSTS70003: The app requested an unsupported grant type '${form.get('grant_type')}'.`,
        );
    }
  }

  private clientCredentials(form: URLSearchParams, tenantId: string): SandboxResponse {
    const clientId = form.get('client_id') ?? '';
    if (clientId.toLowerCase() !== this.application.clientId || tenantId !== this.world().tenantId) {
      return failure(
        400,
        'unauthorized_client',
        700016,
        `AADSTS700016: Application with identifier '${clientId}' was not found in the directory '${this.tenantName(tenantId)}'.`,
      );
    }
    if (!sameSecret(form.get('client_secret') ?? '', this.application.secret)) {
      const text = `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;
      return failure(401, 'invalid_client', 7000215, text);
    }
    return json(200, this.accessToken(form, this.principal(this.application.objectId), false));
  }

  private device(form: URLSearchParams, tenantId: string): SandboxResponse {
    const code = randomBytes(24).toString('base64url');
    const userCode = randomBytes(6).toString('hex').slice(0, 9).toUpperCase();
    const grant: DeviceGrant = {
      userCode,
      tenantId,
      clientId: form.get('client_id') ?? '',
      expiresAt: Date.now() + deviceSeconds * 1000,
      state: 'pending',
    };
    this.grants.set(code, grant);
    const page = `${this.origin}/device`;
    return json(200, {
      user_code: userCode,
      device_code: code,
      verification_uri: page,
      verification_url: page,
      expires_in: deviceSeconds,
      interval: 1,
      message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
    });
  }

  private redeem(form: URLSearchParams, tenantId: string): SandboxResponse {
    const code = form.get('device_code') ?? form.get('code') ?? '';
    const grant = this.grants.get(code);
    if (!grant || grant.clientId !== form.get('client_id') || grant.tenantId !== tenantId)
      return failure(400, 'invalid_grant', 70000, 'AADSTS70000: The provided device code is not valid.');
    if (grant.expiresAt <= Date.now())
      return failure(400, 'expired_token', 70020, 'AADSTS70020: The provided value for the device code has expired.');
    if (grant.state === 'pending')
      return failure(
        400,
        'authorization_pending',
        70016,
        'AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
      );
    if (grant.state === 'declined')
      return failure(400, 'authorization_declined', 70018, 'AADSTS70018: The end user denied the authorization request.');
    this.grants.delete(code);
    // Who is asked gives a second factor where one is wanted.
    return this.person(form, tenantId, { home: this.world().signedIn, hasSecondFactor: this.wantsSecondFactor(form, tenantId) });
  }

  private refresh(form: URLSearchParams, tenantId: string): SandboxResponse {
    const signedIn = this.refreshTokens.get(form.get('refresh_token') ?? '');
    if (signedIn === undefined)
      return failure(400, 'invalid_grant', 70043, 'AADSTS70043: The refresh token has expired or is invalid. Sign in again.');
    if (this.wantsSecondFactor(form, tenantId) && !signedIn.hasSecondFactor) {
      const text =
        'AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use ' +
        `multi-factor authentication to access '${this.audience(form)}'.`;
      return failure(400, 'interaction_required', 50076, text);
    }
    return this.person(form, tenantId, signedIn);
  }

  private wantsSecondFactor(form: URLSearchParams, tenantId: string): boolean {
    return this.world().otherTenants?.[tenantId]?.needsSecondFactor === true || demandedContexts(form).length > 0;
  }

  /** What a person gets: a token, one to renew it by, and who they are. */
  private person(form: URLSearchParams, tenantId: string, signedIn: SignedIn): SandboxResponse {
    const { home, hasSecondFactor } = signedIn;
    const homeTenant = this.world().tenantId;
    const guests = Object.values(this.world().principals);
    const principal =
      tenantId === homeTenant ? this.principal(home) : guests.find(({ guest }) => guest?.home === home && guest.tenantId === tenantId);
    if (!principal) {
      const text =
        `AADSTS50020: User account '${this.principal(home).signInName}' from identity provider '${this.origin}/${homeTenant}/' does not exist ` +
        `in tenant '${this.tenantName(tenantId)}' and cannot access the application '${form.get('client_id') ?? ''}' in that tenant.`;
      return failure(400, 'invalid_grant', 50020, text);
    }
    const refreshToken = randomBytes(32).toString('base64url');
    this.refreshTokens.set(refreshToken, signedIn);
    const { name, signInName, objectId } = principal;
    const now = Math.floor(Date.now() / 1000);
    const idToken = {
      aud: form.get('client_id') ?? '',
      iss: `${this.origin}/${tenantId}/v2.0`,
      iat: now,
      nbf: now,
      exp: now + lifetimeSeconds,
      name,
      oid: objectId,
      preferred_username: signInName,
      sub: objectId,
      tid: tenantId,
      ver: '2.0',
    };
    return json(200, {
      ...this.accessToken(form, principal, hasSecondFactor),
      scope: form.get('scope') ?? '',
      refresh_token: refreshToken,
      id_token: unsigned(idToken),
      client_info: Buffer.from(JSON.stringify({ uid: home, utid: homeTenant })).toString('base64url'),
    });
  }

  private accessToken(form: URLSearchParams, principal: SandboxPrincipal, hasSecondFactor: boolean): Record<string, unknown> {
    const { kind, name, signInName, objectId } = principal;
    const exp = Math.floor(Date.now() / 1000) + lifetimeSeconds;
    const who = kind === 'User' ? { name, upn: signInName } : { appid: signInName };
    const acrs = hasSecondFactor ? demandedContexts(form) : [];
    const more = acrs.length > 0 ? { ...who, acrs } : who;
    const token = writeToken({ oid: objectId, tid: tenantOf(this.world(), principal), aud: this.audience(form), exp, ...more });
    return { token_type: 'Bearer', expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds, access_token: token };
  }

  /** Of version 1 (`resource`) or 2 (`scope`). This server's own address is what the public cloud's are. */
  private audience(form: URLSearchParams): string {
    const scopes = (form.get('scope') ?? '')
      .split(' ')
      .filter((scope) => !['openid', 'profile', 'offline_access', 'email', ''].includes(scope));
    const named = (form.get('resource') ?? scopes[0] ?? '').replace(/\/(\.default|user_impersonation)$/, '').replace(/\/+$/, '');
    if (named === `${this.origin}/graph`) return publicCloud.graph ?? '';
    return named === this.origin ? publicCloud.resourceManagerAudience : named;
  }

  private tenantName(tenantId: string): string {
    return this.world().otherTenants?.[tenantId]?.name ?? this.world().name;
  }

  private principal(objectId: string): SandboxPrincipal {
    const principal = this.world().principals[objectId];
    if (!principal) throw new Error(`The world has no principal ${objectId}.`);
    return principal;
  }

  /** Where a person enters the code; who they are is the one whom the sandbox was started as. */
  private devicePage(request: SandboxRequest): SandboxResponse {
    const form = new URLSearchParams(request.body ?? '');
    const code = (form.get('code') ?? '').trim().toUpperCase();
    const grant = [...this.grants.values()].find(({ userCode, state }) => userCode === code && state === 'pending');
    const { name } = this.principal(this.world().signedIn);
    if (request.method !== 'POST') return page(200, codeForm(name, ''));
    if (!grant) return page(400, codeForm(name, 'This code is not known, or was used already.'));
    grant.state = form.get('answer') === 'decline' ? 'declined' : 'approved';
    return page(
      200,
      `<p>${grant.state === 'approved' ? `You are signed in as ${escapeHtml(name)}.` : 'You declined.'} You can close this page.</p>`,
    );
  }
}

/**
 * The authentication contexts that a request demands in its parameter `claims`; they are had by a second factor. Clients send the parameter for
 * other things too: https://learn.microsoft.com/entra/identity-platform/claims-challenge.
 */
function demandedContexts(form: URLSearchParams): readonly string[] {
  const acrs = contextsIn(form.get('claims'));
  return [...(acrs?.value === undefined ? [] : [acrs.value]), ...(acrs?.values ?? [])];
}

function contextsIn(claims: string | null): { readonly value?: string; readonly values?: readonly string[] } | undefined {
  try {
    return (JSON.parse(claims ?? '{}') as { access_token?: { acrs?: { value?: string; values?: string[] } } } | null)?.access_token?.acrs;
  } catch {
    return undefined;
  }
}

function codeForm(name: string, problem: string): string {
  return `<form method="post" action="/device"><p>${problem}</p><p>You are ${escapeHtml(name)}.</p>
<label>Code <input name="code" autofocus autocomplete="off"></label>
<button name="answer" value="approve">Sign in</button> <button name="answer" value="decline">Decline</button></form>`;
}

function page(status: number, content: string): SandboxResponse {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in to the sandbox</title><h1>Sandbox</h1>${content}</html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function sameSecret(sent: string, secret: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function failure(status: number, error: string, code: number, text: string): SandboxResponse {
  const trace = randomUUID();
  const timestamp = new Date().toISOString().replace('T', ' ').replace(/\..*$/, 'Z');
  const description = `${text} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: ${timestamp}`;
  return json(status, { error, error_description: description, error_codes: [code], timestamp, trace_id: trace, correlation_id: trace });
}
