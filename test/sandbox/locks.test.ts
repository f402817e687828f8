import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import { addIdentity, addLock, addRegistry } from '../../src/sandbox/builder';
import { refusal, start, Trial, valueOf } from './call';
import { idOf, openAzure } from './openAzure';

const version = '?api-version=2020-05-01';
const registryVersion = '?api-version=2023-07-01';
const identityVersion = '?api-version=2023-01-31';
const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';

class Company extends Trial {
  readonly place = { subscriptionId: this.subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
  readonly registry = addRegistry(this.world, { ...this.place, name: 'shop', createdAt: start, adminUserEnabled: true });
  readonly identity = addIdentity(this.world, { ...this.place, name: 'puller' });
  readonly assignment = `${this.registry.id}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000001?api-version=2022-04-01`;
  readonly assigned = {
    properties: {
      roleDefinitionId: `${this.subscription}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
      principalId: this.identity.principalId,
      principalType: 'ServicePrincipal',
    },
  };

  lockPath(scope: string, name = 'keep'): string {
    return `${scope}/providers/Microsoft.Authorization/locks/${name}${version}`;
  }
}

type Level = 'CanNotDelete' | 'ReadOnly';
type Where = 'subscription' | 'group' | 'registry' | 'identity';

describe('locks in the sandbox', () => {
  const requests: Readonly<Record<string, (company: Company) => readonly [method: string, path: string, body?: unknown]>> = {
    'reading a registry': ({ registry }) => ['GET', `${registry.id}${registryVersion}`],
    'changing a registry': ({ registry }) => ['PATCH', `${registry.id}${registryVersion}`, { tags: { a: 'b' } }],
    "listing a registry's passwords": ({ registry }) => ['POST', `${registry.id}/listCredentials${registryVersion}`],
    'deleting a registry': ({ registry }) => ['DELETE', `${registry.id}${registryVersion}`],
    'deleting the group': ({ group }) => ['DELETE', `${group}?api-version=2022-09-01`],
    'making an identity': ({ group }) => [
      'PUT',
      `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/new${identityVersion}`,
      { location: 'westeurope' },
    ],
    'assigning a role at the registry': ({ assignment, assigned }) => ['PUT', assignment, assigned],
  };
  const rows: readonly [Where, Level, string, boolean][] = [
    ['registry', 'CanNotDelete', 'reading a registry', true],
    ['registry', 'CanNotDelete', 'changing a registry', true],
    ['registry', 'CanNotDelete', "listing a registry's passwords", true],
    ['registry', 'CanNotDelete', 'assigning a role at the registry', true],
    ['registry', 'CanNotDelete', 'deleting a registry', false],
    ['registry', 'CanNotDelete', 'deleting the group', false],
    ['group', 'CanNotDelete', 'deleting a registry', false],
    ['subscription', 'CanNotDelete', 'deleting the group', false],
    ['identity', 'CanNotDelete', 'deleting a registry', true],
    ['registry', 'ReadOnly', 'reading a registry', true],
    ['registry', 'ReadOnly', 'changing a registry', false],
    ['registry', 'ReadOnly', "listing a registry's passwords", false],
    ['registry', 'ReadOnly', 'assigning a role at the registry', false],
    ['registry', 'ReadOnly', 'making an identity', true],
    ['group', 'ReadOnly', 'making an identity', false],
    ['subscription', 'ReadOnly', 'making an identity', false],
    ['identity', 'ReadOnly', 'deleting the group', false],
  ];
  for (const [where, level, what, goesThrough] of rows) {
    it(`${level} on the ${where}: ${what} ${goesThrough ? 'goes through' : 'is refused'}`, async () => {
      const company = new Company();
      const scopes = { ...company, registry: company.registry.id, identity: company.identity.id };
      addLock(company.world, scopes[where], 'keep', level);
      const request = requests[what]?.(company);
      assert.ok(request);
      const answer = await company.send(...request);
      if (goesThrough) return assert.ok(answer.status < 300, JSON.stringify(answer.body));
      const { status, code, message } = refusal(answer);
      assert.deepEqual([status, code], [409, 'ScopeLocked']);
      const verb = what.startsWith('deleting') ? 'delete' : 'write';
      assert.ok(message.includes(`cannot perform ${verb} operation because following scope(s) are locked: '${scopes[where]}'.`), message);
    });
  }

  it('come after rights: who may not is told so', async () => {
    const company = new Company();
    addLock(company.world, company.group, 'keep', 'ReadOnly');
    const { code } = refusal(await company.send('DELETE', `${company.registry.id}${registryVersion}`, undefined, { as: 'reader' }));
    assert.equal(code, 'AuthorizationFailed');
  });

  it('are made, read, listed and taken away by an owner, locked or not', async () => {
    const company = new Company();
    const path = company.lockPath(company.group);
    const made = await company.send('PUT', path, { properties: { level: 'readonly', notes: 'Ask Olivia.' } });
    assert.equal(made.status, 201);
    assert.deepEqual((made.body as { properties: unknown }).properties, { level: 'ReadOnly', notes: 'Ask Olivia.' });
    assert.equal((await company.send('PUT', path, { properties: { level: 'CanNotDelete' } })).status, 200);
    assert.deepEqual(((await company.send('GET', path)).body as { properties: unknown }).properties, { level: 'CanNotDelete' });
    await company.send('PUT', company.lockPath(company.registry.id, 'below'), { properties: { level: 'ReadOnly' } });
    const list = async (scope: string, filter = '') =>
      valueOf<{ name: string }>(await company.send('GET', `${scope}/providers/Microsoft.Authorization/locks${version}${filter}`)).map(
        ({ name }) => name,
      );
    assert.deepEqual(await list(company.group), ['keep', 'below']);
    assert.deepEqual(await list(company.group, '&$filter=atScope()'), ['keep']);
    assert.deepEqual(await list(company.identity.id), ['keep']);
    assert.equal((await company.send('DELETE', path)).status, 200);
    assert.equal((await company.send('DELETE', path)).status, 204);
    assert.equal(refusal(await company.send('GET', path)).code, 'LockNotFound');
  });

  it("are not a contributor's to make, and need a level", async () => {
    const company = new Company();
    const path = company.lockPath(company.group);
    assert.equal(refusal(await company.send('PUT', path, { properties: { level: 'ReadOnly' } }, { as: 'contributor' })).status, 403);
    assert.equal(refusal(await company.send('PUT', path, { properties: { level: 'Open' } })).code, 'InvalidRequestContent');
  });

  it('reach the caller of the SDK by their code, and are not sent against again', async () => {
    const world = openAzure();
    const id = idOf(world, 'registries', 'contoso');
    addLock(world.open.sandbox.world, id, 'keep', 'ReadOnly');
    const before = world.open.sandbox.log.length;
    const change = world.azure.registries.update(id, { trustedServicesBypass: false });
    await assert.rejects(change, (error) => AppError.is(error, 'ScopeLocked') && error.more.status === 409);
    assert.equal(world.open.sandbox.log.length, before + 1);
  });
});
