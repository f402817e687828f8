/** A world in which one group is to pull one image, described by what may be so or otherwise, and built from that by changing state. */
import type { ContainerGroupDefinition, ImageRegistryCredential } from '../../src/model/containerGroup';
import { normalizeId, resourceId } from '../../src/model/resourceId';
import { adminPasswords } from '../../src/sandbox/adminUser';
import {
  addCustomRole,
  addDenyAssignment,
  addIdentity,
  addPrincipal,
  addRegistry,
  addResourceGroup,
  addSubscription,
  assignRole,
  newWorld,
} from '../../src/sandbox/builder';
import { guidOf } from '../../src/sandbox/ids';
import type { PlatformName } from '../../src/sandbox/images';
import { repositoryOf } from '../../src/sandbox/images';
import { addPersonas, personaId } from '../../src/sandbox/personas';
import type { Puller } from '../../src/sandbox/pull';
import { passwordKey } from '../../src/sandbox/pull';
import type { Permission } from '../../src/model/roleAssignment';
import { roles } from '../../src/model/roles';
import type { SandboxIdentity, SandboxRegistry, World } from '../../src/sandbox/world';

export const now = Date.parse('2026-06-01T08:00:00Z');
const day = 86_400_000;
/** How long Azure takes to hear of a change of access, in these worlds. */
export const propagationMs = 60_000;

export type Way = 'identity' | 'admin' | 'anonymous';
export type Mode = 'legacy' | 'abac';

/** A scope by its place relative to the registry; all but the first four are not above it. */
export type Place =
  | 'registry'
  | 'resourceGroup'
  | 'subscription'
  | 'root'
  | 'otherRegistry'
  | 'registryNamedAlike'
  | 'otherResourceGroup'
  | 'resourceGroupNamedAlike'
  | 'otherSubscription'
  | 'containerGroup';

export type Holder = 'identity' | 'group' | 'groupOfGroup' | 'otherIdentity' | 'otherGroup';

export interface Grant {
  roleId: string;
  place: Place;
  holder: Holder | 'applicationId';
  condition?: string;
  /** `late` is honoured only a minute after now; `fading` was deleted and is honoured still. */
  life: 'inForce' | 'late' | 'fading' | 'deleted';
  /** The condition before a change that services have not heard of yet. */
  conditionBefore?: { readonly condition?: string };
  upperCase?: boolean;
}

/** A deny assignment. The owner is always excluded: somebody must be able to deploy. */
export interface Denial {
  readonly whom: Holder | 'everybody';
  readonly except?: Holder;
  readonly place: Place;
  readonly permissions: Partial<Permission>;
  readonly onlyThere?: boolean;
  readonly condition?: string;
}

export interface CustomRole {
  readonly name: string;
  readonly id: string;
  readonly permissions: Partial<Permission>;
}

export interface Setting {
  way: Way;
  mode: Mode;
  sku: SandboxRegistry['sku'];
  network: Pick<SandboxRegistry, 'publicNetworkAccess' | 'defaultAction' | 'networkRuleBypass' | 'ipRules'>;
  adminUserEnabled: boolean;
  anonymousPullEnabled: boolean;
  /** Registries with a domain name label are `<name>-<hash>.azurecr.io`. */
  hashedServer: boolean;
  registryExists: boolean;
  repository: string;
  repositoryExists: boolean;
  tag: string;
  tagExists: boolean;
  platforms: readonly PlatformName[];
  osType: 'Linux' | 'Windows';
  identityExists: boolean;
  /** What the group carries. */
  attached: 'identity' | 'identityInUpperCase' | 'otherIdentity' | 'systemAssigned' | 'none';
  credential: 'right' | 'none' | 'otherServer';
  password: 'first' | 'second' | 'wrong' | 'otherRegistrys';
  userName: 'right' | 'wrong';
  grants: Grant[];
  denials: Denial[];
  /** Those that there are. */
  customRoles: readonly CustomRole[];
  /** How the image is written, from the server, the repository and the tag of a world. */
  image: (parts: ImageParts) => string;
}

export interface ImageParts {
  readonly server: string;
  readonly otherServer: string;
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  /** Digest that the tag names; of no image, where the tag is missing. */
  readonly digest: string;
}

export interface ChanceWorld {
  readonly world: World;
  readonly registry: SandboxRegistry;
  readonly identity: SandboxIdentity;
  readonly puller: Puller;
  readonly image: string;
  readonly groupId: string;
  /** As it is sent, password and all. */
  readonly sent: ContainerGroupDefinition;
}

const name = 'contosoimages';
const subscriptionId = guidOf('subscription of chance');

export function buildWorld(setting: Setting): ChanceWorld {
  // Every world has this name, and so the same tenant: a client that has a token for one may ask the next.
  const world = newWorld('empty', { signedIn: personaId('owner'), propagationMs });
  addSubscription(world, 'Chance', { id: subscriptionId });
  const otherSubscription = addSubscription(world, 'Other').id;
  addPersonas(world, [subscriptionId], now - day);
  for (const group of ['rg', 'r', 'rg-other']) addResourceGroup(world, subscriptionId, group, 'westeurope');
  const place = { subscriptionId, resourceGroup: 'rg', location: 'westeurope', createdAt: now - day };
  const registry = addRegistry(world, {
    ...place,
    name,
    ...(setting.hashedServer ? { loginServer: `${name}-b7h2c9d4.azurecr.io` } : {}),
    ...registrySettings(setting),
  });
  // Its rules are the same, so that an image looked for there meets the same network.
  const other = addRegistry(world, { ...place, name: `${name}2`, ...registrySettings(setting), adminUserEnabled: true });
  for (const each of [registry, other]) fill(each, setting);
  const identity = addIdentity(world, {
    ...place,
    name: 'id-app',
    memberOf: [guidOf('group'), guidOf('inner group')],
  });
  const otherIdentity = addIdentity(world, { ...place, name: 'id-other' });
  addPrincipal(world, { kind: 'Group', name: 'pullers', objectId: guidOf('group') });
  addPrincipal(world, { kind: 'Group', name: 'team', objectId: guidOf('inner group'), memberOf: [guidOf('outer group')] });
  addPrincipal(world, { kind: 'Group', name: 'department', objectId: guidOf('outer group') });
  addPrincipal(world, { kind: 'Group', name: 'others', objectId: guidOf('other group') });
  const groupId = resourceId(subscriptionId, 'rg', 'Microsoft.ContainerInstance/containerGroups', 'app');
  const scopes: Record<Place, string> = {
    registry: registry.id,
    resourceGroup: `/subscriptions/${subscriptionId}/resourceGroups/rg`,
    subscription: `/subscriptions/${subscriptionId}`,
    root: '/',
    otherRegistry: other.id,
    registryNamedAlike: registry.id.slice(0, -1),
    otherResourceGroup: `/subscriptions/${subscriptionId}/resourceGroups/rg-other`,
    resourceGroupNamedAlike: `/subscriptions/${subscriptionId}/resourceGroups/r`,
    otherSubscription: `/subscriptions/${otherSubscription}`,
    containerGroup: groupId,
  };
  const holders: Record<Grant['holder'], string> = {
    identity: identity.principalId,
    group: guidOf('group'),
    groupOfGroup: guidOf('outer group'),
    otherIdentity: otherIdentity.principalId,
    // An application's id where the object's belongs: a mistake that Azure takes without a word.
    applicationId: identity.clientId,
    otherGroup: guidOf('other group'),
  };
  for (const grant of setting.grants) addGrant(world, grant, scopes[grant.place], holders[grant.holder]);
  for (const role of setting.customRoles) addCustomRole(world, { ...role, assignableScopes: [scopes.subscription], at: now - day });
  for (const { whom, except, place: where, onlyThere = false, ...denial } of setting.denials) {
    addDenyAssignment(world, {
      ...denial,
      displayName: `denied to ${whom}`,
      scope: scopes[where],
      ...(whom === 'everybody' ? {} : { principals: [holders[whom]] }),
      excludePrincipals: [personaId('owner'), ...(except ? [holders[except]] : [])],
      doNotApplyToChildScopes: onlyThere,
      at: now - day,
    });
  }
  // Roles of others, and one of the identity that does not let it pull: they change nothing.
  assignRole(world, { scope: registry.id, principalId: identity.principalId, roleId: roles.catalogLister.id, at: now - day });
  assignRole(world, { scope: other.id, principalId: otherIdentity.principalId, roleId: roles.acrPull.id, at: now - day });

  const image = setting.image({
    server: registry.loginServer,
    otherServer: other.loginServer,
    name,
    repository: setting.repository,
    tag: setting.tag,
    digest: registry.repositories[setting.repository]?.tags[setting.tag]?.digest ?? `sha256:${'0'.repeat(64)}`,
  });
  const credentials = credentialsOf(setting, registry, other, identity);
  const sent = definitionOf(setting, image, credentials, identity, otherIdentity);
  if (!setting.identityExists) {
    delete world.identities[normalizeId(identity.id)];
    delete world.principals[identity.principalId];
  }
  if (!setting.registryExists) delete world.registries[normalizeId(registry.id)];
  return { world, registry, identity, puller: withoutPasswords(sent), image, groupId, sent };
}

function registrySettings(setting: Setting): Partial<SandboxRegistry> {
  return {
    ...setting.network,
    sku: setting.sku,
    mode: setting.mode === 'abac' ? 'AbacRepositoryPermissions' : 'LegacyRegistryPermissions',
    adminUserEnabled: setting.adminUserEnabled,
    extra: setting.anonymousPullEnabled ? { anonymousPullEnabled: true } : {},
  };
}

function fill(registry: SandboxRegistry, { repository, repositoryExists, tag, tagExists, platforms }: Setting): void {
  const spec = { megabytes: 20, behaviour: 'web', at: now - day } as const;
  registry.repositories['unrelated'] = repositoryOf('unrelated', [{ ...spec, tags: [tag] }]);
  if (!repositoryExists) return;
  registry.repositories[repository] = repositoryOf(repository, [{ ...spec, platforms, tags: [tagExists ? tag : `${tag}-before`] }]);
}

function addGrant(world: World, grant: Grant, scope: string, principalId: string): void {
  const assignment = assignRole(world, {
    scope: grant.upperCase ? scope.toUpperCase() : scope,
    principalId,
    roleId: grant.roleId,
    at: now - day,
    ...(grant.condition === undefined ? {} : { condition: grant.condition }),
    ...(grant.life === 'late' ? { effectiveAt: now + propagationMs } : {}),
  });
  if (grant.conditionBefore) assignment.former = { ...grant.conditionBefore, until: now + propagationMs };
  if (grant.life === 'fading') Object.assign(assignment, { deletedAt: now - 1000, ineffectiveAt: now + 1000 });
  if (grant.life === 'deleted') Object.assign(assignment, { deletedAt: now - propagationMs, ineffectiveAt: now });
}

function credentialsOf(
  setting: Setting,
  registry: SandboxRegistry,
  other: SandboxRegistry,
  identity: SandboxIdentity,
): ImageRegistryCredential[] {
  if (setting.way === 'anonymous' || setting.credential === 'none') return [];
  const server = setting.credential === 'right' ? registry.loginServer : other.loginServer;
  if (setting.way === 'identity') return [{ server, identity: identity.id }];
  const passwords = {
    first: adminPasswords(registry)[0],
    second: adminPasswords(registry)[1],
    wrong: 'another',
    otherRegistrys: adminPasswords(other)[0],
  };
  return [{ server, username: setting.userName === 'right' ? name : 'someone', password: passwords[setting.password] }];
}

function definitionOf(
  { attached, osType }: Setting,
  image: string,
  credentials: ImageRegistryCredential[],
  identity: SandboxIdentity,
  other: SandboxIdentity,
): ContainerGroupDefinition {
  const carries = (id: string) => ({ identity: { type: 'UserAssigned', userAssignedIdentities: { [id]: {} } } });
  const identities = {
    identity: carries(identity.id),
    identityInUpperCase: carries(identity.id.toUpperCase()),
    otherIdentity: carries(other.id),
    systemAssigned: { identity: { type: 'SystemAssigned' } },
    none: {},
  };
  return {
    location: 'westeurope',
    ...identities[attached],
    properties: {
      containers: [{ name: 'app', properties: { image, resources: { requests: { cpu: 1, memoryInGB: 1 } } } }],
      ...(credentials.length > 0 ? { imageRegistryCredentials: credentials } : {}),
      osType,
      restartPolicy: 'Always',
    },
  };
}

function withoutPasswords(sent: ContainerGroupDefinition): Puller {
  const secrets: Record<string, string> = {};
  const { imageRegistryCredentials: credentials = [], ...properties } = sent.properties;
  const kept = credentials.map(({ password, ...rest }) => {
    if (password !== undefined) secrets[passwordKey(rest.server)] = password;
    return rest;
  });
  return { definition: { ...sent, properties: { ...properties, imageRegistryCredentials: kept } }, secrets };
}
