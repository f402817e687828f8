import type { DenyAssignment } from '../../model/denyAssignment';
import type { Fact } from '../../model/fact';
import type { ManagedIdentity } from '../../model/identity';
import type { Manifest, Registry } from '../../model/registry';
import type { RoleAssignment, RoleDefinition } from '../../model/roleAssignment';

/** Where an image's registry was looked for. */
export type RegistryLookup =
  | { readonly kind: 'found'; readonly registry: Registry }
  /** A registry of that name is there, and its login server is another. */
  | { readonly kind: 'otherServer'; readonly registry: Registry }
  /** Not a registry of Azure: nothing can be asked about it. */
  | { readonly kind: 'foreign' }
  /** No registry has this name. */
  | { readonly kind: 'absent' }
  /** Somebody has a registry of this name; who is signed in doesn't see it. */
  | { readonly kind: 'unseen' };

/** What a verdict on a pull rests on. Absent is what does not bear on it, or what another fact made pointless to ask for. */
export interface PullFacts {
  /** By Azure's clock, milliseconds. */
  readonly now: number;
  /** As `az cloud list` spells it. */
  readonly cloud: string;
  readonly registry: Fact<RegistryLookup>;
  /** Undefined: it is not there (or not to be seen). */
  readonly identity?: Fact<ManagedIdentity | undefined>;
  /** The identity's, and those of the groups it is in. */
  readonly assignments?: Fact<readonly RoleAssignment[]>;
  /** Where no role of the identity lets it pull: what was assigned to its client id instead, which opens nothing. */
  readonly misdirected?: readonly RoleAssignment[];
  readonly definitions?: Fact<readonly RoleDefinition[]>;
  readonly denials?: Fact<readonly DenyAssignment[]>;
  /** Undefined: there is no such repository, tag or digest. */
  readonly manifest?: Fact<Manifest | undefined>;
  /** The repository's tags, newest first, where the one asked for is not there. Undefined: there is no such repository. */
  readonly tags?: Fact<readonly string[] | undefined>;
}
