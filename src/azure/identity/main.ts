/** Entry of the bundle that holds `@azure/identity`: every way to sign in but VS Code's own accounts. */
import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { DeviceCodeInfo } from '@azure/identity';
import { AzureCliCredential, ClientSecretCredential, DefaultAzureCredential } from '@azure/identity';
import { AppError } from '../../model/appError';
import type { Cloud } from '../../model/cloud';
import { clouds } from '../../model/cloud';
import { message } from '../../model/message';
import type { Account, SignInRequest } from '../account';
import { defaultScope } from '../defaultScope';
import { perTenant } from '../perTenant';
import { SilentCredential, signInNeeded } from '../silentCredential';
import { DeviceCodes } from './deviceCodes';

export type IdentityWay =
  /** Whoever is signed in to the Azure CLI. */
  | { readonly kind: 'azureCli' }
  /** Environment, workload identity, managed identity, developer tools: what `DefaultAzureCredential` finds. */
  | { readonly kind: 'default' }
  | { readonly kind: 'deviceCode'; readonly tenantId?: string; readonly prompt: (code: DeviceCode) => void }
  | { readonly kind: 'servicePrincipal'; readonly tenantId: string; readonly clientId: string; readonly secret: string };

export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
}

/** Any account of a tenant of an organization: https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints. */
const anyOrganization = 'organizations';
const everyTenant = ['*'];
/** The library keeps tokens of either kind apart: whoever asks for both signs in twice. This kind lets services ask for more (claims challenges). */
const continuous = { enableCae: true } as const;

/** Opens a way to sign in. Nothing is sent before a token is asked for. */
export function openAccount(way: IdentityWay, cloud: Cloud, network: { readonly httpClient?: HttpClient } = {}): Account {
  const authority = {
    ...network,
    authorityHost: cloud.authority,
    // Microsoft's list of authorities does not know any other cloud.
    disableInstanceDiscovery: !clouds.some(({ name }) => name === cloud.name),
  };
  switch (way.kind) {
    case 'azureCli': {
      // One token is one run of `az`.
      const credential = (tenantId: string | undefined): TokenCredential =>
        new AzureCliCredential(tenantId === undefined ? {} : { tenantId });
      return account('azureCli', 'Azure CLI', (tenantId) => silently(credential(tenantId), tenantId, false));
    }
    case 'default': {
      const credential = new DefaultAzureCredential({ ...authority, additionallyAllowedTenants: everyTenant });
      return account('default', 'DefaultAzureCredential', (tenantId) => silently(credential, tenantId, true));
    }
    case 'servicePrincipal': {
      const { tenantId: home, clientId, secret } = way;
      const options = { ...authority, additionallyAllowedTenants: everyTenant };
      const credential = new ClientSecretCredential(home, clientId, secret, options);
      return account(`${home}/${clientId}`, clientId, (tenantId = home) => silently(credential, tenantId, true));
    }
    case 'deviceCode': {
      const home = way.tenantId ?? anyOrganization;
      const answered = new Set<string>();
      const codes = new DeviceCodes(home, {
        ...authority,
        disableAutomaticAuthentication: true,
        userPromptCallback: ({ userCode, verificationUri }: DeviceCodeInfo) => way.prompt({ userCode, verificationUri }),
      });
      const ask = async ({ tenantId = home, claims }: SignInRequest, signal: AbortSignal): Promise<void> => {
        const options = { ...continuous, abortSignal: signal, ...(claims === undefined ? {} : { claims }) };
        await codes.signIn(tenantId, defaultScope(cloud.resourceManagerAudience), options).catch((error: unknown) => {
          throw signal.aborted ? AppError.cancelled() : signInFailed(error, tenantId);
        });
        if (claims !== undefined) answered.add(claims);
      };
      return {
        ...account('deviceCode', 'Device code', (tenantId = home) => silently(codes.inTenant(tenantId), tenantId, true, answered)),
        ask,
      };
    }
  }
}

function account(key: string, label: string, credential: Account['credential']): Account {
  return { key, label, credential: perTenant(credential) };
}

function silently(
  credential: TokenCredential,
  tenantId: string | undefined,
  answersClaims: boolean,
  answered?: ReadonlySet<string>,
): TokenCredential {
  const source = async (scope: string, options: GetTokenOptions): Promise<AccessToken | null> => {
    const asked = { ...options, ...continuous, ...(tenantId === undefined ? {} : { tenantId }) };
    return credential.getToken(scope, asked).catch((error: unknown) => {
      throw toSignInError(error, tenantId ?? '');
    });
  };
  return new SilentCredential({ tenantId: tenantId ?? '', source, answersClaims, ...(answered ? { answered } : {}) });
}

/** What the library's errors mean, by name: https://learn.microsoft.com/javascript/api/@azure/identity. */
function toSignInError(error: unknown, tenantId: string): AppError {
  if (!(error instanceof Error)) return signInFailed(error, tenantId);
  const isAsked =
    error.name === 'AuthenticationRequiredError' || /AADSTS(50076|50079|50078|700082|70043|50173|50158)\b|'az login'/.test(error.message);
  if (isAsked) return signInNeeded(tenantId, undefined, error);
  return signInFailed(error, tenantId);
}

function signInFailed(error: unknown, tenantId: string): AppError {
  // The library's word for an authority that has no such tenant, or does not answer.
  if (error instanceof Error && /endpoints_resolution_error|AADSTS90002/.test(error.message)) {
    return new AppError('SignInFailed', message('error.signInTenantUnknown', { tenantId }), { cause: error });
  }
  const reason = firstSentence(error instanceof Error ? error.message : String(error));
  return new AppError('SignInFailed', message('error.signInFailed', { reason }), { cause: error });
}

/** Entra adds trace ids and times on further lines; a chain of credentials lists what each one said. */
function firstSentence(text: string): string {
  const [first = ''] = text.split(/\r?\n| Trace ID:/);
  return first.trim().replace(/\.$/, '');
}
