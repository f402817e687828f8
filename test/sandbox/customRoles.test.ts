import assert from 'node:assert/strict';
import { addIdentity, addRegistry } from '../../src/sandbox/builder';
import type { Persona } from '../../src/sandbox/personas';
import { mayPull } from '../../src/sandbox/pull';
import type { Answer } from './call';
import { refusal, start, Trial, valueOf } from './call';
import { openAzure } from './openAzure';

const version = '?api-version=2022-04-01';
const guid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const pull = 'Microsoft.ContainerRegistry/registries/pull/read';

class Company extends Trial {
  readonly place = { subscriptionId: this.subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
  readonly registry = addRegistry(this.world, { ...this.place, name: 'shop', createdAt: start });
  readonly identity = addIdentity(this.world, { ...this.place, name: 'puller' });

  rolePath(id: string, scope = this.subscription): string {
    return `${scope}/providers/Microsoft.Authorization/roleDefinitions/${id}${version}`;
  }

  define(id: string, properties: object = {}, as: Persona = 'owner'): Promise<Answer> {
    const permissions = [{ actions: ['*'], notActions: ['*/write'] }];
    const whole = { roleName: 'Puller', type: 'CustomRole', assignableScopes: [this.group], permissions, ...properties };
    return this.send('PUT', this.rolePath(id), { properties: whole }, { as });
  }

  assign(roleId: string, scope = this.registry.id): Promise<Answer> {
    const roleDefinitionId = `${this.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
    const properties = { roleDefinitionId, principalId: this.identity.principalId, principalType: 'ServicePrincipal' };
    return this.send('PUT', `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid(9)}${version}`, { properties });
  }

  async names(scope: string, filter?: string): Promise<string[]> {
    const query = filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`;
    const path = `${scope}/providers/Microsoft.Authorization/roleDefinitions${version}${query}`;
    return valueOf<{ properties: { roleName: string } }>(await this.send('GET', path)).map(({ properties }) => properties.roleName);
  }
}

describe('custom roles in the sandbox', () => {
  it('are made, read, assigned and honoured', async () => {
    const company = new Company();
    const made = await company.define(guid(1));
    assert.equal(made.status, 201);
    assert.deepEqual((await company.send('GET', company.rolePath(guid(1)))).body, made.body);
    assert.equal((await company.assign(guid(1))).status, 201);
    company.clock.advance(60_000);
    assert.equal(mayPull(company.world, company.identity.principalId, company.registry, 'a', company.clock.now()), true);
  });

  const honoured: readonly [string, object, boolean, boolean][] = [
    ['an action and its exception', { actions: ['*'], notActions: [pull] }, false, false],
    ['all reading', { actions: ['*/read'] }, true, false],
    ['data actions', { dataActions: ['Microsoft.ContainerRegistry/registries/repositories/*/read'] }, false, true],
    ['data actions with an exception', { dataActions: ['*'], notDataActions: ['*/metadata/read'] }, false, false],
    ['both', { actions: ['*'], dataActions: ['*'] }, true, true],
  ];
  for (const [what, permission, legacy, abac] of honoured) {
    it(`permit what they say: ${what}`, async () => {
      const company = new Company();
      await company.define(guid(1), { permissions: [permission] });
      await company.assign(guid(1));
      company.clock.advance(60_000);
      const pulls = () => mayPull(company.world, company.identity.principalId, company.registry, 'a', company.clock.now());
      assert.equal(pulls(), legacy);
      company.registry.mode = 'AbacRepositoryPermissions';
      assert.equal(pulls(), abac);
    });
  }

  it('take effect anew when they are changed', async () => {
    const company = new Company();
    await company.define(guid(1));
    await company.define(guid(1), { roleName: 'Nobody', permissions: [{ actions: [] }] });
    assert.equal(company.world.customRoles[guid(1)]?.name, 'Nobody');
    assert.deepEqual(company.world.customRoles[guid(1)]?.permissions[0]?.actions, []);
  });

  it('are listed where they may be assigned', async () => {
    const company = new Company();
    await company.define(guid(1));
    const isListed = async (scope: string, filter?: string) => (await company.names(scope, filter)).includes('Puller');
    assert.equal(await isListed(company.registry.id), true);
    assert.equal(await isListed(company.group), true);
    assert.equal(await isListed(company.subscription), false);
    assert.equal(await isListed(company.subscription, 'atScopeAndBelow()'), true);
    assert.deepEqual(await company.names(company.group, "type eq 'CustomRole'"), ['Puller']);
    assert.equal(await isListed(company.group, "type eq 'BuiltInRole'"), false);
  });

  const wrong: readonly [string, (company: Company) => Promise<Answer>, number, string][] = [
    ['a name that is taken', (company) => company.define(guid(2), { roleName: 'puller' }), 409, 'RoleDefinitionWithSameNameExists'],
    ["a built-in role's name", (company) => company.define(guid(2), { roleName: 'AcrPull' }), 409, 'RoleDefinitionWithSameNameExists'],
    ['no scope', (company) => company.define(guid(2), { assignableScopes: [] }), 400, 'BadRequestFormat'],
    ['the root as a scope', (company) => company.define(guid(2), { assignableScopes: ['/'] }), 400, 'BadRequestFormat'],
    ['an id that is no GUID', (company) => company.define('puller'), 400, 'BadRequestFormat'],
    ['a contributor', (company) => company.define(guid(2), { roleName: 'X' }, 'contributor'), 403, 'AuthorizationFailed'],
    ['an assignment elsewhere', (company) => company.assign(guid(1), company.subscription), 404, 'RoleDefinitionDoesNotExist'],
  ];
  for (const [what, run, status, code] of wrong) {
    it(`answer ${code} to ${what}`, async () => {
      const company = new Company();
      await company.define(guid(1));
      const answer = refusal(await run(company));
      assert.deepEqual([answer.status, answer.code], [status, code]);
    });
  }

  it('are deleted once they are no longer assigned', async () => {
    const company = new Company();
    await company.define(guid(1));
    await company.assign(guid(1));
    const remove = () => company.send('DELETE', company.rolePath(guid(1)));
    assert.deepEqual([refusal(await remove()).status, refusal(await remove()).code], [400, 'RoleDefinitionHasAssignments']);
    await company.send('DELETE', `${company.registry.id}/providers/Microsoft.Authorization/roleAssignments/${guid(9)}${version}`);
    assert.equal((await remove()).status, 200);
    assert.equal((await remove()).status, 204);
    assert.equal(refusal(await company.send('GET', company.rolePath(guid(1)))).code, 'RoleDefinitionDoesNotExist');
  });

  it('are read by the SDK as custom', async () => {
    const { azure, open, production } = openAzure();
    const { world } = open.sandbox;
    const permissions = [{ actions: ['a/read'], notActions: [], dataActions: [], notDataActions: [] }];
    const scope = `/subscriptions/${production}`;
    const made = {
      id: guid(1),
      name: 'Mine',
      description: '',
      permissions,
      assignableScopes: [scope],
      createdAt: 0,
      createdBy: '',
      updatedAt: 0,
    };
    world.customRoles[guid(1)] = made;
    const found = (await azure.access.definitions(scope)).filter(({ custom }) => custom);
    assert.deepEqual(
      found.map(({ roleId, roleName, permissions: read }) => ({ roleId, roleName, read })),
      [{ roleId: guid(1), roleName: 'Mine', read: permissions }],
    );
  });
});

describe('role assignments in the sandbox', () => {
  it('tell when their condition was changed', async () => {
    const company = new Company();
    const path = `${company.registry.id}/providers/Microsoft.Authorization/roleAssignments/${guid(9)}${version}`;
    await company.assign('7f951dda-4ed3-4680-a7ca-43fe172d538d');
    company.clock.advance(5000);
    const { properties } = (await company.send('GET', path)).body as { properties: Record<string, unknown> };
    await company.send('PUT', path, { properties: { ...properties, condition: `ActionMatches{'${pull}'}` } });
    const after = ((await company.send('GET', path)).body as { properties: Record<string, unknown> }).properties;
    assert.equal(after['createdOn'], new Date(start).toISOString());
    assert.equal(after['updatedOn'], new Date(start + 5000).toISOString());
  });

  it('stay listed when their principal is gone', async () => {
    const company = new Company();
    await company.assign('7f951dda-4ed3-4680-a7ca-43fe172d538d');
    assert.equal((await company.send('DELETE', `${company.identity.id}?api-version=2023-01-31`)).status, 200);
    const path = `${company.registry.id}/providers/Microsoft.Authorization/roleAssignments${version}`;
    const found = valueOf<{ properties: { principalId: string } }>(await company.send('GET', path));
    assert.ok(found.some(({ properties }) => properties.principalId === company.identity.principalId));
    assert.equal(company.world.principals[company.identity.principalId], undefined);
  });
});
