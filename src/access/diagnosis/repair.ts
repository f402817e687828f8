/** What opens a shut gate. It becomes a plan when it is asked for; ones that take an answer first begin a wizard. */
export type Repair =
  /** The role that the registry's mode calls for; a condition on it is widened by the repository. */
  | { readonly kind: 'grant' }
  /** Lets trusted services of Azure through the registry's firewall. */
  | { readonly kind: 'trustServices' }
  /** Attaches the identity that the pull names to the group. */
  | { readonly kind: 'attach' }
  /** Another reference for the same containers. */
  | { readonly kind: 'image'; readonly image: string }
  /** Pulls with a user-assigned identity: with this one, or, unless named, with one that is asked for. */
  | { readonly kind: 'useIdentity'; readonly identityId?: string }
  /** Nothing needs repair but time: starts the group again, and waits. */
  | { readonly kind: 'wait' };
