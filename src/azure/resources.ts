import type { GenericResourceExpanded, ResourceGroup as SdkResourceGroup } from '@azure/arm-resources';
import type { ResourceGroup } from '../model/subscription';
import { accepted } from './accepted';
import type { AnyResource, Azure } from './azure';
import { call, collect } from './call';
import type { Clients } from './clients';
import { unlessAbsent } from './errors';
import { present } from './present';
import { resourceNames } from './resourceNames';

export function resourceGroups(clients: Clients): Azure['resourceGroups'] {
  return {
    list: (subscriptionId, signal) =>
      collect(signal, () => clients.resources(subscriptionId).resourceGroups.list(present({ abortSignal: signal })), toResourceGroup),
    async get(id, signal) {
      const { subscriptionId, name } = resourceNames(id);
      const group = call(signal, () => clients.resources(subscriptionId).resourceGroups.get(name, present({ abortSignal: signal })));
      const found = await unlessAbsent(group, 'ResourceGroupNotFound');
      return found && toResourceGroup(found);
    },
    async put(id, location, tags, signal) {
      const { subscriptionId, name } = resourceNames(id);
      const wanted = { location, tags: { ...tags } };
      return toResourceGroup(
        await call(signal, () =>
          clients.resources(subscriptionId).resourceGroups.createOrUpdate(name, wanted, present({ abortSignal: signal })),
        ),
      );
    },
    async delete(id, signal) {
      const { subscriptionId, name } = resourceNames(id);
      const { resourceGroups: groups } = clients.resources(subscriptionId);
      const answer = call(signal, () => accepted((options) => groups.beginDelete(name, options), signal));
      await unlessAbsent(answer, 'ResourceGroupNotFound');
    },
  };
}

export function resources(clients: Clients): Azure['resources'] {
  return {
    tagged(subscriptionId, tag, value, signal) {
      // By a tag Azure filters alone: with any other condition beside it, it refuses.
      // https://learn.microsoft.com/rest/api/resources/resources/list
      const options = { filter: `tagName eq '${tag}' and tagValue eq '${value}'`, ...present({ abortSignal: signal }) };
      return collect(signal, () => clients.resources(subscriptionId).resources.list(options), toResource);
    },
    inGroup(resourceGroupId, signal) {
      const { subscriptionId, name } = resourceNames(resourceGroupId);
      const { resources: all } = clients.resources(subscriptionId);
      return collect(signal, () => all.listByResourceGroup(name, present({ abortSignal: signal })), toResource);
    },
  };
}

export function providers(clients: Clients): Azure['providers'] {
  return {
    async registrationState(subscriptionId, namespace, signal) {
      const { providers: all } = clients.resources(subscriptionId);
      const provider = await call(signal, () => all.get(namespace, present({ abortSignal: signal })));
      return provider.registrationState ?? 'NotRegistered';
    },
    async register(subscriptionId, namespace, signal) {
      const { providers: all } = clients.resources(subscriptionId);
      await call(signal, () => all.register(namespace, present({ abortSignal: signal })));
    },
  };
}

function toResource({ id = '', name = '', type = '' }: GenericResourceExpanded): AnyResource {
  return { id, name, type };
}

function toResourceGroup({ id = '', name = '', location, tags = {} }: SdkResourceGroup): ResourceGroup {
  return { id, name, location, tags };
}
