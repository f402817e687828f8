/** A user-assigned managed identity. */
export interface ManagedIdentity {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tenantId: string;
  /** Object id of the service principal: what role assignments name. */
  readonly principalId: string;
  /** Application (client) id: what an application signs in with. Not for role assignments. */
  readonly clientId: string;
  readonly tags: Readonly<Record<string, string>>;
}
