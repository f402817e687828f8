import type { Permission } from '../model/roleAssignment';
import type { RequiredAction } from './abilities';

/** Whether permissions admit an action of the control plane; wildcards as Azure reads them: `*` stands for any characters. */
export function admitsAction(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(({ actions, notActions }) => matchesAny(actions, action) && !matchesAny(notActions, action));
}

/** Whether permissions admit an action of the data plane. */
export function admitsDataAction(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(({ dataActions, notDataActions }) => matchesAny(dataActions, action) && !matchesAny(notDataActions, action));
}

/** Whether permissions admit an action on whichever plane it is. */
export function admitsRequired(permissions: readonly Permission[], { action, plane }: RequiredAction): boolean {
  return plane === 'control' ? admitsAction(permissions, action) : admitsDataAction(permissions, action);
}

function matchesAny(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => matches(pattern, action));
}

function matches(pattern: string, action: string): boolean {
  // Most patterns are about something else: that is seen without making an expression of them.
  const star = pattern.indexOf('*');
  const beginning = star < 0 ? pattern : pattern.slice(0, star);
  if (action.slice(0, beginning.length).toLowerCase() !== beginning.toLowerCase()) return false;
  if (star < 0) return action.length === pattern.length;
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${escaped}$`, 'i').test(action);
}
