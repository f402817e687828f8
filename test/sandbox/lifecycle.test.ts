import assert from 'node:assert/strict';
import { planRedeploy } from '../../src/deploy/planRedeploy';
import type { ContainerGroup } from '../../src/model/containerGroup';
import type { Operation } from '../../src/plan/plan';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planOf, planWorld } from './planWorld';

const target = 'test-world';

async function groupOf(world: PlanWorld, name: string): Promise<ContainerGroup> {
  const group = await world.azure.containerGroups.get(idOf(world, 'containerGroups', name));
  assert.ok(group, `${name} is there`);
  return group;
}

async function stateOf(world: PlanWorld, name: string): Promise<string | undefined> {
  const [found] = (await world.azure.containerGroups.list(world.production)).filter((group) => group.name === name);
  return found && (await groupOf(world, name)).definition.properties.instanceView?.state;
}

/** Azure answers so often that the group is still changing state. */
function stillTransitioning(world: PlanWorld, method: string, path: RegExp, times: number): void {
  const body = { error: { code: 'ContainerGroupTransitioning', message: 'The container group is still transitioning.' } };
  world.open.sandbox.faults.add({ kind: 'status', status: 409, body, match: { method, path }, times });
}

describe('Starting, stopping, restarting and deleting groups', () => {
  const rows: readonly (readonly [
    kind: 'startGroup' | 'stopGroup' | 'restartGroup' | 'delete',
    on: string,
    method: string,
    path: RegExp,
    state: string | undefined,
  ])[] = [
    ['startGroup', 'storefront-preview', 'POST', /\/start$/i, 'Running'],
    ['stopGroup', 'storefront', 'POST', /\/stop$/i, 'Stopped'],
    ['restartGroup', 'storefront', 'POST', /\/restart$/i, 'Running'],
    ['delete', 'storefront', 'DELETE', /\/containerGroups\/storefront$/i, undefined],
  ];
  for (const [kind, name, method, path, state] of rows) {
    it(`${kind}: waits out a storm of ContainerGroupTransitioning, and says so`, async () => {
      const world = planWorld();
      stillTransitioning(world, method, path, 7);
      const operation: Operation = { kind, key: 'op', id: idOf(world, 'containerGroups', name) };
      const said = new Set<string>();
      const account = await world.run(planOf(operation), { onChange: ({ entries }) => said.add(entries['op']?.progress?.key ?? '') });
      assert.equal(account.status, 'succeeded', JSON.stringify(account));
      assert.ok(said.has('plan.transitioning'), 'the wait is visible');
      assert.equal(world.open.sandbox.faults.pending, 0);
      assert.equal(await stateOf(world, name), state);
    });

    it(`${kind}: gives up on a group that never settles, with Azure’s own word`, async () => {
      const world = planWorld();
      stillTransitioning(world, method, path, 1000);
      const operation: Operation = { kind, key: 'op', id: idOf(world, 'containerGroups', name) };
      const account = await world.run(planOf(operation));
      assert.equal(account.entries['op']?.error?.code, 'ContainerGroupTransitioning');
    });
  }

  it('restarts a group that somebody else is just starting, once it has started', async () => {
    const world = planWorld();
    const id = idOf(world, 'containerGroups', 'storefront-preview');
    await world.azure.containerGroups.start(id);
    const account = await world.run(planOf({ kind: 'restartGroup', key: 'op', id }));
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.equal(await stateOf(world, 'storefront-preview'), 'Running');
  });

  it('acts on several side by side: what fails for one is done to the others', async () => {
    const world = planWorld();
    const ids = ['storefront', 'landing', 'admin'].map((name) => idOf(world, 'containerGroups', name));
    const operations = ids.map((id, index): Operation => ({ kind: 'stopGroup', key: `stop-${index}`, id }));
    await world.azure.containerGroups.delete(ids[1] ?? '');
    const account = await world.run(planOf(...operations));
    const states = operations.map(({ key }) => account.entries[key]?.error?.code ?? account.entries[key]?.state);
    assert.deepEqual(states, ['done', 'Gone', 'done']);
  });

  it('deletes a group that somebody else deletes at the same time', async () => {
    const world = planWorld();
    const id = idOf(world, 'containerGroups', 'storefront');
    let deleted: Promise<void> | undefined;
    const account = await world.run(planOf({ kind: 'delete', key: 'op', id }), {
      onChange: ({ entries }) => {
        if (entries['op']?.state === 'running') deleted ??= world.azure.containerGroups.delete(id);
      },
    });
    await deleted;
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
  });
});

describe('Redeploying', () => {
  it('sends what Azure has, so that the containers start anew, and changes nothing else', async () => {
    const world = planWorld();
    const before = await groupOf(world, 'storefront');
    world.open.sandbox.clock.advance(60_000);
    const account = await world.run(planRedeploy(target, [before]));
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    const after = await groupOf(world, 'storefront');
    assert.equal(after.definition.properties.instanceView?.state, 'Running');
    assert.ok(startOf(after) > startOf(before), 'its containers have started anew');
    const kept = ({ definition: { properties, identity, tags } }: ContainerGroup) => ({
      tags,
      identities: Object.keys(identity?.userAssignedIdentities ?? {}),
      images: properties.containers.map((container) => container.properties.image),
      label: properties.ipAddress?.dnsNameLabel,
      credentials: properties.imageRegistryCredentials,
    });
    assert.deepEqual(kept(after), kept(before));
  });

  it('runs a job again that has ended', async () => {
    const world = planWorld();
    const before = await groupOf(world, 'nightly-report');
    assert.equal(before.definition.properties.instanceView?.state, 'Succeeded');
    const plan = planRedeploy(target, [before]);
    assert.deepEqual(
      plan.operations.map(({ kind }) => kind),
      ['containerGroup'],
    );
    const account = await world.run(plan);
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.ok(startOf(await groupOf(world, 'nightly-report')) > startOf(before));
  });

  it('redeploys several in one plan, side by side', async () => {
    const world = planWorld();
    const plan = planRedeploy(target, [await groupOf(world, 'storefront'), await groupOf(world, 'landing')]);
    assert.deepEqual(
      plan.operations.map(({ key }) => key),
      ['stop-1', 'container-group-1', 'stop-2', 'container-group-2'],
    );
    const account = await world.run(plan);
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
  });

  const refused = { error: { code: 'AuthorizationFailed', message: 'no' } };
  const unavailable = { error: { code: 'ServiceUnavailable', message: 'The requested resource is not available.' } };
  for (const [what, method, status, body] of [
    ['may not be stopped', 'POST', 403, refused],
    ['finds no room in its region', 'PUT', 409, unavailable],
  ] as const) {
    it(`finishes the others where one ${what}: none of them is left stopped`, async () => {
      const world = planWorld();
      const { faults } = world.open.sandbox;
      const plan = planRedeploy(target, [
        await groupOf(world, 'storefront'),
        await groupOf(world, 'landing'),
        await groupOf(world, 'orders-worker'),
      ]);
      const path = method === 'PUT' ? /storefront$/i : /storefront\/stop$/i;
      faults.add({ kind: 'status', status, body, match: { method, path }, times: 100 });
      faults.add({ kind: 'delay', ms: 40, match: { method: 'POST', path: /landing\/stop$/i } });
      const account = await world.run(plan);
      assert.equal(account.status, 'failed');
      assert.equal(account.entries[method === 'PUT' ? 'container-group-1' : 'stop-1']?.error?.code, body.error.code);
      for (const name of ['landing', 'orders-worker']) assert.equal(await stateOf(world, name), 'Running', name);
      faults.clear();
      const again = await world.run(plan, { account });
      assert.equal(again.status, 'succeeded', JSON.stringify(again));
      assert.equal(await stateOf(world, 'storefront'), 'Running');
    });
  }

  it('is not made up where somebody has deleted the group in mid-plan', async () => {
    const world = planWorld();
    const group = await groupOf(world, 'storefront');
    let deleted: Promise<void> | undefined;
    const account = await world.run(planRedeploy(target, [group]), {
      onChange: ({ entries }) => {
        if (entries['container-group']?.applied) deleted ??= world.azure.containerGroups.delete(group.id);
      },
    });
    await deleted;
    assert.equal(account.entries['container-group']?.error?.code, 'Gone', JSON.stringify(account));
  });
});

function startOf({ definition }: ContainerGroup): string {
  return definition.properties.containers[0]?.properties.instanceView?.currentState?.startTime ?? '';
}
