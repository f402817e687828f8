import type { Registry } from '../../src/model/registry';

/** A plain registry, to be varied. */
export function someRegistry(more: Partial<Registry> = {}): Registry {
  return {
    id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso',
    name: 'contoso',
    location: 'westeurope',
    loginServer: 'contoso.azurecr.io',
    sku: 'Basic',
    mode: 'legacy',
    adminUserEnabled: false,
    anonymousPullEnabled: false,
    publicNetworkAccess: true,
    selectedNetworksOnly: false,
    allowedAddresses: [],
    privateEndpointConnections: 0,
    trustedServicesBypass: true,
    acceptsArmTokens: true,
    provisioningState: 'Succeeded',
    ...more,
  };
}
