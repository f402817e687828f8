import type { Permission } from './roleAssignment';

export interface DenyPrincipal {
  /** Object id, lower case; `everyPrincipal` where all are meant. */
  readonly id: string;
  /** `User`, `Group`, `ServicePrincipal`, or `SystemDefined` of all principals. */
  readonly type?: string;
}

/**
 * What nobody's role can give: Azure looks at these before it looks at roles. Only Azure makes them (deployment stacks, managed applications).
 * Source: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments
 */
export interface DenyAssignment {
  readonly id: string;
  /** Its own name, a GUID. */
  readonly name: string;
  /** What people call it. */
  readonly denyAssignmentName: string;
  readonly scope: string;
  /** What it denies. */
  readonly permissions: readonly Permission[];
  readonly principals: readonly DenyPrincipal[];
  readonly excludePrincipals: readonly DenyPrincipal[];
  readonly doNotApplyToChildScopes: boolean;
  readonly isSystemProtected: boolean;
  readonly condition?: string;
  readonly description?: string;
}

/** Stands for all principals of a tenant. https://learn.microsoft.com/azure/role-based-access-control/deny-assignments#the-all-principals-principal */
export const everyPrincipal = '00000000-0000-0000-0000-000000000000';
