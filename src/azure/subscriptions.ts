import type { Location, Subscription as SdkSubscription } from '@azure/arm-resources-subscriptions';
import { AppError } from '../model/appError';
import type { Subscription } from '../model/subscription';
import type { Tenant } from '../model/tenant';
import type { Azure, SubscriptionList } from './azure';
import { call, collect } from './call';
import { Clients } from './clients';
import type { ConnectOptions, TenantAccess } from './connectOptions';
import { present } from './present';

export function subscriptions(clients: Clients): Azure['subscriptions'] {
  return {
    list: (signal) => call(signal, () => listAll(clients, signal)),
    async locations(subscriptionId, signal) {
      const client = clients.subscriptions(clients.tenancy.ofSubscription(subscriptionId));
      const locations = await collect(
        signal,
        () => client.subscriptions.listLocations(subscriptionId, present({ abortSignal: signal })),
        (location) => location,
      );
      return locations.filter(isRegion).map(({ name = '', displayName = name }) => ({ name, displayName }));
    },
  };
}

/** The tenants of an account: the guest ones too. */
export function listTenants(options: ConnectOptions, signal?: AbortSignal): Promise<readonly Tenant[]> {
  const { tenants } = new Clients(options).subscriptions(options.tenants[0]);
  return collect(
    signal,
    () => tenants.list(present({ abortSignal: signal })),
    ({ tenantId = '', displayName = tenantId }) => ({ tenantId, name: displayName }),
  );
}

async function listAll(clients: Clients, signal: AbortSignal | undefined): Promise<SubscriptionList> {
  const { tenants } = clients.tenancy;
  const answers = await Promise.all(tenants.map((tenant) => listOne(clients, tenant, signal)));
  const failures = answers.flatMap((answer) => ('error' in answer ? [answer] : []));
  const [first] = failures;
  if (first && failures.length === tenants.length) throw first.error;
  const found = new Map<string, Subscription>();
  for (const answer of answers) {
    if ('error' in answer) continue;
    for (const subscription of answer.subscriptions) {
      const id = subscription.id.toLowerCase();
      // A subscription delegated to another tenant is in that one's list too; it is its own tenant's where that one answered.
      if (found.has(id) && subscription.tenantId !== answer.tenant.tenantId) continue;
      found.set(id, subscription);
      clients.tenancy.ownsSubscription(answer.tenant, id);
    }
  }
  return {
    subscriptions: [...found.values()],
    failures: failures.map(({ tenant, error }) => ({ tenantId: tenant.tenantId, ...present({ tenantName: tenant.name }), error })),
  };
}

type TenantAnswer =
  | { readonly tenant: TenantAccess; readonly subscriptions: readonly Subscription[] }
  | { readonly tenant: TenantAccess; readonly error: AppError };

async function listOne(clients: Clients, tenant: TenantAccess, signal: AbortSignal | undefined): Promise<TenantAnswer> {
  const chosen = tenant.subscriptionIds?.map((id) => id.toLowerCase());
  if (chosen?.length === 0) return { tenant, subscriptions: [] };
  try {
    const client = clients.subscriptions(tenant);
    const all = await collect(signal, () => client.subscriptions.list(present({ abortSignal: signal })), toSubscription);
    return { tenant, subscriptions: chosen ? all.filter(({ id }) => chosen.includes(id.toLowerCase())) : all };
  } catch (error) {
    if (!AppError.is(error) || AppError.is(error, 'Cancelled')) throw error;
    return { tenant, error };
  }
}

function toSubscription({ subscriptionId = '', displayName = subscriptionId, tenantId = '', state }: SdkSubscription): Subscription {
  return { id: subscriptionId, name: displayName, tenantId, state: state ?? '' };
}

/** Not `global`, `europe` and the like: nothing is deployed there. */
function isRegion({ metadata }: Location): boolean {
  return metadata?.regionType !== 'Logical';
}
