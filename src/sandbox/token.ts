/** Bearer tokens of the sandbox: shaped as Microsoft Entra's, unsigned, made when they are asked for. */
export interface TokenClaims {
  /** Object id of the principal. */
  readonly oid: string;
  /** Tenant id. */
  readonly tid: string;
  /** What the token is for. */
  readonly aud: string;
  /** Seconds since the epoch, by the real clock: SDKs judge expiry by it. */
  readonly exp: number;
  readonly name?: string;
  /** User principal name, of a person. */
  readonly upn?: string;
  /** Client id, of an application. */
  readonly appid?: string;
  /** What the person did beyond a plain sign-in: https://learn.microsoft.com/entra/identity-platform/developer-guide-conditional-access-authentication-context. */
  readonly acrs?: readonly string[];
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function writeToken(claims: TokenClaims): string {
  return unsigned(claims);
}

/** A JSON web token that nobody signed. */
export function unsigned(claims: object): string {
  return [encode({ typ: 'JWT', alg: 'none' }), encode(claims), ''].join('.');
}

/** Undefined where the text is no token of ours. */
export function readToken(token: string): TokenClaims | undefined {
  const part = token.split('.')[1];
  if (!part) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(part, 'base64url').toString()) as Partial<TokenClaims>;
    const { oid, tid, aud, exp, acrs } = claims;
    if (typeof oid !== 'string' || typeof tid !== 'string' || typeof aud !== 'string' || typeof exp !== 'number') return undefined;
    return { oid, tid, aud, exp, ...(Array.isArray(acrs) ? { acrs } : {}) };
  } catch {
    return undefined;
  }
}
