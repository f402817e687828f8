import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { AuthenticationRecord, DeviceCodeCredentialOptions } from '@azure/identity';
import { DeviceCodeCredential, useIdentityPlugin } from '@azure/identity';

/** What is used of the library's cache of tokens, which it serializes for a plugin to keep. */
interface CacheAccess {
  readonly cacheHasChanged: boolean;
  readonly tokenCache: { serialize(): string; deserialize(text: string): void };
}

interface PluginContext {
  readonly cachePluginControl: { setPersistence(provider: () => unknown): void };
}

/**
 * A person who signs in by codes, and one of whose sign-ins reaches all of their tenants. The library's credential renews tokens only in the
 * tenant that it was made for, and gives those of that tenant whatever tenant is asked for; so there is one for each tenant, over tokens that they
 * share. These stay in memory: what the library knows as persistence is here a text that is gone with the account.
 */
export class DeviceCodes {
  private readonly credentials = new Map<string, DeviceCodeCredential>();
  private record: AuthenticationRecord | undefined;
  private tokens = '';

  constructor(
    /** The tenant of the first sign-in, or a name that stands for it. */
    private readonly home: string,
    private readonly options: DeviceCodeCredentialOptions,
  ) {}

  /** Gives tokens without asking; rejects with the library's `AuthenticationRequiredError` where asking would help. */
  inTenant(tenantId: string): TokenCredential {
    return {
      getToken: async (scopes, options): Promise<AccessToken> => {
        try {
          return await this.of(tenantId).getToken(scopes, options);
        } catch (error) {
          // A credential repeats the challenges that it was given: what they do not concern would fail from now on, too.
          if (options?.claims !== undefined) this.credentials.delete(tenantId);
          throw error;
        }
      },
    };
  }

  async signIn(tenantId: string, scope: string, options: GetTokenOptions): Promise<void> {
    const record = await this.of(tenantId).authenticate(scope, options);
    if (this.record) return;
    // Those that were made before did not know whose tokens to look for.
    this.record = record;
    this.credentials.clear();
  }

  private of(tenantId: string): DeviceCodeCredential {
    const credential = this.credentials.get(tenantId) ?? this.make(tenantId);
    this.credentials.set(tenantId, credential);
    return credential;
  }

  private make(tenantId: string): DeviceCodeCredential {
    const keep = {
      beforeCacheAccess: async ({ tokenCache }: CacheAccess): Promise<void> => tokenCache.deserialize(this.tokens),
      afterCacheAccess: async ({ tokenCache, cacheHasChanged }: CacheAccess): Promise<void> => {
        if (cacheHasChanged) this.tokens = tokenCache.serialize();
      },
    };
    // Read when a credential is made, and by no other one.
    useIdentityPlugin((context) => (context as PluginContext).cachePluginControl.setPersistence(() => keep));
    return new DeviceCodeCredential({
      ...this.options,
      tenantId,
      tokenCachePersistenceOptions: { enabled: true },
      // Of the tenants for which there are tokens, the library looks for the one that the record names.
      ...(this.record ? { authenticationRecord: { ...this.record, ...(tenantId === this.home ? {} : { tenantId }) } } : {}),
    });
  }
}
