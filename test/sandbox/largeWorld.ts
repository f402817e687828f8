import { roles } from '../../src/model/roles';
import {
  addIdentity,
  addRegistry,
  addRepository,
  addResourceGroup,
  addSubscription,
  assignRole,
  newWorld,
} from '../../src/sandbox/builder';
import { addContainerGroup, liveUntil } from '../../src/sandbox/containerGroupBuild';
import { push } from '../../src/sandbox/images';
import { addPersonas, personaId } from '../../src/sandbox/personas';
import type { SandboxIdentity, SandboxRegistry, World } from '../../src/sandbox/world';

/** How many subscriptions, and of everything in each of them. */
export interface Size {
  readonly subscriptions: number;
  readonly registries: number;
  readonly identities: number;
  readonly containerGroups: number;
}

const start = Date.UTC(2025, 0, 1);
const location = 'westeurope';
const resourceGroup = 'rg';
const minute = 60_000;

/** The same world each time. The first identity of a subscription pulls from its first registry; all container groups run. */
export function largeWorld(size: Size): World {
  const world = newWorld('large', { signedIn: personaId('owner') });
  const subscriptionIds = names('Subscription', size.subscriptions).map((name) => addSubscription(world, name).id);
  addPersonas(world, subscriptionIds, start);
  subscriptionIds.forEach((subscriptionId, index) => fill(world, subscriptionId, `s${index}`, size));
  return world;
}

function fill(world: World, subscriptionId: string, prefix: string, size: Size): void {
  const place = { subscriptionId, resourceGroup, location };
  addResourceGroup(world, subscriptionId, resourceGroup, location);
  const registries = names(`${prefix}registry`, size.registries).map((name, index) => {
    const mode = index % 2 === 0 ? 'LegacyRegistryPermissions' : 'AbacRepositoryPermissions';
    return addRegistry(world, { ...place, name, mode, createdAt: start });
  });
  const identities = names(`${prefix}-identity`, size.identities).map((name) => addIdentity(world, { ...place, name }));
  const [registry] = registries;
  const [identity] = identities;
  if (!registry || !identity) return;
  assignRole(world, { scope: registry.id, principalId: identity.principalId, roleId: roles.acrPull.id, at: start });
  push(addRepository(registry, 'web', start), { tags: ['latest'], megabytes: 20, behaviour: 'web', at: start });
  for (const name of names(`${prefix}-group`, size.containerGroups)) {
    addContainerGroup(world, { subscriptionId, resourceGroup, name, definition: definition(registry, identity), at: start });
    liveUntil(world, start + 10 * minute);
  }
}

function definition(registry: SandboxRegistry, identity: SandboxIdentity) {
  const resources = { requests: { cpu: 1, memoryInGB: 1 } };
  return {
    location,
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity.id]: {} } },
    properties: {
      osType: 'Linux',
      containers: [{ name: 'web', properties: { image: `${registry.loginServer}/web:latest`, resources } }],
      imageRegistryCredentials: [{ server: registry.loginServer, identity: identity.id }],
    },
  };
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, '0')}`);
}
