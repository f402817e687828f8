import type { TenantAccess } from './connectOptions';

/** Which tenant's token opens what. What is nobody's is the first tenant's: the account's own. */
export class Tenancy {
  private readonly chosen = new Map<string, TenantAccess>();
  private readonly seen = new Map<string, TenantAccess>();
  private readonly registries = new Map<string, TenantAccess>();

  constructor(readonly tenants: readonly [TenantAccess, ...TenantAccess[]]) {
    for (const tenant of [...tenants].reverse()) for (const id of tenant.subscriptionIds ?? []) this.chosen.set(id.toLowerCase(), tenant);
  }

  ownsSubscription(tenant: TenantAccess, subscriptionId: string): void {
    this.seen.set(subscriptionId.toLowerCase(), tenant);
  }

  ownsRegistry(loginServer: string, subscriptionId: string): void {
    this.registries.set(loginServer.toLowerCase(), this.ofSubscription(subscriptionId));
  }

  ofSubscription(subscriptionId: string): TenantAccess {
    const id = subscriptionId.toLowerCase();
    return this.chosen.get(id) ?? this.seen.get(id) ?? this.tenants[0];
  }

  ofRegistry(loginServer: string): TenantAccess {
    return this.registries.get(loginServer.toLowerCase()) ?? this.tenants[0];
  }
}
