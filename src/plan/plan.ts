import type { ContainerGroupDefinition } from '../model/containerGroup';
import type { Message } from '../model/message';

/** A value that another operation yields when it has run. The only ordering that a plan has. */
export interface Ref {
  readonly ref: string;
  readonly output: OutputName;
}

export type OutputName = 'id' | 'principalId' | 'clientId' | 'loginServer' | 'fqdn' | 'createdOn';
export type Outputs = Partial<Record<OutputName, string>>;
export type Value = string | Ref;

export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'ref' in value && 'output' in value;
}

interface Base {
  /** Unique in its plan; a reference names it. */
  readonly key: string;
  /** References that order without carrying a value into a field: ARM's `dependsOn`. */
  readonly needs?: readonly Ref[];
}

/** A resource group that must exist. */
export interface EnsureResourceGroup extends Base {
  readonly kind: 'resourceGroup';
  readonly id: string;
  readonly location: string;
}

/** A resource provider that must be registered in a subscription. */
export interface EnsureProvider extends Base {
  readonly kind: 'provider';
  readonly subscriptionId: string;
  readonly namespace: string;
}

export interface EnsureIdentity extends Base {
  readonly kind: 'identity';
  readonly id: string;
  readonly location: string;
}

export interface EnsureRoleAssignment extends Base {
  readonly kind: 'roleAssignment';
  /** Resource id that the role is assigned at. */
  readonly scope: Value;
  readonly principalId: Value;
  /** For showing: what the principal is called. */
  readonly principalName: string;
  readonly principalType: 'ServicePrincipal' | 'User' | 'Group';
  readonly roleId: string;
  readonly condition?: string;
  /** Roles that do as well: who has one of them without a condition is left alone. */
  readonly coveredBy?: readonly string[];
  /** The assignment that is there, as it was when the plan was made: its condition gives way to the plan's. */
  readonly changes?: { readonly id: string; readonly condition: string; readonly description?: string };
  /** For showing: names of the registries that an assignment at a wider scope reaches, as far as they are known. */
  readonly reaches?: readonly string[];
}

export interface EnsureRegistry extends Base {
  readonly kind: 'registry';
  readonly id: string;
  readonly location: string;
  readonly sku: 'Basic' | 'Standard' | 'Premium';
  readonly mode: 'legacy' | 'abac';
}

/** Settings of a registry that exists. */
export interface EnsureRegistrySettings extends Base {
  readonly kind: 'registrySettings';
  readonly id: string;
  /** `networkRuleBypassOptions: AzureServices`: trusted services of Azure get through the firewall. */
  readonly trustedServicesBypass: true;
}

/** A subnet that exists, handed over to a service. */
export interface EnsureSubnetDelegation extends Base {
  readonly kind: 'subnetDelegation';
  readonly id: string;
  /** `Microsoft.ContainerInstance/containerGroups`. */
  readonly service: string;
}

export interface EnsureContainerGroup extends Base {
  readonly kind: 'containerGroup';
  readonly id: string;
  /** No secret: secure values and passwords stand as named placeholders (`secrets` of the run fills them in). */
  readonly definition: ContainerGroupDefinition;
  /** Sent also where it is so already: to start the group anew. */
  readonly again?: true;
  /**
   * Who pulls from which registry. Asked only when Azure says `InaccessibleImage`, to tell a grant that is not effective yet
   * from one that is missing.
   */
  readonly pulls?: readonly { readonly registryId: string; readonly principalId: Value }[];
}

/** Act: something that happens once. */
export interface ImportImage extends Base {
  readonly kind: 'importImage';
  readonly registryId: Value;
  /** Of the registry imported into: there it is looked whether the image has come. */
  readonly loginServer: string;
  /** `server/repository:tag` of the source. */
  readonly source: string;
  /** Resource id of the source registry, where it is one in Azure. */
  readonly sourceRegistryId?: string;
  /** `repository:tag`. */
  readonly target: string;
}

export interface GroupAction extends Base {
  readonly kind: 'startGroup' | 'stopGroup' | 'restartGroup';
  readonly id: string;
}

/** Deletes one resource, whatever its type among those the product makes. */
export interface DeleteResource extends Base {
  readonly kind: 'delete';
  readonly id: string;
  /** For showing, where it is a role assignment: what it gives to whom. */
  readonly revokes?: { readonly role: string; readonly scope: string; readonly principal: string };
}

export type Operation =
  | EnsureResourceGroup
  | EnsureProvider
  | EnsureIdentity
  | EnsureRoleAssignment
  | EnsureRegistry
  | EnsureRegistrySettings
  | EnsureSubnetDelegation
  | EnsureContainerGroup
  | ImportImage
  | GroupAction
  | DeleteResource;

export type OperationKind = Operation['kind'];

/** Something that is so once a plan has run, and that its operations do not say. */
export interface Consequence {
  readonly severity: 'warning' | 'information';
  readonly message: Message;
}

/** An immutable graph of operations. Nothing else in the product writes to Azure. It holds no secret and can be stored. */
export interface Plan {
  readonly id: string;
  readonly title: Message;
  /** Which Azure it is for: a tenant, or a sandbox world. Never run against another. */
  readonly target: string;
  readonly operations: readonly Operation[];
  /** Judged when the plan was made, to be read before it runs: what stops working, what is so already and therefore no operation. */
  readonly consequences?: readonly Consequence[];
}
