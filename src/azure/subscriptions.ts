import type { Location, Subscription as SdkSubscription } from '@azure/arm-resources-subscriptions';
import type { Subscription } from '../model/subscription';
import type { Azure } from './azure';
import { collect } from './call';
import type { Clients } from './clients';
import { present } from './present';

export function subscriptions(clients: Clients): Azure['subscriptions'] {
  return {
    list: (signal) => collect(signal, () => clients.subscriptions().subscriptions.list(present({ abortSignal: signal })), toSubscription),
    async locations(subscriptionId, signal) {
      const client = clients.subscriptions();
      const locations = await collect(
        signal,
        () => client.subscriptions.listLocations(subscriptionId, present({ abortSignal: signal })),
        (location) => location,
      );
      return locations.filter(isRegion).map(({ name = '', displayName = name }) => ({ name, displayName }));
    },
  };
}

function toSubscription({ subscriptionId = '', displayName = subscriptionId, tenantId = '', state }: SdkSubscription): Subscription {
  return { id: subscriptionId, name: displayName, tenantId, state: state ?? '' };
}

/** Not `global`, `europe` and the like: nothing is deployed there. */
function isRegion({ metadata }: Location): boolean {
  return metadata?.regionType !== 'Logical';
}
