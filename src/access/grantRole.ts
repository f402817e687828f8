import type { RoleAssignmentMode } from '../model/registry';
import { roles } from '../model/roles';
import type { Ability } from './abilities';

/**
 * The least role for each ability. ABAC registries do not honour `AcrPull` and its like, classic ones do not honour `Repository Reader` and its
 * like. `AcrPull` lists the catalog too; on ABAC registries that takes a role of its own, and deleting comes only with writing.
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions,
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
 */
const leastRoles = {
  list: { legacy: roles.acrPull, abac: roles.catalogLister },
  pull: { legacy: roles.acrPull, abac: roles.repositoryReader },
  push: { legacy: roles.acrPush, abac: roles.repositoryWriter },
  delete: { legacy: roles.acrDelete, abac: roles.repositoryContributor },
} as const;

/** The role that lets somebody do something at registries of a mode, and no more than that where there is a choice. */
export function grantRole(ability: Ability, mode: RoleAssignmentMode): { readonly id: string; readonly name: string } {
  return leastRoles[ability][mode];
}
