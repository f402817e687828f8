import type { Principal } from '../model/principal';
import type { Registry } from '../model/registry';
import { resourceName } from '../model/resourceId';
import type { GroupChoice } from '../plan/resourceGroups';
import type { Ability } from './abilities';
import type { RepositorySelection } from './repositoryCondition';

/** The identity that a plan lets pull: one that is there, or one that the plan creates. */
export type IdentityChoice =
  | { readonly kind: 'existing'; readonly id: string; readonly principalId: string }
  | { readonly kind: 'new'; readonly id: string; readonly location: string };

/** Whom a plan grants something: an identity, or whoever has an object id. */
export type Grantee =
  IdentityChoice | { readonly kind: 'principal'; readonly principalId: string; readonly type: Principal['type']; readonly name: string };

/** Where roles are assigned: at registries themselves, or at what they are in, for all registries there, also those to come. */
export type GrantScope = 'registry' | 'resourceGroup' | 'subscription';

export interface GrantRequest {
  readonly to: readonly Grantee[];
  readonly registries: readonly Registry[];
  readonly abilities: readonly Ability[];
  readonly at: GrantScope;
  /** Narrows it to some repositories, on ABAC registries alone. */
  readonly only?: RepositorySelection;
  /** The resource group of a new identity. */
  readonly group?: GroupChoice;
  /** What becomes of a condition that can't be read, and so can't be merged with another: it goes, and all repositories are open. */
  readonly unreadable?: 'replace';
}

export function nameOf(to: Grantee): string {
  return to.kind === 'principal' ? to.name : resourceName(to.id);
}
