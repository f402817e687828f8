import type { TokenCredential } from '@azure/core-auth';

/** What a person is asked for, upon a gesture of theirs. */
export interface SignInRequest {
  readonly tenantId?: string;
  /** What a service demanded beyond a plain token: JSON, as https://learn.microsoft.com/entra/identity-platform/claims-challenge has it. */
  readonly claims?: string;
}

/** Someone, or something, that is signed in. Tokens stay in memory. */
export interface Account {
  /** Tells it from other accounts of the same way to sign in. */
  readonly key: string;
  readonly label: string;
  /** Gives tokens without asking anybody, or rejects: with `SignInNeeded` where asking would help. Without a tenant: of its own. */
  credential(tenantId?: string): TokenCredential;
  /** Asks the person. Absent where nobody can be asked from here. */
  readonly ask?: (request: SignInRequest, signal: AbortSignal) => Promise<void>;
}
