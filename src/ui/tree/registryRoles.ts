import { admitsAction, admitsDataAction } from '../../access/permission';
import type { Registry } from '../../model/registry';
import { isAtOrAbove } from '../../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../../model/roleAssignment';

const registryActions = ['read', 'pull/read', 'push/write', 'artifacts/delete', 'importImage/action'].map(ofRegistries);
/** What a registry in the older mode looks at. */
const imageActions = ['pull/read', 'push/write', 'artifacts/delete'].map(ofRegistries);
/** What a registry in the ABAC mode looks at. */
const imageDataActions = [
  'repositories/content/read',
  'repositories/content/write',
  'repositories/content/delete',
  'repositories/metadata/read',
  'catalog/read',
].map(ofRegistries);

function ofRegistries(rest: string): string {
  return `Microsoft.ContainerRegistry/registries/${rest}`;
}

export interface RoleOnRegistries {
  readonly assignment: RoleAssignment;
  readonly roleName: string;
  readonly registries: readonly Registry[];
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
    return [
      {
        assignment,
        roleName: definition?.roleName ?? assignment.roleId,
        registries: reached,
        ignoredBy: definition ? reached.filter((registry) => !opensImages(definition, registry)) : [],
      },
    ];
  });
}

function concernsRegistries(definition: RoleDefinition): boolean {
  return registryActions.some((action) => admitsAction(definition.permissions, action)) || opensRepositories(definition);
}

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions */
function opensImages(definition: RoleDefinition, registry: Registry): boolean {
  if (registry.mode === 'abac') return opensRepositories(definition);
  return imageActions.some((action) => admitsAction(definition.permissions, action));
}

function opensRepositories({ permissions }: RoleDefinition): boolean {
  return imageDataActions.some((action) => admitsDataAction(permissions, action));
}
