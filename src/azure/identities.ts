import type { Identity } from '@azure/arm-msi';
import type { ManagedIdentity } from '../model/identity';
import type { Azure } from './azure';
import { call, collect } from './call';
import type { Clients } from './clients';
import { unlessAbsent } from './errors';
import { present } from './present';
import { resourceNames } from './resourceNames';

export function identities(clients: Clients): Azure['identities'] {
  const at = (id: string) => {
    const { subscriptionId, resourceGroup, name } = resourceNames(id);
    return { all: clients.identities(subscriptionId).userAssignedIdentities, resourceGroup, name };
  };
  return {
    list: (subscriptionId, signal) =>
      collect(
        signal,
        () => clients.identities(subscriptionId).userAssignedIdentities.listBySubscription(present({ abortSignal: signal })),
        toManagedIdentity,
      ),
    async get(id, signal) {
      const { all, resourceGroup, name } = at(id);
      const identity = call(signal, () => all.get(resourceGroup, name, present({ abortSignal: signal })));
      const found = await unlessAbsent(identity, 'ResourceNotFound', 'ResourceGroupNotFound');
      return found && toManagedIdentity(found);
    },
    async put(id, location, tags, signal) {
      const { all, resourceGroup, name } = at(id);
      const wanted = { location, tags: { ...tags } };
      return toManagedIdentity(await call(signal, () => all.createOrUpdate(resourceGroup, name, wanted, present({ abortSignal: signal }))));
    },
    async delete(id, signal) {
      const { all, resourceGroup, name } = at(id);
      const answer = call(signal, () => all.delete(resourceGroup, name, present({ abortSignal: signal })));
      await unlessAbsent(answer, 'ResourceNotFound', 'ResourceGroupNotFound');
    },
  };
}

function toManagedIdentity(identity: Identity): ManagedIdentity {
  const { id = '', name = '', location, tenantId = '', principalId = '', clientId = '', tags = {} } = identity;
  return { id, name, location, tenantId, principalId, clientId, tags };
}
