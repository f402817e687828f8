import assert from 'node:assert/strict';
import { missingRights } from '../../src/access/missingRights';
import { roles } from '../../src/model/roles';
import { parseResourceId } from '../../src/model/resourceId';
import type { Account } from '../../src/plan/account';
import { azScript } from '../../src/plan/formats/azScript';
import { handOver } from '../../src/plan/handOver';
import type { Plan } from '../../src/plan/plan';
import { addEligibility } from '../../src/sandbox/builder';
import type { Persona } from '../../src/sandbox/personas';
import { personaId } from '../../src/sandbox/personas';
import { freshDeployment } from './freshDeployment';
import { grantPlan, planned } from './grantPlan';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planWorld } from './planWorld';

/** As the window asks, without what it keeps. */
async function rightsOf({ azure }: PlanWorld, plan: Plan) {
  const { objectId } = await azure.signedIn();
  return missingRights(plan, {
    permissions: (scope) => azure.access.permissions(scope),
    assignments: (scope) => azure.access.assignments(scope, { principalId: objectId }),
    definitions: (scope) => azure.access.definitions(`/subscriptions/${parseResourceId(scope)?.subscriptionId ?? ''}`),
    eligibilities: (scope) => azure.access.eligibilities(scope),
  });
}

async function missingKeys(world: PlanWorld, plan: Plan): Promise<ReadonlySet<string>> {
  return new Set((await rightsOf(world, plan)).missing.map(({ op }) => op.key));
}

/** Somebody else, signed in beside the one who runs the plan. */
function as(world: PlanWorld, persona: Persona): PlanWorld {
  const { sandbox } = world.open;
  const azure = world.connect({ tenants: [{ tenantId: sandbox.world.tenantId, credential: world.open.credentialFor(persona) }] });
  return { ...world, azure, run: (plan, options = {}) => world.run(plan, { azure, ...options }) };
}

/** Runs a plan whose grant is left to the owner, who runs `theirs` when they have been waited for so many times. */
async function runAwaiting(world: PlanWorld, plan: Plan, theirs: (account: Account) => Plan): Promise<{ account: Account; looks: number }> {
  let looks = 0;
  let granted: Promise<Account> | undefined;
  const account = await world.run(plan, {
    awaited: await missingKeys(world, plan),
    onChange: (now) => {
      if (now.entries['grant']?.progress?.key !== 'plan.awaited') return;
      looks++;
      if (looks === 5) granted = as(world, 'owner').run(theirs(now));
    },
  });
  assert.equal((await granted)?.status, 'succeeded');
  return { account, looks };
}

describe('Waiting for somebody else to grant', () => {
  it('goes on by itself when the grant appears, and has written nothing', async () => {
    const world = planWorld({ persona: 'reader' });
    const plan = await grantPlan(world, 'contoso', 'id-new-service');
    const { account, looks } = await runAwaiting(world, plan, () => plan);
    const grant = account.entries['grant'];
    assert.deepEqual([account.status, grant?.state, grant?.awaited, grant?.created], ['succeeded', 'done', true, false]);
    assert.ok(looks >= 5);
    assert.ok(grant?.outputs.id);
  });

  it('deploys when it has been granted: what the person may do is done by the plan, and the rest is a script of its own', async () => {
    const world = planWorld({ persona: 'contributor' });
    const plan = await freshDeployment(world);
    const { account } = await runAwaiting(world, plan, (now) => {
      const part = handOver(plan, now, new Set(['grant']));
      const { principalId } = now.entries['identity']?.outputs ?? {};
      assert.ok(principalId && azScript(part).includes(`--assignee-object-id ${principalId}`));
      assert.doesNotMatch(azScript(part), /az identity create|az container create/);
      return part;
    });
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.equal(account.entries['identity']?.created, true);
    const group = await world.azure.containerGroups.get(idOf(world, 'containerGroups', 'fresh'));
    assert.equal(group?.definition.properties.instanceView?.state, 'Running');
  });

  it('can be cancelled, and is continued from what was stored', async () => {
    const world = planWorld({ persona: 'contributor' });
    const plan = await freshDeployment(world);
    const awaited = await missingKeys(world, plan);
    const cancel = new AbortController();
    const stopped = await world.run(plan, {
      awaited,
      signal: cancel.signal,
      onChange: ({ entries }) => {
        if (entries['grant']?.progress) cancel.abort();
      },
    });
    assert.deepEqual([stopped.status, stopped.entries['grant']?.state], ['cancelled', 'waiting']);
    const part = handOver(plan, stopped, awaited);
    assert.equal((await as(world, 'owner').run(part)).status, 'succeeded');
    const ended = await world.run(plan, { awaited, account: JSON.parse(JSON.stringify(stopped)) as Account });
    assert.equal(ended.status, 'succeeded', JSON.stringify(ended));
    assert.equal(ended.entries['grant']?.state, 'unchanged');
  });

  it('waits on past every limit and through lost connections, and ends with a failure beside it', async () => {
    const world = planWorld({ persona: 'reader' });
    const plan = await grantPlan(world, 'contoso', 'id-new-service');
    const before = world.clock.now();
    world.open.sandbox.faults.add({ kind: 'resetBefore', match: { path: /roleAssignments/i }, times: 9 });
    let granted: Promise<unknown> | undefined;
    const account = await world.run(plan, {
      awaited: new Set(['grant']),
      onChange: () => {
        if (world.clock.now() - before > 60 * 60_000) granted ??= as(world, 'owner').run(plan);
      },
    });
    await granted;
    assert.equal(account.entries['grant']?.state, 'done');
    const deployment = await freshDeployment(world);
    const failed = await world.run(deployment, { awaited: new Set(['grant']) });
    assert.equal(failed.status, 'failed', 'a reader may create no resource group, and nobody is waited for');
  });
});

describe('What a person may do with a plan to grant', () => {
  it('delegate: the delegated roles, and not others, of which it is said by what', async () => {
    const world = planWorld({ persona: 'delegate' });
    assert.deepEqual(await rightsOf(world, await grantPlan(world, 'contoso', 'id-new-service')), { missing: [], unsure: [] });
    const { plan } = await planned(world, { registries: ['contoso'], to: ['id-new-service'], abilities: ['push'] });
    assert.ok(plan);
    const { missing } = await rightsOf(world, plan);
    assert.equal(missing.length, 1);
    assert.deepEqual(missing[0]?.delegation?.only, {
      key: 'access.onlyAssigns',
      args: { roles: 'AcrPull, Container Registry Repository Reader' },
    });
    assert.equal((await world.run(plan)).entries['grant']?.error?.code, 'AuthorizationFailed', 'and so says Azure');
  });

  it('contributor: nothing, but for a role that could be activated', async () => {
    const world = planWorld({ persona: 'contributor' });
    const plan = await grantPlan(world, 'contoso', 'id-new-service');
    assert.equal((await rightsOf(world, plan)).missing[0]?.eligible, undefined);
    const scope = `/subscriptions/${world.production}`;
    addEligibility(world.open.sandbox.world, { scope, principalId: personaId('contributor'), roleId: roles.owner.id, startsAt: 0 });
    assert.deepEqual((await rightsOf(world, plan)).missing[0]?.eligible, {
      key: 'access.eligible',
      args: { role: 'Owner', scope: world.production },
    });
  });
});
