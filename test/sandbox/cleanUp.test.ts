import assert from 'node:assert/strict';
import type { Made, MadeFacts } from '../../src/access/cleanUp';
import { madeByPlans, planCleanUp, refusedChoices } from '../../src/access/cleanUp';
import { redeployable } from '../../src/deploy/redeployable';
import { resourceGroupId, resourceId } from '../../src/model/resourceId';
import { assignmentDescription, tags } from '../../src/plan/marks';
import type { DeleteResource, Plan } from '../../src/plan/plan';
import { freshDeployment } from './freshDeployment';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planOf, planWorld } from './planWorld';

const target = 'test-world';

/** As the wizard reads it, of one subscription. */
async function read(world: PlanWorld): Promise<MadeFacts> {
  const { azure, production } = world;
  const [[tag = '', value = ''] = []] = Object.entries(tags);
  const assignments = await azure.access.assignments(`/subscriptions/${production}`, { below: true });
  const groups = await azure.resourceGroups.list(production);
  return {
    resources: await azure.resources.tagged(production, tag, value),
    resourceGroups: await Promise.all(
      groups
        .filter((group) => group.tags[tag] === value)
        .map(async (group) => ({ group, contents: await azure.resources.inGroup(group.id) })),
    ),
    assignments: assignments
      .filter(({ description }) => description === assignmentDescription)
      .map((assignment) => ({ assignment, roleName: 'AcrPull', principalName: 'id-fresh' })),
    groups: await azure.containerGroups.list(production),
    unread: [],
    nameOf: (scope) => scope.split('/').at(-1) ?? '',
  };
}

async function deployed(): Promise<PlanWorld> {
  const world = planWorld();
  const account = await world.run(await freshDeployment(world, 'contoso', 'web/storefront:1.6.2'));
  assert.equal(account.status, 'succeeded', JSON.stringify(account));
  return world;
}

function kindsOf(made: readonly Made[]): readonly string[] {
  return made.map(({ kind, unsafe }) => `${kind}${unsafe ? '?' : ''}`);
}

function order({ operations }: Plan): readonly string[] {
  return operations.map((op) => (op as DeleteResource).id.split('/').at(-2) ?? '');
}

describe('Cleaning up', () => {
  it('finds nothing where no plan made anything', async () => {
    assert.deepEqual(madeByPlans(await read(planWorld())), []);
  });

  it('finds what a deployment made by its marks alone, and takes it away in the order that leaves nothing stuck', async () => {
    const world = await deployed();
    const before = await world.azure.identities.list(world.production);
    const facts = await read(world);
    const made = madeByPlans(facts);
    assert.deepEqual(kindsOf(made), ['containerGroup', 'roleAssignment', 'identity', 'resourceGroup']);
    const plan = planCleanUp(target, made, facts);
    assert.deepEqual(order(plan), ['containerGroups', 'roleAssignments', 'userAssignedIdentities', 'resourceGroups']);
    const account = await world.run(plan);
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.deepEqual(madeByPlans(await read(world)), []);
    assert.equal((await world.azure.identities.list(world.production)).length, before.length - 1, 'nothing else went');
  });

  it('deletes nothing that others need where the group can’t be deleted', async () => {
    const world = await deployed();
    const facts = await read(world);
    const body = { error: { code: 'ScopeLocked', message: 'Locked.' } };
    world.open.sandbox.faults.add({ kind: 'status', status: 409, body, match: { method: 'DELETE', path: /containerGroups/i }, times: 50 });
    const account = await world.run(planCleanUp(target, madeByPlans(facts), facts));
    assert.equal(account.status, 'failed');
    world.open.sandbox.faults.clear();
    assert.deepEqual(kindsOf(madeByPlans(await read(world))), ['containerGroup', 'roleAssignment', 'identity', 'resourceGroup']);
  });

  it('refuses an identity that a group uses which stays', async () => {
    const world = await deployed();
    const facts = await read(world);
    const identity = madeByPlans(facts).filter(({ kind }) => kind === 'identity');
    const group = madeByPlans(facts).filter(({ kind }) => kind === 'containerGroup');
    assert.deepEqual(
      refusedChoices(identity, facts).map(({ groups }) => groups),
      [group[0]?.name],
    );
    assert.deepEqual(refusedChoices([...group, ...identity], facts), []);
  });

  it('does not tick an identity, or its role, that a group uses which no plan made', async () => {
    const world = await deployed();
    const fresh = (await world.azure.containerGroups.get(idOf(world, 'containerGroups', 'fresh'))) ?? assert.fail();
    const definition = redeployable(fresh.definition);
    delete definition.tags;
    delete definition.properties.ipAddress;
    const byHand = resourceId(world.production, 'rg-web', 'Microsoft.ContainerInstance/containerGroups', 'byhand');
    await world.azure.containerGroups.put(byHand, definition);
    const facts = await read(world);
    assert.deepEqual(kindsOf(madeByPlans(facts)), ['containerGroup', 'roleAssignment?', 'identity?', 'resourceGroup?']);
    assert.deepEqual(
      refusedChoices(madeByPlans(facts), facts).map(({ groups }) => groups),
      ['byhand'],
    );
  });

  it('finds the role of an identity that somebody has deleted already', async () => {
    const world = await deployed();
    const facts = await read(world);
    for (const { kind, id } of madeByPlans(facts)) {
      if (kind === 'containerGroup') await world.azure.containerGroups.delete(id);
      if (kind === 'identity') await world.azure.identities.delete(id);
    }
    const left = await read(world);
    assert.deepEqual(kindsOf(madeByPlans(left)), ['roleAssignment', 'resourceGroup']);
    const account = await world.run(planCleanUp(target, madeByPlans(left), left));
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.deepEqual(madeByPlans(await read(world)), []);
  });

  it('says what else a resource group holds, does not tick it, and empties it in order where it is chosen', async () => {
    const world = planWorld();
    const id = resourceGroupId(world.production, 'rg-made');
    const identity = `${id}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-made`;
    await world.run(
      planOf(
        { kind: 'resourceGroup', key: 'group', id, location: 'westeurope' },
        { kind: 'identity', key: 'identity', id: identity, location: 'westeurope', needs: [{ ref: 'group', output: 'id' }] },
      ),
    );
    assert.deepEqual(kindsOf(madeByPlans(await read(world))), ['identity', 'resourceGroup']);
    await world.azure.identities.put(`${id}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-by-hand`, 'westeurope', {});
    const facts = await read(world);
    const made = madeByPlans(facts);
    assert.deepEqual(kindsOf(made), ['identity', 'resourceGroup?']);
    const group = made.filter(({ kind }) => kind === 'resourceGroup');
    assert.deepEqual(group[0]?.unsafe?.args['names'], 'id-by-hand');
    const plan = planCleanUp(target, group, facts);
    assert.deepEqual(order(plan), ['userAssignedIdentities', 'userAssignedIdentities', 'resourceGroups']);
    assert.ok(
      plan.consequences?.some(({ message }) => message.key === 'cleanUp.goesWith' && /id-by-hand/.test(message.args['names'] ?? '')),
    );
    const account = await world.run(plan);
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.equal(await world.azure.resourceGroups.get(id), undefined);
  });

  it('gets over 429 and a group that somebody else has deleted in between', async () => {
    const world = await deployed();
    const facts = await read(world);
    const body = { error: { code: 'TooManyRequests', message: 'Slow down.' } };
    world.open.sandbox.faults.add({ kind: 'status', status: 429, body, headers: { 'retry-after': '0' }, match: { method: 'DELETE' } });
    await world.azure.containerGroups.delete(idOf(world, 'containerGroups', 'fresh'));
    const account = await world.run(planCleanUp(target, madeByPlans(facts), facts));
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.deepEqual(madeByPlans(await read(world)), []);
  });
});
