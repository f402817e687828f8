/**
 * The state of the sandbox's Azure: plain data, so that a world can be saved, restored and compared. Times are milliseconds of
 * the sandbox's clock since the epoch. Whatever changes with time is derived from stored instants when it is read, or stands in
 * `due` until the clock passes it; nothing waits in a timer. Keys of resource maps are normalized ids (`normalizeId`).
 */
import type { ContainerGroupDefinition } from '../model/containerGroup';
import type { Permission } from '../model/roleAssignment';
import type { SandboxNatGateway, SandboxPublicAddress, SandboxSubnet, SandboxVirtualNetwork } from './networkState';

export interface World {
  readonly name: string;
  /** Counts up with every name or GUID the sandbox makes, so that a world replays to the same values. */
  serial: number;
  /** Object id of the principal whose token is in use unless a request's token says otherwise. */
  signedIn: string;
  readonly tenantId: string;
  /** Directories, by tenant id, in which people of this one are guests. */
  otherTenants?: Record<string, SandboxTenant>;
  /**
   * Whether a person must have given a second factor to write, as Azure demands:
   * https://learn.microsoft.com/entra/identity/authentication/concept-mandatory-multifactor-authentication.
   */
  writesNeedSecondFactor?: boolean;
  /** What login servers end with: `.azurecr.io`, or `.azurecr.io.localhost:8443` where a server of ours answers for them. */
  readonly registrySuffix: string;
  /** How long a new role assignment takes to be effective. */
  propagationMs: number;
  /** By GUID, lower case. */
  subscriptions: Record<string, SandboxSubscription>;
  resourceGroups: Record<string, SandboxResourceGroup>;
  /** By object id, lower case. */
  principals: Record<string, SandboxPrincipal>;
  identities: Record<string, SandboxIdentity>;
  registries: Record<string, SandboxRegistry>;
  assignments: Record<string, SandboxAssignment>;
  denyAssignments: Record<string, SandboxDenyAssignment>;
  /** By GUID, lower case. */
  customRoles: Record<string, SandboxRole>;
  locks: Record<string, SandboxLock>;
  /** Assignments of Azure Policy that deny. */
  policies: Record<string, SandboxPolicy>;
  /** Roles that can be activated, by the name of their schedule's instance. */
  eligibilities: Record<string, SandboxEligibility>;
  containerGroups: Record<string, SandboxContainerGroup>;
  virtualNetworks: Record<string, SandboxVirtualNetwork>;
  /** Of all virtual networks. */
  subnets: Record<string, SandboxSubnet>;
  natGateways: Record<string, SandboxNatGateway>;
  publicAddresses: Record<string, SandboxPublicAddress>;
  workspaces: Record<string, SandboxWorkspace>;
  storageAccounts: Record<string, SandboxStorageAccount>;
  /** Regions that hold less than others, by name: the largest group that they take. */
  regionLimits: Record<string, SandboxRegionLimit>;
  /** Addresses of git repositories that anybody can clone. */
  gitRepositories: string[];
  /** Long-running operations by their GUID. */
  operations: Record<string, SandboxOperation>;
  /** Registries that are not Azure's, by host (`mcr.microsoft.com`, `index.docker.io`): public images. */
  publicImages: Record<string, Record<string, SandboxRepository>>;
  /** Changes that the clock brings, in no particular order. */
  due: DueChange[];
}

export interface SandboxTenant {
  readonly tenantId: string;
  readonly name: string;
  /** Whether it lets nobody in without one. */
  readonly needsSecondFactor: boolean;
}

export interface SandboxSubscription {
  readonly id: string;
  readonly name: string;
  /** Absent: the world's own. */
  readonly tenantId?: string;
  /** Lower-case namespaces. */
  registeredProviders: string[];
  quota: SandboxQuota;
}

/** What is allowed per region. */
export interface SandboxQuota {
  standardCores: number;
  containerGroups: number;
  /** Absent: as many as a subscription usually has. */
  spotCores?: number;
}

export interface SandboxResourceGroup {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  tags: Record<string, string>;
  /** Whether tags were sent, be it none: they are then answered. */
  tagged?: boolean;
  /** Kept as it was sent. */
  managedBy?: string;
  deleting?: boolean;
}

export interface SandboxPrincipal {
  readonly objectId: string;
  readonly kind: 'User' | 'ServicePrincipal' | 'Group';
  readonly name: string;
  /** User principal name, or application id. */
  readonly signInName: string;
  /** When the directory's replicas know it: before, an assignment without `principalType` fails with `PrincipalNotFound`. */
  readonly replicatedAt: number;
  readonly memberOf: string[];
  /** Of a guest in another tenant: which, and the object id in their own. */
  readonly guest?: { readonly tenantId: string; readonly home: string };
}

export interface SandboxIdentity {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly principalId: string;
  readonly clientId: string;
  tags: Record<string, string>;
}

export interface SandboxRegistry {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly loginServer: string;
  readonly createdAt: number;
  sku: 'Basic' | 'Standard' | 'Premium';
  mode: 'AbacRepositoryPermissions' | 'LegacyRegistryPermissions';
  adminUserEnabled: boolean;
  /** How often each of its passwords was made again. */
  passwordTurns?: [number, number];
  publicNetworkAccess: 'Enabled' | 'Disabled';
  defaultAction: 'Allow' | 'Deny';
  /** CIDR blocks let in where the default is Deny. The person at the sandbox comes from 203.0.113.5. */
  ipRules: string[];
  networkRuleBypass: 'AzureServices' | 'None';
  armTokens: 'enabled' | 'disabled';
  /** Connections of private endpoints. */
  privateEndpoints?: SandboxPrivateEndpoint[];
  tags: Record<string, string>;
  provisioningState: 'Creating' | 'Updating' | 'Deleting' | 'Succeeded';
  /** Properties given that the sandbox keeps but does not act on, as written. */
  extra: Record<string, unknown>;
  repositories: Record<string, SandboxRepository>;
}

export interface SandboxPrivateEndpoint {
  /** Of the connection. */
  readonly name: string;
  /** Resource id of the endpoint. */
  readonly endpointId: string;
  status: 'Approved' | 'Pending' | 'Rejected';
}

export interface SandboxRepository {
  readonly name: string;
  readonly createdAt: number;
  tags: Record<string, { digest: string; createdAt: number; updatedAt: number }>;
  manifests: Record<string, SandboxManifest>;
}

export interface SandboxManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly createdAt: number;
  /** Bytes of the image, all layers. */
  readonly size: number;
  /** An image has a platform; an index has children instead. */
  readonly platform?: { os: string; architecture: string };
  readonly children?: string[];
  /** What a container of this image does, by the name of a behaviour in `behaviours.ts`. */
  readonly behaviour?: string;
  /** The manifest itself, JSON: its digest is that of these bytes. */
  readonly content: string;
}

export interface SandboxAssignment {
  /** As Azure spells it: `{scope}/providers/Microsoft.Authorization/roleAssignments/{guid}`. */
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'ServicePrincipal' | 'Group';
  /** GUID, lower case. */
  readonly roleId: string;
  condition?: string;
  description?: string;
  readonly createdAt: number;
  updatedAt: number;
  createdBy: string;
  /** From when on services honour it (or, after a change, its condition). */
  effectiveAt: number;
  /** After a change: the condition that services still honour, until then. */
  former?: { condition?: string; until: number };
  /** Deleted assignments stay in force until `ineffectiveAt`; they are no longer listed. */
  deletedAt?: number;
  ineffectiveAt?: number;
}

/** Stands above all roles. Azure's own services make them; nothing that travels to the sandbox does. */
export interface SandboxDenyAssignment {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly description?: string;
  readonly scope: string;
  permissions: Permission[];
  principals: DeniedPrincipal[];
  excludePrincipals: DeniedPrincipal[];
  doNotApplyToChildScopes: boolean;
  condition?: string;
  readonly createdAt: number;
}

export interface DeniedPrincipal {
  /** Object id, lower case; zeros for all principals. */
  readonly id: string;
  readonly type: SandboxPrincipal['kind'] | 'SystemDefined';
}

export interface SandboxRole {
  /** GUID, lower case. */
  readonly id: string;
  name: string;
  description: string;
  permissions: Permission[];
  /** Where it may be assigned, and below. */
  assignableScopes: string[];
  readonly createdAt: number;
  readonly createdBy: string;
  updatedAt: number;
}

export interface SandboxLock {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  level: 'CanNotDelete' | 'ReadOnly';
  notes?: string;
}

/** Keeps resources of one type from being written with certain values of one property. */
export interface SandboxPolicy {
  /** Of the assignment. */
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly scope: string;
  readonly definition: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly resourceType: string;
  /** Path in the resource's body: `location`, `properties.roleDefinitionId`. */
  readonly field: string;
  /** Whether it denies these values, or all others. */
  readonly denies: 'in' | 'notIn';
  /** Of ids the last segment will do. */
  readonly values: readonly string[];
}

export interface SandboxEligibility {
  readonly name: string;
  readonly scope: string;
  readonly principalId: string;
  /** GUID, lower case. */
  readonly roleId: string;
  readonly condition?: string;
  readonly startsAt: number;
  readonly endsAt?: number;
}

export interface SandboxRegionLimit {
  readonly cpu: number;
  readonly memoryInGB: number;
  /** What it has room for at this moment, where that is less: it turns out when a group is to be placed. */
  coresLeft?: number;
}

export interface SandboxStorageAccount {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  tags: Record<string, string>;
  /** Names of its file shares. */
  shares: string[];
  /** How often its keys were made again. */
  keyTurns: number;
}

/** Of Log Analytics. */
export interface SandboxWorkspace {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  tags: Record<string, string>;
  readonly customerId: string;
}

export interface SandboxContainerGroup {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** As it was sent, less secrets in what is read back; secrets are kept in `secrets` for the containers alone. */
  definition: ContainerGroupDefinition;
  /** Registry passwords by server, secure values by `container/variable`: the sandbox's own, fake. */
  secrets: Record<string, string>;
  provisioningState: 'Pending' | 'Creating' | 'Succeeded' | 'Failed';
  state: 'Pending' | 'Running' | 'Stopped' | 'Succeeded' | 'Failed';
  /** Events of the group as a whole. */
  events: SandboxEvent[];
  containers: Record<string, SandboxContainer>;
  ip?: string;
  /** In a subnet: the address that it holds there, shown once it is provisioned. */
  heldAddress?: string;
  fqdn?: string;
  /** Object id of its system-assigned identity. */
  systemAssigned?: string;
  /** The long-running operation that waits for its containers to start. */
  operation?: string;
  /** Runs that have ended, as long as there are metrics of them; oldest first. */
  runs?: SandboxRun[];
}

/** A container's run, with what its metrics follow from. */
export interface SandboxRun {
  readonly container: string;
  readonly from: number;
  readonly to: number;
  /** The name of what it used, in `loads.ts`. */
  readonly load: string;
  /** The most that it could use. */
  readonly cores: number;
  readonly memoryInGB: number;
}

export interface SandboxContainer {
  state: 'Waiting' | 'Running' | 'Terminated';
  detailStatus: string;
  startedAt?: number;
  finishedAt?: number;
  exitCode?: number;
  restartCount: number;
  /** The run before the present one. */
  previous?: { startedAt: number; finishedAt: number; exitCode: number };
  events: SandboxEvent[];
  /** Digest that was pulled last. */
  digest?: string;
  behaviour?: string;
  /** Pulls that failed since the group was last told to start. */
  failedPulls: number;
}

export interface SandboxEvent {
  readonly name: string;
  readonly type: 'Normal' | 'Warning';
  message: string;
  count: number;
  readonly firstAt: number;
  lastAt: number;
}

export interface SandboxOperation {
  readonly id: string;
  /** What it is about: a resource id. */
  readonly target: string;
  readonly kind: string;
  readonly startedAt: number;
  status: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed';
  error?: { code: string; message: string };
}

/** Something that happens when the clock passes `at`. `kind` names a handler registered by the module that scheduled it. */
export interface DueChange {
  readonly at: number;
  readonly kind: string;
  readonly target: string;
  readonly data?: Record<string, string>;
}
