import type { TokenCredential } from '@azure/core-auth';
import type { Account } from './account';

/** One credential for each tenant: each keeps its own tokens. */
export function perTenant(make: (tenantId: string | undefined) => TokenCredential): Account['credential'] {
  const made = new Map<string | undefined, TokenCredential>();
  return (tenantId) => {
    const credential = made.get(tenantId) ?? make(tenantId);
    made.set(tenantId, credential);
    return credential;
  };
}
