import assert from 'node:assert/strict';
import { normalizeId } from '../../src/model/resourceId';
import { SandboxClock } from '../../src/sandbox/clock';
import type { PullObstacle } from '../../src/sandbox/pull';
import { pullVerdict } from '../../src/sandbox/pull';
import { Sandbox } from '../../src/sandbox/sandbox';
import type { SandboxContainerGroup, World } from '../../src/sandbox/world';
import { contoso } from '../../src/sandbox/worlds/contoso';
import { emptyWorld } from '../../src/sandbox/worlds/empty';

const start = Date.parse('2026-03-02T09:00:00Z');

function group(world: World, name: string): SandboxContainerGroup {
  const found = Object.values(world.containerGroups).find((each) => each.name === name);
  assert.ok(found, name);
  return found;
}

describe('the contoso world', () => {
  it('is the same every time it is made', () => {
    assert.deepEqual(contoso(start), contoso(start));
  });

  for (const [name, provisioning, state, container] of [
    ['storefront', 'Succeeded', 'Running', 'Running'],
    ['landing', 'Succeeded', 'Running', 'Running'],
    ['ledger', 'Succeeded', 'Running', 'Running'],
    ['orders-worker', 'Succeeded', 'Running', 'Running'],
    ['admin', 'Succeeded', 'Running', 'Running'],
    ['payments-api', 'Succeeded', 'Running', 'Waiting'],
    ['storefront-preview', 'Succeeded', 'Stopped', 'Terminated'],
    ['nightly-report', 'Succeeded', 'Succeeded', 'Terminated'],
    ['nightly-report-old', 'Succeeded', 'Failed', 'Terminated'],
    ['weekly-report', 'Failed', 'Pending', 'Waiting'],
    ['invoice-import', 'Creating', 'Pending', 'Waiting'],
  ] as const) {
    it(`has ${name}: ${provisioning}, ${state}, container ${container}`, () => {
      const found = group(contoso(start), name);
      const first = Object.values(found.containers)[0];
      assert.deepEqual([found.provisioningState, found.state, first?.state], [provisioning, state, container]);
    });
  }

  for (const [name, expected] of [
    ['weekly-report', 'missingRole'],
    ['invoice-import', 'noSuchTag'],
    ['storefront', 'ok'],
    ['payments-api', 'ok'],
  ] as const satisfies readonly (readonly [string, PullObstacle | 'ok'])[]) {
    it(`${name} would, if it pulled now: ${expected}`, () => {
      const world = contoso(start);
      const found = group(world, name);
      const image = found.definition.properties.containers[0]?.properties.image ?? '';
      const verdict = pullVerdict(world, found, image, start);
      assert.equal(verdict.ok ? 'ok' : verdict.obstacle, expected);
    });
  }

  it('brings the report back to life when its role is given back', () => {
    const world = contoso(start);
    for (const assignment of Object.values(world.assignments)) {
      delete assignment.deletedAt;
      delete assignment.ineffectiveAt;
    }
    const clock = new SandboxClock(start, 0);
    clock.advance(10 * 60_000);
    new Sandbox({ world, clock }).settle();
    assert.equal(group(world, 'weekly-report').state, 'Running');
  });

  it('holds only what is in a resource group of its own, and nothing of the future', () => {
    const world = contoso(start);
    for (const id of [...Object.keys(world.containerGroups), ...Object.keys(world.registries), ...Object.keys(world.identities)]) {
      const parent = Object.keys(world.resourceGroups).some((each) => id.startsWith(`${normalizeId(each)}/`));
      assert.ok(parent, id);
    }
    for (const { createdAt } of [
      ...Object.values(world.containerGroups),
      ...Object.values(world.registries),
      ...Object.values(world.assignments),
    ]) {
      assert.ok(createdAt < start);
    }
    for (const change of world.due) assert.ok(change.at > start);
  });

  it('has an empty world beside it, in which only people are', () => {
    const world = emptyWorld(start);
    assert.deepEqual([world.registries, world.containerGroups, world.identities], [{}, {}, {}]);
    assert.ok(Object.keys(world.assignments).length > 0);
  });
});
