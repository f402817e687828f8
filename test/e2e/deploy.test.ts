import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { Contoso } from './harness/contoso';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';

describe('from the first window to a running container group', () => {
  const workbench = freshWindow();
  const contoso = new Contoso(workbench);
  const tree = () => contoso.tree;
  const quick = () => workbench().quickInput;
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await contoso.show(800);
  });

  async function adminPassword(): Promise<string> {
    const list = '/subscriptions?api-version=2022-12-01';
    const send = async (method: string, path: string): Promise<string> => {
      const { body } = (await workbench().run('keylessContainers.test.send', 'owner', method, path)) as { body: string };
      return body;
    };
    const { value } = JSON.parse(await send('GET', list)) as { value: { displayName: string; subscriptionId: string }[] };
    const id = value.find(({ displayName }) => displayName === production)?.subscriptionId ?? '';
    const registry = `/subscriptions/${id}/resourceGroups/rg-platform/providers/Microsoft.ContainerRegistry/registries/contoso`;
    const answer = await send('POST', `${registry}/listCredentials?api-version=2023-07-01`);
    const { passwords } = JSON.parse(answer) as { passwords: { value: string }[] };
    return passwords[0]?.value ?? assert.fail(answer);
  }

  /** Deploys with an identity that the plan creates. Ends at the review. */
  async function reviewFreshDeployment(name: string, pictures = false): Promise<void> {
    const picture = async (step: string): Promise<void> => {
      if (pictures) await workbench().picture(step);
    };
    await tree().expand(production, 'Registries', 'contoso');
    await tree().find(production, 'Registries', 'contoso', 'web/storefront');
    await picture('1-tree');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Deploy Container Group…');
    await quick().waitUntilOpen(/1\/\d/);
    await eventually(async () => assert.ok((await quick().items()).length > 5));
    await picture('2-image');
    await asking.choose(/1\/\d/, /web\/storefront/);
    await asking.choose(/2\/\d/, /1\.6\.2/);
    await quick().waitUntilOpen(/3\/\d/);
    await eventually(async () => assert.ok((await quick().items()).length > 3));
    await picture('3-identity');
    await asking.choose(/3\/\d/, /Create a new identity/);
    await asking.answer(/4\/\d/);
    await asking.answer(/5\/\d/, name);
    await asking.choose(/6\/\d/, /rg-web/);
    await asking.page(/Deploy container group/);
  }

  it('deploys with an identity that the plan creates, waits for its role, and shows the group running with its log', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 15 });
    await reviewFreshDeployment('shop', true);
    const review = await workbench().webview().text();
    assert.match(review, /Sandbox: this plan runs in an Azure on your own machine/);
    assert.match(
      review,
      /Create managed identity storefront-pull[^]*Grant AcrPull on contoso to storefront-pull[^]*Deploy container group shop/,
    );
    assert.match(review, /Cost: about \$1\.13 a day/);
    assert.deepEqual(await workbench().problems(), []);
    await workbench().picture('4-review');

    await workbench().page.locator('.editor-actions').first().getByRole('button', { name: 'Deploy' }).click();
    await asking.page(/Stop Waiting[^]*InaccessibleImage/);
    await workbench()
      .notifications.with(/InaccessibleImage/)
      .waitFor();
    await workbench().picture('5-waiting-for-the-role');
    await workbench()
      .notifications.with(/shop is deployed/)
      .waitFor({ timeout: 60_000 });
    await asking.page(/✓ Done\./);
    await workbench().picture('6-deployed');

    await workbench().notifications.click(/shop is deployed/, 'Open Logs');
    await workbench().editor.tab('shop.log').waitFor();
    await eventually(async () => {
      const log = (await workbench().documents()).find(({ uri }) => uri.startsWith('keyless-log:'));
      assert.match(log?.text ?? '', /listening on port 80/);
    });
    await eventually(async () => {
      const row = (await tree().rows()).find(({ label }) => label === 'shop');
      assert.match(row?.description ?? '', /^Running · shop-[0-9a-f]{5}\.westeurope/);
    });
    await workbench().picture('7-running');
  });

  it('asks for another DNS name label when it is taken, with everything else kept', async () => {
    await contoso.open({ speed: 1000 });
    await reviewFreshDeployment('shop');
    const label = /"dnsNameLabel": "(shop-[0-9a-f]{5})"/;
    const [document] = (await workbench().documents()).filter(({ uri }) => uri.startsWith('keyless-plan:'));
    const given = label.exec(document?.text ?? '')?.[1] ?? '';
    await workbench().run('keylessContainers.test.fault', {
      kind: 'status',
      status: 400,
      body: {
        error: { code: 'DnsNameLabelNotAvailable', message: `The DNS name label '${given}' in container group 'shop' not available.` },
      },
      match: { method: 'PUT', path: '/containerGroups/shop$' },
    });
    await workbench().run('keylessContainers.deployPlan');
    await quick().waitUntilOpen();
    await quick().accept();
    await eventually(async () => assert.match(await quick().message(), /is taken/));
    await asking.answer(/Deploy shop/, 'another-shop-1');
    await workbench()
      .notifications.with(/shop is deployed: http:\/\/another-shop-1\./)
      .waitFor({ timeout: 60_000 });
  });

  it('marks what Azure would refuse while it is typed, and does not deploy it', async () => {
    await reviewFreshDeployment('shop');
    // The label is on the fifth line from the bottom; the caret goes before its closing quote.
    await workbench().typeAt(['cursorBottom', 'cursorUp', 'cursorUp', 'cursorUp', 'cursorUp', 'cursorEnd', 'cursorLeft'], '-');
    await eventually(async () => {
      const problems = await workbench().problems();
      assert.match(problems.map(({ message }) => message).join('\n'), /The DNS name label “shop-[0-9a-f]{5}-” is invalid/);
    });
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/The definition has errors \(1\)/)
      .waitFor();
    await workbench().picture('definition with an error');
    assert.deepEqual(await asking.writes(), []);
  });

  it('deploys a public image without a credential', async () => {
    await contoso.open({ speed: 1000 });
    workbench().start('keylessContainers.deployContainerGroup');
    await asking.choose(/Deploy/, /A public image/);
    await asking.answer(/2\/\d/, 'mcr.microsoft.com/azuredocs/aci-helloworld');
    await asking.choose(/3\/\d/, /No credential/);
    await asking.answer(/4\/\d/, 'hello');
    await asking.choose(/5\/\d/, /rg-web/);
    await asking.page(/Deploy container group hello[^]*mcr\.microsoft\.com\/azuredocs\/aci-helloworld/);
    assert.deepEqual(await workbench().problems(), []);
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/hello is deployed/)
      .waitFor({ timeout: 60_000 });
  });

  it('deploys with a user name and password, which are seen nowhere', async () => {
    await contoso.open({ speed: 1000 });
    const password = await adminPassword();
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /web\/storefront/);
    await asking.choose(/2\/\d/, /1\.6\.2/);
    await quick().waitUntilOpen(/3\/\d/);
    await quick().type('password');
    await asking.choose(/3\/\d/, /A user name and password/);
    await asking.answer(/4\/\d/, 'contoso');
    await quick().waitUntilOpen(/5\/\d/);
    await quick().type(password);
    await workbench().picture('password');
    await quick().accept();
    await asking.answer(/6\/\d/, 'shop');
    await asking.choose(/7\/\d/, /rg-web/);
    const page = await asking.page(/Pulls from contoso\.azurecr\.io as contoso, with a password/);
    assert.ok(!page.includes(password));
    assert.deepEqual(await workbench().problems(), []);
    await workbench().run('keylessContainers.openPlanScript');
    await eventually(async () => {
      const shown = (await workbench().documents()).map(({ text }) => text).join('\n');
      assert.match(shown, /az container create/);
      assert.match(shown, /\{\{secret:contoso\.azurecr\.io\}\}/);
      assert.ok(!shown.includes(password), 'neither the definition nor the script has the password');
    });
    await workbench().run('keylessContainers.showLastPlan');
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/shop is deployed/)
      .waitFor({ timeout: 60_000 });
    const shown = [...(await workbench().documents()).map(({ text }) => text), await workbench().webview().text()].join('\n');
    assert.ok(!shown.includes(password), 'nor has what is shown when it has run');
  });

  it('warns where the quota is too small, and lets the person decide', async () => {
    await contoso.open({ speed: 1000 });
    await workbench().run('keylessContainers.test.fault', {
      kind: 'status',
      status: 200,
      body: { value: [{ name: { value: 'StandardCores', localizedValue: 'Standard Cores' }, unit: 'Count', limit: 10, currentValue: 10 }] },
      match: { method: 'GET', path: '/usages$' },
    });
    await reviewFreshDeployment('shop');
    const page = await asking.page(/Cores needed: 1\. Left of the subscription’s quota in westeurope: 0\./);
    assert.match(page, /storefront-pull can pull contoso\.azurecr\.io\/web\/storefront:1\.6\.2 once this plan has granted it the role/);
    assert.match(page, /Deploy/);
    await workbench().picture('quota warning');
  });

  it('goes back a question with the answers kept, and cancels without a trace', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'owner' });
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /web\/admin/);
    await quick().waitUntilOpen(/2\/\d/);
    await quick().back();
    await asking.choose(/1\/\d/, /web\/storefront/);
    await quick().waitUntilOpen(/2\/\d/);
    await eventually(async () => assert.equal(await quick().placeholder(), 'Tag of web/storefront'));
    await quick().cancel();
    await quick().waitUntilClosed();
    const requests = (await workbench().run('keylessContainers.test.requests')) as string[];
    assert.deepEqual(
      requests.filter((line) => /^(PUT|POST|DELETE) .*management/.test(line)),
      [],
    );
  });

  it('takes a typed reference where the person may not list repositories', async () => {
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contosoabac'], 'Deploy Container Group…');
    await eventually(async () => assert.match((await quick().items())[0]?.label ?? '', /You may not list the repositories of contosoabac/));
    await quick().type('contosoabac.azurecr.io/team-a/orders:5.0');
    await quick().accept();
    // Who may not read the image can't be told its system either.
    await asking.choose(/2\/\d/, /^Linux$/);
    await quick().waitUntilOpen(/3\/\d/);
    await eventually(async () => assert.match((await quick().items())[0]?.label ?? '', /id-team-a/));
  });

  it('stops at Cancel, asks what becomes of what Azure is working on, and removes what was created', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 5 });
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /web\/storefront/);
    await asking.choose(/2\/\d/, /1\.6\.2/);
    await asking.choose(/3\/\d/, /id-web/);
    await asking.answer(/4\/\d/, 'shop');
    await asking.choose(/5\/\d/, /rg-web/);
    await asking.page(/Deploy container group/);
    workbench().start('keylessContainers.deployPlan');
    await eventually(async () => {
      assert.ok((await asking.writes()).some((line) => /^PUT .*containerGroups\/shop 201/.test(line)));
    });
    await workbench().notifications.click(/Deploy shop/, 'Cancel');
    assert.match(await workbench().dialog.text(), /Azure is still working on shop/);
    await workbench().picture('cancel asks');
    await workbench().dialog.choose('Leave It');
    await workbench()
      .notifications.with(/Deploy shop was cancelled.*left running in Azure/)
      .waitFor();
    await workbench().notifications.click(/was cancelled/, 'Remove What Was Created');
    await eventually(async () =>
      assert.match(await workbench().webview().text(), /Delete Microsoft.ContainerInstance\/containerGroups shop/),
    );
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Remove what .* done/)
      .waitFor();
    assert.equal((await asking.writes()).filter((line) => /^DELETE .*containerGroups\/shop/.test(line)).length, 1);
  });
});
