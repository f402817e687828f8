/** What Azure forbids, and what to do about it. Which sentence is decided by the code; Azure's text only fills its blanks. */
import type { Message } from '../model/message';
import { message } from '../model/message';
import type { SaidError, ViolatedPolicy } from './errorBody';

/** Undefined where the code is none of a refusal that has a sentence of its own. */
export function refused(code: string, { message: text, policies = [] }: SaidError): Message | undefined {
  switch (code) {
    case 'RequestDisallowedByPolicy':
      return byPolicy(policies, text ?? code);
    case 'ScopeLocked':
      return byLock(text ?? code);
    case 'DenyAssignmentAuthorizationFailed':
      return byDenyAssignment(text ?? code);
    case 'PrincipalNotFound':
      return message('error.principalNotFound');
    case 'RoleAssignmentExists':
      return message('error.assignmentExists');
    case 'RoleAssignmentLimitExceeded':
      return message('error.assignmentLimit');
    default:
      return undefined;
  }
}

export function forbidden(text: string | undefined): Message {
  const direct = /perform action '([^']+)' over scope '([^']+)'/;
  const linked = /not have permission to perform action(?:\(s\))? '([^']+)' on the (?:'\d+' )?linked scope\(s\) '([^']+)'/;
  const [, action, scope] = linked.exec(text ?? '') ?? direct.exec(text ?? '') ?? [];
  if (action !== undefined && scope !== undefined) {
    // https://learn.microsoft.com/azure/role-based-access-control/troubleshooting: said of those who may assign some roles and not others.
    const byCondition = /\bABAC condition\b/.test(text ?? '');
    return byCondition ? message('error.forbiddenByCondition', { action, scope }) : message('error.forbidden', { action, scope });
  }
  return text === undefined ? message('error.forbiddenBare') : message('error.forbiddenUnknown', { message: text });
}

function byPolicy(policies: readonly ViolatedPolicy[], text: string): Message {
  const [first, ...others] = policies;
  if (!first) return message('error.policyUnknown', { message: text });
  if (others.length > 0) return message('error.policies', { policies: policies.map(({ policy }) => `“${policy}”`).join(', ') });
  const { policy, assignment } = first;
  return assignment === undefined ? message('error.policy', { policy }) : message('error.policyAssigned', { policy, assignment });
}

/** A lock that forbids writing is read-only; one that forbids deleting may be of either kind, and Azure does not say of which. */
function byLock(text: string): Message {
  const scopes = lockedScopes(text).join(', ');
  const operation = /cannot perform (write|delete) operation/.exec(text)?.[1];
  if (scopes === '' || operation === undefined) return message('error.scopeLockedUnknown', { message: text });
  return operation === 'write' ? message('error.scopeLockedWrite', { scopes }) : message('error.scopeLockedDelete', { scopes });
}

/** The ids that Azure says are locked. */
export function lockedScopes(text: string): readonly string[] {
  const listed = /scope\(s\) are locked: '([^']+)'/.exec(text)?.[1];
  return (listed ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
}

function byDenyAssignment(text: string): Message {
  const action = /perform action '([^']+)'/.exec(text)?.[1];
  // The name may have quotes of its own.
  const [, name, scope] = /deny assignment with name '(.+)' and Id '[^']*' at scope '([^']+)'/.exec(text) ?? [];
  return action !== undefined && name !== undefined && scope !== undefined
    ? message('error.deniedByAssignment', { name, scope, action })
    : message('error.deniedByAssignmentUnknown', { message: text });
}
