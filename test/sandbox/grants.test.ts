import assert from 'node:assert/strict';
import { readGrantFacts } from '../../src/access/grantFacts';
import type { GrantPlan } from '../../src/access/planGrant';
import { planGrant, pullGrant } from '../../src/access/planGrant';
import { repositoryCondition, selectionOf } from '../../src/access/repositoryCondition';
import { newDefinition } from '../../src/deploy/newDefinition';
import { planDeploy } from '../../src/deploy/planDeploy';
import { isAtOrAbove, resourceId, resourceName } from '../../src/model/resourceId';
import { roles } from '../../src/model/roles';
import { describe as describeOperation } from '../../src/plan/operations';
import type { EnsureRoleAssignment, Operation } from '../../src/plan/plan';
import { addDenyAssignment, addPrincipal, assignRole } from '../../src/sandbox/builder';
import type { SandboxAssignment } from '../../src/sandbox/world';
import { identityOf, planned, requestOf } from './grantPlan';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planOf, planWorld } from './planWorld';

const teamA = { repositories: [], prefixes: ['team-a/'] };

function grants({ plan }: GrantPlan): readonly EnsureRoleAssignment[] {
  return (plan?.operations ?? []).filter((op): op is EnsureRoleAssignment => op.kind === 'roleAssignment');
}

function roleOf(world: PlanWorld, identity: string, registry: string, roleId: string): SandboxAssignment | undefined {
  const { principalId } = world.open.sandbox.world.identities[idOf(world, 'identities', identity).toLowerCase()] ?? {};
  return Object.values(world.open.sandbox.world.assignments).find((one) => {
    return one.principalId === principalId && one.roleId === roleId && isAtOrAbove(one.scope, idOf(world, 'registries', registry));
  });
}

function assign(world: PlanWorld, identity: string, registry: string, roleId: string, condition?: string): SandboxAssignment {
  const { principalId = '' } = world.open.sandbox.world.identities[idOf(world, 'identities', identity).toLowerCase()] ?? {};
  const scope = idOf(world, 'registries', registry);
  return assignRole(world.open.sandbox.world, { scope, principalId, roleId, at: 0, ...(condition === undefined ? {} : { condition }) });
}

describe('What is granted already', () => {
  const rows = [
    ['the same role', 'id-web', 'contoso', roles.acrPull.name],
    ['a role that is inherited', 'id-platform', 'contoso', roles.acrPull.name],
  ] as const;
  for (const [what, identity, registry, role] of rows) {
    it(`is recognised: ${what}`, async () => {
      const { plan, covered } = await planned(planWorld(), { registries: [registry], to: [identity] });
      assert.equal(plan, undefined);
      assert.deepEqual(covered, [{ key: 'access.alreadyPulls', args: { principal: identity, scope: registry, roles: role } }]);
    });
  }

  it('is recognised: a wider role, when planning and when running', async () => {
    const world = planWorld();
    const unread = planGrant('test-world', await requestOf(world, { registries: ['contoso'], to: ['id-new-service'] })).plan;
    const before = await planned(world, { registries: ['contoso'], to: ['id-new-service'] });
    assign(world, 'id-new-service', 'contoso', roles.acrPush.id);
    assert.equal((await planned(world, { registries: ['contoso'], to: ['id-new-service'] })).plan, undefined);
    assert.ok(before.plan && unread);
    assert.equal((await world.run(before.plan)).entries['grant']?.state, 'unchanged', 'assigned since the plan was made');
    assert.equal(roleOf(world, 'id-new-service', 'contoso', roles.acrPull.id), undefined);
  });

  it('is recognised: a role of a group that the principal is in', async () => {
    const world = planWorld();
    const state = world.open.sandbox.world;
    const group = addPrincipal(state, { kind: 'Group', name: 'pullers' });
    const { principalId } = await identityOf(world, 'id-new-service');
    state.principals[principalId]?.memberOf.push(group.objectId);
    assignRole(state, { scope: idOf(world, 'registries', 'contoso'), principalId: group.objectId, roleId: roles.acrPull.id, at: 0 });
    assert.equal((await planned(world, { registries: ['contoso'], to: ['id-new-service'] })).plan, undefined);
  });

  it('is recognised: a repository below a prefix, by a condition that is there', async () => {
    const world = planWorld();
    const only = { repositories: ['team-a/orders'], prefixes: ['team-a/deep/'] };
    assert.equal((await planned(world, { registries: ['contosoabac'], to: ['id-team-a'], only })).plan, undefined);
  });

  it('is not: a role that the registry does not honour, a role in reading only, a role on one registry of the group', async () => {
    const world = planWorld();
    assert.equal(grants(await planned(world, { registries: ['contosoabac'], to: ['id-team-b'] })).length, 1);
    assert.equal(grants(await planned(world, { registries: ['contoso'], to: ['id-web'], abilities: ['push'] })).length, 1);
    const wide = await planned(world, { registries: ['contoso'], to: ['id-web'], at: 'resourceGroup' });
    assert.ok(grants(wide).some(({ roleId }) => roleId === roles.acrPull.id));
  });

  it('is said on the page beside what is not', async () => {
    const { plan, covered } = await planned(planWorld(), { registries: ['contoso'], to: ['id-web', 'id-new-service'] });
    assert.equal(covered.length, 1);
    assert.deepEqual(
      plan?.consequences?.map(({ message }) => message),
      covered,
    );
    assert.equal(plan?.operations.length, 1);
  });
});

describe('What a deny assignment keeps from working', () => {
  it('is not granted a second time; it says what keeps it out', async () => {
    const world = planWorld();
    addDenyAssignment(world.open.sandbox.world, {
      scope: idOf(world, 'registries', 'contoso'),
      displayName: 'Deny assignment of a deployment stack',
      permissions: { actions: ['Microsoft.ContainerRegistry/registries/pull/read'] },
      at: 0,
    });
    const { plan, covered } = await planned(world, { registries: ['contoso'], to: ['id-web'] });
    assert.deepEqual([plan, covered[0]?.key], [undefined, 'access.alreadyButDenied']);
  });
});

describe('A narrowed grant', () => {
  it('opens what it names, and nothing else', async () => {
    const world = planWorld();
    const { plan } = await planned(world, { registries: ['contosoabac'], to: ['id-new-service'], only: teamA });
    assert.ok(plan);
    assert.equal((await world.run(plan)).status, 'succeeded');
    const { condition = '' } = roleOf(world, 'id-new-service', 'contosoabac', roles.repositoryReader.id) ?? {};
    assert.deepEqual(selectionOf(condition), teamA);
    assert.equal((await world.run(plan)).entries['grant']?.state, 'unchanged');
  });

  it('is merged with the condition that is there: nothing of it is lost', async () => {
    const world = planWorld();
    const before = roleOf(world, 'id-team-a', 'contosoabac', roles.repositoryReader.id);
    assert.ok(before?.condition);
    const only = { repositories: ['team-b/billing'], prefixes: [] };
    const result = await planned(world, { registries: ['contosoabac'], to: ['id-team-a'], only });
    const [grant] = grants(result);
    assert.equal(grant?.changes?.condition, before.condition);
    assert.equal(grant && describeOperation(grant).key, 'plan.roleAssignmentMerged');
    assert.ok(result.plan);
    assert.equal((await world.run(result.plan)).status, 'succeeded');
    const after = roleOf(world, 'id-team-a', 'contosoabac', roles.repositoryReader.id);
    assert.deepEqual(selectionOf(after?.condition ?? ''), { repositories: ['team-b/billing'], prefixes: ['team-a/'] });
    assert.equal(after?.id, before.id);
  });

  it('gives way to all repositories where those are asked for, and says so', async () => {
    const world = planWorld();
    const result = await planned(world, { registries: ['contosoabac'], to: ['id-team-a'] });
    const [grant] = grants(result);
    assert.equal(grant && describeOperation(grant).key, 'plan.roleAssignmentWidened');
    assert.ok(result.plan);
    assert.equal((await world.run(result.plan)).status, 'succeeded');
    assert.equal(roleOf(world, 'id-team-a', 'contosoabac', roles.repositoryReader.id)?.condition, undefined);
  });

  it('is not written over a condition that somebody has changed since the plan was made', async () => {
    const world = planWorld();
    const only = { repositories: ['team-b/billing'], prefixes: [] };
    const { plan } = await planned(world, { registries: ['contosoabac'], to: ['id-team-a'], only });
    const there = roleOf(world, 'id-team-a', 'contosoabac', roles.repositoryReader.id);
    assert.ok(plan && there);
    there.condition = repositoryCondition('pull', { repositories: ['other'], prefixes: [] });
    assert.equal((await world.run(plan)).entries['grant']?.error?.code, 'ConditionChanged');
    assert.deepEqual(selectionOf(there.condition), { repositories: ['other'], prefixes: [] });
  });

  it('is not merged with a condition that can’t be read: it says so, or opens all where told to', async () => {
    const world = planWorld();
    const unread = "@Request[Microsoft.ContainerRegistry/registries/repositories:name] SomethingNew 'x'";
    assign(world, 'id-new-service', 'contosoabac', roles.repositoryReader.id, unread);
    const asked = { registries: ['contosoabac'], to: ['id-new-service'], only: teamA };
    const refused = await planned(world, asked);
    assert.deepEqual(
      [refused.plan, refused.unmergeable],
      [undefined, [{ principal: 'id-new-service', scope: 'contosoabac', condition: unread }]],
    );
    const [grant] = grants(await planned(world, { ...asked, unreadable: 'replace' }));
    assert.deepEqual([grant?.condition, grant?.changes?.condition], [undefined, unread]);
  });

  it('is refused in a sentence where it can’t be had', async () => {
    const world = planWorld();
    const code = 'NotNarrowable';
    await assert.rejects(planned(world, { registries: ['contoso'], to: ['id-web'], only: teamA }), { code });
    await assert.rejects(planned(world, { registries: ['contosoabac'], to: ['id-web'], only: teamA, abilities: ['list'] }), { code });
    const many = { repositories: Array.from({ length: 200 }, (_, index) => `team/${index}`), prefixes: [] };
    await assert.rejects(planned(world, { registries: ['contosoabac'], to: ['id-new-service'], only: many }), { code: 'ConditionTooLong' });
  });
});

describe('Deploying what a narrowed grant leaves out', () => {
  it('merges the repository into the condition, waits until that is effective, and runs', async () => {
    const world = planWorld();
    const registry = await world.registry('contosoabac');
    const identity = await identityOf(world, 'id-team-a');
    const only = { repositories: ['team-b/catalogue'], prefixes: [] };
    const request = { ...(await requestOf(world, { registries: ['contosoabac'], to: ['id-team-a'] })), only };
    const grant = pullGrant(registry, identity, undefined, only, await readGrantFacts(world.azure, request));
    const plan = planDeploy('test-world', {
      id: resourceId(world.production, 'rg-web', 'Microsoft.ContainerInstance/containerGroups', 'catalogue'),
      definition: newDefinition({
        name: 'catalogue',
        location: 'westeurope',
        image: `${registry.loginServer}/team-b/catalogue:2025.4`,
        loginServer: registry.loginServer,
        identityId: identity.id,
        dnsNameLabel: 'catalogue-by-a-test',
      }),
      resourceGroups: [],
      grant: grant.operations,
      pulls: [{ registryId: registry.id, principalId: grant.principalId }],
      register: false,
    });
    const said = new Set<string | undefined>();
    const account = await world.run(plan, { onChange: ({ entries }) => said.add(entries['container-group']?.progress?.key) });
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    assert.ok(said.has('plan.roleNotEffective'), 'a condition takes its time as a role does');
  });
});

describe('A grant at a wider scope', () => {
  it('assigns one role for each mode among the registries there, and names those that it reaches', async () => {
    const world = planWorld();
    const result = await planned(world, { registries: ['contoso'], to: ['id-new-service'], at: 'resourceGroup' });
    assert.deepEqual(
      grants(result).map(({ scope, roleId, reaches }) => [resourceName(scope as string), roleId, [...(reaches ?? [])].sort()]),
      [
        ['rg-platform', roles.acrPull.id, ['contoso', 'contosodnl']],
        ['rg-platform', roles.repositoryReader.id, ['contosoabac']],
      ],
    );
    assert.ok(result.plan);
    assert.equal((await world.run(result.plan)).status, 'succeeded');
    for (const registry of ['contoso', 'contosoabac', 'contosodnl']) {
      assert.equal((await planned(world, { registries: [registry], to: ['id-new-service'] })).plan, undefined, registry);
    }
  });

  it('leaves classic registries there as they are where it is narrowed', async () => {
    const result = await planned(planWorld(), { registries: ['contosoabac'], to: ['id-new-service'], at: 'resourceGroup', only: teamA });
    assert.deepEqual(
      grants(result).map(({ roleId }) => roleId),
      [roles.repositoryReader.id],
    );
  });

  it('reads each scope once for each principal', async () => {
    const world = planWorld();
    const request = await requestOf(world, { registries: ['contoso', 'contosodnl'], to: ['id-web', 'id-platform'] });
    const before = world.open.sandbox.log.length;
    await readGrantFacts(world.azure, request);
    const asked = world.open.sandbox.log.slice(before).map(({ path }) => path.replace(/.*\//, '').replace(/\?.*/, ''));
    const count = (name: string): number => asked.filter((path) => path === name).length;
    assert.deepEqual([count('roleAssignments'), count('roleDefinitions'), count('denyAssignments'), asked.length], [4, 1, 2, 7]);
  });
});

describe('Whom a role is granted to', () => {
  it('several at once, each by an operation of its own', async () => {
    const world = planWorld();
    const { plan } = await planned(world, { registries: ['contoso', 'contosoabac'], to: ['id-new-service', 'id-dev'] });
    assert.ok(plan);
    const account = await world.run(plan);
    assert.deepEqual(
      Object.values(account.entries).map(({ state }) => state),
      ['done', 'done', 'done', 'done'],
    );
  });

  it('a group, of which Azure can’t be asked what its groups have', async () => {
    const world = planWorld();
    const group = addPrincipal(world.open.sandbox.world, { kind: 'Group', name: 'pullers' });
    const to = { kind: 'principal', principalId: group.objectId, type: 'Group', name: 'pullers' } as const;
    const request = { ...(await requestOf(world, { registries: ['contoso'], to: [] })), to: [to] };
    const { plan } = planGrant('test-world', request, await readGrantFacts(world.azure, request));
    assert.ok(plan);
    assert.equal((await world.run(plan)).entries['grant']?.state, 'done');
    assert.equal((await world.run(plan)).entries['grant']?.state, 'unchanged');
    assert.equal(planGrant('test-world', request, await readGrantFacts(world.azure, request)).plan, undefined);
  });

  it('somebody who can’t be read about: the plan is made all the same', async () => {
    const world = planWorld();
    const refusal = { error: { code: 'AuthorizationFailed', message: 'No.' } };
    world.open.sandbox.faults.add({ kind: 'status', status: 403, body: refusal, match: { path: /roleAssignments/i }, times: 9 });
    const operations: readonly Operation[] = (await planned(world, { registries: ['contoso'], to: ['id-web'] })).plan?.operations ?? [];
    assert.equal(operations.length, 1);
    world.open.sandbox.faults.clear();
    assert.equal((await world.run(planOf(...operations))).entries['grant']?.state, 'unchanged');
  });
});
