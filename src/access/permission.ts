import type { Permission } from '../model/roleAssignment';

/** Whether permissions admit an action of the control plane; wildcards as Azure reads them: `*` stands for any characters. */
export function admitsAction(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(({ actions, notActions }) => matchesAny(actions, action) && !matchesAny(notActions, action));
}

/** Whether permissions admit an action of the data plane. */
export function admitsDataAction(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(({ dataActions, notDataActions }) => matchesAny(dataActions, action) && !matchesAny(notDataActions, action));
}

function matchesAny(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => matches(pattern, action));
}

function matches(pattern: string, action: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return new RegExp(`^${escaped}$`, 'i').test(action);
}
