import type { DenyAssignment } from '../model/denyAssignment';
import type { Registry } from '../model/registry';
import { isAtOrAbove, sameId } from '../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { Ability } from './abilities';
import { abilities, requiredActions } from './abilities';
import type { Authorization } from './effectiveAccess';
import { AccessJudge } from './effectiveAccess';
import { imageRole } from './imageRole';
import { admitsRequired } from './permission';

/** One assignment that reaches a registry's images, or would in the registry's other mode. */
export interface RegistryGrant {
  readonly assignment: RoleAssignment;
  readonly roleName: string;
  /** Undefined where the role's definition could not be found: what it lets do can't be told. */
  readonly abilities: readonly Ability[] | undefined;
  /** The registry's mode does not honour the role. */
  readonly ignored: boolean;
  /** Assigned above the registry. */
  readonly inherited: boolean;
}

/** Somebody who reaches a registry's images, with everything by which they do. */
export interface PrincipalAccess {
  readonly principalId: string;
  readonly principalType: string | undefined;
  /** By all assignments together, without what a deny assignment takes away for certain. */
  readonly abilities: readonly Ability[];
  /** Deny assignments that take away what roles give. */
  readonly deniedBy: readonly DenyAssignment[];
  readonly grants: readonly RegistryGrant[];
}

/**
 * Who reaches a registry's images by role assignments there and above. Roles that say nothing about images are left out. Members of groups
 * are not listed: the group is.
 */
export function registryAccess(registry: Registry, authorization: Omit<Authorization, 'of'>): readonly PrincipalAccess[] {
  const definitions = new Map(authorization.definitions.map((definition) => [definition.roleId, definition]));
  const byPrincipal = new Map<string, RegistryGrant[]>();
  for (const assignment of authorization.assignments) {
    if (!isAtOrAbove(assignment.scope, registry.id)) continue;
    const grant = grantOf(assignment, definitions.get(assignment.roleId), registry);
    if (!grant) continue;
    const key = assignment.principalId.toLowerCase();
    byPrincipal.set(key, [...(byPrincipal.get(key) ?? []), grant]);
  }
  const judge = new AccessJudge(registry, { ...authorization, of: 'everybody' });
  return [...byPrincipal.values()].map((grants) => principalAccess(judge, grants));
}

function grantOf(assignment: RoleAssignment, definition: RoleDefinition | undefined, registry: Registry): RegistryGrant | undefined {
  const inherited = !sameId(assignment.scope, registry.id);
  if (!definition) return { assignment, roleName: assignment.roleId, abilities: undefined, ignored: false, inherited };
  const role = imageRole(assignment, definition, registry);
  return role && { assignment, roleName: definition.roleName, abilities: role.abilities, ignored: role.ignored, inherited };
}

function principalAccess(judge: AccessJudge, grants: readonly RegistryGrant[]): PrincipalAccess {
  const { principalId = '', principalType } = grants[0]?.assignment ?? {};
  const verdicts = abilities.map((ability) => ({ ability, verdict: judge.verdict(ability, principalId) }));
  const denials = verdicts.flatMap(({ verdict }) => (verdict.kind === 'denied' && verdict.certain ? [verdict.by] : []));
  return {
    principalId,
    principalType,
    abilities: verdicts.flatMap(({ ability, verdict }) => {
      const perhaps = verdict.kind === 'denied' && !verdict.certain;
      return verdict.kind === 'yes' || verdict.kind === 'conditional' || perhaps ? [ability] : [];
    }),
    deniedBy: [...new Set(denials)],
    grants: [...grants].sort(byPlace),
  };
}

/** Assigned at the registry itself first, then from the nearest scope outward. */
function byPlace(a: RegistryGrant, b: RegistryGrant): number {
  return b.assignment.scope.length - a.assignment.scope.length || a.roleName.localeCompare(b.roleName);
}

/** Deny assignments that reach a registry's images in its mode, whomever they deny. */
export function imageDenials(registry: Registry, denials: readonly DenyAssignment[]): readonly DenyAssignment[] {
  const actions = abilities.flatMap((ability) => requiredActions(ability, registry.mode));
  return denials.filter(({ scope, doNotApplyToChildScopes, permissions }) => {
    const reaches = doNotApplyToChildScopes ? sameId(scope, registry.id) : isAtOrAbove(scope, registry.id);
    return reaches && actions.some((action) => admitsRequired(permissions, action));
  });
}
