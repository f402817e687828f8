import assert from 'node:assert/strict';
import { addIdentity, addPrincipal, addRegistry, assignRole } from '../../src/sandbox/builder';
import type { ConditionContext } from '../../src/sandbox/conditions';
import { conditionHolds } from '../../src/sandbox/conditions';
import type { Persona } from '../../src/sandbox/personas';
import { personaId } from '../../src/sandbox/personas';
import { mayDo, mayDoData } from '../../src/sandbox/rbac';
import { builtInRoles } from '../../src/sandbox/roleDefinitions';
import type { SandboxIdentity, SandboxRegistry } from '../../src/sandbox/world';
import type { Answer } from './call';
import { refusal, start, Trial, valueOf } from './call';

const version = '?api-version=2022-04-01';
const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const acrPush = '8311e382-0749-4cb8-b61a-304f252e45ec';
const repositoryReader = 'b93aa761-3e63-49ed-ac28-beffa264f7ac';
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const pull = 'Microsoft.ContainerRegistry/registries/pull/read';
const contentRead = 'Microsoft.ContainerRegistry/registries/repositories/content/read';
const guid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;

function only(repository: string): string {
  return (
    "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}) AND " +
    "!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})) OR " +
    `(@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEqualsIgnoreCase '${repository}'))`
  );
}

class Company extends Trial {
  readonly registry: SandboxRegistry = addRegistry(this.world, {
    subscriptionId: this.subscriptionId,
    resourceGroup: 'rg',
    name: 'shop',
    location: 'westeurope',
    createdAt: start,
  });
  readonly identity: SandboxIdentity = addIdentity(this.world, {
    subscriptionId: this.subscriptionId,
    resourceGroup: 'rg',
    name: 'puller',
    location: 'westeurope',
  });

  assignmentPath(name: string, scope = this.registry.id): string {
    return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}${version}`;
  }

  assign(name: string, given: Record<string, string> = {}, as: Persona = 'owner', scope = this.registry.id): Promise<Answer> {
    const { roleId = acrPull, ...rest } = given;
    const roleDefinitionId = `${this.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
    const properties = { roleDefinitionId, principalId: this.identity.principalId, ...rest };
    return this.send('PUT', this.assignmentPath(name, scope), { properties }, { as });
  }

  may(action: string, repository?: string): boolean {
    const plane = action === pull ? mayDo : mayDoData;
    const request = repository === undefined ? {} : { repository };
    return plane(this.world, this.identity.principalId, action, this.registry.id, this.clock.now(), request);
  }
}

describe('access in the sandbox', () => {
  it('comes into force after the propagation time and goes as late', async () => {
    const company = new Company();
    const made = await company.assign(guid(1), { principalType: 'ServicePrincipal' });
    assert.equal(made.status, 201);
    assert.equal((made.body as { properties: { createdBy: string | null } }).properties.createdBy, null);
    assert.equal(company.may(pull), false);
    company.clock.advance(60_000);
    assert.equal(company.may(pull), true);
    const removed = await company.send('DELETE', company.assignmentPath(guid(1)));
    assert.equal(removed.status, 200);
    assert.equal((removed.body as { name: string }).name, guid(1));
    assert.equal((await company.send('GET', company.assignmentPath(guid(1)))).status, 404);
    assert.equal(company.may(pull), true);
    company.clock.advance(60_000);
    assert.equal(company.may(pull), false);
    assert.equal((await company.send('DELETE', company.assignmentPath(guid(1)))).status, 204);
  });

  it('lets a deleted assignment be made again under its name, in force anew after the propagation time', async () => {
    const company = new Company();
    await company.assign(guid(1));
    company.clock.advance(60_000);
    await company.send('DELETE', company.assignmentPath(guid(1)));
    company.clock.advance(59_000);
    assert.equal((await company.assign(guid(1))).status, 201);
    assert.equal(company.may(pull), true, 'the old one is still honoured');
    company.clock.advance(1_000);
    assert.equal(company.may(pull), false, 'the new one not yet');
    company.clock.advance(59_000);
    assert.equal(company.may(pull), true);
  });

  it('is inherited from above, comes through groups within groups, and is taken away by notActions', () => {
    const { world, registry, subscription, group } = new Company();
    const outer = addPrincipal(world, { kind: 'Group', name: 'everybody' });
    const inner = addPrincipal(world, { kind: 'Group', name: 'some', memberOf: [outer.objectId] });
    const user = addPrincipal(world, { kind: 'User', name: 'ann', memberOf: [inner.objectId] });
    const may = (action: string, scope = registry.id) => mayDo(world, user.objectId, action, scope, start);
    assert.equal(may(pull), false);
    assignRole(world, { scope: group, principalId: outer.objectId, roleId: contributor, at: start });
    assert.equal(may(pull), true);
    assert.equal(may('Microsoft.ContainerRegistry/registries/write'), true);
    assert.equal(may('Microsoft.Authorization/roleAssignments/write'), false);
    assert.equal(may('Microsoft.Resources/subscriptions/read', subscription), false);
    assert.equal(mayDoData(world, user.objectId, contentRead, registry.id, start), false, 'Contributor has no data action');
  });

  it('honours a condition on the repository', () => {
    const company = new Company();
    const { world, registry, identity } = company;
    assignRole(world, {
      scope: registry.id,
      principalId: identity.principalId,
      roleId: repositoryReader,
      at: start,
      condition: only('team/app'),
    });
    assert.equal(company.may(contentRead, 'team/app'), true);
    assert.equal(company.may(contentRead, 'Team/App'), true);
    assert.equal(company.may(contentRead, 'team/other'), false);
    assert.equal(company.may(contentRead), false);
  });

  it('honours a changed condition only after the propagation time', async () => {
    const company = new Company();
    const assign = (repository: string) =>
      company.assign(guid(1), { roleId: repositoryReader, condition: only(repository), conditionVersion: '2.0' });
    await assign('one');
    company.clock.advance(60_000);
    assert.equal((await assign('two')).status, 201);
    assert.deepEqual([company.may(contentRead, 'one'), company.may(contentRead, 'two')], [true, false]);
    company.clock.advance(60_000);
    assert.deepEqual([company.may(contentRead, 'one'), company.may(contentRead, 'two')], [false, true]);
  });

  const conditions: readonly [string, Partial<ConditionContext>, boolean][] = [
    ["@Request[a:b] StringStartsWithIgnoreCase 'Back/'", { attributes: attributes(['back/x']) }, true],
    ["@Request[a:b] StringStartsWith 'Back/'", { attributes: attributes(['back/x']) }, false],
    ["@Request[a:b] StringLike 'b*k/?'", { attributes: attributes(['back/x']) }, true],
    ["@Request[a:b] StringNotEquals 'x'", { attributes: attributes(undefined) }, false],
    ["NOT @Request[a:b] StringEquals 'x'", { attributes: attributes(undefined) }, true],
    ['Exists @Request[a:b]', { attributes: attributes(undefined) }, false],
    ["@Request[a:b] ForAnyOfAnyValues:StringEquals {'x', 'y'}", { attributes: attributes(['y', 'z']) }, true],
    ["@Request[a:b] ForAllOfAnyValues:StringEquals {'x', 'y'}", { attributes: attributes(['y', 'z']) }, false],
    ["@Request[a:b] ForAllOfAllValues:StringNotEquals {'x', 'y'}", { attributes: attributes(['z']) }, true],
    ['@Request[a:b] GuidEquals 7F951DDA-4ED3-4680-A7CA-43FE172D538D', { attributes: attributes([acrPull]) }, true],
    ['@Request[a:b] NumericLessThan 10', { attributes: attributes(['9']) }, true],
    ["@Request[a:b] DateTimeGreaterThan '2026-01-01T00:00:00Z'", { attributes: attributes(['2025-06-01T00:00:00Z']) }, false],
    ["ActionMatches{'Microsoft.X/*'}", { action: 'microsoft.x/y/read' }, true],
    ["SubOperationMatches{'Blob.List'}", { subOperation: 'blob.list' }, true],
    ["SubOperationMatches{'Blob.List'}", {}, false],
    ['this is no condition', {}, false],
  ];
  for (const [condition, context, expected] of conditions) {
    it(`finds that ${condition} ${expected ? 'holds' : 'does not hold'}`, () => {
      assert.equal(conditionHolds(condition, { action: 'Microsoft.Y/read', attributes: attributes(undefined), ...context }), expected);
    });
  }

  const refused: readonly [string, Persona, string, RegExp][] = [
    ['Microsoft.ContainerRegistry/registries/write', 'reader', 'PATCH', /does not have authorization to perform action/],
    ['Microsoft.ContainerRegistry/registries/delete', 'reader', 'DELETE', /does not have authorization to perform action/],
  ];
  for (const [action, persona, method, text] of refused) {
    it(`refuses a ${persona} ${action} in Azure's words`, async () => {
      const company = new Company();
      const { status, code, message } = refusal(
        await company.send(method, `${company.registry.id}?api-version=2025-11-01`, {}, { as: persona }),
      );
      assert.deepEqual([status, code], [403, 'AuthorizationFailed']);
      assert.match(message, text);
      const object = `The client 'rita@contoso.example' with object id '${personaId(persona)}'`;
      const where = `perform action '${action}' over scope '${company.registry.id}' or the scope is invalid.`;
      assert.ok(message.startsWith(object) && message.includes(where), message);
    });
  }
});

function attributes(values: readonly string[] | undefined): ConditionContext['attributes'] {
  return { request: values ? { 'A:b': values } : {}, resource: {}, principal: {}, environment: {} };
}

describe('writing role assignments in the sandbox', () => {
  it('always answers 201, also to the same again', async () => {
    const company = new Company();
    assert.deepEqual([(await company.assign(guid(1))).status, (await company.assign(guid(1))).status], [201, 201]);
  });

  it('answers RoleAssignmentExists to the same under another name', async () => {
    const company = new Company();
    await company.assign(guid(1));
    assert.deepEqual(refusal(await company.assign(guid(2))), {
      status: 409,
      code: 'RoleAssignmentExists',
      message: 'The role assignment already exists.',
    });
    assert.equal((await company.assign(guid(2), { roleId: acrPush })).status, 201);
  });

  it('answers RoleAssignmentUpdateNotPermitted where a name is used for another principal', async () => {
    const company = new Company();
    await company.assign(guid(1));
    const other = personaId('reader');
    assert.equal(refusal(await company.assign(guid(1), { principalId: other })).code, 'RoleAssignmentUpdateNotPermitted');
  });

  it('answers PrincipalNotFound for a new identity until the directory knows it, unless its type is given', async () => {
    const company = new Company();
    const made = await company.send(
      'PUT',
      `${company.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/fresh?api-version=2024-11-30`,
      { location: 'westeurope' },
    );
    const { principalId } = (made.body as { properties: { principalId: string } }).properties;
    const { status, code, message } = refusal(await company.assign(guid(1), { principalId }));
    assert.deepEqual([status, code], [400, 'PrincipalNotFound']);
    assert.ok(
      message.startsWith(`Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${company.world.tenantId}. `),
    );
    assert.ok(message.endsWith('or Group.  See https://aka.ms/docs-principaltype'));
    assert.equal((await company.assign(guid(1), { principalId, principalType: 'ServicePrincipal' })).status, 201);
    company.clock.advance(20_000);
    assert.equal((await company.assign(guid(2), { principalId, roleId: acrPush })).status, 201);
  });

  const wrong: readonly [string, string, Record<string, string>, number, string][] = [
    ['a name that is no GUID', 'puller', {}, 400, 'InvalidRoleAssignmentId'],
    ['a role that does not exist', guid(1), { roleId: guid(9) }, 404, 'RoleDefinitionDoesNotExist'],
    [
      'a condition that cannot be read',
      guid(1),
      { roleId: repositoryReader, condition: 'nonsense', conditionVersion: '2.0' },
      400,
      'InvalidRoleAssignmentCondition',
    ],
    ['a principal of another type', guid(1), { principalType: 'User' }, 400, 'UnmatchedPrincipalType'],
  ];
  for (const [what, name, properties, status, code] of wrong) {
    it(`answers ${code} to ${what}`, async () => {
      const answer = refusal(await new Company().assign(name, properties));
      assert.deepEqual([answer.status, answer.code], [status, code]);
    });
  }

  it('answers 404 where the scope does not exist', async () => {
    const company = new Company();
    assert.equal(refusal(await company.assign(guid(1), {}, 'owner', `${company.registry.id}x`)).code, 'ResourceNotFound');
  });

  const people: readonly [Persona, string, 201 | 'no authorization to' | 'an ABAC condition not fulfilled'][] = [
    ['owner', acrPush, 201],
    ['delegate', acrPull, 201],
    ['delegate', repositoryReader, 201],
    ['delegate', acrPush, 'an ABAC condition not fulfilled'],
    ['contributor', acrPull, 'no authorization to'],
    ['reader', acrPull, 'no authorization to'],
  ];
  for (const [persona, roleId, outcome] of people) {
    const roleName = builtInRoles.find((role) => role.id === roleId)?.name;
    it(`lets a ${persona} assign ${roleName}: ${outcome}`, async () => {
      const company = new Company();
      const answer = await company.assign(guid(1), { roleId }, persona);
      if (outcome === 201) return assert.equal(answer.status, 201);
      const { status, code, message } = refusal(answer);
      assert.deepEqual([status, code], [403, 'AuthorizationFailed']);
      const byCondition =
        "does not have authorization or an ABAC condition not fulfilled to perform action 'Microsoft.Authorization/roleAssignments/write'";
      assert.equal(message.includes(byCondition), outcome === 'an ABAC condition not fulfilled', message);
      assert.ok(message.includes(`over scope '${company.registry.id}/providers/Microsoft.Authorization/roleAssignments/${guid(1)}'`));
    });
  }

  it('lets a delegate delete only what they may assign', async () => {
    const company = new Company();
    await company.assign(guid(1), { roleId: acrPull });
    await company.assign(guid(2), { roleId: acrPush });
    assert.equal((await company.send('DELETE', company.assignmentPath(guid(1)), undefined, { as: 'delegate' })).status, 200);
    assert.equal((await company.send('DELETE', company.assignmentPath(guid(2)), undefined, { as: 'delegate' })).status, 403);
  });
});

describe('reading access in the sandbox', () => {
  const filters: readonly [string, string[]][] = [
    ['', ['above', 'at', 'below']],
    ['atScope()', ['above', 'at']],
    ["principalId eq '{user}'", ['at']],
    ["assignedTo('{user}')", ['above', 'at']],
    ["atScope() and assignedTo('{group}')", ['above']],
  ];
  for (const [filter, expected] of filters) {
    it(`lists assignments with $filter=${filter || '(none)'}`, async () => {
      const company = new Company();
      const { world, subscription, group, registry } = company;
      const team = addPrincipal(world, { kind: 'Group', name: 'team' });
      const user = addPrincipal(world, { kind: 'User', name: 'ann', memberOf: [team.objectId] });
      const grant = (scope: string, principalId: string, description: string) =>
        assignRole(world, { scope, principalId, roleId: reader, at: start, description });
      grant(subscription, team.objectId, 'above');
      grant(group, user.objectId, 'at');
      grant(registry.id, company.identity.principalId, 'below');
      const query = filter.replace('{user}', user.objectId).replace('{group}', team.objectId);
      // The SDK writes a scope's own slash after that of its template.
      const path = `/${group}/providers/Microsoft.Authorization/roleAssignments${version}${query ? `&$filter=${encodeURIComponent(query)}` : ''}`;
      const found = valueOf<{ properties: { description: string | null } }>(await company.send('GET', path));
      const named = found.flatMap(({ properties }) => properties.description ?? []);
      assert.deepEqual(named, expected);
    });
  }

  it('finds a role by its name in any case', async () => {
    const company = new Company();
    const filter = encodeURIComponent("roleName eq 'acrpull'");
    const found = valueOf<{ name: string; id: string }>(
      await company.send('GET', `${company.registry.id}/providers/Microsoft.Authorization/roleDefinitions${version}&$filter=${filter}`),
    );
    assert.deepEqual(
      found.map(({ name, id }) => [name, id]),
      [[acrPull, `${company.subscription}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`]],
    );
  });

  it('tells the permissions of all roles that the caller has at a scope', async () => {
    const company = new Company();
    const path = `${company.group}/providers/Microsoft.Authorization/permissions${version}`;
    const actions = async (as: Persona) =>
      valueOf<{ actions: string[] }>(await company.send('GET', path, undefined, { as })).map((permission) => permission.actions[0]);
    assert.deepEqual(await actions('reader'), ['*/read']);
    assert.deepEqual(await actions('delegate'), ['*', 'Microsoft.Authorization/roleAssignments/write']);
  });
});
