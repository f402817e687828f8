import { isAtOrAbove } from '../model/resourceId';
import { refuse } from './errors';
import type { World } from './world';

const ownActions = /^Microsoft\.Authorization\/locks\//i;

/**
 * Throws `ScopeLocked` where a lock forbids an action of the control plane; the data plane knows no locks. A lock holds at its scope and below, and
 * what holds something locked cannot be deleted either. Every action that is not a reading, listing keys too, is a write.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources; message quoted in public many times.
 */
export function requireUnlocked(world: World, action: string, scope: string): void {
  if (/\/read$/i.test(action) || ownActions.test(action)) return;
  const deletes = /\/delete$/i.test(action);
  const locked = Object.values(world.locks).filter(
    (lock) => (deletes || lock.level === 'ReadOnly') && (isAtOrAbove(lock.scope, scope) || (deletes && isAtOrAbove(scope, lock.scope))),
  );
  if (locked.length === 0) return;
  const scopes = [...new Set(locked.map((lock) => lock.scope))].join(',');
  const text =
    `The scope '${scope}' cannot perform ${deletes ? 'delete' : 'write'} operation because following scope(s) are locked: '${scopes}'. ` +
    'Please remove the lock and try again.';
  throw refuse(409, 'ScopeLocked', text, {}, { 'x-ms-failure-cause': 'gateway' });
}
