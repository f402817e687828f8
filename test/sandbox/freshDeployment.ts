import { pullGrant } from '../../src/access/planGrant';
import { newDefinition } from '../../src/deploy/newDefinition';
import { planDeploy } from '../../src/deploy/planDeploy';
import { resourceGroupId, resourceId } from '../../src/model/resourceId';
import type { Plan } from '../../src/plan/plan';
import type { PlanWorld } from './planWorld';

/** A new identity in a new resource group, its grant, and a group that pulls with it. */
export async function freshDeployment(world: PlanWorld, registryName = 'contoso', image = 'web/storefront:1.6.2'): Promise<Plan> {
  const registry = await world.registry(registryName);
  const group = { id: resourceGroupId(world.production, 'rg-fresh'), location: 'westeurope', isNew: true };
  const identityId = resourceId(world.production, 'rg-fresh', 'Microsoft.ManagedIdentity/userAssignedIdentities', 'id-fresh');
  const grant = pullGrant(registry, { kind: 'new', id: identityId, location: 'westeurope' }, group);
  return planDeploy('test-world', {
    id: resourceId(world.production, 'rg-fresh', 'Microsoft.ContainerInstance/containerGroups', 'fresh'),
    definition: newDefinition({
      name: 'fresh',
      location: 'westeurope',
      image: `${registry.loginServer}/${image}`,
      loginServer: registry.loginServer,
      identityId,
      dnsNameLabel: 'fresh-by-a-test',
    }),
    resourceGroups: [group],
    grant: grant.operations,
    pulls: [{ registryId: registry.id, principalId: grant.principalId }],
    register: false,
  });
}

/** Where Contoso keeps an image that runs; a registry of every kind. */
export const deployable = [
  ['contoso', 'web/storefront:1.6.2'],
  ['contosoabac', 'team-a/orders:5.0'],
  ['contosovault', 'payments/ledger:7.0'],
  ['contosodnl', 'web/landing:1.0'],
] as const;
