import type { Registry, RoleAssignmentMode } from '../model/registry';
import { roles } from '../model/roles';

/**
 * The least role that lets an identity pull. ABAC registries do not honour `AcrPull`, classic ones do not honour `Repository Reader`.
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 */
export function pullRole(registry: { readonly mode: RoleAssignmentMode }): { readonly id: string; readonly name: string } {
  return registry.mode === 'abac' ? roles.repositoryReader : roles.acrPull;
}

/** The role that lets a person list an ABAC registry's repositories; reading one repository's tags takes `pullRole` besides. */
export const listRole = roles.catalogLister;

/** Whether a registry is unusual in a way that matters to whoever pulls from it. */
export function isRestricted(registry: Registry): boolean {
  return !registry.publicNetworkAccess || registry.selectedNetworksOnly;
}
