import assert from 'node:assert/strict';
import { roles } from '../../src/model/roles';
import { addIdentity, addRegistry, addRepository, addResourceGroup, assignRole } from '../../src/sandbox/builder';
import { addContainerGroup } from '../../src/sandbox/containerGroupBuild';
import { push } from '../../src/sandbox/images';
import { emptyWorld } from '../../src/sandbox/worlds/empty';
import type { World } from '../../src/sandbox/world';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';
import type { TreeRow } from './pages/treeView';

const production = 'Contoso Production';

describe('the tree', () => {
  const workbench = freshWindow();
  const tree = () => workbench().tree('Keyless Containers');

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 1600 });
    await workbench().run('keylessContainers.resources.focus');
    await workbench().run('workbench.actions.treeView.keylessContainers.resources.collapseAll');
    // A tooltip would lie over the next row.
    await workbench().setSetting('workbench.hover.delay', 60_000);
  });

  /** Waits until the children of a row satisfy a check, and answers them. */
  async function childrenOf(path: readonly string[], check: (children: readonly TreeRow[]) => boolean): Promise<readonly TreeRow[]> {
    await tree().expand(...path);
    return eventually(async () => {
      const above = await (await tree().find(...path)).getAttribute('data-index');
      const rows = await tree().rows();
      const first = rows.findIndex(({ index }) => index === Number(above)) + 1;
      const end = rows.findIndex(({ level }, index) => index >= first && level <= path.length);
      const below = rows.slice(first, end < 0 ? undefined : end);
      const children = below.filter(({ level }) => level === path.length + 1);
      assert.ok(check(children), `Below ${path.join(' › ')} are: ${children.map(text).join(' | ')}`);
      return children;
    });
  }

  const text = ({ label, description }: TreeRow) => `${label}: ${description}`;
  const has = (pattern: RegExp) => (rows: readonly TreeRow[]) => rows.some((row) => pattern.test(text(row)));

  it('shows tags with age, platforms, size and digest', async () => {
    const path = [production, 'Registries', 'contoso', 'web/storefront'];
    const tags = await childrenOf(path, has(/^1\.6\.2: .*linux\/amd64, linux\/arm64/));
    assert.match(text(tags[0] as TreeRow), /^1\.6\.2: \d+ days ago · .* · sha256:[0-9a-f]{12}$/);
    await childrenOf([production, 'Registries', 'contoso', 'web/admin'], has(/^3\.2: .* · \d+ MB · /));
  });

  it('shows the state of each container group and says which containers fail', async () => {
    const stated = (rows: readonly TreeRow[]) => rows.length === 11 && rows.every(({ description }) => description !== '');
    const groups = await childrenOf([production, 'Container groups'], stated);
    const described = new Map(groups.map(({ label, description }) => [label, description]));
    assert.match(described.get('storefront') ?? '', /^Running · contoso-storefront\./);
    assert.equal(described.get('storefront-preview'), 'Stopped');
    assert.match(described.get('payments-api') ?? '', /^Running · api: exited with 1, restarted \d+ times$/);
    assert.equal(described.get('invoice-import'), 'Pending · import: pull refused');
    assert.equal(described.get('nightly-report-old'), 'Failed · report: exited with 1');
    const [container, events] = await childrenOf([production, 'Container groups', 'invoice-import'], (rows) => rows.length === 2);
    assert.match(text(container as TreeRow), /^import: Waiting · cannot pull its image · contoso\.azurecr\.io/);
    assert.match(text(events as TreeRow), /^Events/);
  });

  it('shows which roles an identity has on registries, and which have no effect there', async () => {
    const roles = (identity: string) => [production, 'Managed identities', identity, 'Roles'];
    await childrenOf(roles('id-team-b'), has(/^AcrPull: contosoabac · no effect/));
    await childrenOf(roles('id-platform'), has(/^AcrPull: 3 registries · list, pull · inherited from resource group rg-platform/));
    await childrenOf(roles('id-team-a'), has(/: contosoabac · pull · Only repositories whose names begin so: team-a\/\*$/));
    await childrenOf(roles('id-new-service'), has(/^No role on any registry/));
  });

  it('says why an Owner sees no images in an ABAC registry, and offers to grant it', async () => {
    const path = [production, 'Registries', 'contosoabac'];
    await childrenOf(path, has(/^You may not list repositories here: .*Catalog Lister.*Repository Reader.*Owner/));
    assert.ok((await tree().menu(...path, 'You may not list repositories here')).some((item) => item.startsWith('Grant Yourself Access')));
  });

  it('says that the firewall stops the person and not Container Instances', async () => {
    const path = [production, 'Registries', 'contosovault'];
    await childrenOf(path, has(/^The registry's firewall refuses your address: Container Instances may still pull/));
  });

  it('shows an error in its place, and reads again on Retry', async () => {
    const path = [production, 'Registries'];
    await childrenOf(path, has(/^contoso: Standard/));
    const body = { error: { code: 'Broken', message: 'The list is broken.' } };
    await workbench().run('keylessContainers.test.fault', { kind: 'status', status: 400, body, match: { path: '/registries$' } });
    await workbench().run('keylessContainers.refresh');
    await childrenOf(path, has(/^Could not be read: .*The list is broken/));
    await tree().clickAction([...path, 'Could not be read'], 'Retry');
    await childrenOf(path, has(/^contoso: Standard/));
  });

  it('reads long lists by pages, and more on Load More', async () => {
    await workbench().run('keylessContainers.test.reset', { pageSize: 3 });
    const path = [production, 'Registries', 'contoso'];
    const first = await childrenOf(path, has(/^Load More/));
    assert.deepEqual(
      first.map(({ label }) => label),
      ['Access', 'jobs/invoice-import', 'jobs/nightly-report', 'payments/api', 'Load More'],
    );
    await tree().select(...path, 'Load More');
    await childrenOf(path, (rows) => rows.length === 8);
    await tree().select(...path, 'Load More');
    const all = await childrenOf(path, (rows) => !has(/^Load More/)(rows));
    assert.equal(all.at(-1)?.label, 'windows/label-printer');
  });

  it('asks for the states of fifty container groups at first, and of the rest on Load More', async () => {
    await workbench().run('keylessContainers.test.reset', { world: worldOfGroups(60), speed: 0 });
    await workbench().page.setViewportSize({ width: 1280, height: 2000 });
    const gets = async () =>
      ((await workbench().run('keylessContainers.test.requests')) as string[]).filter((line) =>
        /^GET .*containerGroups\/group-/i.test(line),
      );
    const first = await childrenOf(
      ['Container groups'],
      (rows) => rows.length === 51 && rows.every(({ description }) => description !== ''),
    );
    assert.equal(text(first[50] as TreeRow), 'Load More: 50 of 60 shown');
    assert.equal(new Set(await gets()).size, 50);
    await tree().select('Container groups', 'Load More');
    await childrenOf(['Container groups'], (rows) => rows.length === 60 && rows.every(({ description }) => description !== ''));
    assert.equal(new Set(await gets()).size, 60);
  });

  it('hides the subscription where there is one, and looks at a group again until it runs', async () => {
    await workbench().run('keylessContainers.test.reset', { world: worldOfGroups(1), speed: 0 });
    await childrenOf(['Container groups'], has(/^group-00: Pending/));
    await workbench().run('keylessContainers.test.advance', 120_000);
    await childrenOf(['Container groups'], has(/^group-00: Running/));
  });

  it('says what to do where there is nothing', async () => {
    await workbench().run('keylessContainers.test.reset', { world: 'empty' });
    await childrenOf(['Registries'], has(/^No registries: Create a registry…/));
    await childrenOf(['Managed identities'], has(/^No managed identities/));
    await childrenOf(['Container groups'], has(/^No container groups: Deploy one…/));
  });

  it('keeps what is expanded when it is refreshed and when the persona changes', async () => {
    const path = [production, 'Registries', 'contoso'];
    await childrenOf(path, has(/^web\/admin/));
    await workbench().run('keylessContainers.refresh');
    await childrenOf(path, has(/^web\/admin/));
    workbench().start('keylessContainers.switchSandboxPersona');
    await workbench().quickInput.waitUntilOpen();
    await workbench().quickInput.pick('Reader');
    await eventually(async () => assert.match(await tree().message(), /Sandbox, not Azure · Reader/));
    await workbench().statusBarItem('Sandbox: Reader').waitFor();
    assert.equal(await (await tree().find(...path)).getAttribute('aria-expanded'), 'true');
    await childrenOf(path, has(/^web\/admin/));
  });

  it('gives a command its row while the tree is being read again', async () => {
    await childrenOf([production, 'Registries'], has(/^contoso: Standard/));
    await workbench().run('keylessContainers.test.fault', { kind: 'hang', match: { path: '/registries$' } });
    workbench().start('keylessContainers.refresh');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Deploy Container Group…');
    await workbench().quickInput.waitUntilOpen(/1\/\d/);
    await eventually(async () => assert.match(await workbench().quickInput.placeholder(), /contoso\.azurecr\.io/));
    await workbench().quickInput.cancel();
    await workbench().quickInput.waitUntilClosed();
    // What hangs is given up.
    await workbench().run('keylessContainers.refresh');
    await childrenOf([production, 'Registries'], has(/^contoso: Standard/));
  });

  it('copies ids, names and references', async () => {
    await childrenOf([production, 'Managed identities'], has(/^id-web/));
    await childrenOf([production, 'Registries', 'contoso', 'web/admin'], has(/^3\.2/));
    await childrenOf([production, 'Container groups'], has(/^storefront: Running/));
    const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    const identity = ['Managed identities', 'id-web'];
    const cases: readonly (readonly [path: readonly string[], item: string, expected: RegExp])[] = [
      [['Registries', 'contoso'], 'Copy Login Server', /^contoso\.azurecr\.io$/],
      [['Registries', 'contoso'], 'Copy Resource ID', /^\/subscriptions\/.*\/registries\/contoso$/],
      [['Registries', 'contoso', 'web/admin', '3.2'], 'Copy Image Reference', /^contoso\.azurecr\.io\/web\/admin:3\.2$/],
      [identity, 'Copy Principal ID', guid],
      [identity, 'Copy Client ID', guid],
      [identity, 'Copy Tenant ID', guid],
      [['Container groups', 'storefront'], 'Copy Domain Name (FQDN)', /^contoso-storefront\.westeurope\.azurecontainer\.io$/],
    ];
    const copied = new Set<string>();
    for (const [path, item, expected] of cases) {
      await tree().chooseFromMenu([production, ...path], item);
      const now = await eventually(async () => {
        const text = await workbench().clipboard();
        assert.match(text, expected, item);
        assert.ok(!copied.has(text), `${item} copied what was copied before`);
        return text;
      });
      copied.add(now);
    }
    assert.equal(copied.size, cases.length);
  });

  it("opens a container's log as a document, and reads it again", async () => {
    await workbench().run('keylessContainers.test.reset', { world: worldOfGroups(1), speed: 0 });
    await workbench().run('keylessContainers.test.advance', 120_000);
    await childrenOf(['Container groups'], has(/^group-00: Running/));
    await tree().clickAction(['Container groups', 'group-00'], 'Open Logs');
    const log = async () => (await workbench().documents()).find(({ uri }) => uri.startsWith('keyless-log:'))?.text ?? '';
    await eventually(async () => assert.match(await log(), /listening on port 80/));
    const before = await log();
    await workbench().run('keylessContainers.test.advance', 60_000);
    await workbench().editor.titleButton('Refresh Logs').click();
    await eventually(async () => assert.ok((await log()).length > before.length));
  });

  it('asks which container where a group has several', async () => {
    await childrenOf([production, 'Container groups'], has(/^storefront: Running/));
    await tree().chooseFromMenu([production, 'Container groups', 'storefront'], 'Open Logs');
    await workbench().quickInput.waitUntilOpen('Open Logs');
    await eventually(async () => {
      const offered = await workbench().quickInput.items();
      assert.deepEqual(
        offered.map(({ label }) => label),
        ['storefront', 'sidecar'],
      );
    });
    await workbench().quickInput.pick('sidecar');
    await workbench().editor.tab('sidecar.log').waitFor();
  });
});

/** One subscription with so many container groups, just accepted. */
function worldOfGroups(count: number): World {
  const start = Date.now();
  const world = emptyWorld(start);
  const subscriptionId = Object.keys(world.subscriptions)[0] ?? '';
  const place = { subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
  addResourceGroup(world, subscriptionId, 'rg', 'westeurope');
  const registry = addRegistry(world, { ...place, name: 'many', createdAt: start });
  const identity = addIdentity(world, { ...place, name: 'id' });
  assignRole(world, { scope: registry.id, principalId: identity.principalId, roleId: roles.acrPull.id, at: start });
  push(addRepository(registry, 'web', start), { tags: ['latest'], megabytes: 20, behaviour: 'web', at: start });
  for (let index = 0; index < count; index++) {
    const name = `group-${String(index).padStart(2, '0')}`;
    const image = `${registry.loginServer}/web:latest`;
    const container = { name: 'web', properties: { image, resources: { requests: { cpu: 1, memoryInGB: 1 } } } };
    const definition = {
      location: 'westeurope',
      identity: { type: 'UserAssigned', userAssignedIdentities: { [identity.id]: {} } },
      properties: {
        osType: 'Linux',
        containers: [container],
        imageRegistryCredentials: [{ server: registry.loginServer, identity: identity.id }],
      },
    };
    addContainerGroup(world, { subscriptionId, resourceGroup: 'rg', name, definition, at: start });
  }
  return world;
}
