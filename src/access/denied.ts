import type { DeniedPrincipal, DenyAssignment } from '../model/denyAssignment';
import { isAtOrAbove, sameId } from '../model/resourceId';
import type { RequiredAction } from './abilities';
import { registryAttempt } from './attempt';
import { conditionAdmits } from './conditionAdmits';
import { admitsRequired } from './permission';
import type { Truth } from './truth';
import { all, any, not } from './truth';

/** Stands for everybody: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments */
export const everybody = '00000000-0000-0000-0000-000000000000';

export interface DeniedAttempt {
  readonly principalId: string;
  /** Groups that the principal is known to be in, object ids in lower case. Whether it is in others can't be told. */
  readonly groups: ReadonlySet<string>;
  readonly scope: string;
  readonly action: RequiredAction;
  readonly repository: string | undefined;
}

/** Whether a deny assignment keeps a principal from an action; undefined where its groups or its condition can't be told. */
export function denies(denial: DenyAssignment, { principalId, groups, scope, action, repository }: DeniedAttempt): Truth {
  const reaches = denial.doNotApplyToChildScopes ? sameId(denial.scope, scope) : isAtOrAbove(denial.scope, scope);
  if (!reaches || !admitsRequired(denial.permissions, action)) return false;
  const isOne = (of: readonly DeniedPrincipal[]): Truth => any(of.map((one) => isPrincipal(one, principalId, groups)));
  const attempt = registryAttempt(action.action, action.onRepository ? repository : null);
  return all([
    isOne(denial.principals),
    not(isOne(denial.excludePrincipals)),
    denial.condition === undefined ? true : conditionAdmits(denial.condition, attempt),
  ]);
}

function isPrincipal({ id, type }: DeniedPrincipal, principalId: string, groups: ReadonlySet<string>): Truth {
  const key = id.toLowerCase();
  if (key === everybody || key === principalId.toLowerCase() || groups.has(key)) return true;
  return type === undefined || type === 'Group' ? undefined : false;
}
