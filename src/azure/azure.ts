/**
 * What the product asks of Azure, in model types. The implementation (`main.ts`) is the only place that touches the SDK and
 * lives in a bundle of its own; everything else imports this file for its types alone.
 *
 * Every method rejects with an `AppError` whose `code` is Azure's; where Azure said none, with the HTTP status's name (`BadGateway`) or
 * one of ours: `NetworkError`, `Timeout`, `UnreadableAnswer`, `SignInFailed`, `OperationFailed`, `InvalidResourceId`, `Unknown`. A cancelled
 * signal rejects at once with code `Cancelled`. After `Cancelled` and `Timeout` what was sent may still take effect.
 *
 * A lost connection, 408, 429 and 5xx are tried again, whatever the method but `exec` and `attach`: Azure may have acted on the first. Where no
 * answer comes in time, a read is tried once more and a write is not. `get` resolves to undefined where the resource or its group is not there, and
 * `delete` resolves then.
 */
import type { AppError } from '../model/appError';
import type { Cloud } from '../model/cloud';
import type { ContainerGroup, ContainerGroupDefinition } from '../model/containerGroup';
import type { SocketAccess, TerminalSize } from '../model/containerSocket';
import type { DenyAssignment } from '../model/denyAssignment';
import type { ManagedIdentity } from '../model/identity';
import type { GroupMetrics, MetricSpan } from '../model/metrics';
import type { Principal } from '../model/principal';
import type { Manifest, Registry, RoleAssignmentMode, Tag } from '../model/registry';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { Permission } from '../model/roleAssignment';
import type { RoleEligibility } from '../model/roleEligibility';
import type { Subnet, SubnetUsage } from '../model/subnet';
import type { ResourceGroup, Subscription } from '../model/subscription';
import type { Workspace } from '../model/workspace';

/** One page of a list; `next` continues it and is absent on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface NewRegistry {
  readonly location: string;
  readonly sku: 'Basic' | 'Standard' | 'Premium';
  readonly mode: RoleAssignmentMode;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface RegistryCredentials {
  readonly username: string;
  readonly passwords: readonly string[];
}

/** What is absent stays as it is. */
export interface RegistryChange {
  readonly trustedServicesBypass?: boolean;
  readonly publicNetworkAccess?: boolean;
  readonly acceptsArmTokens?: boolean;
}

export interface NewRoleAssignment {
  /** A GUID: the assignment's own name. */
  readonly name: string;
  readonly principalId: string;
  /** Always sent: without it a fresh identity fails with `PrincipalNotFound`. */
  readonly principalType: 'ServicePrincipal' | 'User' | 'Group';
  /** Role definition GUID. */
  readonly roleId: string;
  readonly condition?: string;
  readonly description?: string;
}

export interface Usage {
  /** `ContainerGroups`, `StandardCores`, … */
  readonly name: string;
  readonly limit: number;
  readonly current: number;
}

/** A resource of any type. */
export interface AnyResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

export interface Capability {
  readonly osType: string;
  readonly ipAddressType: string;
  readonly gpu: string;
  readonly maxCpu: number;
  readonly maxMemoryInGB: number;
}

export interface ImageImport {
  /** Host of the source registry: `mcr.microsoft.com`, `docker.io`, or a login server. */
  readonly sourceServer: string;
  /** `repository:tag` or `repository@digest` at the source. */
  readonly sourceImage: string;
  /** Resource id of a source registry in Azure, instead of `sourceServer`. */
  readonly sourceRegistryId?: string;
  /** `repository:tag` to make in the target. */
  readonly targetTag: string;
}

export interface LogOptions {
  /** Lines from the end; all that Azure has unless given. */
  readonly tail?: number;
  /** Each line begins with when it was written. */
  readonly timestamps?: boolean;
}

/** The person or identity that requests are made as. */
export interface SignedIn {
  readonly objectId: string;
  readonly tenantId: string;
  readonly name: string;
}

/** A tenant that could not be read: its sign-in has expired, it wants a second factor, it was not reached. */
export interface TenantFailure {
  readonly tenantId: string;
  readonly tenantName?: string;
  readonly error: AppError;
}

/** What could be read, and what could not. */
export interface SubscriptionList {
  readonly subscriptions: readonly Subscription[];
  readonly failures: readonly TenantFailure[];
}

export interface Azure {
  readonly cloud: Cloud;
  signedIn(signal?: AbortSignal): Promise<SignedIn>;
  readonly subscriptions: {
    /** Of all tenants side by side. Rejects where none could be read, with what the first one said. */
    list(signal?: AbortSignal): Promise<SubscriptionList>;
    /** Region names such as `westeurope`. */
    locations(subscriptionId: string, signal?: AbortSignal): Promise<readonly { name: string; displayName: string }[]>;
  };
  readonly resourceGroups: {
    list(subscriptionId: string, signal?: AbortSignal): Promise<readonly ResourceGroup[]>;
    get(id: string, signal?: AbortSignal): Promise<ResourceGroup | undefined>;
    put(id: string, location: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<ResourceGroup>;
    /** Resolves when Azure has accepted; `get` finds it until it is gone. */
    delete(id: string, signal?: AbortSignal): Promise<void>;
  };
  /** Whatever its type. */
  readonly resources: {
    /** Those with a tag, as far as the person may read them. Not resource groups, and without their tags: Azure's answer has neither. */
    tagged(subscriptionId: string, tag: string, value: string, signal?: AbortSignal): Promise<readonly AnyResource[]>;
    /** What lies in a resource group, as far as the person may read it. */
    inGroup(resourceGroupId: string, signal?: AbortSignal): Promise<readonly AnyResource[]>;
  };
  readonly providers: {
    registrationState(subscriptionId: string, namespace: string, signal?: AbortSignal): Promise<string>;
    register(subscriptionId: string, namespace: string, signal?: AbortSignal): Promise<void>;
  };
  readonly identities: {
    list(subscriptionId: string, signal?: AbortSignal): Promise<readonly ManagedIdentity[]>;
    get(id: string, signal?: AbortSignal): Promise<ManagedIdentity | undefined>;
    put(id: string, location: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<ManagedIdentity>;
    delete(id: string, signal?: AbortSignal): Promise<void>;
  };
  readonly registries: {
    list(subscriptionId: string, signal?: AbortSignal): Promise<readonly Registry[]>;
    get(id: string, signal?: AbortSignal): Promise<Registry | undefined>;
    checkName(subscriptionId: string, name: string, signal?: AbortSignal): Promise<{ available: boolean; reason?: string }>;
    /**
     * User name and passwords of the admin user. Rejects with `UnAuthorizedForCredentialOperations` where it is off. Whoever asks keeps them
     * where secrets are.
     */
    credentials(id: string, signal?: AbortSignal): Promise<RegistryCredentials>;
    /** Resolves when Azure has accepted; `get` then shows `provisioningState`. */
    put(id: string, registry: NewRegistry, signal?: AbortSignal): Promise<void>;
    /** Resolves when Azure has accepted. */
    update(id: string, change: RegistryChange, signal?: AbortSignal): Promise<void>;
    delete(id: string, signal?: AbortSignal): Promise<void>;
    /**
     * Resolves when the import has finished. A tag that is there already is left alone: the import is refused. So it can also be refused
     * because it was tried again after a lost connection; the tag tells which.
     */
    importImage(id: string, image: ImageImport, signal?: AbortSignal): Promise<void>;
  };
  /** The registry's own data plane, at its login server. `401`/`403` there reject with codes `UNAUTHORIZED` / `DENIED`. */
  readonly images: {
    /** `next` is the server's own link: opaque, good for the same list of the same registry. */
    repositories(loginServer: string, next?: string, signal?: AbortSignal): Promise<Page<string>>;
    /** Last updated first. */
    tags(loginServer: string, repository: string, next?: string, signal?: AbortSignal): Promise<Page<Tag>>;
    /** `reference` is a tag or a digest. Undefined where it does not exist. */
    manifest(loginServer: string, repository: string, reference: string, signal?: AbortSignal): Promise<Manifest | undefined>;
  };
  readonly access: {
    /**
     * Assignments at a scope and above it; with `below`, those under it too. With `principalId` (a user or service principal, not a group)
     * those of that principal and of the groups it is in, at the scope, above and below. One request per page.
     * https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest
     */
    assignments(
      scope: string,
      options?: { readonly principalId?: string; readonly below?: boolean },
      signal?: AbortSignal,
    ): Promise<readonly RoleAssignment[]>;
    getAssignment(scope: string, name: string, signal?: AbortSignal): Promise<RoleAssignment | undefined>;
    /** Creates or replaces. `RoleAssignmentExists` (409) where an equal one has another name. */
    assign(scope: string, assignment: NewRoleAssignment, signal?: AbortSignal): Promise<RoleAssignment>;
    unassign(assignmentId: string, signal?: AbortSignal): Promise<void>;
    /** All definitions usable at a scope, in one list: cache it. */
    definitions(scope: string, signal?: AbortSignal): Promise<readonly RoleDefinition[]>;
    /** What the signed-in person may do at a scope. */
    permissions(scope: string, signal?: AbortSignal): Promise<readonly Permission[]>;
    /**
     * Deny assignments at a scope and above it; with `principalId` those of that principal and of the groups it is in. Whether Azure then counts
     * those of all principals is not documented: leave it out to judge for yourself.
     * https://learn.microsoft.com/azure/role-based-access-control/deny-assignments-rest
     */
    denyAssignments(scope: string, options?: { readonly principalId?: string }, signal?: AbortSignal): Promise<readonly DenyAssignment[]>;
    /**
     * Roles at a scope and above it that the signed-in person can activate. Rejects with what Azure says where the tenant has no licence for
     * Privileged Identity Management (`AadPremiumLicenseRequired`).
     */
    eligibilities(scope: string, signal?: AbortSignal): Promise<readonly RoleEligibility[]>;
  };
  /**
   * Names of principals, from Microsoft Graph, of the account's own tenant. A nicety: nobody is asked to sign in for it, and whatever goes
   * wrong, except that it was cancelled, resolves to undefined, which means that nobody can tell.
   */
  readonly directory: {
    /** Those that exist, in no particular order. */
    principals(ids: readonly string[], signal?: AbortSignal): Promise<readonly Principal[] | undefined>;
    /** By its application's id. Undefined also where the directory has none. */
    servicePrincipal(appId: string, signal?: AbortSignal): Promise<Principal | undefined>;
  };
  readonly containerGroups: {
    /** Without instance views: Azure's list has none. */
    list(subscriptionId: string, signal?: AbortSignal): Promise<readonly ContainerGroup[]>;
    get(id: string, signal?: AbortSignal): Promise<ContainerGroup | undefined>;
    /**
     * Sends the definition as it stands, no property dropped, under its own `apiVersion` if it names one. Resolves when Azure has accepted
     * it; watch with `get`.
     */
    put(id: string, definition: ContainerGroupDefinition, signal?: AbortSignal): Promise<ContainerGroup>;
    delete(id: string, signal?: AbortSignal): Promise<void>;
    /** Resolves when Azure has accepted. */
    start(id: string, signal?: AbortSignal): Promise<void>;
    stop(id: string, signal?: AbortSignal): Promise<void>;
    restart(id: string, signal?: AbortSignal): Promise<void>;
    /** Rejects with `ContainerLogNotAvailable` (404) before the first run, and with 409 while the group is on its way. */
    logs(id: string, container: string, options?: LogOptions, signal?: AbortSignal): Promise<string>;
    /** Starts one program, which is given no arguments, in a terminal of this size. Sent once, whatever becomes of it: each starts one. */
    exec(id: string, container: string, command: string, size: TerminalSize, signal?: AbortSignal): Promise<SocketAccess>;
    /** What the container writes, from now on. Sent once. */
    attach(id: string, container: string, signal?: AbortSignal): Promise<SocketAccess>;
    /** CPU and memory by container, from Azure Monitor. A container of which it has nothing is left out, or has points without values. */
    metrics(id: string, span: MetricSpan, signal?: AbortSignal): Promise<GroupMetrics>;
    usages(subscriptionId: string, location: string, signal?: AbortSignal): Promise<readonly Usage[]>;
    capabilities(subscriptionId: string, location: string, signal?: AbortSignal): Promise<readonly Capability[]>;
  };
  readonly networks: {
    /** Undefined where the subnet, its network or its group is not there. */
    subnet(id: string, signal?: AbortSignal): Promise<Subnet | undefined>;
    /** Undefined where Azure doesn't tell, as of subnets of gateways. */
    usage(subnetId: string, signal?: AbortSignal): Promise<SubnetUsage | undefined>;
    /** Of all virtual networks. */
    subnets(subscriptionId: string, signal?: AbortSignal): Promise<readonly Subnet[]>;
    /**
     * Adds a delegation and leaves everything else as it was read: `PreconditionFailed` (412) where the subnet changed meanwhile. Resolves
     * when Azure has accepted.
     */
    delegateSubnet(id: string, service: string, signal?: AbortSignal): Promise<void>;
  };
  /** Of Log Analytics. */
  readonly workspaces: {
    list(subscriptionId: string, signal?: AbortSignal): Promise<readonly Workspace[]>;
  };
}
