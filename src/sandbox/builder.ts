/** Small changes to a world's state, for those who author worlds and tests. Nothing here sets an error: what fails follows from the state. */
import { publicCloud } from '../model/cloud';
import { normalizeId, resourceId } from '../model/resourceId';
import type { Permission } from '../model/roleAssignment';
import { guidOf, newGuid, newHex } from './ids';
import type {
  DeniedPrincipal,
  SandboxAssignment,
  SandboxDenyAssignment,
  SandboxEligibility,
  SandboxIdentity,
  SandboxLock,
  SandboxPolicy,
  SandboxPrincipal,
  SandboxRegistry,
  SandboxRepository,
  SandboxResourceGroup,
  SandboxRole,
  SandboxSubscription,
  World,
} from './world';

/** Namespaces that a subscription of the sandbox is registered for unless told otherwise. */
export const usualProviders: readonly string[] = [
  'microsoft.containerregistry',
  'microsoft.containerinstance',
  'microsoft.managedidentity',
  'microsoft.network',
  'microsoft.operationalinsights',
];

/** How long the directory takes to know a new identity everywhere. */
export const replicationMs = 20_000;

/** A world with a tenant and nothing else. `propagationMs` defaults to one minute. */
export function newWorld(
  name: string,
  options: { readonly propagationMs?: number; readonly signedIn?: string; readonly registrySuffix?: string } = {},
): World {
  return {
    name,
    serial: 0,
    signedIn: options.signedIn ?? '',
    tenantId: guidOf(`tenant:${name}`),
    registrySuffix: options.registrySuffix ?? publicCloud.registrySuffix,
    propagationMs: options.propagationMs ?? 60_000,
    subscriptions: {},
    resourceGroups: {},
    principals: {},
    identities: {},
    registries: {},
    assignments: {},
    denyAssignments: {},
    customRoles: {},
    locks: {},
    policies: {},
    eligibilities: {},
    containerGroups: {},
    virtualNetworks: {},
    subnets: {},
    natGateways: {},
    publicAddresses: {},
    workspaces: {},
    storageAccounts: {},
    regionLimits: {},
    gitRepositories: [],
    operations: {},
    publicImages: {},
    due: [],
  };
}

export function addSubscription(world: World, name: string, more: Partial<Omit<SandboxSubscription, 'name'>> = {}): SandboxSubscription {
  const subscription: SandboxSubscription = {
    id: (more.id ?? newGuid(world)).toLowerCase(),
    name,
    ...(more.tenantId === undefined ? {} : { tenantId: more.tenantId }),
    registeredProviders: [...(more.registeredProviders ?? usualProviders)],
    quota: more.quota ?? { standardCores: 100, containerGroups: 100 },
  };
  world.subscriptions[subscription.id] = subscription;
  return subscription;
}

export function addResourceGroup(
  world: World,
  subscriptionId: string,
  name: string,
  location: string,
  tags: Record<string, string> = {},
): SandboxResourceGroup {
  const group: SandboxResourceGroup = { id: `/subscriptions/${subscriptionId}/resourceGroups/${name}`, name, location, tags };
  world.resourceGroups[normalizeId(group.id)] = group;
  return group;
}

export function addPrincipal(
  world: World,
  principal: Pick<SandboxPrincipal, 'name' | 'kind'> & Partial<SandboxPrincipal>,
): SandboxPrincipal {
  const objectId = (principal.objectId ?? newGuid(world)).toLowerCase();
  const whole: SandboxPrincipal = {
    objectId,
    kind: principal.kind,
    name: principal.name,
    signInName: principal.signInName ?? (principal.kind === 'User' ? `${principal.name}@contoso.example` : newGuid(world)),
    replicatedAt: principal.replicatedAt ?? 0,
    memberOf: [...(principal.memberOf ?? [])],
    ...(principal.guest ? { guest: principal.guest } : {}),
  };
  world.principals[objectId] = whole;
  return whole;
}

export interface NewIdentity {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
  readonly tags?: Record<string, string>;
  /** When the directory knows its service principal everywhere; always has, unless given. */
  readonly replicatedAt?: number;
  readonly memberOf?: readonly string[];
}

/** A user-assigned identity together with its service principal. */
export function addIdentity(world: World, given: NewIdentity): SandboxIdentity {
  const clientId = newGuid(world);
  const principal = addPrincipal(world, {
    kind: 'ServicePrincipal',
    name: given.name,
    signInName: clientId,
    replicatedAt: given.replicatedAt ?? 0,
    memberOf: [...(given.memberOf ?? [])],
  });
  const identity: SandboxIdentity = {
    // Real ids of identities say `resourcegroups` where all others say `resourceGroups`.
    id: `/subscriptions/${given.subscriptionId}/resourcegroups/${given.resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${given.name}`,
    name: given.name,
    location: given.location,
    principalId: principal.objectId,
    clientId,
    tags: { ...given.tags },
  };
  world.identities[normalizeId(identity.id)] = identity;
  return identity;
}

export type NewRegistry = {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
  readonly createdAt: number;
} & Partial<Omit<SandboxRegistry, 'id' | 'repositories'>>;

export function addRegistry(world: World, given: NewRegistry): SandboxRegistry {
  const { subscriptionId, resourceGroup, name, location, createdAt } = given;
  const registry: SandboxRegistry = {
    id: resourceId(subscriptionId, resourceGroup, 'Microsoft.ContainerRegistry/registries', name),
    name,
    location,
    loginServer: given.loginServer ?? `${name.toLowerCase()}${world.registrySuffix}`,
    createdAt,
    sku: given.sku ?? 'Standard',
    mode: given.mode ?? 'LegacyRegistryPermissions',
    adminUserEnabled: given.adminUserEnabled ?? false,
    publicNetworkAccess: given.publicNetworkAccess ?? 'Enabled',
    defaultAction: given.defaultAction ?? 'Allow',
    ipRules: [...(given.ipRules ?? [])],
    networkRuleBypass: given.networkRuleBypass ?? 'AzureServices',
    armTokens: given.armTokens ?? 'enabled',
    tags: { ...given.tags },
    ...(given.privateEndpoints ? { privateEndpoints: given.privateEndpoints } : {}),
    provisioningState: given.provisioningState ?? 'Succeeded',
    extra: { ...given.extra },
    repositories: {},
  };
  world.registries[normalizeId(registry.id)] = registry;
  return registry;
}

/** A repository without images; `images.ts` fills it. */
export function addRepository(registry: SandboxRegistry, name: string, createdAt: number): SandboxRepository {
  const repository: SandboxRepository = { name, createdAt, tags: {}, manifests: {} };
  registry.repositories[name] = repository;
  return repository;
}

export interface NewAssignment {
  readonly scope: string;
  readonly principalId: string;
  /** Role definition GUID. */
  readonly roleId: string;
  readonly condition?: string;
  readonly description?: string;
  /** When it was made. */
  readonly at: number;
  /** From when on it is honoured; at once, unless given. */
  readonly effectiveAt?: number;
}

export function assignRole(world: World, given: NewAssignment): SandboxAssignment {
  const name = newGuid(world);
  const scope = given.scope.replace(/\/+$/, '');
  const principalId = given.principalId.toLowerCase();
  const assignment: SandboxAssignment = {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    scope: scope || '/',
    principalId,
    principalType: world.principals[principalId]?.kind ?? 'ServicePrincipal',
    roleId: given.roleId.toLowerCase(),
    ...(given.condition === undefined ? {} : { condition: given.condition }),
    ...(given.description === undefined ? {} : { description: given.description }),
    createdAt: given.at,
    updatedAt: given.at,
    createdBy: '',
    effectiveAt: given.effectiveAt ?? given.at,
  };
  world.assignments[normalizeId(assignment.id)] = assignment;
  return assignment;
}

export interface NewDenyAssignment {
  readonly scope: string;
  readonly displayName: string;
  readonly permissions: Partial<Permission>;
  /** All principals, unless given. */
  readonly principals?: readonly string[];
  readonly excludePrincipals?: readonly string[];
  readonly doNotApplyToChildScopes?: boolean;
  readonly condition?: string;
  readonly at: number;
}

/** Stands for all principals, in a deny assignment. */
const everyPrincipal: DeniedPrincipal = { id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' };

export function addDenyAssignment(world: World, given: NewDenyAssignment): SandboxDenyAssignment {
  const name = newGuid(world);
  const scope = given.scope.replace(/\/+$/, '');
  const named = (ids: readonly string[]): DeniedPrincipal[] =>
    ids.map((id) => ({ id: id.toLowerCase(), type: world.principals[id.toLowerCase()]?.kind ?? 'ServicePrincipal' }));
  const assignment: SandboxDenyAssignment = {
    id: `${scope}/providers/Microsoft.Authorization/denyAssignments/${name}`,
    name,
    displayName: given.displayName,
    scope: scope || '/',
    permissions: [permission(given.permissions)],
    principals: given.principals ? named(given.principals) : [everyPrincipal],
    excludePrincipals: named(given.excludePrincipals ?? []),
    doNotApplyToChildScopes: given.doNotApplyToChildScopes ?? false,
    ...(given.condition === undefined ? {} : { condition: given.condition }),
    createdAt: given.at,
  };
  world.denyAssignments[normalizeId(assignment.id)] = assignment;
  return assignment;
}

export interface NewRole {
  readonly name: string;
  readonly permissions: Partial<Permission>;
  readonly assignableScopes: readonly string[];
  readonly description?: string;
  readonly id?: string;
  readonly at: number;
}

export function addCustomRole(world: World, given: NewRole): SandboxRole {
  const role: SandboxRole = {
    id: (given.id ?? newGuid(world)).toLowerCase(),
    name: given.name,
    description: given.description ?? '',
    permissions: [permission(given.permissions)],
    assignableScopes: [...given.assignableScopes],
    createdAt: given.at,
    createdBy: '',
    updatedAt: given.at,
  };
  world.customRoles[role.id] = role;
  return role;
}

function permission(given: Partial<Permission>): Permission {
  return { actions: [], notActions: [], dataActions: [], notDataActions: [], ...given };
}

export function addLock(world: World, scope: string, name: string, level: SandboxLock['level'], notes?: string): SandboxLock {
  const id = `${scope.replace(/\/+$/, '')}/providers/Microsoft.Authorization/locks/${name}`;
  const lock: SandboxLock = { id, name, scope, level, ...(notes === undefined ? {} : { notes }) };
  world.locks[normalizeId(id)] = lock;
  return lock;
}

export type NewPolicy = Pick<SandboxPolicy, 'scope' | 'displayName' | 'resourceType' | 'field' | 'denies' | 'values'> & {
  /** What the definition is called. */
  readonly definition: string;
};

/** An assignment, and the custom definition of the subscription that it assigns. */
export function addPolicy(world: World, { definition, ...given }: NewPolicy): SandboxPolicy {
  const name = newHex(world, 24);
  const definitionName = newGuid(world);
  const subscription = /^\/subscriptions\/[^/]+/i.exec(given.scope)?.[0] ?? '';
  const policy: SandboxPolicy = {
    ...given,
    id: `${given.scope}/providers/Microsoft.Authorization/policyAssignments/${name}`,
    name,
    definition: {
      id: `${subscription}/providers/Microsoft.Authorization/policyDefinitions/${definitionName}`,
      name: definitionName,
      displayName: definition,
    },
  };
  world.policies[normalizeId(policy.id)] = policy;
  return policy;
}

export function addEligibility(world: World, given: Omit<SandboxEligibility, 'name'>): SandboxEligibility {
  const eligibility: SandboxEligibility = { ...given, name: newGuid(world), roleId: given.roleId.toLowerCase() };
  world.eligibilities[eligibility.name] = eligibility;
  return eligibility;
}
