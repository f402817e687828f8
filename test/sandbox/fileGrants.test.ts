import './vscodeStandIn';
import assert from 'node:assert/strict';
import { planDeploy } from '../../src/deploy/planDeploy';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { inEnglish } from '../../src/model/message';
import { resourceGroupId, resourceId } from '../../src/model/resourceId';
import { describe as said } from '../../src/plan/operations';
import type { Plan } from '../../src/plan/plan';
import { Sessions } from '../../src/ui/session';
import { Store } from '../../src/ui/store';
import { fileGrants } from '../../src/ui/wizards/fileGrants';
import type { PlanWorld } from './planWorld';
import { planWorld } from './planWorld';

const target = 'test-world';

interface File {
  /** Resource group and name of the identity; where it is missing, no credential names one. */
  readonly identity: string;
  /** A second one, attached alone. */
  readonly attached?: string;
  readonly servers?: readonly string[];
}

function definition({ identity, attached, servers = ['contoso.azurecr.io'] }: File): ContainerGroupDefinition {
  return {
    location: 'westeurope',
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {}, ...(attached === undefined ? {} : { [attached]: {} }) } },
    properties: {
      osType: 'Linux',
      imageRegistryCredentials: servers.map((server) => ({ server, identity })),
      containers: servers.map((server, index) => ({
        name: `c${index}`,
        properties: {
          image: `${server}/${server.startsWith('contosoabac') ? 'team-a/orders:5.1' : 'web/storefront:1.6.2'}`,
          resources: { requests: { cpu: 1, memoryInGB: 1 } },
        },
      })),
    },
  };
}

async function planned(
  world: PlanWorld,
  given: ContainerGroupDefinition,
  resourceGroup = 'rg-web',
  isNew = false,
): Promise<{ plan: Plan; notes: readonly string[] }> {
  const { azure, clock, production } = world;
  const sessions = new Sessions();
  const store = new Store(sessions);
  const signedIn = await azure.signedIn();
  const session = { kind: 'sandbox', cloud: azure.cloud, azure, target, signedIn, clock } as const;
  await sessions.open(async () => ({ session, dispose: () => undefined }));
  const group = { id: resourceGroupId(production, resourceGroup), location: 'westeurope', isNew };
  const { operations, pulls, resourceGroups, notes } = await fileGrants(store, given, group);
  const plan = planDeploy(target, {
    id: resourceId(production, resourceGroup, 'Microsoft.ContainerInstance/containerGroups', 'from-file'),
    definition: given,
    resourceGroups: [group, ...resourceGroups],
    grant: operations,
    pulls,
    register: false,
  });
  return { plan, notes: notes.map(inEnglish) };
}

function identityId({ production }: PlanWorld, name: string, resourceGroup = 'rg-web', subscriptionId = production): string {
  return resourceId(subscriptionId, resourceGroup, 'Microsoft.ManagedIdentity/userAssignedIdentities', name);
}

const steps = ({ operations }: Plan): readonly string[] => operations.map((op) => `${op.key}: ${inEnglish(said(op))}`);

describe('A file that names an identity', () => {
  it('which nobody has created yet has it created, granted its role, and then deployed', async () => {
    const world = planWorld();
    const { plan, notes } = await planned(world, definition({ identity: identityId(world, 'id-from-file') }));
    assert.deepEqual(steps(plan), [
      'identity: Create managed identity id-from-file in westeurope',
      'grant: Grant AcrPull on contoso to id-from-file',
      'container-group: Deploy container group from-file in westeurope',
    ]);
    assert.deepEqual(notes, ['The file names the identity id-from-file, which is not in rg-web yet: this plan creates it.']);
    const account = await world.run(plan);
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    const group = await world.azure.containerGroups.get(
      resourceId(world.production, 'rg-web', 'Microsoft.ContainerInstance/containerGroups', 'from-file'),
    );
    assert.equal(group?.definition.properties.provisioningState, 'Succeeded');
  });

  it('in a resource group that is not there has that created too, once', async () => {
    const world = planWorld();
    const file = { identity: identityId(world, 'id-from-file', 'rg-file'), attached: identityId(world, 'id-app', 'RG-FILE') };
    const { plan } = await planned(world, definition(file), 'rg-file', true);
    assert.deepEqual(steps(plan), [
      'resource-group-rg-file: Create resource group rg-file in westeurope',
      'identity-1: Create managed identity id-from-file in westeurope',
      'identity-2: Create managed identity id-app in westeurope',
      'grant: Grant AcrPull on contoso to id-from-file',
      'container-group: Deploy container group from-file in westeurope',
    ]);
    const account = await world.run(plan);
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
  });

  it('for two registries has it created once, and granted the role of each', async () => {
    const world = planWorld();
    const servers = ['contoso.azurecr.io', 'contosoabac.azurecr.io'];
    const { plan } = await planned(world, definition({ identity: identityId(world, 'id-from-file'), servers }));
    assert.deepEqual(
      plan.operations.map(({ key }) => key),
      ['identity', 'grant', 'grant-1', 'container-group'],
    );
    const account = await world.run(plan);
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
  });

  const rows: readonly (readonly [what: string, identity: (world: PlanWorld) => string, keys: readonly string[]])[] = [
    ['that is there and can pull', (world) => identityId(world, 'id-web'), ['container-group']],
    ['that is there and cannot', (world) => identityId(world, 'id-new-service'), ['grant', 'container-group']],
    [
      'in a subscription that is not open',
      (world) => identityId(world, 'id-from-file', 'rg', '11111111-1111-1111-1111-111111111111'),
      ['container-group'],
    ],
    ['whose name Azure would not take', (world) => identityId(world, 'x'), ['container-group']],
    [
      'that is something else',
      (world) => `${resourceGroupId(world.production, 'rg-web')}/providers/Microsoft.Web/sites/web`,
      ['container-group'],
    ],
  ];
  for (const [what, identity, keys] of rows) {
    it(`${what}: nothing is created`, async () => {
      const world = planWorld();
      const { plan } = await planned(world, definition({ identity: identity(world) }));
      assert.deepEqual(
        plan.operations.map(({ key }) => key),
        keys,
      );
    });
  }
});
