/** Answers a diagnosis from a world by plain copying, without REST: for worlds by the thousand. */
import type { PullReader } from '../../src/access/diagnosis/readPullFacts';
import type { DenyAssignment } from '../../src/model/denyAssignment';
import { publicCloud } from '../../src/model/cloud';
import { AppError } from '../../src/model/appError';
import { message } from '../../src/model/message';
import type { Manifest, Registry } from '../../src/model/registry';
import { isAtOrAbove, normalizeId, parseResourceId } from '../../src/model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../../src/model/roleAssignment';
import { withGroups } from '../../src/sandbox/rbac';
import { builtInRoles } from '../../src/sandbox/roleDefinitions';
import type { SandboxRegistry, SandboxRepository, SandboxRole, World } from '../../src/sandbox/world';
import { someRegistry } from '../unit/someRegistry';

const builtIn = builtInRoles.map((role) => toDefinition(role, false));

function toDefinition({ id, name, permissions }: Pick<SandboxRole, 'id' | 'name'> & Pick<RoleDefinition, 'permissions'>, custom: boolean) {
  return { id, roleId: id, roleName: name, custom, permissions };
}

export function definitionsOf({ customRoles }: World): readonly RoleDefinition[] {
  return [...builtIn, ...Object.values(customRoles).map((role) => toDefinition(role, true))];
}

/** At a scope and above it, as with Azure's filter `atScope()`. */
export function denialsAt({ denyAssignments }: World, scope: string): readonly DenyAssignment[] {
  return Object.values(denyAssignments)
    .filter((denial) => isAtOrAbove(denial.scope, scope))
    .map(({ displayName, createdAt: _createdAt, ...denial }) => ({ ...denial, denyAssignmentName: displayName, isSystemProtected: true }));
}

export function worldReader(world: World, now: number): PullReader {
  const repositoryAt = (server: string, name: string): SandboxRepository | undefined =>
    Object.values(world.registries).find(({ loginServer }) => loginServer === server)?.repositories[name];
  return {
    cloud: publicCloud,
    now: () => now,
    subscriptionIds: async () => Object.keys(world.subscriptions),
    registries: async (subscriptionId) =>
      Object.values(world.registries)
        .filter(({ id }) => parseResourceId(id)?.subscriptionId === subscriptionId)
        .map(toRegistry),
    isNameFree: async (_subscriptionId, name) => !Object.values(world.registries).some((registry) => registry.name === name),
    identity: async (id) => {
      const found = world.identities[normalizeId(id)];
      return found && { ...found, tenantId: world.tenantId };
    },
    // What Azure's filter `assignedTo` answers: those of the identity, and of the groups it is in.
    assignments: async (scope, principalId) => {
      const held = principalId === undefined ? undefined : withGroups(world, principalId);
      return Object.values(world.assignments)
        .filter((one) => one.deletedAt === undefined && held?.has(one.principalId) !== false && isAtOrAbove(one.scope, scope))
        .map(({ id, name, scope: at, principalId: of, principalType, roleId, condition, createdAt, updatedAt }): RoleAssignment => {
          const times = { createdOn: new Date(createdAt).toISOString(), updatedOn: new Date(updatedAt).toISOString() };
          return {
            id,
            name,
            scope: at,
            principalId: of,
            principalType,
            roleId,
            ...times,
            ...(condition === undefined ? {} : { condition }),
          };
        });
    },
    roleDefinitions: async () => definitionsOf(world),
    denyAssignments: async (scope) => denialsAt(world, scope),
    manifest: async (server, name, reference) => toManifest(repositoryAt(server, name), reference),
    tagNames: async (server, name) => {
      const repository = repositoryAt(server, name);
      if (!repository) throw new AppError('NAME_UNKNOWN', message('error.unexplained'), { status: 404 });
      return Object.keys(repository.tags);
    },
  };
}

function toRegistry(registry: SandboxRegistry): Registry {
  const { id, name, loginServer, location, sku, adminUserEnabled } = registry;
  return someRegistry({
    id,
    name,
    loginServer,
    location,
    sku,
    adminUserEnabled,
    mode: registry.mode === 'AbacRepositoryPermissions' ? 'abac' : 'legacy',
    publicNetworkAccess: registry.publicNetworkAccess === 'Enabled',
    selectedNetworksOnly: registry.defaultAction === 'Deny',
    trustedServicesBypass: registry.networkRuleBypass === 'AzureServices',
    anonymousPullEnabled: registry.extra['anonymousPullEnabled'] === true,
  });
}

function toManifest(repository: SandboxRepository | undefined, reference: string): Manifest | undefined {
  const digest = repository?.tags[reference]?.digest ?? reference;
  const found = repository?.manifests[digest];
  if (!repository || !found) return undefined;
  const images = found.children ? found.children.map((child) => repository.manifests[child]) : [found];
  const platforms = images.flatMap((image) => (image?.platform ? [image.platform] : []));
  return { digest, createdOn: new Date(found.createdAt).toISOString(), tags: [], platforms };
}
