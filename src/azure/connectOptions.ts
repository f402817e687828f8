import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Cloud } from '../model/cloud';

/** One request as it went over the wire; every attempt of a retried request is one. It holds no header, query or body. */
export interface RequestLine {
  readonly method: string;
  readonly host: string;
  /** Without the query: operation URLs carry signatures there. */
  readonly path: string;
  /** Absent where there was no answer. */
  readonly status?: number;
  readonly requestId?: string;
  readonly ms: number;
}

/** Being signed in to one tenant. */
export interface TenantAccess {
  readonly tenantId: string;
  readonly name?: string;
  /** Asked for tokens for `cloud.resourceManagerAudience` and, at registries, `cloud.registryAudience`. */
  readonly credential: TokenCredential;
  /** Only these are shown. Absent: all. */
  readonly subscriptionIds?: readonly string[];
}

export interface ConnectOptions {
  readonly cloud: Cloud;
  /** The account's own first. */
  readonly tenants: readonly [TenantAccess, ...TenantAccess[]];
  /** Instead of the network: the sandbox's. */
  readonly httpClient?: HttpClient;
  /** How often a request is sent again after a lost connection, 408, 429 or 5xx. Absent: the SDK's 3 times, from 1 s up to 64 s. */
  readonly retry?: { readonly maxRetries?: number; readonly retryDelayMs?: number; readonly maxRetryDelayMs?: number };
  /** How long a try may take, until the last byte of its answer. Absent: 100 s. */
  readonly timeoutMs?: number;
  /** Between two looks at a long-running operation, where Azure does not say itself. */
  readonly pollIntervalMs?: number;
  /** Put before the SDK's own user agent: `keyless-containers/1.0.0`. */
  readonly userAgent: string;
  readonly log?: (line: RequestLine) => void;
}
