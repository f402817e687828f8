/** A role that somebody does not have and can activate, in Privileged Identity Management. */
export interface RoleEligibility {
  readonly scope: string;
  /** The role definition's GUID, lower case. */
  readonly roleId: string;
  readonly roleName?: string;
  /** ISO 8601. Absent: for good. */
  readonly endsOn?: string;
  readonly condition?: string;
}
