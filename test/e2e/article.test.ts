import assert from 'node:assert/strict';
import { articleResource, articleYaml } from '../unit/definitions';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';
import type { Problem } from './pages/workbench';

const production = 'Contoso Production';

describe('the files of the article on pulling with a managed identity', () => {
  const workbench = freshWindow();
  const tree = () => workbench().tree('Keyless Containers');
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await workbench().run('keylessContainers.resources.focus');
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 1000 });
  });

  async function problemsOf(uri: string): Promise<readonly Problem[]> {
    return (await workbench().problems()).filter((problem) => problem.uri === uri);
  }

  /** What a person chooses in place of each placeholder, by the title of the question. */
  const choices: Readonly<Record<string, readonly RegExp[]>> = {
    'Choose a Managed Identity': [/id-new-service/],
    'Choose an Image': [/contoso$/, /web\/storefront/, /1\.6\.2/],
    'Choose a Subnet': [/snet-services/],
  };

  /** Goes from finding to finding and takes the fix of each, with the keyboard alone. Answers the questions that were asked. */
  async function mend(uri: string, picture?: string): Promise<readonly string[]> {
    const asked: string[] = [];
    for (let left = (await problemsOf(uri)).length; left > 0;) {
      const title = await eventually(async () => {
        await workbench().run('workbench.action.focusFirstEditorGroup');
        await workbench().editor.waitUntilFocused();
        await workbench().run('editor.action.marker.next');
        await workbench().run('closeMarkersNavigation');
        await workbench().run('editor.action.autoFix');
        return eventually(async () => {
          // Two findings at one place: the list of their fixes, of which Enter takes the first.
          if (await workbench().page.locator('.action-widget').first().isVisible()) await workbench().page.keyboard.press('Enter');
          const open = await workbench().quickInput.openTitle();
          const count = (await problemsOf(uri)).length;
          assert.ok(open !== undefined || count < left, `${count} of ${left} are left`);
          return open;
        }, 3_000);
      });
      const question = Object.keys(choices).find((name) => title?.startsWith(name));
      if (question !== undefined) {
        asked.push(question);
        for (const row of choices[question] ?? []) {
          await eventually(async () => assert.ok((await workbench().quickInput.items()).some(({ label }) => row.test(label))));
          if (picture !== undefined && /Identity/.test(question)) await workbench().picture(picture);
          await asking.choose(new RegExp(question), row);
        }
        await workbench().quickInput.waitUntilClosed();
      }
      const before = left;
      left = await eventually(async () => {
        const now = (await problemsOf(uri)).length;
        assert.ok(now < before, `${now} of ${before} are left`);
        return now;
      });
    }
    return asked;
  }

  async function deployFromAbove(resourceGroup: RegExp): Promise<void> {
    await asking.fromLens('Deploy to Azure Container Instances');
    await asking.choose(/Deploy to Azure Container Instances/, resourceGroup);
  }

  it('its YAML for a virtual network is pasted, mended by the keyboard, deployed and running', async () => {
    const uri = await workbench().openText('yaml', articleYaml);
    await eventually(async () => assert.equal((await problemsOf(uri)).length, 16));
    for (const severity of ['error', 'warning', 'info'] as const) await workbench().editor.squiggles(severity).first().waitFor();
    await workbench().editor.lens('Deploy to Azure Container Instances').waitFor();
    await workbench().picture('yaml-1-findings');
    assert.deepEqual([...(await mend(uri, 'yaml-2-choice'))].sort(), Object.keys(choices).sort());
    const text = (await workbench().documents()).find((document) => document.uri === uri)?.text ?? '';
    assert.match(text, /^location: westeurope$/m);
    assert.doesNotMatch(text, /xxxx|myacr|mySubnet|myContainer/);

    await deployFromAbove(/rg-web/);
    const review = await asking.page(
      /Grant AcrPull on contoso to id-new-service[^]*snet-services[^]*Deploy container group untitled[^]*Pulls from contoso\.azurecr\.io as id-new-service/,
    );
    assert.match(review, /Delegate/);
    await workbench().picture('yaml-3-review');
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/untitled-\d+ is deployed/)
      .waitFor({ timeout: 60_000 });
    await workbench().run('notifications.clearAll');
    await tree().expand(production, 'Container groups');
    await eventually(async () => {
      const row = (await tree().rows()).find(({ label }) => /^untitled-\d+$/.test(label));
      assert.match(row?.description ?? '', /^Running/);
    });
    await tree().expand(production, 'Container groups', /^untitled-\d+$/, 'Events');
    await eventually(async () => {
      const labels = (await tree().rows()).map(({ label, description }) => `${label} ${description}`).join('\n');
      for (const event of ['Pulling', 'Pulled', 'Created', 'Started']) assert.match(labels, new RegExp(event));
    });
    await workbench().picture('yaml-4-running');
  });

  it('its template’s resource is pasted as JSON, mended by the keyboard, deployed and running', async () => {
    const uri = await workbench().openText('json', articleResource);
    await eventually(async () => assert.equal((await problemsOf(uri)).length, 5));
    assert.deepEqual([...(await mend(uri))].sort(), ['Choose a Managed Identity', 'Choose an Image']);
    await deployFromAbove(/rg-web/);
    await asking.page(/Grant AcrPull on contoso to id-new-service[^]*Deploy container group mycontainergroup/);
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/mycontainergroup is deployed/)
      .waitFor({ timeout: 60_000 });
    await tree().expand(production, 'Container groups');
    await eventually(async () => {
      const row = (await tree().rows()).find(({ label }) => label === 'mycontainergroup');
      assert.match(row?.description ?? '', /^Running/);
    });
  });

  it('have placeholders that are asked for in the definition of a plan, too', async () => {
    const text = articleResource.replaceAll('myacr.azurecr.io/hello-world:latest', 'contoso.azurecr.io/web/storefront:1.6.2');
    await workbench().openText('json', text.replaceAll('myacr', 'contoso').replace('myContainerGroup', 'with-placeholder'));
    workbench().start('keylessContainers.deployFile');
    await asking.choose(/Deploy to Azure Container Instances/, /rg-web/);
    await asking.page(/The identity myACRId is in the subscription xxxxxxxx[^]*which is not open here/);
    const definition = async () => {
      const { uri, text: now } = (await workbench().documents()).find(({ uri: each }) => each.startsWith('keyless-plan:')) ?? assert.fail();
      return { uri, now };
    };
    const { uri } = await definition();
    await eventually(async () => assert.equal((await problemsOf(uri)).length, 2));
    assert.deepEqual(await mend(uri), ['Choose a Managed Identity']);
    assert.doesNotMatch((await definition()).now, /xxxx/);
    await asking.page(/Pulls from contoso\.azurecr\.io as id-new-service/);
  });
});
