import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import { AppError } from '../model/appError';
import { message } from '../model/message';

/** Gives a token without asking anybody. Resolves to null where only asking would help. */
export type TokenSource = (scope: string, options: GetTokenOptions) => Promise<AccessToken | null>;

interface Kept {
  readonly token: Promise<AccessToken>;
  readonly until: number;
}

/** Renewed while it is still good, so that no request meets its end. */
const renewBeforeMs = 5 * 60_000;

export interface SilentOptions {
  readonly tenantId: string;
  readonly source: TokenSource;
  /** Whether the source can be given a claims challenge. It answers those that nobody need be asked for; a person may have been asked meanwhile. */
  readonly answersClaims?: boolean;
  /** The challenges that the person has answered. Before, the token that was not enough, given once more, is no answer. */
  readonly answered?: ReadonlySet<string>;
}

/**
 * A credential that never asks. It keeps tokens in memory until they near their end, one request at a time for each audience. A claims challenge
 * drops the token that was not enough; where the source has no other one it rejects with `SignInNeeded`, which says what to ask for.
 */
export class SilentCredential implements TokenCredential {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly options: SilentOptions) {}

  async getToken(scopes: string | string[], options: GetTokenOptions = {}): Promise<AccessToken> {
    const scope = typeof scopes === 'string' ? scopes : (scopes[0] ?? '');
    const { claims, tenantId } = options;
    const kept = this.kept.get(scope);
    if (claims === undefined) {
      if (kept && kept.until > Date.now()) return kept.token;
    } else {
      this.kept.delete(scope);
      if (!this.options.answersClaims) throw signInNeeded(this.options.tenantId, claims);
    }
    // Others wait for the same token: one that loses interest must not take it from them.
    const asked = { ...(claims === undefined ? {} : { claims }), ...(tenantId === undefined ? {} : { tenantId }) };
    const token = this.ask(scope, asked, kept);
    this.kept.set(scope, { token, until: Infinity });
    try {
      const { expiresOnTimestamp } = await token;
      this.kept.set(scope, { token, until: expiresOnTimestamp - renewBeforeMs });
      return await token;
    } catch (error) {
      this.kept.delete(scope);
      throw error;
    }
  }

  private async ask(scope: string, options: GetTokenOptions, before: Kept | undefined): Promise<AccessToken> {
    const { claims } = options;
    const needed = (cause?: unknown): AppError => signInNeeded(this.options.tenantId, claims, cause);
    const token = await this.options.source(scope, options).catch((error: unknown) => {
      throw AppError.is(error, 'SignInNeeded') ? needed(error) : error;
    });
    if (!token) throw needed();
    const { answered } = this.options;
    const isAnswer = claims === undefined || !answered || answered.has(claims) || token.token !== (await textOf(before));
    if (!isAnswer) throw needed();
    return token;
  }
}

async function textOf(kept: Kept | undefined): Promise<string | undefined> {
  return kept?.token.then(
    ({ token }) => token,
    () => undefined,
  );
}

/** Milliseconds since the epoch, of a token that says so itself; where it does not, it is asked for again soon. */
export function expiryOf(token: string): number {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp?: unknown };
    if (typeof claims.exp === 'number') return claims.exp * 1000;
  } catch {
    // Tokens are for the service to read: https://learn.microsoft.com/entra/identity-platform/access-tokens.
  }
  return Date.now() + 2 * renewBeforeMs;
}

export function signInNeeded(tenantId: string, claims?: string, cause?: unknown): AppError {
  return new AppError('SignInNeeded', message('error.signInNeeded'), {
    signIn: { tenantId, ...(claims === undefined ? {} : { claims }) },
    ...(cause === undefined ? {} : { cause }),
  });
}
