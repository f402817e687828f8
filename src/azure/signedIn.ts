import { AppError } from '../model/appError';
import { message } from '../model/message';
import type { SignedIn } from './azure';
import { call } from './call';
import { defaultScope } from './defaultScope';
import type { ConnectOptions } from './connectOptions';
import { present } from './present';

/**
 * Who the account's own credential speaks for, read from the claims of its token without verifying it: Azure does that at every request.
 * Claims: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference. Rejects with `SignInFailed` where there is
 * no token, or none that says who it is of.
 */
export function signedIn(options: Pick<ConnectOptions, 'cloud' | 'tenants'>, signal?: AbortSignal): Promise<SignedIn> {
  return call(signal, async () => {
    const token = await options.tenants[0].credential.getToken(
      defaultScope(options.cloud.resourceManagerAudience),
      present({ abortSignal: signal }),
    );
    const claims = readClaims(token?.token ?? '');
    const objectId = text(claims['oid']);
    const tenantId = text(claims['tid']);
    if (!objectId || !tenantId) throw new AppError('SignInFailed', message('error.unauthorized'));
    const name = text(claims['name']) ?? text(claims['upn']) ?? text(claims['unique_name']) ?? text(claims['preferred_username']);
    return { objectId, tenantId, name: name ?? text(claims['appid']) ?? objectId };
  });
}

function readClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
