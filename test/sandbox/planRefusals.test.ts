import assert from 'node:assert/strict';
import { inEnglish } from '../../src/model/message';
import { resourceGroupId } from '../../src/model/resourceId';
import type { Operation } from '../../src/plan/plan';
import { addDenyAssignment, addLock, addPolicy } from '../../src/sandbox/builder';
import { freshDeployment } from './freshDeployment';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planOf, planWorld } from './planWorld';

describe('What Azure forbids, in a plan', () => {
  const rows: readonly [string, (world: PlanWorld) => Operation, RegExp][] = [
    [
      'restarting a group that runs',
      (world) => ({ kind: 'restartGroup', key: 'op', id: idOf(world, 'containerGroups', 'storefront') }),
      /^A read-only lock forbids every change here\. Locked: \/subscriptions\/.*\. Remove the lock/,
    ],
    [
      'stopping a group',
      (world) => ({ kind: 'stopGroup', key: 'op', id: idOf(world, 'containerGroups', 'storefront') }),
      /^A read-only lock forbids every change/,
    ],
    [
      'deleting a group',
      (world) => ({ kind: 'delete', key: 'op', id: idOf(world, 'containerGroups', 'storefront') }),
      /^A lock forbids deleting this/,
    ],
  ];
  for (const [what, operation, says] of rows) {
    it(`tells of the lock that forbids ${what}, and does not look whether it happened by itself`, async () => {
      const world = planWorld();
      addLock(world.open.sandbox.world, `/subscriptions/${world.production}`, 'keep', 'ReadOnly');
      const account = await world.run(planOf(operation(world)));
      const entry = account.entries['op'];
      assert.deepEqual([account.status, entry?.state, entry?.error?.code], ['failed', 'failed', 'ScopeLocked']);
      assert.equal(world.open.sandbox.log.at(-1)?.status, 409);
      assert.ok(entry?.error);
      assert.match(inEnglish(entry.error.message), says);
    });
  }

  it('makes nothing of a deployment into what is locked, and remembers nothing as made', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    addLock(world.open.sandbox.world, resourceGroupId(world.production, 'rg-fresh'), 'keep', 'ReadOnly');
    const account = await world.run(plan);
    assert.equal(account.status, 'failed');
    const failed = Object.values(account.entries).filter(({ state }) => state === 'failed');
    assert.deepEqual(
      failed.map(({ error }) => error?.code),
      ['ScopeLocked'],
    );
    assert.ok(Object.values(account.entries).every(({ created }) => !created));
  });

  it('tells of the policy that forbids a deployment', async () => {
    const world = planWorld();
    addPolicy(world.open.sandbox.world, {
      scope: `/subscriptions/${world.production}`,
      displayName: 'Nothing outside Sweden',
      definition: 'Allowed locations',
      resourceType: 'Microsoft.ContainerInstance/containerGroups',
      field: 'location',
      denies: 'notIn',
      values: ['swedencentral'],
    });
    const { entries } = await world.run(await freshDeployment(world));
    const error = entries['container-group']?.error;
    assert.equal(error?.code, 'RequestDisallowedByPolicy');
    assert.match(inEnglish(error.message), /^The policy “Allowed locations”, assigned as “Nothing outside Sweden”, forbids this\./);
  });

  it('tells of the deny assignment that forbids a grant', async () => {
    const world = planWorld();
    const scope = idOf(world, 'registries', 'contoso');
    const permissions = { actions: ['Microsoft.Authorization/roleAssignments/write'] };
    addDenyAssignment(world.open.sandbox.world, { scope, displayName: "Made by 'stack'", permissions, at: 0 });
    const { entries } = await world.run(await freshDeployment(world));
    const { error } = Object.values(entries).find(({ state }) => state === 'failed') ?? {};
    assert.equal(error?.code, 'DenyAssignmentAuthorizationFailed');
    assert.match(
      inEnglish(error.message),
      /^The deny assignment “Made by 'stack'” at \/subscriptions\/.* forbids Microsoft\.Authorization/,
    );
  });
});
