/**
 * Built-in roles this product names, by their real GUIDs.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
 */
export const roles = {
  acrPull: { id: '7f951dda-4ed3-4680-a7ca-43fe172d538d', name: 'AcrPull' },
  acrPush: { id: '8311e382-0749-4cb8-b61a-304f252e45ec', name: 'AcrPush' },
  acrDelete: { id: 'c2f4ef07-c644-48eb-af81-4b1b4947fb11', name: 'AcrDelete' },
  repositoryReader: { id: 'b93aa761-3e63-49ed-ac28-beffa264f7ac', name: 'Container Registry Repository Reader' },
  repositoryWriter: { id: '2a1e307c-b015-4ebd-883e-5b7698a07328', name: 'Container Registry Repository Writer' },
  repositoryContributor: { id: '2efddaa5-3f1f-4df3-97df-af3f13818f4c', name: 'Container Registry Repository Contributor' },
  catalogLister: { id: 'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7', name: 'Container Registry Repository Catalog Lister' },
  owner: { id: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', name: 'Owner' },
  contributor: { id: 'b24988ac-6180-42a0-ab88-20f7382dd24c', name: 'Contributor' },
  reader: { id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7', name: 'Reader' },
} as const;

export function roleName(roleId: string): string {
  return Object.values(roles).find((role) => role.id === roleId.toLowerCase())?.name ?? roleId;
}
