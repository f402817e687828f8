import { ShownTree } from './shownTree';
import assert from 'node:assert/strict';
import { roles } from '../../src/model/roles';
import { addDenyAssignment, addIdentity, addPrincipal, addRegistry, addResourceGroup, assignRole } from '../../src/sandbox/builder';
import type { Fault } from '../../src/sandbox/faults';
import { createSandbox } from '../../src/sandbox/main';
import type { SandboxRegistry, World } from '../../src/sandbox/world';
import { emptyWorld } from '../../src/sandbox/worlds/empty';
import type { TreeNode } from '../../src/ui/tree/node';

const start = Date.parse('2026-03-02T09:00:00Z');
const day = 86_400_000;

describe('Access of a registry, in the tree', () => {
  let tree: ShownTree | undefined;
  let world: World;
  let registry: SandboxRegistry;
  let resourceGroup: string;
  let subscriptionId: string;

  beforeEach(() => {
    world = emptyWorld(Date.now());
    subscriptionId = Object.keys(world.subscriptions)[0] ?? '';
    resourceGroup = addResourceGroup(world, subscriptionId, 'rg', 'westeurope').id;
    registry = addRegistry(world, { subscriptionId, resourceGroup: 'rg', location: 'westeurope', name: 'one', createdAt: start });
    // Only what a test assigns is to be seen.
    for (const name of Object.keys(world.assignments)) {
      if (world.assignments[name]?.principalId !== world.signedIn) delete world.assignments[name];
    }
  });
  afterEach(() => tree?.dispose());

  const grant = (principalId: string, at = start, scope = registry.id) => {
    return assignRole(world, { scope, principalId, roleId: roles.acrPull.id, at });
  };

  /** What is shown below *Access*, apart from the one who is signed in; with a fault, or after the identities have been listed. */
  async function shown(fault?: Fault | 'identities'): Promise<readonly TreeNode[]> {
    const open = createSandbox({ world, speed: 0 });
    tree = await ShownTree.open(open, async () => undefined);
    if (fault === 'identities') await tree.expandLists(fault);
    else if (fault) open.sandbox.faults.add(fault);
    const [registryNode] = await tree.expandLists('registries');
    assert.ok(registryNode);
    const [access] = await tree.expand(registryNode);
    assert.equal(access?.kind, 'access');
    const nodes = await tree.expand(access);
    return nodes.filter((node) => node.kind !== 'principal' || node.access.principalId !== world.signedIn);
  }

  const who = (nodes: readonly TreeNode[]) => nodes.flatMap((node) => (node.kind === 'principal' ? [node.who] : []));

  it('names people, groups and service principals from the directory', async () => {
    for (const kind of ['User', 'Group', 'ServicePrincipal'] as const) grant(addPrincipal(world, { kind, name: `a ${kind}` }).objectId);
    const found = who(await shown());
    assert.deepEqual(
      found.map(({ name, kind, deleted }) => [name, kind, deleted]),
      [
        ['a Group', 'group', false],
        ['a ServicePrincipal', 'servicePrincipal', false],
        ['a User', 'user', false],
      ],
    );
  });

  it('calls a managed identity one, where identities have been listed', async () => {
    grant(addIdentity(world, { subscriptionId, resourceGroup: 'rg', location: 'westeurope', name: 'id' }).principalId);
    assert.deepEqual(
      who(await shown('identities')).map(({ name, kind }) => [name, kind]),
      [['id', 'identity']],
    );
  });

  describe('of a principal that is no more', () => {
    const gone = '00000000-1111-2222-3333-444444444444';

    it('says so where the directory does', async () => {
      grant(gone);
      assert.deepEqual(
        who(await shown()).map(({ name, deleted }) => [name, deleted]),
        [[gone, true]],
      );
    });

    it('makes no claim where the directory cannot be read', async () => {
      grant(gone);
      const found = who(await shown({ kind: 'status', status: 403, match: { path: /getByIds/ }, times: 5 }));
      assert.deepEqual(
        found.map(({ name, deleted }) => [name, deleted]),
        [[gone, false]],
      );
    });

    it('makes no claim of one that was assigned a moment ago: the directory may not know it yet', async () => {
      grant(gone, Date.now() - 60_000);
      assert.deepEqual(
        who(await shown()).map(({ deleted }) => deleted),
        [false],
      );
    });

    it('makes no claim of a kind that the directory is not asked for', async () => {
      Object.assign(grant(gone), { principalType: 'ForeignGroup' });
      assert.deepEqual(
        who(await shown()).map(({ deleted }) => deleted),
        [false],
      );
    });
  });

  it('shows deny assignments first, and what they take away', async () => {
    grant(addPrincipal(world, { kind: 'User', name: 'Uma' }).objectId);
    const permissions = { actions: ['Microsoft.ContainerRegistry/registries/pull/*'] };
    addDenyAssignment(world, { scope: resourceGroup, displayName: 'Locked by a stack', permissions, at: start - day });
    const [denial, ...others] = await shown();
    assert.ok(denial?.kind === 'denial');
    assert.equal(denial.denial.denyAssignmentName, 'Locked by a stack');
    const uma = others.find((node) => node.kind === 'principal');
    assert.ok(uma?.kind === 'principal');
    assert.deepEqual(
      [uma.access.abilities, uma.access.deniedBy.map(({ denyAssignmentName }) => denyAssignmentName)],
      [[], ['Locked by a stack']],
    );
  });

  it('shows what it can where deny assignments cannot be read, and says that', async () => {
    grant(addPrincipal(world, { kind: 'User', name: 'Uma' }).objectId);
    const body = { error: { code: 'AuthorizationFailed', message: 'No.' } };
    const nodes = await shown({ kind: 'status', status: 403, body, match: { path: /denyAssignments/ } });
    assert.deepEqual(
      nodes.map((node) => (node.kind === 'note' ? node.note.label : node.kind)),
      ['principal', 'Deny assignments could not be read'],
    );
    assert.ok(nodes.some((node) => node.kind === 'note' && node.note.retry));
  });

  it('shows ways in that no role has a say in', async () => {
    Object.assign(registry, { adminUserEnabled: true });
    const nodes = await shown();
    assert.deepEqual(
      nodes.flatMap((node) => (node.kind === 'note' ? [[node.note.label, node.note.severity]] : [])),
      [['Whoever has the admin user’s password', 'warning']],
    );
  });
});

describe('What uses an identity, in the tree', () => {
  it('is shown as far as it could be read, and the subscription that could not be is named', async () => {
    const open = createSandbox({ speed: 0 });
    const tree = await ShownTree.open(open, async () => undefined);
    try {
      const identities = await tree.expandLists('identities');
      const usedBy = async (name: string) => {
        const identity = identities.find((node) => node.kind === 'identity' && node.identity.name === name);
        assert.ok(identity);
        const part = (await tree.expand(identity)).find(({ kind }) => kind === 'usedBy');
        assert.ok(part);
        return (await tree.expand(part)).map((node) =>
          node.kind === 'use' ? node.use.group.name : node.kind === 'note' ? node.note.severity : '',
        );
      };
      const development = Object.values(open.sandbox.world.subscriptions).find(({ name }) => name.endsWith('Development'))?.id ?? '';
      const path = new RegExp(`${development}/providers/Microsoft.ContainerInstance/containerGroups`, 'i');
      const body = { error: { code: 'AuthorizationFailed', message: 'No.' } };
      open.sandbox.faults.add({ kind: 'status', status: 403, body, match: { path } });
      assert.deepEqual(await usedBy('id-payments'), ['ledger', 'payments-api', 'error']);
      assert.deepEqual(await usedBy('id-payments'), ['ledger', 'payments-api'], 'a failure is not kept');
      assert.deepEqual(await usedBy('id-new-service'), ['information']);
    } finally {
      tree.dispose();
    }
  });
});
