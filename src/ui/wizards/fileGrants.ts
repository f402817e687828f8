import type { IdentityChoice } from '../../access/grantRequest';
import { namedIdentities } from '../../deploy/namedIdentities';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { fact } from '../../model/fact';
import type { ManagedIdentity } from '../../model/identity';
import { parseImageReference } from '../../model/imageReference';
import type { Message } from '../../model/message';
import { message } from '../../model/message';
import type { Registry } from '../../model/registry';
import { parseResourceId, resourceGroupId, sameId } from '../../model/resourceId';
import type { EnsureContainerGroup, EnsureIdentity, Operation, Value } from '../../plan/plan';
import { isRef } from '../../plan/plan';
import type { GroupChoice } from '../../plan/resourceGroups';
import { inGroup } from '../../plan/resourceGroups';
import { registryAt } from '../perSubscription';
import type { Store } from '../store';
import { readVerdicts } from './identitySteps';
import { missingGrant } from './missingGrant';

/** What a definition needs before it can be deployed, apart from the group itself. */
export interface FileGrants {
  /** Identities that are made, and roles that are granted. */
  readonly operations: readonly Operation[];
  readonly pulls: NonNullable<EnsureContainerGroup['pulls']>;
  /** Resource groups that identities are made in. */
  readonly resourceGroups: readonly GroupChoice[];
  /** That identities are made: a name may only be misspelled. */
  readonly notes: readonly Message[];
}

/** An identity that a definition names: as it is there, or as the plan makes it. */
type Named =
  | { readonly kind: 'there'; readonly identity: ManagedIdentity }
  | { readonly kind: 'made'; readonly make: EnsureIdentity; readonly group: GroupChoice };

/**
 * What is missing for the pulls that the credentials with an identity are for, and the identities that nobody has created yet. What Azure has none of, or
 * does not show, Azure will say.
 * @param group the container group's resource group, which may be new.
 */
export async function fileGrants(store: Store, definition: ContainerGroupDefinition, group: GroupChoice): Promise<FileGrants> {
  const named = await readNamed(store, definition, group);
  if (named.length === 0) return { operations: [], pulls: [], resourceGroups: [], notes: [] };
  const made = named.filter((one) => one.kind === 'made');
  const operations: Operation[] = made.map(({ make }) => make);
  const pulls: { registryId: string; principalId: Value }[] = [];
  for (const { server, identity: identityId } of credentialsOf(definition)) {
    const registry = await registryAt(store, [server]);
    const one = named.find((each) => sameId(idOf(each), identityId));
    if (!registry || !one) continue;
    const { grants, principalId } = await grantsOf(store, definition, registry, one);
    pulls.push({ registryId: registry.id, principalId });
    // Each credential has its own: keys are unique in a plan.
    const mark = pulls.length === 1 ? '' : `-${pulls.length - 1}`;
    operations.push(...grants.map((operation) => ({ ...operation, key: `${operation.key}${mark}` })));
  }
  const notes = made.map(({ make }) => {
    const { name = '', resourceGroup = '' } = parseResourceId(make.id) ?? {};
    return message('deploy.identityMade', { name, resourceGroup });
  });
  return { operations, pulls, resourceGroups: made.map((each) => each.group), notes };
}

async function grantsOf(
  store: Store,
  definition: ContainerGroupDefinition,
  registry: Registry,
  named: Named,
): Promise<{ readonly grants: readonly Operation[]; readonly principalId: Value }> {
  const repositories = repositoriesOf(definition, registry);
  const azure = await store.azure();
  if (named.kind === 'there') {
    const { identity } = named;
    const only = { repositories, prefixes: [] };
    const verdictsOf = await readVerdicts(store, { ability: 'pull', registries: [registry], ...(repositories.length > 0 ? { only } : {}) });
    const choice: IdentityChoice = { kind: 'existing', id: identity.id, principalId: identity.principalId };
    const { operations, principalId } = await missingGrant(azure, registry, repositories, choice, verdictsOf(identity)[0]);
    return { grants: operations, principalId };
  }
  const { make } = named;
  const { operations } = await missingGrant(
    azure,
    registry,
    repositories,
    { kind: 'new', id: make.id, location: make.location },
    undefined,
  );
  // It is made once, whatever it pulls from.
  const principalId: Value = { ref: make.key, output: 'principalId' };
  const grants = operations.flatMap((operation) =>
    operation.kind === 'roleAssignment'
      ? [{ ...operation, principalId: isRef(operation.principalId) ? principalId : operation.principalId }]
      : [],
  );
  return { grants, principalId };
}

/** What is in a subscription that is not open, or may not be read, is left out: whether it is there can't be told. */
async function readNamed(store: Store, definition: ContainerGroupDefinition, group: GroupChoice): Promise<readonly Named[]> {
  const open = await store.subscriptions();
  const ids = namedIdentities(definition).filter((id) => open.some((each) => sameId(each.id, parseResourceId(id)?.subscriptionId ?? '')));
  const read = await Promise.all(ids.map(async (id) => ({ id, found: await fact(() => store.identity(id)) })));
  const absent = read.filter(({ found }) => found.known && found.value === undefined);
  const location = String(definition.location ?? group.location);
  return Promise.all(
    read.flatMap(({ id, found }): Promise<Named>[] => {
      if (!found.known) return [];
      if (found.value) return [Promise.resolve({ kind: 'there', identity: found.value })];
      const key = absent.length > 1 ? `identity-${absent.findIndex((each) => each.id === id) + 1}` : 'identity';
      return [madeIn(store, id, group, location).then((own) => ({ kind: 'made', make: makeIt(key, id, location, own), group: own }))];
    }),
  );
}

function makeIt(key: string, id: string, location: string, own: GroupChoice): EnsureIdentity {
  return { kind: 'identity', key, id, location, ...inGroup(own) };
}

/** The resource group that an id names, as it is there or is to be made. */
async function madeIn(store: Store, id: string, group: GroupChoice, location: string): Promise<GroupChoice> {
  const { subscriptionId = '', resourceGroup = '' } = parseResourceId(id) ?? {};
  const own = resourceGroupId(subscriptionId, resourceGroup);
  if (sameId(own, group.id)) return group;
  const there = (await store.resourceGroups(subscriptionId)).find((each) => sameId(each.id, own));
  return there ? { id: there.id, location: there.location, isNew: false } : { id: own, location, isNew: true };
}

function idOf(named: Named): string {
  return named.kind === 'there' ? named.identity.id : named.make.id;
}

function credentialsOf({ properties }: ContainerGroupDefinition): readonly { readonly server: string; readonly identity: string }[] {
  const credentials: unknown = properties.imageRegistryCredentials;
  const all = (Array.isArray(credentials) ? credentials : []) as ({ readonly server?: unknown; readonly identity?: unknown } | null)[];
  return all.flatMap((each) =>
    typeof each?.server === 'string' && typeof each.identity === 'string' ? [{ server: each.server, identity: each.identity }] : [],
  );
}

/** What is pulled from a registry: a condition may be about it. */
function repositoriesOf(definition: ContainerGroupDefinition, { loginServer }: Registry): readonly string[] {
  const init = (definition.properties['initContainers'] ?? []) as ContainerGroupDefinition['properties']['containers'];
  const all = [...(definition.properties.containers ?? []), ...init];
  const images = all.map((container) => parseImageReference(String(container?.properties?.image ?? '')));
  return [...new Set(images.flatMap((image) => (image?.server === loginServer.toLowerCase() ? [image.repository] : [])))];
}
