import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const groups = ['Contoso Production', 'Container groups'];

describe('watching container groups', () => {
  const workbench = freshWindow();
  const tree = () => workbench().tree('Keyless Containers');
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 1000 });
    await workbench().run('keylessContainers.resources.focus');
    await workbench().setSetting('workbench.hover.delay', 60_000);
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 200 });
    await tree().expand(...groups);
    await eventually(async () => assert.match(await stateOf('orders-worker'), /^Running/));
  });

  async function stateOf(name: string): Promise<string> {
    return (await tree().rows()).find(({ label }) => label === name)?.description ?? '';
  }

  /** What another person does to a group. */
  async function elsewhere(verb: 'stop' | 'delete', name: string): Promise<void> {
    await workbench().run('keylessContainers.test.elsewhere', verb, await workbench().run('keylessContainers.test.groupId', name));
  }

  async function reads(name: string): Promise<number> {
    const requests = (await workbench().run('keylessContainers.test.requests')) as string[];
    return requests.filter((line) => line.startsWith('GET ') && line.includes(`/containerGroups/${name} `)).length;
  }

  async function watch(name: string): Promise<void> {
    await tree().chooseFromMenu([...groups, name], /^Watch$/);
    await eventually(async () => assert.match(await stateOf(name), /^Running · watched/));
  }

  it('says beside a group that it is watched, and no longer once that is stopped, for all that are selected', async () => {
    await eventually(async () => assert.match(await stateOf('admin'), /^Running/));
    await eventually(async () => {
      await tree().select(...groups, 'admin');
      await (await tree().find(...groups, 'orders-worker')).click({ modifiers: ['ControlOrMeta'] });
      for (const name of ['admin', 'orders-worker']) {
        assert.equal(await (await tree().find(...groups, name)).getAttribute('aria-selected'), 'true');
      }
    });
    await tree().chooseFromMenu([...groups, 'orders-worker'], /^Watch$/);
    for (const name of ['admin', 'orders-worker']) {
      await eventually(async () => assert.match(await stateOf(name), /^Running · watched$/));
    }
    const menu = await tree().menu(...groups, 'orders-worker');
    assert.ok(menu.includes('Stop Watching') && !menu.includes('Watch'), menu.join(', '));
    await workbench().page.keyboard.press('Escape');
    await workbench().runByTitle('Keyless Containers: Stop Watching');
    await workbench().quickInput.waitUntilOpen('Stop Watching');
    assert.deepEqual(
      (await workbench().quickInput.items()).map(({ label }) => label),
      ['admin', 'orders-worker'],
    );
    await workbench().quickInput.accept();
    for (const name of ['admin', 'orders-worker']) {
      await eventually(async () => assert.match(await stateOf(name), /^Running$/));
    }
  });

  it('tells that somebody else stopped a group, shows it in the tree, and starts it from the notification', async () => {
    await watch('orders-worker');
    await elsewhere('stop', 'orders-worker');
    await workbench()
      .notifications.with(/orders-worker was stopped from outside this window/)
      .waitFor();
    await eventually(async () => assert.match(await stateOf('orders-worker'), /^Stopped · watched/));
    await workbench().notifications.click(/orders-worker was stopped from outside/, 'Start');
    await eventually(async () => assert.match(await stateOf('orders-worker'), /^Running · watched/), 40_000);
  });

  it('remembers over a restart what is watched, tells what happened meanwhile, and opens the definition of what is gone', async () => {
    await watch('orders-worker');
    // Meanwhile VS Code writes down what is remembered: it does so a moment after it was told to.
    const before = await reads('orders-worker');
    await eventually(async () => assert.ok((await reads('orders-worker')) > before + 3));
    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await tree().expand(...groups);
    await eventually(async () => assert.match(await stateOf('orders-worker'), /^Running · watched/));
    await elsewhere('delete', 'orders-worker');
    await workbench().notifications.click(/orders-worker was deleted from outside this window/, 'Deploy Again…');
    await asking.page(/orders-worker/);
    await eventually(async () => assert.ok(!(await tree().rows()).some(({ label }) => label === 'orders-worker')));
  });

  it('explains a failure from its notification', async () => {
    await watch('storefront');
    const id = String(await workbench().run('keylessContainers.test.groupId', 'storefront'));
    const path = `${id}?api-version=2023-05-01`;
    const { body } = (await workbench().run('keylessContainers.test.send', 'owner', 'GET', path)) as { body: string };
    const { location, identity, properties } = JSON.parse(body) as Definition;
    const containers = properties.containers.map(({ name, properties: { instanceView: _, ...rest } }) => ({
      name,
      properties: { ...rest, ...(name === 'sidecar' ? { command: ['sh', '-c', 'sleep 5; exit 3'] } : {}) },
    }));
    const readOnly = ['provisioningState', 'instanceView', 'isCustomProvisioningTimeout', 'provisioningTimeoutInSeconds'];
    const rest = Object.fromEntries(Object.entries(properties).filter(([property]) => !readOnly.includes(property)));
    const changed = { location, identity, properties: { ...rest, containers } };
    const answer = await workbench().run('keylessContainers.test.send', 'owner', 'PUT', path, changed);
    assert.match(JSON.stringify(answer), /"status":20/);
    await workbench().notifications.click(/storefront is failing: sidecar: exited with 3/, 'Explain Failure');
    await asking.page(/Why it fails[^]*sidecar ended with exit code 3/);
  });
});

interface Definition {
  readonly location: string;
  readonly identity: unknown;
  readonly properties: {
    readonly containers: readonly { readonly name: string; readonly properties: { readonly instanceView?: unknown } }[];
    readonly [name: string]: unknown;
  };
}
