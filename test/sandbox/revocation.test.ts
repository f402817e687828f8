import assert from 'node:assert/strict';
import { planDeleteIdentity } from '../../src/access/planDeleteIdentity';
import { planRevoke } from '../../src/access/planRevoke';
import type { ManagedIdentity } from '../../src/model/identity';
import { resourceName } from '../../src/model/resourceId';
import type { RoleAssignment } from '../../src/model/roleAssignment';
import { roles } from '../../src/model/roles';
import { assignRole } from '../../src/sandbox/builder';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planWorld } from './planWorld';

interface Found {
  readonly world: PlanWorld;
  readonly identity: ManagedIdentity;
  readonly own: readonly RoleAssignment[];
}

/** `id-payments`, which has two roles. */
async function payments(): Promise<Found> {
  const world = planWorld();
  const identity = await world.azure.identities.get(idOf(world, 'identities', 'id-payments'));
  assert.ok(identity);
  const { principalId } = identity;
  return { world, identity, own: await world.azure.access.assignments(`/subscriptions/${world.production}`, { principalId }) };
}

const revocable = (assignment: RoleAssignment) => ({ assignment, roleName: 'AcrPull', principalName: 'id-payments' });
const facts = { lost: [], unread: [], registries: [], authorization: undefined, signedIn: 'me', nameOf: resourceName };

const written = ({ open }: PlanWorld) =>
  open.sandbox.log.filter(({ method }) => method === 'DELETE').map(({ path }) => path.split('/').at(-2));

describe('Revoking', () => {
  it('takes the assignment away, and is done at once where it is gone', async () => {
    const { world, own } = await payments();
    const [assignment] = own;
    assert.ok(assignment);
    const plan = planRevoke('test-world', revocable(assignment), facts);
    assert.equal((await world.run(plan)).status, 'succeeded');
    assert.equal(await world.azure.access.getAssignment(assignment.scope, assignment.name), undefined);
    assert.equal((await world.run(plan)).entries['revoke']?.state, 'unchanged');
    assert.equal(written(world).length, 1);
  });

  it('takes away one that is assigned above all subscriptions', async () => {
    const { world, identity } = await payments();
    const { id } = assignRole(world.open.sandbox.world, { scope: '/', principalId: identity.principalId, roleId: roles.acrPull.id, at: 0 });
    const { principalId } = identity;
    const found = (await world.azure.access.assignments(`/subscriptions/${world.production}`, { principalId })).find(
      (one) => one.id === id,
    );
    assert.ok(found);
    const plan = planRevoke('test-world', revocable(found), facts);
    assert.equal((await world.run(plan)).entries['revoke']?.error?.code, 'AuthorizationFailed', 'for an owner of the subscription alone');
    const { signedIn } = world.open.sandbox.world;
    assignRole(world.open.sandbox.world, { scope: '/', principalId: signedIn, roleId: roles.owner.id, at: 0 });
    assert.equal((await world.run(plan)).status, 'succeeded');
    assert.deepEqual(written(world), ['roleAssignments']);
  });
});

describe('Deleting an identity', () => {
  const deletion = ({ identity, own }: Found) =>
    planDeleteIdentity('test-world', identity, {
      removed: own.map(revocable),
      left: [],
      unreadGroups: [],
      unreadRoles: [],
      nameOf: resourceName,
    });

  it('takes its assignments away first, and leaves none behind', async () => {
    const found = await payments();
    const { world, identity, own } = found;
    assert.equal(own.length, 2);
    assert.equal((await world.run(deletion(found))).status, 'succeeded');
    assert.equal(await world.azure.identities.get(identity.id), undefined);
    assert.deepEqual(written(world), ['roleAssignments', 'roleAssignments', 'userAssignedIdentities']);
    const left = await world.azure.access.assignments(`/subscriptions/${world.production}`, { below: true });
    assert.ok(!left.some(({ principalId }) => principalId === identity.principalId));
  });

  it('leaves the identity where one of its assignments cannot be taken away', async () => {
    const found = await payments();
    const { world, identity } = found;
    const body = { error: { code: 'AuthorizationFailed', message: 'No.' } };
    const match = { method: 'DELETE', path: /registries\/contosovault\/.*roleAssignments/i };
    world.open.sandbox.faults.add({ kind: 'status', status: 403, body, match });
    const account = await world.run(deletion(found));
    assert.equal(account.status, 'failed');
    assert.ok(await world.azure.identities.get(identity.id));
    assert.ok(!written(world).includes('userAssignedIdentities'));
  });
});
