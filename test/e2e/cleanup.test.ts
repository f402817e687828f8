import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { Contoso } from './harness/contoso';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';
const groups = [production, 'Container groups'];

describe('several groups, and cleaning up', () => {
  const workbench = freshWindow();
  const contoso = new Contoso(workbench);
  const tree = () => contoso.tree;
  const quick = () => workbench().quickInput;
  const asking = new Asking(workbench);

  beforeEach(async () => {
    await contoso.show();
    await contoso.open();
  });

  it('stops two selected groups after one dialog that names both', async () => {
    await tree().expand(...groups);
    for (const name of ['admin', 'ledger']) await eventually(async () => assert.equal(await contoso.stateOf(name), 'Running'));
    // The tree may be read anew meanwhile: both are to be selected before their menu is opened.
    await eventually(async () => {
      await tree().select(...groups, 'admin');
      await (await tree().find(...groups, 'ledger')).click({ modifiers: ['ControlOrMeta'], timeout: 2000 });
      for (const name of ['admin', 'ledger']) {
        assert.equal(await (await tree().find(...groups, name)).getAttribute('aria-selected'), 'true');
      }
    });
    await tree().chooseFromMenu([...groups, 'ledger'], /^Stop$/);
    assert.match(await workbench().dialog.text(), /Stop 2 container groups\?[^]*admin\s+ledger/);
    await workbench().dialog.choose('Stop');
    await workbench()
      .notifications.with(/Stop 2 container groups: done/)
      .waitFor();
    for (const name of ['admin', 'ledger']) await eventually(async () => assert.equal(await contoso.stateOf(name), 'Stopped'));
    assert.equal((await asking.writes()).filter((line) => /\/stop /i.test(line)).length, 2);
  });

  it('says that there is nothing to clean up', async () => {
    workbench().start('keylessContainers.cleanUp');
    await workbench()
      .notifications.with(/There is nothing that a plan made/)
      .waitFor();
    assert.deepEqual(await asking.writes(), []);
  });

  it('finds what a deployment made and deletes it: group, then role, then identity', async () => {
    await tree().expand(production, 'Registries', 'contoso');
    await tree().chooseFromMenu([production, 'Registries', 'contoso'], 'Deploy Container Group…');
    await asking.choose(/1\/\d/, /web\/storefront/);
    await asking.choose(/2\/\d/, /1\.6\.2/);
    await asking.choose(/3\/\d/, /Create a new identity/);
    await asking.answer(/4\/\d/);
    await asking.answer(/5\/\d/, 'shop');
    await asking.choose(/6\/\d/, /rg-web/);
    await asking.page(/Deploy container group/);
    await workbench().run('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/shop is deployed/)
      .waitFor({ timeout: 60_000 });
    await workbench().run('notifications.clearAll');

    workbench().start('keylessContainers.cleanUp');
    await quick().waitUntilOpen('Clean Up');
    await eventually(async () => assert.equal(await quick().count(), 3));
    await workbench().picture('clean up');
    await quick().accept();
    await asking.page(
      /Delete Microsoft\.ContainerInstance\/containerGroups shop[^]*Take AcrPull on contoso away from storefront-pull[^]*Delete [^]*storefront-pull/,
    );
    await workbench().picture('clean up plan');
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Clean up what plans made: done/)
      .waitFor();
    const deleted = (await asking.writes()).filter((line) => line.startsWith('DELETE'));
    assert.deepEqual(
      deleted.map((line) => /\/(containerGroups|roleAssignments|userAssignedIdentities)\//i.exec(line)?.[1]?.toLowerCase()),
      ['containergroups', 'roleassignments', 'userassignedidentities'],
    );
  });
});
