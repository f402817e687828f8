import assert from 'node:assert/strict';
import { newDefinition } from '../../src/deploy/newDefinition';
import { definitionOf, planUpdate, withDefinition } from '../../src/deploy/planDeploy';
import { planEditedRedeploy } from '../../src/deploy/planRedeploy';
import { updateOf } from '../../src/deploy/update';
import { resourceId } from '../../src/model/resourceId';
import { takeSecrets } from '../../src/model/secrets';
import { roles } from '../../src/model/roles';
import type { Account } from '../../src/plan/account';
import { reopened } from '../../src/plan/account';
import type { EnsureContainerGroup, Plan } from '../../src/plan/plan';
import { azScript } from '../../src/plan/formats/azScript';
import { removalPlan } from '../../src/plan/removal';
import { deployable, freshDeployment } from './freshDeployment';
import { idOf } from './openAzure';
import { grantPlan } from './grantPlan';
import type { PlanWorld } from './planWorld';
import { planOf, planWorld } from './planWorld';

const minute = 60_000;

function states(account: Account): Record<string, string> {
  return Object.fromEntries(Object.entries(account.entries).map(([key, { state }]) => [key, state]));
}

describe('Running a plan', () => {
  it('grants the role that a classic registry calls for, and the second time changes nothing', async () => {
    const world = planWorld();
    const plan = await grantPlan(world, 'contoso', 'id-new-service');
    assert.deepEqual(states(await world.run(plan)), { grant: 'done' });
    assert.deepEqual(states(await world.run(plan)), { grant: 'unchanged' });
    const { principalId } = world.open.sandbox.world.identities[idOf(world, 'identities', 'id-new-service').toLowerCase()] ?? {};
    const made = Object.values(world.open.sandbox.world.assignments).filter((assignment) => assignment.principalId === principalId);
    assert.deepEqual(
      made.map(({ roleId, principalType, description }) => ({ roleId, principalType, description })),
      [{ roleId: roles.acrPull.id, principalType: 'ServicePrincipal', description: 'Created by keyless-containers' }],
    );
  });

  it('grants Repository Reader on an ABAC registry', async () => {
    const world = planWorld();
    const plan = await grantPlan(world, 'contosoabac', 'id-team-b');
    const account = await world.run(plan);
    const made = world.open.sandbox.world.assignments;
    assert.equal(Object.values(made).find(({ id }) => id === account.entries['grant']?.outputs.id)?.roleId, roles.repositoryReader.id);
  });

  it('takes an inherited grant as done', async () => {
    const world = planWorld();
    const plan = await grantPlan(world, 'contoso', 'id-platform');
    assert.deepEqual(states(await world.run(plan)), { grant: 'unchanged' });
  });

  for (const [registry, image] of deployable) {
    it(`deploys from ${registry} with a fresh identity, waiting until its role is effective`, async () => {
      const world = planWorld();
      const said = new Set<string>();
      const plan = await freshDeployment(world, registry, image);
      const account = await world.run(plan, {
        onChange: ({ entries }) => said.add(entries['container-group']?.progress?.key ?? ''),
      });
      assert.equal(account.status, 'succeeded', JSON.stringify(account));
      assert.ok(said.has('plan.roleNotEffective'), 'the wait is visible');
      const group = await world.azure.containerGroups.get(idOf(world, 'containerGroups', 'fresh'));
      assert.equal(group?.definition.properties.instanceView?.state, 'Running');
      assert.match(account.entries['container-group']?.outputs.fqdn ?? '', /^fresh-by-a-test\.westeurope\./);
    });
  }

  it('says at once that the image is inaccessible where no grant is young enough to explain it', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world, 'contoso', 'web/no-such-image:1');
    await world.run({ ...plan, operations: plan.operations.filter(({ kind }) => kind !== 'containerGroup') });
    world.open.sandbox.clock.advance(30 * minute);
    const account = await world.run(plan);
    assert.equal(account.entries['container-group']?.error?.message.key, 'plan.inaccessibleImage');
    assert.equal(account.entries['container-group']?.created, false);
  });

  it('stops waiting for a role after twenty minutes, and says that the role is not what is missing', async () => {
    const world = planWorld();
    const before = world.clock.now();
    const account = await world.run(await freshDeployment(world, 'contoso', 'web/no-such-image:1'));
    assert.equal(account.status, 'failed');
    assert.equal(account.entries['container-group']?.error?.message.key, 'plan.neverEffective');
    assert.ok(world.clock.now() - before >= 20 * minute);
    assert.equal(account.entries['grant']?.state, 'done');
  });

  it('stops waiting when told to, and Continue deploys when the role is effective', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    const stopWaiting = new AbortController();
    const stopped = await world.run(plan, {
      stopWaiting: stopWaiting.signal,
      onChange: ({ entries }) => {
        if (entries['container-group']?.progress?.key === 'plan.roleNotEffective') stopWaiting.abort();
      },
    });
    assert.equal(stopped.status, 'cancelled');
    assert.equal(stopped.entries['container-group']?.state, 'waiting');
    assert.equal(stopped.entries['container-group']?.created, false);
    world.open.sandbox.clock.advance(20 * minute);
    const ended = await world.run(plan, { account: JSON.parse(JSON.stringify(stopped)) as Account });
    assert.equal(ended.status, 'succeeded', JSON.stringify(ended));
    assert.equal(ended.entries['identity']?.created, true, 'what the first run created is still known');
  });

  it('refuses a plan for another Azure', async () => {
    const world = planWorld();
    await assert.rejects(world.run(planOf(), { target: 'another' }), { code: 'WrongTarget' });
  });

  it('runs what is independent side by side, and nothing before what it refers to', async () => {
    const world = planWorld();
    const began: string[] = [];
    await world.run(await freshDeployment(world), {
      onChange: ({ entries }) => {
        for (const [key, { state }] of Object.entries(entries)) if (state === 'running' && !began.includes(key)) began.push(key);
      },
    });
    assert.deepEqual(began, ['resource-group-rg-fresh', 'identity', 'grant', 'container-group']);
  });
});

describe('Secrets of a plan', () => {
  it('reach Azure, and stand nowhere else', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    const written = structuredClone(plan.operations.find((op): op is EnsureContainerGroup => op.kind === 'containerGroup'));
    assert.ok(written);
    const secret = ['not', 'for', 'everybody'].join('-');
    written.definition.properties.containers[0]!.properties.environmentVariables = [{ name: 'API_KEY', secureValue: secret }];
    const { definition, secrets } = takeSecrets(written.definition);
    const stored = withDefinition(plan, definition);
    const accounts: Account[] = [];
    await world.run(stored, { secrets, onChange: (account) => accounts.push(account) });
    const group = Object.values(world.open.sandbox.world.containerGroups).find(({ name }) => name === 'fresh');
    assert.ok(Object.values(group?.secrets ?? {}).includes(secret), 'Azure got it');
    for (const kept of [stored, accounts, azScript(stored)]) assert.ok(!JSON.stringify(kept).includes(secret));
    assert.match(azScript(stored), /# Replace these in fresh\.json by their values first: fresh\/API_KEY/);

    // Azure gives none back: one that has changed is sent, too.
    const changed = ['another', 'one'].join('-');
    const again = await world.run({ ...stored, id: 'again' }, { secrets: { 'fresh/API_KEY': changed } });
    assert.equal(again.status, 'succeeded', JSON.stringify(again));
    const now = Object.values(world.open.sandbox.world.containerGroups).find(({ name }) => name === 'fresh');
    assert.ok(Object.values(now?.secrets ?? {}).includes(changed));
  });
});

describe('A plan whose group is there already', () => {
  it('deletes it first where Azure cannot change it in place, and then deploys it', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    assert.equal((await world.run(plan)).status, 'succeeded');
    const definition = structuredClone(definitionOf(plan));
    assert.ok(definition);
    definition.properties.containers[0]!.properties.resources.requests.cpu = 2;
    const larger = { ...withDefinition(plan, definition), id: 'larger' };
    const refused = await world.run(larger);
    assert.equal(refused.entries['container-group']?.error?.code, 'InvalidContainerGroupUpdate');
    const existing = await world.azure.containerGroups.get(idOf(world, 'containerGroups', 'fresh'));
    assert.ok(existing);
    const effect = updateOf(existing.definition, definition);
    const account = await world.run({ ...planUpdate(larger, effect), id: 'anew' });
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.equal(account.entries['delete-first']?.state, 'done');
    const now = await world.azure.containerGroups.get(idOf(world, 'containerGroups', 'fresh'));
    assert.equal(now?.definition.properties.containers[0]?.properties.resources.requests.cpu, 2);
    assert.equal(updateOf(now.definition, definition).kind, 'nothing');
  });

  it('deletes nothing where it is stopped first: Azure then takes what it could not change in place', async () => {
    const world = planWorld();
    const existing = await world.azure.containerGroups.get(idOf(world, 'containerGroups', 'landing'));
    assert.ok(existing);
    const plan = planEditedRedeploy('test-world', existing);
    const definition = structuredClone(definitionOf(plan));
    assert.ok(definition);
    definition.properties.containers[0]!.properties.resources.requests.memoryInGB = 3;
    const effect = updateOf(existing.definition, definition, true);
    assert.equal(effect.kind, 'anew');
    const account = await world.run(planUpdate(withDefinition(plan, definition), effect));
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.deepEqual(Object.keys(account.entries).sort(), ['container-group', 'stop']);
  });
});

describe('Cancelling a plan', () => {
  /** Cancels as soon as Azure has accepted the group. */
  async function cancelled(
    world: PlanWorld,
    choice: 'wait' | 'leave' | 'delete',
  ): Promise<{ plan: Plan; account: Account; asked: number }> {
    const registry = await world.registry('contoso');
    const identityId = idOf(world, 'identities', 'id-web');
    const operation: EnsureContainerGroup = {
      kind: 'containerGroup',
      key: 'container-group',
      id: resourceId(world.production, 'rg-web', 'Microsoft.ContainerInstance/containerGroups', 'fresh'),
      definition: newDefinition({
        name: 'fresh',
        location: 'westeurope',
        image: `${registry.loginServer}/web/storefront:1.6.2`,
        loginServer: registry.loginServer,
        identityId,
        dnsNameLabel: 'fresh-by-a-test',
      }),
    };
    const plan = planOf(operation);
    const cancel = new AbortController();
    let asked = 0;
    const account = await world.run(plan, {
      signal: cancel.signal,
      onChange: ({ entries }) => {
        if (entries['container-group']?.applied) cancel.abort();
      },
      onStillRunning: async () => {
        asked++;
        return choice;
      },
    });
    return { plan, account, asked };
  }

  const isThere = async (world: PlanWorld): Promise<boolean> =>
    (await world.azure.containerGroups.list(world.production)).some(({ name }) => name === 'fresh');

  for (const [choice, state, there] of [
    ['wait', 'done', true],
    ['leave', 'leftRunning', true],
    ['delete', 'removed', false],
  ] as const) {
    it(`${choice}: the account says “${state}” of what Azure was working on, and that is true`, async () => {
      const world = planWorld();
      const { account, asked } = await cancelled(world, choice);
      assert.equal(asked, 1);
      assert.equal(account.entries['container-group']?.state, state);
      assert.equal(await isThere(world), there);
    });
  }

  it('does not call an import undone that Azure is still at', async () => {
    const world = planWorld({ speed: 20 });
    const cancel = new AbortController();
    const registry = await world.registry('contoso');
    const running = world.run(
      planOf({
        kind: 'importImage',
        key: 'import',
        registryId: registry.id,
        loginServer: registry.loginServer,
        source: 'mcr.microsoft.com/azuredocs/aci-helloworld:latest',
        target: 'imported/hello:1',
      }),
      // A clock that does not jump, so that the import is still under way.
      { signal: cancel.signal, clock: { ...world.clock, sleep: async () => undefined } },
    );
    const accepted = (): boolean => world.open.sandbox.log.some(({ path, status }) => /importImage$/i.test(path) && status === 202);
    while (!accepted()) await new Promise((resolve) => setImmediate(resolve));
    cancel.abort();
    assert.equal((await running).entries['import']?.state, 'leftRunning');
    world.open.sandbox.clock.advance(10 * minute);
    assert.ok(await world.azure.images.manifest('contoso.azurecr.io', 'imported/hello', '1'), 'Azure brought it to its end');
  });

  it('starts nothing further, and Continue does the rest', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    const cancel = new AbortController();
    const stopped = await world.run(plan, {
      signal: cancel.signal,
      onChange: ({ entries }) => {
        if (entries['identity']?.state === 'done') cancel.abort();
      },
    });
    assert.equal(stopped.status, 'cancelled');
    assert.deepEqual(states(stopped), {
      'resource-group-rg-fresh': 'done',
      identity: 'done',
      grant: 'waiting',
      'container-group': 'waiting',
    });
    assert.equal((await world.run(plan, { account: stopped })).status, 'succeeded');
  });

  it('claims no group that somebody else deleted meanwhile', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    const account = await world.run(plan, {
      onChange: ({ entries }) => {
        const { containerGroups } = world.open.sandbox.world;
        const [key] = Object.keys(containerGroups).filter((id) => id.endsWith('/fresh'));
        if (key !== undefined && entries['container-group']?.applied) delete containerGroups[key];
      },
    });
    assert.deepEqual([account.entries['container-group']?.error?.code, account.entries['container-group']?.created], ['Gone', false]);
  });

  it('is over at once where Azure does not answer', async () => {
    const world = planWorld();
    world.open.sandbox.faults.add({ kind: 'hang', match: { method: 'GET', path: /identities/i }, times: 9 });
    const cancel = new AbortController();
    const plan = await freshDeployment(world);
    const running = world.run(plan, {
      signal: cancel.signal,
      onChange: ({ entries }) => {
        if (entries['identity']?.state === 'running') {
          world.open.sandbox.faults.clear();
          world.open.sandbox.faults.add({ kind: 'hang', match: { method: 'PUT', path: /identities/i } });
          setImmediate(() => cancel.abort());
        }
      },
    });
    const account = await running;
    assert.equal(account.status, 'cancelled');
    assert.equal(account.entries['identity']?.state, 'waiting');
    assert.equal(account.entries['identity']?.created, false);
  });
});

describe('Removing what a plan created', () => {
  it('takes away exactly that: the group first, then the grant, then the identity, then the resource group', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    const before = JSON.stringify(Object.keys(world.open.sandbox.world.assignments).length);
    const account = await world.run(plan);
    const removal = removalPlan(plan, account, 'removal');
    assert.ok(removal);
    assert.deepEqual(
      removal.operations.map(({ key }) => key),
      ['remove-container-group', 'remove-grant', 'remove-identity', 'remove-resource-group-rg-fresh'],
    );
    assert.equal((await world.run(removal)).status, 'succeeded');
    const { resourceGroups, identities, containerGroups, assignments } = world.open.sandbox.world;
    for (const resources of [resourceGroups, identities, containerGroups]) {
      assert.deepEqual(
        Object.keys(resources).filter((id) => id.includes('fresh')),
        [],
      );
    }
    const listed = Object.values(assignments).filter(({ deletedAt }) => deletedAt === undefined);
    assert.ok(listed.length <= Number(before));
  });

  it('still knows what it created when a later change of it is refused', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    const account = await world.run(plan);
    const definition = structuredClone(definitionOf(plan));
    assert.ok(definition);
    definition.tags = { changed: 'yes' };
    const refusal = { error: { code: 'InvalidContainerGroupUpdate', message: 'No.' } };
    world.open.sandbox.faults.add({
      kind: 'status',
      status: 400,
      body: refusal,
      match: { method: 'PUT', path: /containerGroups\/fresh$/i },
    });
    const again = await world.run(withDefinition(plan, definition), { account: reopened(account, 'container-group') });
    assert.equal(again.entries['container-group']?.error?.code, 'InvalidContainerGroupUpdate');
    assert.equal(again.entries['container-group']?.created, true);
  });

  it('has nothing to take away where everything was already so', async () => {
    const world = planWorld();
    const plan = await freshDeployment(world);
    await world.run(plan);
    assert.equal(removalPlan(plan, await world.run(plan), 'removal'), undefined);
  });
});

describe('Who runs a plan', () => {
  for (const [persona, grant, code] of [
    ['owner', 'done', undefined],
    ['delegate', 'done', undefined],
    ['contributor', 'failed', 'AuthorizationFailed'],
    ['reader', 'failed', 'AuthorizationFailed'],
  ] as const) {
    it(`${persona}: the grant is ${grant}`, async () => {
      const world = planWorld({ persona });
      const account = await world.run(await grantPlan(world, 'contoso', 'id-new-service'));
      assert.equal(account.entries['grant']?.state, grant);
      assert.equal(account.entries['grant']?.error?.code, code);
    });
  }
});
