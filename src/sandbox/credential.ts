import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import { writeToken } from './token';
import type { SandboxPrincipal } from './world';

const lifetimeSeconds = 3600;

/** Signs in as a principal of the sandbox without asking anybody. */
export class SandboxCredential implements TokenCredential {
  constructor(
    private readonly tenantId: () => string,
    /** Asked again for every token: another person may have signed in meanwhile. */
    private readonly principal: () => Pick<SandboxPrincipal, 'objectId' | 'name'>,
    private readonly realNow: () => number = Date.now,
  ) {}

  getToken(scopes: string | string[], _options?: GetTokenOptions): Promise<AccessToken> {
    const scope = typeof scopes === 'string' ? scopes : (scopes[0] ?? '');
    const exp = Math.floor(this.realNow() / 1000) + lifetimeSeconds;
    const aud = scope.replace(/\/\.default$/, '').replace(/\/+$/, '');
    const { objectId, name } = this.principal();
    const token = writeToken({ oid: objectId, tid: this.tenantId(), aud, exp, name });
    return Promise.resolve({ token, expiresOnTimestamp: exp * 1000 });
  }
}
