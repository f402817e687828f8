import type { Registry } from '../model/registry';
import type { Subscription } from '../model/subscription';
import type { Store } from './store';

/** What was read of all subscriptions, and which of them could not be read. */
export interface PerSubscription<T> {
  readonly items: readonly T[];
  readonly failed: readonly Subscription[];
  /** Why the first of those could not. */
  readonly reason: unknown;
}

/** Reads something of every listed subscription, side by side; one that fails does not hide the others. */
export async function readSubscriptions<T>(
  store: Store,
  read: (subscription: Subscription) => Promise<readonly T[]>,
  signal?: AbortSignal,
): Promise<PerSubscription<T>> {
  const subscriptions = await store.subscriptions(signal);
  const results = await Promise.allSettled(subscriptions.map(read));
  return {
    items: results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])),
    failed: subscriptions.filter((_, index) => results[index]?.status === 'rejected'),
    reason: results.find((result) => result.status === 'rejected')?.reason as unknown,
  };
}

/** The first registry that answers at one of these servers, in any case, among those that can be read. */
export async function registryAt(store: Store, servers: readonly string[], signal?: AbortSignal): Promise<Registry | undefined> {
  const wanted = servers.map((server) => server.toLowerCase());
  const { items } = await readSubscriptions(store, ({ id }) => store.registries(id, signal), signal);
  return items.find(({ loginServer }) => wanted.includes(loginServer.toLowerCase()));
}

export function namesOf(subscriptions: readonly Subscription[]): readonly string[] {
  return subscriptions.map(({ name }) => name);
}
