import type { PullReader } from '../../access/diagnosis/readPullFacts';
import type { Session } from '../session';
import type { Store } from '../store';

/** Answers a diagnosis from what has been read lately, and asks Azure for the rest. */
export function storeReader(store: Store, { cloud, clock }: Pick<Session, 'cloud' | 'clock'>): PullReader {
  return {
    cloud,
    now: () => clock.now(),
    subscriptionIds: async (signal) => (await store.subscriptions(signal)).map(({ id }) => id),
    registries: (id, signal) => store.registries(id, signal),
    isNameFree: (id, name, signal) => store.isRegistryNameFree(id, name, signal),
    identity: (id, signal) => store.identity(id, signal),
    assignments: (scope, principalId, signal) => store.assignments(scope, principalId, signal),
    roleDefinitions: (id, signal) => store.roleDefinitions(id, signal),
    denyAssignments: (scope, signal) => store.denyAssignments(scope, signal),
    manifest: (server, repository, reference, signal) =>
      reference.startsWith('sha256:')
        ? store.manifest(server, repository, reference, signal)
        : store.taggedManifest(server, repository, reference, signal),
    tagNames: async (server, repository, signal) => (await store.tags(server, repository, undefined, signal)).items.map(({ name }) => name),
  };
}
