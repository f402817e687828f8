import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { roles } from '../../src/model/roles';
import { addPrincipal, assignRole } from '../../src/sandbox/builder';
import { SandboxHttpClient } from '../../src/sandbox/httpClient';
import { createSandbox } from '../../src/sandbox/main';
import { deployable } from './freshDeployment';
import type { Size } from './largeWorld';
import { largeWorld } from './largeWorld';
import { ShownTree } from './shownTree';
import { timedDeployment } from './timedDeployment';

const second = 1000;
const minute = 60 * second;

describe('Requests of the tree', function () {
  this.timeout(20_000);
  let tree: ShownTree;
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(String(warning));

  before(() => process.on('warning', note));
  after(() => process.off('warning', note));
  afterEach(() => {
    tree.dispose();
    // Of Node, which takes many listeners for a leak.
    assert.deepEqual(warnings.splice(0), []);
  });

  const open = async (size: Partial<Size>): Promise<void> => {
    const world = largeWorld({ subscriptions: 1, registries: 1, identities: 1, containerGroups: 0, ...size });
    // Others that are on their way at the same time get their turn.
    tree = await ShownTree.open(createSandbox({ world, speed: 0 }), () => setImmediate());
  };

  for (const subscriptions of [1, 5, 50]) {
    for (const each of [1, 5]) {
      const size = { subscriptions, registries: each, identities: each };
      it(`${subscriptions} × ${each}: one shows the view, one more opens a list, and two a subscription an identity`, async () => {
        await open(size);
        await tree.first();
        assert.deepEqual(tree.requests, ['GET /subscriptions']);

        const registries = await tree.expandLists('registries');
        assert.equal(registries.length, subscriptions * each);
        assert.equal(tree.requests.length, 1 + subscriptions);

        const [identity] = await tree.expandLists('identities');
        assert.equal(tree.requests.length, 1 + 2 * subscriptions);

        assert.ok(identity);
        const parts = await tree.expand(identity);
        assert.deepEqual(
          parts.map(({ kind }) => kind),
          ['roles', 'usedBy'],
        );
        assert.deepEqual(
          (await tree.known(parts[0]!)).map(({ kind }) => kind),
          ['role'],
        );
        // The registries are known by now. Only where the identity has roles at all their definitions are read.
        assert.equal(tree.requests.length, 1 + 3 * subscriptions + 1);

        await tree.expand(parts[1]!);
        assert.equal(tree.requests.length, 1 + 4 * subscriptions + 1, 'container groups: one a subscription');

        const before = tree.requests.length;
        await tree.first();
        await tree.expandLists('registries');
        assert.equal(tree.requests.length, before, 'what has been read is not read again');
      });
    }
  }

  it('shows who reaches a registry in four requests, however many assignments there are', async () => {
    const world = largeWorld({ subscriptions: 1, registries: 1, identities: 1, containerGroups: 0 });
    const registryId = Object.values(world.registries)[0]?.id ?? '';
    for (let index = 0; index < 300; index++) {
      const kind = (['User', 'Group', 'ServicePrincipal'] as const)[index % 3] ?? 'User';
      const { objectId } = addPrincipal(world, { kind, name: `Somebody ${index}` });
      assignRole(world, { scope: registryId, principalId: objectId, roleId: roles.acrPush.id, at: 0 });
    }
    tree = await ShownTree.open(createSandbox({ world, speed: 0 }), () => setImmediate());
    await tree.first();
    const [registry] = await tree.expandLists('registries');
    assert.ok(registry);
    const [access] = await tree.expand(registry);
    assert.equal(access?.kind, 'access');
    const before = tree.requests.length;
    const rows = await tree.expand(access);
    assert.equal(
      rows.filter((row) => row.kind === 'principal' && row.who.named).length,
      305,
      'named, with the four personas and the identity',
    );
    const asked = tree.requests.slice(before).map((request) => request.replace(/\/subscriptions\/.*\/providers/, '…'));
    assert.deepEqual(asked.sort(), [
      'GET …/Microsoft.Authorization/denyAssignments',
      'GET …/Microsoft.Authorization/roleAssignments',
      'GET …/Microsoft.Authorization/roleDefinitions',
      'POST /v1.0/directoryObjects/getByIds',
    ]);
    await tree.expand(access);
    assert.equal(tree.requests.length, before + 4, 'what has been read is not read again');
  });

  it('asks for the states of the fifty container groups that are shown, once each and four at a time', async () => {
    await open({ containerGroups: 120 });
    await tree.first();
    const shown = await tree.expandLists('containerGroups');
    await tree.detailed(shown);
    const states = () => tree.requests.filter((request) => request.includes('/containerGroups/'));
    assert.equal(new Set(states()).size, 50);
    assert.equal(states().length, 50);
    assert.equal(tree.mostAtOnce, 4);
    assert.equal(tree.requests.length, 1 + 1 + 50);

    const more = await tree.loadMore(shown[0]!.parent!);
    await tree.detailed(more);
    assert.equal(new Set(states()).size, 100);
    assert.equal(states().length, 100);
    assert.equal(tree.requests.length, 1 + 1 + 100);
  });
});

describe('A grant and a deployment, from the answer to the running group', () => {
  it('sends these requests and no other', async () => {
    const { account, requests } = await timedDeployment(minute);
    assert.equal(account.status, 'succeeded');
    assert.deepEqual(requests, [
      'GET resourcegroups/rg-fresh 404',
      'PUT resourcegroups/rg-fresh 201',
      'PUT Microsoft.ManagedIdentity/userAssignedIdentities/id-fresh 201',
      'PUT Microsoft.Authorization/roleAssignments/{guid} 201',
      'PUT Microsoft.ContainerInstance/containerGroups/fresh 400',
      // Whether a grant is young enough to explain the refusal.
      'GET Microsoft.Authorization/roleAssignments 200',
      ...Array<string>(3).fill('PUT Microsoft.ContainerInstance/containerGroups/fresh 400'),
      'PUT Microsoft.ContainerInstance/containerGroups/fresh 201',
      // At once and then every second, for a start of 13.6 seconds.
      ...Array<string>(15).fill('GET Microsoft.ContainerInstance/containerGroups/fresh 200'),
    ]);
  });

  for (const [registry, image] of deployable) {
    it(`takes, from ${registry}, at most a tenth longer than Azure does, the wait for the role's effect apart`, async () => {
      const { totalMs, azureMs, lateMs } = await timedDeployment(minute, registry, image);
      assert.ok(totalMs - lateMs <= 1.1 * azureMs, `${totalMs - lateMs} ms, of which Azure's are ${azureMs} ms`);
    });
  }

  for (const seconds of [0, 1, 11, 30, 60, 90, 150, 300, 600, 1000]) {
    it(`notices a role that is effective after ${seconds} s within half that time and ten seconds, and within a minute`, async () => {
      const { account, lateMs } = await timedDeployment(seconds * second);
      assert.equal(account.status, 'succeeded');
      assert.ok(lateMs >= 0 && lateMs <= Math.min((seconds / 2 + 10) * second, minute), `${lateMs} ms late`);
    });
  }
});

describe('What stays in memory', () => {
  it('is no answer of the sandbox, once it has been given', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const answers: WeakRef<object>[] = [];
    const handle = async () => {
      const answer = { status: 200, headers: {}, body: '' };
      answers.push(new WeakRef(answer));
      return answer;
    };
    const { signal } = new AbortController();
    await new SandboxHttpClient({ handle }).sendRequest(createPipelineRequest({ url: 'https://sandbox.invalid/', abortSignal: signal }));
    await setImmediate();
    collectGarbage();
    assert.deepEqual(
      answers.map((answer) => answer.deref()),
      [undefined],
    );
    assert.equal(signal.aborted, false);
  });
});
