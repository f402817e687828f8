import { authorizationFailed, deniedByAssignment } from './errors';
import { requireUnlocked } from './lockedScopes';
import type { AccessRequest } from './rbac';
import { accessTo } from './rbac';
import type { Call } from './route';

/** Throws Azure's refusal unless the caller may take a control-plane action at a scope and no lock is in the way. */
export function demand(call: Pick<Call, 'world' | 'caller' | 'now'>, action: string, scope: string, request?: AccessRequest): void {
  const access = accessTo(call.world, call.caller.objectId, { action, plane: 'control' }, scope, call.now, request);
  if (access === 'allowed') {
    requireUnlocked(call.world, action, scope);
    return;
  }
  const { signInName, objectId } = call.caller;
  const denied = { client: signInName, objectId, action, scope };
  if (typeof access === 'object') throw deniedByAssignment(denied, access);
  throw authorizationFailed({ ...denied, byCondition: access === 'deniedByCondition' });
}
