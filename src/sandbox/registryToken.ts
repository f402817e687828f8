/** Tokens of a registry's own token service: shaped as real ones, unsigned, made when they are asked for. */
import { asObject } from './field';

/** What a token allows: `repository`/`web/storefront`/`pull`, or `registry`/`catalog`/`*`. */
export interface RegistryScope {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

export interface RegistryToken {
  readonly kind: 'refresh' | 'access';
  /** Object id of the principal; absent in an anonymous one. */
  readonly oid?: string;
  /** Login server. */
  readonly aud: string;
  /** Seconds, by the real clock: SDKs judge expiry by it. */
  readonly exp: number;
  /** Milliseconds, by the sandbox's clock. */
  readonly issuedAt: number;
  /** Role assignment mode of the registry at issue: a token does not outlive a change of it. */
  readonly mode: string;
  readonly access: readonly RegistryScope[];
}

export function writeRegistryToken(token: RegistryToken): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ typ: 'JWT', alg: 'none' })}.${encode(token)}.`;
}

/** Undefined where the text is no token of a registry's. */
export function readRegistryToken(text: string): RegistryToken | undefined {
  try {
    const token = asObject(JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as unknown);
    const isOurs =
      (token?.['kind'] === 'refresh' || token?.['kind'] === 'access') && typeof token['aud'] === 'string' && Array.isArray(token['access']);
    return isOurs ? (token as unknown as RegistryToken) : undefined;
  } catch {
    return undefined;
  }
}

/** `repository:web/storefront:pull,metadata_read` and `registry:catalog:*`; undefined where the text is neither. */
export function parseScope(text: string): RegistryScope | undefined {
  const match = /^(repository|registry):(.+):([^:]+)$/.exec(text.trim());
  return match ? { type: match[1] ?? '', name: match[2] ?? '', actions: (match[3] ?? '').split(',') } : undefined;
}

export function formatScope(scope: RegistryScope): string {
  return `${scope.type}:${scope.name}:${scope.actions.join(',')}`;
}
