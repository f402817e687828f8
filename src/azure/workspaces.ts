import type { Workspace } from '../model/workspace';
import { itemsOfList } from './armRequest';
import type { Azure } from './azure';
import { collect } from './call';
import type { Clients } from './clients';

const apiVersion = '2023-09-01';

export function workspaces(clients: Clients): Azure['workspaces'] {
  return {
    list(subscriptionId, signal) {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.OperationalInsights/workspaces`;
      return collect(
        signal,
        () => itemsOfList(clients, { subscriptionId, path, apiVersion }, signal),
        (workspace) => toWorkspace(workspace as WireWorkspace),
      );
    },
  };
}

interface WireWorkspace {
  readonly id?: string;
  readonly name?: string;
  readonly location?: string;
  readonly properties?: { readonly customerId?: string };
}

function toWorkspace({ id = '', name = '', location = '', properties }: WireWorkspace): Workspace {
  return { id, name, location, customerId: properties?.customerId ?? '' };
}
