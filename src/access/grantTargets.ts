import { AppError } from '../model/appError';
import { message } from '../model/message';
import type { Registry, RoleAssignmentMode } from '../model/registry';
import { isAtOrAbove, normalizeId, parseResourceId, resourceGroupId } from '../model/resourceId';
import type { Ability } from './abilities';
import { grantRole } from './grantRole';
import type { GrantRequest, GrantScope } from './grantRequest';

/** One role at one scope. */
export interface GrantTarget {
  readonly scope: string;
  readonly role: { readonly id: string; readonly name: string };
  readonly ability: Ability;
  readonly mode: RoleAssignmentMode;
  /** Registries that it reaches and whose mode honours it; at a wider scope as far as they are known. */
  readonly registries: readonly [Registry, ...Registry[]];
  readonly isWide: boolean;
}

/** The scope that a registry is reached by. */
export function scopeOf(registry: Registry, at: GrantScope): string {
  const { subscriptionId = '', resourceGroup = '' } = parseResourceId(registry.id) ?? {};
  switch (at) {
    case 'registry':
      return registry.id;
    case 'resourceGroup':
      return resourceGroupId(subscriptionId, resourceGroup);
    case 'subscription':
      return `/subscriptions/${subscriptionId}`;
  }
}

/**
 * The roles to be assigned, and where: one for each scope and each role that the modes of the registries there call for.
 * @param known all registries that are known: a wider scope reaches others than those that were chosen.
 */
export function grantTargets({ registries, abilities, at, only }: GrantRequest, known: readonly Registry[]): readonly GrantTarget[] {
  const scopes = new Map(registries.map((registry) => [normalizeId(scopeOf(registry, at)), scopeOf(registry, at)]));
  const all = new Map([...known, ...registries].map((registry) => [normalizeId(registry.id), registry]));
  const targets = new Map<string, GrantTarget>();
  for (const scope of scopes.values()) {
    const within = [...all.values()].filter(({ id }) => isAtOrAbove(scope, id));
    for (const ability of abilities) {
      // What is narrowed leaves classic registries in the scope as they are: there it would open everything.
      for (const mode of only ? (['abac'] as const) : (['legacy', 'abac'] as const)) {
        const [first, ...more] = within.filter((registry) => registry.mode === mode);
        if (!first) continue;
        const role = grantRole(ability, mode);
        // On classic registries one role lets people pull and list: it is assigned once.
        targets.set(`${normalizeId(scope)} ${role.id}`, {
          scope,
          role,
          ability,
          mode,
          registries: [first, ...more],
          isWide: at !== 'registry',
        });
      }
    }
  }
  return [...targets.values()];
}

/** Why a grant can't be narrowed to repositories, if it can't. @throws AppError `NotNarrowable`. */
export function refuseWhatCannotBeNarrowed({ registries, abilities, only }: GrantRequest): void {
  if (!only) return;
  if (abilities.includes('list')) throw new AppError('NotNarrowable', message('access.listNotNarrowable'));
  const classic = registries.filter(({ mode }) => mode === 'legacy');
  if (classic.length === 0) return;
  throw new AppError('NotNarrowable', message('access.classicNotNarrowable', { registries: classic.map(({ name }) => name).join(', ') }));
}
