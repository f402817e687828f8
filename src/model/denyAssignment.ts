import type { Permission } from './roleAssignment';

/**
 * What nobody may do, whatever roles say. Made by Azure's own services (deployment stacks, managed applications); by people only in a preview.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments
 */
export interface DenyAssignment {
  readonly id: string;
  /** A GUID. */
  readonly name: string;
  readonly denyAssignmentName: string;
  readonly scope: string;
  readonly permissions: readonly Permission[];
  readonly principals: readonly DeniedPrincipal[];
  readonly excludePrincipals: readonly DeniedPrincipal[];
  readonly doNotApplyToChildScopes: boolean;
  readonly isSystemProtected: boolean;
  readonly condition?: string;
  readonly description?: string;
}

export interface DeniedPrincipal {
  /** Object id, lower case; all zeros stands for everybody. */
  readonly id: string;
  /** `User`, `Group`, `ServicePrincipal`, or `SystemDefined` for everybody. */
  readonly type?: string;
}
