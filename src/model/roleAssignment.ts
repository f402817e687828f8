export interface RoleAssignment {
  readonly id: string;
  /** The assignment's own name, a GUID. */
  readonly name: string;
  readonly scope: string;
  readonly principalId: string;
  readonly principalType?: string;
  /** The role definition's GUID, lower case, whatever scope its id was spelled with. */
  readonly roleId: string;
  readonly condition?: string;
  readonly conditionVersion?: string;
  readonly description?: string;
  /** ISO 8601. */
  readonly createdOn?: string;
  /** ISO 8601: when it, or its condition, was last written. */
  readonly updatedOn?: string;
}

export interface RoleDefinition {
  readonly id: string;
  /** GUID, lower case. */
  readonly roleId: string;
  readonly roleName: string;
  readonly custom: boolean;
  readonly permissions: readonly Permission[];
}

export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}
