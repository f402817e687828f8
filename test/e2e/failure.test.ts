import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { Contoso } from './harness/contoso';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const groups = ['Contoso Production', 'Container groups'];

describe('explaining a failure', () => {
  const workbench = freshWindow();
  const contoso = new Contoso(workbench);
  const tree = () => contoso.tree;
  const asking = new Asking(workbench);
  const button = (name: string | RegExp) => workbench().webview().frame.getByRole('button', { name });

  beforeEach(async () => {
    await contoso.show();
    await contoso.open();
    await tree().expand(...groups);
  });

  const tab = async (): Promise<string> =>
    (await workbench().page.locator('.part.editor .tab.active .label-name').first().innerText()).trim();

  it('says that a region has no room, and deploys in another one', async () => {
    await workbench().run('keylessContainers.test.limitRegion', 'westeurope', { cpu: 0.5, memoryInGB: 1 });
    await tree().expand('Contoso Production', 'Registries');
    await tree().chooseFromMenu(['Contoso Production', 'Registries', 'contoso'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /web\/storefront/);
    await asking.choose(/2\/\d/, /1\.6\.2/);
    await asking.choose(/3\/\d/, /id-web/);
    await asking.answer(/4\/\d/, 'shop');
    await asking.choose(/5\/\d/, /rg-web/);
    await asking.page(/Deploy container group shop/);
    workbench().start('keylessContainers.deployPlan');
    await workbench().notifications.click(/Deploy shop stopped/, 'Explain Failure');
    await asking.page(/The region westeurope has no room for it at this moment/);
    await workbench().picture('refusal');
    await button('Deploy in Another Region…').click();
    await asking.choose(/Deploy in Another Region/, /North Europe/);
    await asking.page(/Changed since it ran[^]*shop in northeurope/);
    workbench().start('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/shop is deployed/)
      .waitFor({ timeout: 60_000 });
  });

  it('names the group that fails of several that are redeployed, and finishes the others', async () => {
    const names = ['landing', 'storefront'];
    for (const name of names) await eventually(async () => assert.match(await contoso.stateOf(name), /^Running/));
    const body = { error: { code: 'ServiceUnavailable', message: 'The requested resource is not available.' } };
    const match = { method: 'PUT', path: 'containerGroups/landing' };
    await workbench().run('keylessContainers.test.fault', { kind: 'status', status: 409, body, match });
    await eventually(async () => {
      await tree().select(...groups, 'landing');
      await (await tree().find(...groups, 'storefront')).click({ modifiers: ['ControlOrMeta'], timeout: 2000 });
      for (const name of names) assert.equal(await (await tree().find(...groups, name)).getAttribute('aria-selected'), 'true');
    });
    await tree().chooseFromMenu([...groups, 'storefront'], /^Redeploy$/);
    await workbench().dialog.choose('Redeploy');
    await workbench()
      .notifications.with(/Redeploy 2 container groups: landing failed, the others are finished/)
      .waitFor({ timeout: 40_000 });
    await eventually(async () => assert.match(await contoso.stateOf('landing'), /^Stopped/));
    await eventually(async () => assert.match(await contoso.stateOf('storefront'), /^Running/));
    await workbench().notifications.click(/landing failed/, 'Continue');
    await eventually(async () => assert.match(await contoso.stateOf('landing'), /^Running/), 40_000);
  });

  it('says why a crash loop fails, sets the variable that it misses, and follows it until it runs', async () => {
    await eventually(async () => assert.match(await contoso.stateOf('payments-api'), /api: exited with 1, restarted \d+ times/));
    await tree().clickAction([...groups, 'payments-api'], 'Explain Failure');
    await asking.page(
      /Why it fails[^]*api seems to miss the variable DATABASE_URL[^]*api ended with exit code 1[^]*DATABASE_URL is not set/,
    );
    await asking.page(/Failure: payments-api/);
    await eventually(async () => assert.equal(await tab(), 'Failure: payments-api'));
    await workbench().picture('explain-failure');
    await button('Set DATABASE_URL and Redeploy…').click();
    await asking.answer(/^Set DATABASE_URL$/, 'postgres://db');
    await eventually(async () => assert.match(await workbench().webview().text(), /api runs, so it was pulled/), 90_000);
    assert.doesNotMatch(await workbench().webview().text(), /Why it fails|postgres/);
    await eventually(async () => assert.equal(await tab(), 'Pull access: payments-api'));
    await eventually(async () => assert.match(await contoso.stateOf('payments-api'), /^Running$/));
  });
});
