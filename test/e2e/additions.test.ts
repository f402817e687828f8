import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { Asking } from './harness/asking';
import { choosingFile } from './harness/choosingFile';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

describe('adding to a definition under review', () => {
  const workbench = freshWindow();
  const quick = () => workbench().quickInput;
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 1000 });
  });

  /** Reviews a public image's deployment. */
  async function review(name: string): Promise<void> {
    workbench().start('keylessContainers.deployContainerGroup');
    await asking.choose(/Deploy/, /A public image/);
    await asking.answer(/2\/\d/);
    await asking.choose(/3\/\d/, /No credential/);
    await asking.answer(/4\/\d/, name);
    await asking.choose(/5\/\d/, /rg-web/);
    await asking.page(new RegExp(`Deploy container group ${name}`));
  }

  async function text(name: string): Promise<string> {
    const shown = (await workbench().documents()).find(({ uri }) => uri.startsWith('keyless-plan:') && uri.endsWith(`/${name}.json`));
    return shown?.text ?? '';
  }

  async function definition(name = 'hello'): Promise<ContainerGroupDefinition> {
    return JSON.parse(await text(name)) as ContainerGroupDefinition;
  }

  /** Chooses what to add; the list is longer than the window shows, so its beginning is typed. */
  async function add(label: string): Promise<void> {
    workbench().start('keylessContainers.addToDefinition');
    await quick().waitUntilOpen(/Add to Definition/);
    await quick().type(label);
    await asking.choose(/Add to Definition/, new RegExp(label));
  }

  it('puts in a container, a volume and a probe by questions, each undone at once, and deploys them', async () => {
    await review('hello');
    const before = await text('hello');
    await workbench().editor.titleButton('Add to Definition…').click();
    await quick().waitUntilOpen(/Add to Definition/);
    await workbench().picture('add to definition');
    await quick().cancel();
    await quick().waitUntilClosed();
    await add('Empty Directory');
    await asking.answer(/Add Empty Directory/);
    await eventually(async () => assert.deepEqual((await definition()).properties['volumes'], [{ name: 'scratch', emptyDir: {} }]));
    await workbench().run('undo');
    await eventually(async () => assert.equal(await text('hello'), before));
    await workbench().run('redo');
    await add('Liveness Probe');
    await asking.choose(/Liveness Probe/, /HTTP/);
    await asking.answer(/Liveness Probe/, '80/health');
    await add('Container With a Public Image');
    await asking.answer(/Add Container/, 'mcr.microsoft.com/azuredocs/aci-tutorial-sidecar');
    await eventually(async () => {
      const { containers } = (await definition()).properties;
      assert.deepEqual(
        containers.map(({ name }) => name),
        ['hello', 'aci-tutorial-sidecar'],
      );
      assert.ok(containers[0]?.properties['livenessProbe'], 'the probe is of the first container');
      assert.deepEqual(containers[0]?.properties['volumeMounts'], [{ name: 'scratch', mountPath: '/mnt/scratch' }]);
    });
    // What was added is selected: typing goes on there.
    await workbench().page.locator('.part.editor .selected-text').first().waitFor();
    await workbench().page.keyboard.type('helper');
    await eventually(async () => assert.equal((await definition()).properties.containers[1]?.name, 'helper'));
    assert.deepEqual(await workbench().problems(), []);
    await workbench().picture('added to definition');
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/hello is deployed/)
      .waitFor({ timeout: 60_000 });
  });

  it('keeps a secure variable out of the text, and sends it', async () => {
    await review('greeter');
    await add('Secure Environment Variable');
    await asking.answer(/1\/2/, 'API_KEY');
    await asking.answer(/2\/2/, 'not-to-be-seen');
    await eventually(async () => assert.match(await text('greeter'), /"secureValue": "\{\{secret:greeter\/API_KEY\}\}"/));
    assert.deepEqual(await workbench().problems(), []);
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/greeter is deployed/)
      .waitFor({ timeout: 60_000 });
    const shown = [...(await workbench().documents()).map((document) => document.text), await workbench().webview().text()].join('\n');
    assert.ok(!shown.includes('not-to-be-seen'));
  });

  it('sends a file whole into a secret volume, named after it, and an empty one too', async () => {
    const lines = 'USER=contoso\nPASSWORD=not-to-be-seen\n';
    await review('keeper');
    await add('Volume: Secret');
    await asking.choose(/Add Secret Volume/, /Choose a File…/);
    await choosingFile(workbench(), 'app.env', lines);
    await quick().waitUntilOpen(/2\/2/);
    assert.equal(await quick().value(), '/mnt/secrets/app.env');
    await quick().accept();
    await eventually(async () => assert.match(await text('keeper'), /"app\.env": "\{\{secret:secrets\/app\.env\}\}"/));
    await add('Volume: Secret');
    await asking.choose(/Add Secret Volume/, /Choose a File…/);
    await choosingFile(workbench(), 'empty', '');
    await asking.answer(/2\/2/, '/mnt/others/empty');
    await eventually(async () => assert.match(await text('keeper'), /"secret": \{\s*"empty": ""/));
    await eventually(async () => assert.deepEqual(await workbench().problems(), []));
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/keeper is deployed/)
      .waitFor({ timeout: 60_000 });
    const sent = async (volume: string) => workbench().run('keylessContainers.test.secretVolume', 'keeper', volume);
    assert.deepEqual(await sent('secrets'), { 'app.env': Buffer.from(lines).toString('base64') });
    assert.deepEqual(await sent('others'), { empty: '' });
    const shown = [...(await workbench().documents()).map((document) => document.text), await workbench().webview().text()].join('\n');
    for (const value of ['not-to-be-seen', Buffer.from(lines).toString('base64')]) assert.ok(!shown.includes(value));
  });

  it('asks again where a file is too large for Azure, and says so', async () => {
    await review('heavy');
    await add('Volume: Secret');
    await asking.choose(/Add Secret Volume/, /Choose a File…/);
    await choosingFile(workbench(), 'heavy.bin', new Uint8Array(3 * 1024 * 1024 + 1));
    await asking.choose(/Add Secret Volume/, /heavy\.bin has 3,145,729 bytes; at most 3,145,728 bytes fit into a request to Azure\./);
    await workbench().picture('a file is too large');
    await quick().cancel();
  });

  it('puts the group into a subnet that the plan delegates first', async () => {
    await review('inside');
    await add('Subnet');
    await asking.choose(/Add Subnet/, /snet-services/);
    await eventually(async () => assert.match(JSON.stringify((await definition('inside')).properties['subnetIds']), /snet-services/));
    const page = await asking.page(/Delegate subnet snet-services[^]*Deploy container group inside/);
    assert.match(page, /The subnet snet-services has no NAT gateway/);
    await workbench().picture('subnet');
    await workbench().run('undo');
    await eventually(async () => assert.doesNotMatch(await workbench().webview().text(), /Delegate subnet/));
  });
});
