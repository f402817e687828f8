import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import { roles } from '../../src/model/roles';
import { resourceId } from '../../src/model/resourceId';
import type { OpenAzure } from './openAzure';
import { idOf, openAzure } from './openAzure';

describe('the SDK against the sandbox: subscriptions, groups, identities', () => {
  it('says who is signed in', async () => {
    const { azure, open } = openAzure({ persona: 'reader' });
    assert.deepEqual(await azure.signedIn(), {
      objectId: open.sandbox.world.signedIn,
      tenantId: open.sandbox.world.tenantId,
      name: 'Rita Reader',
    });
  });

  it('lists subscriptions and their regions', async () => {
    const { azure, production, development, open } = openAzure();
    const { tenantId } = open.sandbox.world;
    const { subscriptions, failures } = await azure.subscriptions.list();
    assert.deepEqual(subscriptions, [
      { id: production, name: 'Contoso Production', tenantId, state: 'Enabled' },
      { id: development, name: 'Contoso Development', tenantId, state: 'Enabled' },
    ]);
    assert.deepEqual(failures, []);
    const locations = await azure.subscriptions.locations(production);
    assert.ok(locations.some(({ name, displayName }) => name === 'westeurope' && displayName === 'West Europe'));
  });

  it('makes, finds, lists and deletes a resource group', async () => {
    const { azure, production, open } = openAzure();
    const id = `/subscriptions/${production}/resourceGroups/rg-new`;
    assert.equal(await azure.resourceGroups.get(id), undefined);
    const made = await azure.resourceGroups.put(id, 'northeurope', { by: 'test' });
    assert.deepEqual(made, { id, name: 'rg-new', location: 'northeurope', tags: { by: 'test' } });
    assert.deepEqual(await azure.resourceGroups.get(id), made);
    assert.ok((await azure.resourceGroups.list(production)).some((group) => group.name === 'rg-new'));
    await azure.resourceGroups.delete(id);
    open.sandbox.clock.advance(600_000);
    assert.equal(await azure.resourceGroups.get(id), undefined);
    await azure.resourceGroups.delete(id);
  });

  it('registers a provider', async () => {
    const { azure, development, open } = openAzure();
    assert.equal(await azure.providers.registrationState(development, 'Microsoft.ContainerInstance'), 'NotRegistered');
    await azure.providers.register(development, 'Microsoft.ContainerInstance');
    open.sandbox.clock.advance(600_000);
    assert.equal(await azure.providers.registrationState(development, 'Microsoft.ContainerInstance'), 'Registered');
  });

  it('makes, finds, lists and deletes an identity', async () => {
    const { azure, production } = openAzure();
    const id = resourceId(production, 'rg-web', 'Microsoft.ManagedIdentity/userAssignedIdentities', 'id-made');
    assert.equal(await azure.identities.get(id), undefined);
    const made = await azure.identities.put(id, 'westeurope', { by: 'test' });
    assert.ok(made.principalId !== '' && made.clientId !== '' && made.principalId !== made.clientId);
    assert.deepEqual(made.tags, { by: 'test' });
    assert.deepEqual(await azure.identities.get(id), made);
    assert.ok((await azure.identities.list(production)).some(({ principalId }) => principalId === made.principalId));
    await azure.identities.delete(id);
    assert.equal(await azure.identities.get(id), undefined);
    await azure.identities.delete(id);
  });

  it('reads lists of several pages', async () => {
    const small = openAzure({ pageSize: 2 });
    const whole = openAzure();
    const names = (items: readonly { readonly name: string }[]): string[] => items.map(({ name }) => name).sort();
    const lists: readonly ((each: OpenAzure) => Promise<readonly { readonly name: string }[]>)[] = [
      ({ azure, production }) => azure.identities.list(production),
      ({ azure, production }) => azure.registries.list(production),
      ({ azure, production }) => azure.resourceGroups.list(production),
    ];
    for (const list of lists) {
      const expected = names(await list(whole));
      assert.ok(expected.length > 2);
      assert.deepEqual(names(await list(small)), expected);
    }
  });
});

describe('the SDK against the sandbox: access', () => {
  const role = roles.acrPull.id;

  it('assigns, finds, lists and takes away a role', async () => {
    const world = openAzure();
    const { azure } = world;
    const scope = idOf(world, 'registries', 'contoso');
    const principalId = (await azure.identities.get(idOf(world, 'identities', 'id-new-service')))?.principalId ?? '';
    const name = '11111111-2222-4333-8444-555555555555';
    assert.equal(await azure.access.getAssignment(scope, name), undefined);
    const wanted = { name, principalId, principalType: 'ServicePrincipal', roleId: role, description: 'by a test' } as const;
    const made = await azure.access.assign(scope, wanted);
    assert.equal(made.roleId, role);
    assert.equal(made.description, 'by a test');
    assert.deepEqual(await azure.access.getAssignment(scope, name), made);
    assert.deepEqual(await azure.access.assignments(scope, { principalId }), [made]);
    await assert.rejects(azure.access.assign(scope, { ...wanted, name: name.replace('1', '2') }), (error) =>
      AppError.is(error, 'RoleAssignmentExists'),
    );
    await azure.access.unassign(made.id);
    assert.equal(await azure.access.getAssignment(scope, name), undefined);
    await azure.access.unassign(made.id);
  });

  it('tells assignments at and above a scope from those below', async () => {
    const world = openAzure();
    const subscription = `/subscriptions/${world.production}`;
    const registry = idOf(world, 'registries', 'contoso');
    const above = await world.azure.access.assignments(subscription);
    const all = await world.azure.access.assignments(subscription, { below: true });
    assert.ok(above.every(({ scope }) => scope === subscription));
    assert.ok(all.some(({ scope }) => scope === registry));
    const inherited = await world.azure.access.assignments(registry);
    assert.ok(inherited.some(({ scope }) => scope === subscription));
    assert.ok(inherited.some(({ scope }) => scope === registry));
  });

  it('finds all of a principal, at, above and below', async () => {
    const world = openAzure();
    const identity = await world.azure.identities.get(idOf(world, 'identities', 'id-web'));
    const principalId = identity?.principalId ?? '';
    const found = await world.azure.access.assignments(`/subscriptions/${world.production}`, { principalId });
    assert.deepEqual(
      found.map(({ principalId: of, roleId }) => [of, roleId]),
      [
        [principalId, role],
        [principalId, role],
      ],
    );
  });

  it('keeps a condition', async () => {
    const world = openAzure();
    const identity = await world.azure.identities.get(idOf(world, 'identities', 'id-team-a'));
    const [found] = await world.azure.access.assignments(idOf(world, 'registries', 'contosoabac'), {
      principalId: identity?.principalId ?? '',
    });
    assert.match(found?.condition ?? '', /StringStartsWithIgnoreCase 'team-a\/'/);
    assert.equal(found?.conditionVersion, '2.0');
  });

  it('lists definitions, and what the signed-in person may do at every kind of scope', async () => {
    const world = openAzure({ persona: 'reader' });
    const subscription = `/subscriptions/${world.production}`;
    const definitions = await world.azure.access.definitions(subscription);
    assert.deepEqual(definitions.find(({ roleId }) => roleId === role)?.permissions[0]?.actions, [
      'Microsoft.ContainerRegistry/registries/pull/read',
    ]);
    for (const scope of [subscription, `${subscription}/resourceGroups/rg-web`, idOf(world, 'registries', 'contoso')]) {
      assert.deepEqual(
        (await world.azure.access.permissions(scope)).map(({ actions }) => actions),
        [['*/read']],
        scope,
      );
    }
  });

  it("names the missing action in a reader's refusal", async () => {
    const world = openAzure({ persona: 'reader' });
    const scope = idOf(world, 'registries', 'contoso');
    const assign = world.azure.access.assign(scope, {
      name: '11111111-2222-4333-8444-555555555555',
      principalId: world.open.sandbox.world.signedIn,
      principalType: 'User',
      roleId: role,
    });
    await assert.rejects(assign, (error) => {
      assert.ok(AppError.is(error, 'AuthorizationFailed'), String(error));
      assert.equal(error.userMessage.key, 'error.forbidden');
      assert.equal(error.userMessage.args['action'], 'Microsoft.Authorization/roleAssignments/write');
      assert.equal(error.more.status, 403);
      assert.match(error.more.detail ?? '', /x-ms-request-id [0-9a-f-]{36}/);
      return true;
    });
  });
});
