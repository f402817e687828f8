import assert from 'node:assert/strict';
import type { NewDenyAssignment } from '../../src/sandbox/builder';
import { addDenyAssignment, addIdentity, addPrincipal, addRegistry, assignRole } from '../../src/sandbox/builder';
import { personaId } from '../../src/sandbox/personas';
import { mayPull } from '../../src/sandbox/pull';
import { mayDo } from '../../src/sandbox/rbac';
import { refusal, start, Trial, valueOf } from './call';
import { openAzure } from './openAzure';

const version = '?api-version=2022-04-01';
const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const repositoryReader = 'b93aa761-3e63-49ed-ac28-beffa264f7ac';
const pull = 'Microsoft.ContainerRegistry/registries/pull/read';
const contentRead = 'Microsoft.ContainerRegistry/registries/repositories/content/read';

class Denied extends Trial {
  readonly place = { subscriptionId: this.subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
  readonly registry = addRegistry(this.world, { ...this.place, name: 'shop', createdAt: start });
  readonly abac = addRegistry(this.world, { ...this.place, name: 'abac', createdAt: start, mode: 'AbacRepositoryPermissions' });
  readonly outer = addPrincipal(this.world, { kind: 'Group', name: 'all' });
  readonly team = addPrincipal(this.world, { kind: 'Group', name: 'team', memberOf: [this.outer.objectId] });
  readonly identity = addIdentity(this.world, { ...this.place, name: 'puller', memberOf: [this.team.objectId] });
  readonly other = addIdentity(this.world, { ...this.place, name: 'other' });

  constructor() {
    super();
    const { principalId } = this.identity;
    for (const roleId of [acrPull, repositoryReader]) assignRole(this.world, { scope: this.group, principalId, roleId, at: start - 1000 });
  }

  deny(given: Partial<NewDenyAssignment> = {}) {
    const permissions = { actions: ['*'], dataActions: ['*'] };
    return addDenyAssignment(this.world, { scope: this.registry.id, displayName: 'Stack', permissions, at: start, ...given });
  }

  pulls(registry = this.registry): boolean {
    return mayPull(this.world, this.identity.principalId, registry, 'web/app', this.clock.now());
  }
}

describe('deny assignments in the sandbox', () => {
  const rows: readonly [string, boolean, (world: Denied) => Partial<NewDenyAssignment>][] = [
    ['everybody', false, () => ({})],
    ['the identity', false, ({ identity }) => ({ principals: [identity.principalId.toUpperCase()] })],
    ['a group that it is in', false, ({ team }) => ({ principals: [team.objectId] })],
    ['a group of its group', false, ({ outer }) => ({ principals: [outer.objectId] })],
    ['somebody else', true, ({ other }) => ({ principals: [other.principalId] })],
    ['everybody but the identity', true, ({ identity }) => ({ excludePrincipals: [identity.principalId] })],
    ['everybody but its group', true, ({ outer }) => ({ excludePrincipals: [outer.objectId] })],
    ['everybody but somebody else', false, ({ other }) => ({ excludePrincipals: [other.principalId] })],
    ['everybody in the subscription', false, ({ subscription }) => ({ scope: subscription })],
    ['everybody in the tenant', false, () => ({ scope: '/' })],
    ['everybody at another registry', true, ({ abac }) => ({ scope: abac.id })],
    ['everybody in the group, not below', true, ({ group }) => ({ scope: group, doNotApplyToChildScopes: true })],
    ['everybody at the registry, not below', false, () => ({ doNotApplyToChildScopes: true })],
    ['everybody to delete', true, () => ({ permissions: { actions: ['*/delete', '*/write'] } })],
    ['everybody to do all but pull', true, () => ({ permissions: { actions: ['*'], notActions: [pull] } })],
    ['everybody data actions alone', true, () => ({ permissions: { dataActions: ['*'] } })],
    ['everybody where a condition holds', false, () => ({ condition: `ActionMatches{'${pull}'}` })],
    ['everybody where a condition does not hold', true, () => ({ condition: `ActionMatches{'${contentRead}'}` })],
  ];
  for (const [whom, allowed, given] of rows) {
    it(`${allowed ? 'let an identity pull' : 'keep an identity from pulling'}, with a role: deny ${whom}`, () => {
      const world = new Denied();
      assert.equal(world.pulls(), true);
      world.deny(given(world));
      assert.equal(world.pulls(), allowed);
    });
  }

  const dataRows: readonly [string, boolean, NewDenyAssignment['permissions']][] = [
    ['reading content', false, { dataActions: [contentRead] }],
    ['reading metadata', false, { dataActions: ['*/metadata/read'] }],
    ['writing content', true, { dataActions: ['*/content/write'] }],
    ['control plane actions', true, { actions: ['*'] }],
    ['all data actions but reading', true, { dataActions: ['*'], notDataActions: ['*/read'] }],
  ];
  for (const [what, allowed, permissions] of dataRows) {
    it(`${allowed ? 'let' : 'keep'} an identity ${allowed ? '' : 'from '}pull from a registry with repository permissions: deny ${what}`, () => {
      const world = new Denied();
      assert.equal(world.pulls(world.abac), true);
      world.deny({ scope: world.abac.id, permissions });
      assert.equal(world.pulls(world.abac), allowed);
    });
  }

  it('are named in the refusal, only where a role would have allowed', async () => {
    const world = new Denied();
    const denial = world.deny({ scope: world.group, permissions: { actions: ['*/write'] }, displayName: 'Made by a stack' });
    const put = (as: 'owner' | 'reader') =>
      world.send('PUT', `${world.identity.id}?api-version=2023-01-31`, { location: 'westeurope' }, { as });
    const answer = refusal(await put('owner'));
    assert.deepEqual([answer.status, answer.code], [403, 'DenyAssignmentAuthorizationFailed']);
    assert.match(answer.message, /has permission to perform action 'Microsoft\.ManagedIdentity\/userAssignedIdentities\/write'/);
    assert.ok(answer.message.includes(`'Made by a stack' and Id '${denial.name.replaceAll('-', '')}' at scope '${world.group}'`));
    assert.equal(refusal(await put('reader')).code, 'AuthorizationFailed');
  });

  it('keep an owner from assigning roles', async () => {
    const world = new Denied();
    world.deny({ scope: world.group, permissions: { actions: ['Microsoft.Authorization/*/write'] } });
    assert.equal(mayDo(world.world, personaId('owner'), 'Microsoft.Authorization/roleAssignments/write', world.registry.id, start), false);
  });

  it('go with what they are on', async () => {
    const world = new Denied();
    const permissions = { actions: ['*/write'] };
    world.deny({ permissions });
    world.deny({ scope: world.subscription, permissions });
    await world.send('DELETE', `${world.registry.id}?api-version=2023-07-01`);
    world.clock.advance(600_000);
    world.sandbox.settle();
    assert.deepEqual(
      Object.values(world.world.denyAssignments).map(({ scope }) => scope),
      [world.subscription],
    );
  });

  const filters: readonly [string, string[]][] = [
    ['', ['above', 'at', 'below']],
    ['atScope()', ['above', 'at']],
    ["denyAssignmentName eq 'at'", ['at']],
    ["principalId eq '{identity}'", ['at']],
    ["assignedTo('{identity}')", ['above', 'at', 'below']],
    ["atScope() and assignedTo('{other}')", ['above']],
  ];
  for (const [filter, expected] of filters) {
    it(`are listed with $filter=${filter || '(none)'}`, async () => {
      const world = new Denied();
      const permissions = { actions: ['*/delete'] };
      world.deny({ scope: world.subscription, displayName: 'above', permissions });
      world.deny({ scope: world.group, displayName: 'at', permissions, principals: [world.identity.principalId] });
      world.deny({ displayName: 'below', permissions, principals: [world.team.objectId] });
      const query = filter.replace('{identity}', world.identity.principalId).replace('{other}', world.other.principalId);
      const path = `${world.group}/providers/Microsoft.Authorization/denyAssignments${version}${query ? `&$filter=${encodeURIComponent(query)}` : ''}`;
      const found = valueOf<{ properties: { denyAssignmentName: string } }>(await world.send('GET', path, undefined, { as: 'reader' }));
      assert.deepEqual(
        found.map(({ properties }) => properties.denyAssignmentName),
        expected,
      );
    });
  }

  it('are read one by one; neither made nor deleted', async () => {
    const world = new Denied();
    const denial = world.deny({ permissions: { actions: ['*/delete'] } });
    assert.equal((await world.send('GET', `${denial.id}${version}`)).status, 200);
    assert.equal(refusal(await world.send('GET', `${denial.id}x${version}`)).code, 'DenyAssignmentNotFound');
    assert.equal(refusal(await world.send('PUT', `${denial.id}${version}`, {})).code, 'NotInSandbox');
    assert.equal(refusal(await world.send('DELETE', `${denial.id}${version}`)).code, 'NotInSandbox');
  });

  it('are read by the SDK', async () => {
    const { azure, open } = openAzure();
    const [registry] = Object.values(open.sandbox.world.registries);
    assert.ok(registry);
    const permissions = { actions: ['*'], notActions: ['*/read'] };
    const denial = addDenyAssignment(open.sandbox.world, { scope: registry.id, displayName: 'Stack', permissions, at: start });
    assert.deepEqual(await azure.access.denyAssignments(registry.id), [
      {
        id: denial.id,
        name: denial.name,
        denyAssignmentName: 'Stack',
        scope: registry.id,
        permissions: [{ actions: ['*'], notActions: ['*/read'], dataActions: [], notDataActions: [] }],
        principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
        excludePrincipals: [],
        doNotApplyToChildScopes: false,
        isSystemProtected: true,
      },
    ]);
    assert.equal((await azure.access.denyAssignments(registry.id, { principalId: 'anybody' })).length, 1);
  });
});
