import type { World } from './world';

type ResourceMap = Record<string, { readonly id: string }>;

/** Where the world keeps the resources of each type, top-level and below; types as Azure spells them. */
export function resourceMaps(world: World): Readonly<Record<string, ResourceMap>> {
  return {
    'Microsoft.ContainerInstance/containerGroups': world.containerGroups,
    'Microsoft.ContainerRegistry/registries': world.registries,
    'Microsoft.ManagedIdentity/userAssignedIdentities': world.identities,
    'Microsoft.Network/virtualNetworks': world.virtualNetworks,
    'Microsoft.Network/virtualNetworks/subnets': world.subnets,
    'Microsoft.Network/natGateways': world.natGateways,
    'Microsoft.Network/publicIPAddresses': world.publicAddresses,
    'Microsoft.OperationalInsights/workspaces': world.workspaces,
    'Microsoft.Storage/storageAccounts': world.storageAccounts,
  };
}

/** Undefined for a type that the sandbox lacks. */
export function resourcesOf(world: World, type: string): Readonly<ResourceMap> | undefined {
  return Object.entries(resourceMaps(world)).find(([known]) => known.toLowerCase() === type.toLowerCase())?.[1];
}
