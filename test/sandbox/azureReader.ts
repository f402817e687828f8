import type { PullReader } from '../../src/access/diagnosis/readPullFacts';
import type { Azure } from '../../src/azure/azure';
import type { Clock } from '../../src/plan/clock';

/** Asks Azure anew each time. */
export function azureReader(azure: Azure, clock: Pick<Clock, 'now'>): PullReader {
  return {
    cloud: azure.cloud,
    now: () => clock.now(),
    subscriptionIds: async (signal) => (await azure.subscriptions.list(signal)).subscriptions.map(({ id }) => id),
    registries: (id, signal) => azure.registries.list(id, signal),
    isNameFree: async (id, name, signal) => (await azure.registries.checkName(id, name, signal)).available,
    identity: (id, signal) => azure.identities.get(id, signal),
    assignments: (scope, principalId, signal) => azure.access.assignments(scope, principalId === undefined ? {} : { principalId }, signal),
    roleDefinitions: (id, signal) => azure.access.definitions(`/subscriptions/${id}`, signal),
    denyAssignments: (scope, signal) => azure.access.denyAssignments(scope, {}, signal),
    manifest: (server, repository, reference, signal) => azure.images.manifest(server, repository, reference, signal),
    tagNames: async (server, repository, signal) =>
      (await azure.images.tags(server, repository, undefined, signal)).items.map(({ name }) => name),
  };
}
