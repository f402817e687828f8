import { parseResourceId, resourceName } from '../model/resourceId';
import type { Store } from './store';

/** What people call scopes: subscriptions by their names, and not by a GUID. */
export async function scopeNames(store: Store): Promise<(scope: string) => string> {
  const names = new Map((await store.subscriptions()).map(({ id, name }) => [id.toLowerCase(), name]));
  return (scope) => {
    const parsed = parseResourceId(scope);
    const isSubscription = parsed?.type === 'Microsoft.Resources/subscriptions';
    return (isSubscription ? names.get(parsed.subscriptionId.toLowerCase()) : undefined) ?? resourceName(scope);
  };
}
