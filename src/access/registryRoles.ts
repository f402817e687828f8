import type { Registry } from '../model/registry';
import { isAtOrAbove } from '../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { Ability } from './abilities';
import { abilities } from './abilities';
import { imageRole, opensImages } from './imageRole';
import { admitsAction } from './permission';

/** Of registries themselves: who has none of these, and none on images, has nothing to do with registries. */
const registryActions = ['read', 'importImage/action'].map((rest) => `Microsoft.ContainerRegistry/registries/${rest}`);

export interface RoleOnRegistries {
  readonly assignment: RoleAssignment;
  readonly roleName: string;
  readonly registries: readonly Registry[];
  /** What it lets its principal do with images, in one of the registries at least. */
  readonly abilities: readonly Ability[];
  /** Registries in whose role assignment mode the role opens no image. */
  readonly ignoredBy: readonly Registry[];
}

/** Of an identity's assignments, those that reach a registry with a role that says something about registries. */
export function rolesOnRegistries(
  assignments: readonly RoleAssignment[],
  definitions: readonly RoleDefinition[],
  registries: readonly Registry[],
): RoleOnRegistries[] {
  const byRole = new Map(definitions.map((definition) => [definition.roleId, definition]));
  return assignments.flatMap((assignment) => {
    const reached = registries.filter((registry) => isAtOrAbove(assignment.scope, registry.id));
    const definition = byRole.get(assignment.roleId);
    if (reached.length === 0 || (definition && !concernsRegistries(definition))) return [];
    const opened = definition ? reached.map((registry) => imageRole(assignment, definition, registry)) : [];
    return [
      {
        assignment,
        roleName: definition?.roleName ?? assignment.roleId,
        registries: reached,
        abilities: abilities.filter((ability) => opened.some((role) => role?.abilities.includes(ability))),
        ignoredBy: definition ? reached.filter(({ mode }) => !opensImages(definition, mode)) : [],
      },
    ];
  });
}

function concernsRegistries(definition: RoleDefinition): boolean {
  const { permissions } = definition;
  const opens = opensImages(definition, 'legacy') || opensImages(definition, 'abac');
  return opens || registryActions.some((action) => admitsAction(permissions, action));
}
