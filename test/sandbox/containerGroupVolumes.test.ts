import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { field, textAt } from '../../src/sandbox/field';
import { addStorageAccount, storageKeys } from '../../src/sandbox/storageAccounts';
import { Fixture } from './groupFixture';

function withFiles(): { fixture: Fixture; key: string } {
  const fixture = new Fixture();
  const place = { subscriptionId: fixture.subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
  const account = addStorageAccount(fixture.world, { ...place, name: 'myfiles', shares: ['uploads'] });
  return { fixture, key: storageKeys(account)[1] ?? '' };
}

function mounting(fixture: Fixture, volume: object): ContainerGroupDefinition {
  const definition = fixture.publicDefinition();
  for (const { properties } of definition.properties.containers) properties['volumeMounts'] = [{ name: 'data', mountPath: '/data' }];
  return { ...definition, properties: { ...definition.properties, volumes: [{ name: 'data', ...volume }] } };
}

function files(storageAccountKey: string | undefined, shareName = 'uploads', storageAccountName = 'myfiles'): object {
  return { azureFile: { shareName, storageAccountName, ...(storageAccountKey === undefined ? {} : { storageAccountKey }) } };
}

const wrong: readonly [string, (key: string) => object][] = [
  ['another key', () => files('d3Jvbmc=')],
  ['no key', () => files(undefined)],
  ['a share that is not there', (key) => files(key, 'downloads')],
  ['an account that is not there', (key) => files(key, 'uploads', 'nobodys')],
];

describe('volumes of container groups', () => {
  it('are file shares that the right key opens, and the key never comes back', async () => {
    const { fixture, key } = withFiles();
    const made = await fixture.put(mounting(fixture, files(key)));
    assert.equal(made.status, 201);
    fixture.pass(60);
    const running = await fixture.get();
    assert.equal(textAt(running.body, 'properties', 'instanceView', 'state'), 'Running');
    for (const { body } of [made, running]) {
      assert.deepEqual(field(body, 'properties', 'volumes'), [
        { name: 'data', azureFile: { shareName: 'uploads', storageAccountName: 'myfiles' } },
      ]);
      assert.doesNotMatch(JSON.stringify(body), new RegExp(key.replaceAll(/[+=]/g, '.')));
    }
  });

  for (const [what, volume] of wrong) {
    it(`keep a group waiting that mounts with ${what}, and say so in its events`, async () => {
      const { fixture, key } = withFiles();
      assert.equal((await fixture.put(mounting(fixture, volume(key)))).status, 201);
      fixture.pass(12 * 60);
      const { body } = await fixture.get();
      assert.equal(textAt(body, 'properties', 'instanceView', 'state'), 'Pending');
      const [event] = field(body, 'properties', 'instanceView', 'events') as { name: string; count: number; type: string }[];
      assert.deepEqual([event?.name, event?.type], ['FailedMountAzureFileVolume', 'Warning']);
      assert.equal(event?.count, 7);
      const [container] = field(body, 'properties', 'containers') as unknown[];
      assert.equal(textAt(container, 'properties', 'instanceView', 'currentState', 'state'), 'Waiting');
      fixture.pass(20 * 60);
      assert.equal(textAt((await fixture.get()).body, 'properties', 'provisioningState'), 'Failed');
    });
  }

  it('are mounted once the share is there', async () => {
    const { fixture, key } = withFiles();
    await fixture.put(mounting(fixture, files(key, 'later')));
    fixture.pass(120);
    Object.values(fixture.world.storageAccounts)[0]?.shares.push('later');
    fixture.pass(120);
    assert.equal(textAt((await fixture.get()).body, 'properties', 'instanceView', 'state'), 'Running');
  });

  it('fail to mount with a key that was made again since', async () => {
    const { fixture, key } = withFiles();
    await fixture.put(mounting(fixture, files(key)));
    fixture.pass(60);
    const account = Object.values(fixture.world.storageAccounts)[0];
    assert.ok(account);
    account.keyTurns += 1;
    await fixture.act('restart');
    fixture.pass(60);
    assert.equal(textAt((await fixture.get()).body, 'properties', 'instanceView', 'state'), 'Pending');
  });

  for (const [kind, volume, read] of [
    ['an empty directory', { emptyDir: {} }, { emptyDir: {} }],
    ['secrets, which never come back', { secret: { password: 'aHVudGVyMg==' } }, { secret: {} }],
    [
      'a git repository',
      { gitRepo: { repository: 'https://github.com/Azure-Samples/aci-helloworld.git' } },
      { gitRepo: { repository: 'https://github.com/Azure-Samples/aci-helloworld.git' } },
    ],
  ] as const) {
    it(`are ${kind}`, async () => {
      const fixture = new Fixture();
      fixture.world.gitRepositories.push('https://github.com/azure-samples/aci-helloworld');
      await fixture.put(mounting(fixture, volume));
      fixture.pass(60);
      const { body } = await fixture.get();
      assert.equal(textAt(body, 'properties', 'instanceView', 'state'), 'Running');
      assert.deepEqual(field(body, 'properties', 'volumes'), [{ name: 'data', ...read }]);
    });
  }

  it('of a group that is sent again are the same, unless a key is another', async () => {
    const { fixture, key } = withFiles();
    await fixture.put(mounting(fixture, files(key)));
    fixture.pass(60);
    assert.equal((await fixture.put(mounting(fixture, files(key)))).status, 200);
    assert.equal((await fixture.put(mounting(fixture, files('d3Jvbmc=')))).status, 201);
  });
});
