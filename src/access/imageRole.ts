import type { Registry, RoleAssignmentMode } from '../model/registry';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { Ability } from './abilities';
import { abilities, requiredActions } from './abilities';
import { effectiveAccess } from './effectiveAccess';
import { admitsRequired } from './permission';

/** What one assignment does for a registry's images, by itself. */
export interface ImageRole {
  /** What it lets its principal do, be it with some repositories only. Empty also where its role has but a part of what each takes. */
  readonly abilities: readonly Ability[];
  /** The registry's mode does not look at anything that the role says: it would in the other one. */
  readonly ignored: boolean;
}

/** Undefined where the role says nothing about images in either mode. */
export function imageRole(assignment: RoleAssignment, definition: RoleDefinition, registry: Registry): ImageRole | undefined {
  if (opensImages(definition, registry.mode)) return { abilities: abilitiesBy(assignment, definition, registry), ignored: false };
  const other = registry.mode === 'abac' ? 'legacy' : 'abac';
  return opensImages(definition, other) ? { abilities: [], ignored: true } : undefined;
}

/** Whether a role has any of the actions that a registry asks for, in a mode, when images are listed, pulled, pushed or deleted. */
export function opensImages({ permissions }: RoleDefinition, mode: RoleAssignmentMode): boolean {
  return abilities.flatMap((ability) => requiredActions(ability, mode)).some((action) => admitsRequired(permissions, action));
}

function abilitiesBy(assignment: RoleAssignment, definition: RoleDefinition, registry: Registry): readonly Ability[] {
  const alone = { assignments: [assignment], of: 'principal', definitions: [definition], denials: [] } as const;
  return abilities.filter((ability) => {
    const { kind } = effectiveAccess(ability, registry, assignment.principalId, alone);
    return kind === 'yes' || kind === 'conditional';
  });
}
