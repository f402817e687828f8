import { AppError } from '../model/appError';
import type { Message } from '../model/message';
import { message } from '../model/message';
import { isAtOrAbove, resourceName, sameId } from '../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import { roleName } from '../model/roles';
import type { EnsureRoleAssignment } from '../plan/plan';
import { requiredActions } from './abilities';
import type { Authorization, Verdict } from './effectiveAccess';
import type { GrantTarget } from './grantTargets';
import { admitsRequired } from './permission';
import type { Grantee, GrantRequest } from './grantRequest';
import { nameOf } from './grantRequest';
import { longestCondition, mergeConditions, repositoryCondition } from './repositoryCondition';
import { selectionAccess } from './selectionAccess';

/** What it takes that a principal has a role at a scope. */
export type JudgedGrant =
  | { readonly kind: 'covered'; readonly says: Message }
  | { readonly kind: 'assign'; readonly fields: Pick<EnsureRoleAssignment, 'condition' | 'changes' | 'coveredBy'> }
  | { readonly kind: 'unmergeable'; readonly condition: string };

/**
 * Judges one grant by what Azure has now. Azure allows one assignment of a role to a principal at a scope: where there is one under another
 * condition, that is changed, and nothing that it admits is lost.
 * @param found undefined where nothing could be read; then the executor finds out.
 * @throws AppError `ConditionTooLong`.
 */
export function judgeGrant(request: GrantRequest, target: GrantTarget, to: Grantee, found: Authorization | undefined): JudgedGrant {
  const wanted = narrowing(request, target);
  const principalId = to.kind === 'new' ? undefined : to.principalId;
  if (!found || principalId === undefined) return assign(wanted);
  const coveredBy = wider(target, found.definitions);
  // What reaches only some registries of a wider scope is not a role there.
  const here = { ...found, assignments: found.assignments.filter(({ scope }) => isAtOrAbove(scope, target.scope)) };
  const verdict = selectionAccess(target.ability, target.registries[0], principalId, here, request.only);
  // A role that a deny assignment keeps from working is there all the same: another one would not work either.
  if (verdict.kind === 'yes' || verdict.kind === 'denied') return { kind: 'covered', says: alreadySo(target, to, verdict) };
  const there = found.assignments.find((one) => isSame(one, target, principalId));
  if (there?.condition === undefined) return assign(wanted, { coveredBy });
  const { id, condition, description } = there;
  const changes = { id, condition, ...(description === undefined ? {} : { description }) };
  if (wanted === undefined) return assign(undefined, { coveredBy, changes });
  const merged = mergeConditions(condition, wanted);
  if (merged !== undefined) return assign(merged, { coveredBy, changes });
  return request.unreadable === 'replace' ? assign(undefined, { coveredBy, changes }) : { kind: 'unmergeable', condition };
}

function assign(condition: string | undefined, more: Pick<EnsureRoleAssignment, 'changes' | 'coveredBy'> = {}): JudgedGrant {
  const length = Buffer.byteLength(condition ?? '');
  if (length > longestCondition) {
    throw new AppError('ConditionTooLong', message('access.conditionTooLong', { length, limit: longestCondition }));
  }
  return { kind: 'assign', fields: { ...(condition === undefined ? {} : { condition }), ...more } };
}

function narrowing({ only }: GrantRequest, { ability, mode }: GrantTarget): string | undefined {
  return only && mode === 'abac' && ability !== 'list' ? repositoryCondition(ability, only) : undefined;
}

function isSame(one: RoleAssignment, { scope, role }: GrantTarget, principalId: string): boolean {
  return sameId(one.scope, scope) && one.roleId === role.id && one.principalId.toLowerCase() === principalId.toLowerCase();
}

/** Other roles that do as well. */
function wider({ ability, mode, role }: GrantTarget, definitions: readonly RoleDefinition[]): readonly string[] {
  const required = requiredActions(ability, mode);
  return definitions
    .filter(({ roleId, permissions }) => roleId !== role.id && required.every((action) => admitsRequired(permissions, action)))
    .map(({ roleId }) => roleId);
}

const already = {
  list: 'access.alreadyLists',
  pull: 'access.alreadyPulls',
  push: 'access.alreadyPushes',
  delete: 'access.alreadyDeletes',
} as const;

function alreadySo({ ability, scope }: GrantTarget, to: Grantee, verdict: Extract<Verdict, { kind: 'yes' | 'denied' }>): Message {
  const names = [...new Set(verdict.via.map(({ roleId }) => roleName(roleId)))].join(', ');
  const args = { principal: nameOf(to), scope: resourceName(scope), roles: names };
  if (verdict.kind === 'yes') return message(already[ability], args);
  const denied = { ...args, denial: verdict.by.denyAssignmentName };
  return verdict.certain ? message('access.alreadyButDenied', denied) : message('access.alreadyButPerhapsDenied', denied);
}
