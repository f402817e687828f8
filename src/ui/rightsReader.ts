import type { RightsReader } from '../access/missingRights';
import { parseResourceId } from '../model/resourceId';
import type { App } from './app';

/** What the signed-in person may do, as far as it is kept. */
export function rightsReader({ store, sessions }: App): RightsReader {
  return {
    permissions: (scope) => store.permissions(scope),
    assignments: async (scope) => store.assignments(scope, (await sessions.require()).signedIn.objectId),
    definitions: (scope) => store.roleDefinitions(parseResourceId(scope)?.subscriptionId ?? ''),
    eligibilities: async (scope) => (await store.azure()).access.eligibilities(scope),
  };
}
