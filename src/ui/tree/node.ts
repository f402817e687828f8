import type { Happening } from '../../logs/timeline';
import type { Ability } from '../../access/abilities';
import type { IdentityUse } from '../../access/identityUses';
import type { PrincipalAccess, RegistryGrant } from '../../access/registryAccess';
import type { Container, ContainerGroup } from '../../model/containerGroup';
import type { DenyAssignment } from '../../model/denyAssignment';
import type { ManagedIdentity } from '../../model/identity';
import type { Manifest, Registry, Tag } from '../../model/registry';
import type { RoleAssignment } from '../../model/roleAssignment';
import type { Subscription } from '../../model/subscription';
import type { PrincipalIdentity } from './principalNames';

/** What a node of the tree is about. Plain data: no clients, no view. `id` is unique in the tree and stays the same between reads. */
interface Base {
  readonly id: string;
  readonly parent: TreeNode | undefined;
}

export interface SubscriptionNode extends Base {
  readonly kind: 'subscription';
  readonly expanded: boolean;
  readonly subscription: Subscription;
}

export type ListKind = 'registries' | 'identities' | 'containerGroups';

/** One of the three lists of a subscription. */
export interface ListNode extends Base {
  readonly kind: 'list';
  readonly list: ListKind;
  readonly subscription: Subscription;
}

export interface RegistryNode extends Base {
  readonly kind: 'registry';
  readonly registry: Registry;
}

/** Who reaches a registry's images. */
export interface AccessNode extends Base {
  readonly kind: 'access';
  readonly registry: Registry;
}

/** Somebody who reaches a registry's images; with one assignment only, the assignment as well. */
export interface PrincipalNode extends Base {
  readonly kind: 'principal';
  readonly registry: Registry;
  readonly access: PrincipalAccess;
  readonly who: PrincipalIdentity;
}

/** One of several assignments by which somebody reaches a registry's images. */
export interface GrantNode extends Base {
  readonly kind: 'grant';
  readonly parent: PrincipalNode;
  readonly registry: Registry;
  readonly grant: RegistryGrant;
}

/** A deny assignment that reaches a registry's images. */
export interface DenialNode extends Base {
  readonly kind: 'denial';
  readonly registry: Registry;
  readonly denial: DenyAssignment;
}

export interface RepositoryNode extends Base {
  readonly kind: 'repository';
  readonly registry: Registry;
  readonly repository: string;
}

export interface TagNode extends Base {
  readonly kind: 'tag';
  readonly registry: Registry;
  readonly repository: string;
  readonly tag: Tag;
  /** Filled in when it has been read. */
  manifest?: Manifest;
}

export interface IdentityNode extends Base {
  readonly kind: 'identity';
  readonly identity: ManagedIdentity;
}

/** What an identity may do, and what it is used by. */
export interface IdentityPartNode extends Base {
  readonly kind: 'roles' | 'usedBy';
  readonly identity: ManagedIdentity;
}

/** A container group that uses an identity: the group itself is elsewhere in the tree. */
export interface UseNode extends Base {
  readonly kind: 'use';
  readonly identity: ManagedIdentity;
  readonly use: IdentityUse;
}

/** A role that an identity has on one or more registries by one assignment. */
export interface RoleNode extends Base {
  readonly kind: 'role';
  readonly identity: ManagedIdentity;
  readonly assignment: RoleAssignment;
  readonly roleName: string;
  /** Registries that the assignment reaches. */
  readonly registries: readonly Registry[];
  /** What it lets the identity do with images in one of them at least. */
  readonly abilities: readonly Ability[];
  /** Those among them whose role assignment mode ignores this role. */
  readonly ignoredBy: readonly Registry[];
}

export interface ContainerGroupNode extends Base {
  readonly kind: 'containerGroup';
  /** As listed; replaced by the group with its instance view when that has been read. */
  group: ContainerGroup;
  detailed: boolean;
  /** Why the state could not be read. */
  problem?: string;
}

export interface ContainerNode extends Base {
  readonly kind: 'container';
  readonly parent: ContainerGroupNode;
  readonly container: Container;
}

/** The newest events of a group and its containers. */
export interface EventsNode extends Base {
  readonly kind: 'events';
  readonly parent: ContainerGroupNode;
}

export interface EventNode extends Base {
  readonly kind: 'event';
  readonly parent: EventsNode;
  readonly happening: Happening;
}

/** The rest of a list that comes in pages. */
export interface MoreNode extends Base {
  readonly kind: 'more';
  readonly parent: TreeNode;
  /** Shown so far, and of how many where that is known. */
  readonly shown: number;
  readonly total?: number;
}

/** Something said in the tree: an empty list, a refusal, an error. */
export interface NoteNode extends Base {
  readonly kind: 'note';
  readonly note: Note;
}

export interface Note {
  readonly severity: 'information' | 'warning' | 'error';
  readonly label: string;
  readonly detail?: string;
  /** What activating the node does. */
  readonly command?: { readonly id: string; readonly title: string; readonly args: readonly unknown[] };
  /** Whether *Retry* reads the parent again. */
  readonly retry: boolean;
  /** An extra word for `contextValue`, for menus. */
  readonly flag?: string;
}

export type TreeNode =
  | SubscriptionNode
  | ListNode
  | RegistryNode
  | AccessNode
  | PrincipalNode
  | GrantNode
  | DenialNode
  | RepositoryNode
  | TagNode
  | IdentityNode
  | IdentityPartNode
  | UseNode
  | RoleNode
  | ContainerGroupNode
  | ContainerNode
  | EventsNode
  | EventNode
  | MoreNode
  | NoteNode;
