import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';

describe('closing VS Code in the middle of a plan', () => {
  const workbench = freshWindow();
  const tree = () => workbench().tree('Keyless Containers');
  const asking = new Asking(workbench);

  it('leaves an account of what was done, and Continue does the rest', async () => {
    await workbench().run('keylessContainers.test.reset', { persona: 'owner', speed: 3 });
    await workbench().run('keylessContainers.resources.focus');
    await tree().expand(production, 'Registries');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /web\/storefront/);
    await asking.choose(/2\/\d/, /1\.6\.2/);
    await asking.choose(/3\/\d/, /Create a new identity/);
    await asking.answer(/4\/\d/, 'id-interrupted');
    await asking.answer(/5\/\d/, 'interrupted');
    await asking.choose(/6\/\d/, /rg-web/);
    await asking.page(/Deploy container group interrupted/);
    workbench().start('keylessContainers.deployPlan');
    await asking.page(/InaccessibleImage[^]*Trying again in 15 s/);

    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await tree().find(production);
    await workbench().run('keylessContainers.test.advance', 20 * 60_000);
    await workbench().runByTitle('Keyless Containers: Show Last Plan');
    const page = await asking.page(/Interrupted\. Continue looks at Azure first/);
    assert.match(page, /Create managed identity id-interrupted in westeurope done/);
    assert.match(page, /Remove What Was Created/);
    await workbench().webview().frame.getByRole('button', { name: 'Continue' }).click();
    await eventually(async () => {
      const writes = await asking.writes();
      assert.ok(
        writes.some((line) => /^PUT .*containerGroups\/interrupted 201/.test(line)),
        writes.join('\n'),
      );
    });
    assert.equal(
      (await asking.writes()).filter((line) => /userAssignedIdentities|roleAssignments/.test(line)).length,
      0,
      'what was done is not done again',
    );
    await workbench()
      .notifications.with(/interrupted is deployed/)
      .waitFor({ timeout: 60_000 });
  });
});
