import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { Contoso } from './harness/contoso';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';
const groups = [production, 'Container groups'];

describe('diagnosing pull access', () => {
  const workbench = freshWindow();
  const contoso = new Contoso(workbench);
  const tree = () => contoso.tree;
  const asking = new Asking(workbench);
  const button = (name: string | RegExp) => workbench().webview().frame.getByRole('button', { name });

  beforeEach(async () => {
    await contoso.show();
  });

  async function diagnoseGroup(name: string): Promise<void> {
    await tree().expand(...groups);
    await tree().chooseFromMenu([...groups, name], 'Diagnose Pull Access…');
  }

  it('says that a role is missing, grants it with one click, and the group runs', async () => {
    await contoso.open();
    await diagnoseGroup('weekly-report');
    await asking.page(
      /id-reporting can’t pull contoso\.azurecr\.io\/web\/admin:3\.1[^]*Role · No role lets it pull from contoso\. It takes AcrPull/,
    );
    await asking.page(
      /The repair[^]*Grant AcrPull on contoso to id-reporting[^]*Stop container group weekly-report[^]*Deploy container group weekly-report/,
    );
    await workbench().picture('diagnosis');
    await button('Repair and Diagnose Again').click();
    await eventually(async () => assert.match(await workbench().webview().text(), /report runs, so it was pulled/), 60_000);
    const page = await workbench().webview().text();
    assert.match(page, /AcrPull lets it pull from contoso, assigned at contoso/);
    assert.doesNotMatch(page, /shut|Repair/);
    await eventually(async () => assert.match(await contoso.stateOf('weekly-report'), /^Running/));
  });

  it('says that a tag is gone, deploys the newest with one click, by keyboard alone', async () => {
    await contoso.open();
    await diagnoseGroup('invoice-import');
    await asking.page(/Repository and tag · jobs\/invoice-import has no “1\.0”\. Its newest tags: latest/);
    const repair = button('Repair and Diagnose Again');
    await repair.focus();
    await workbench().page.keyboard.press('Enter');
    await eventually(async () => assert.match(await workbench().webview().text(), /✓ id-platform can pull .*:latest/), 60_000);
    await eventually(async () => assert.match(await contoso.stateOf('invoice-import'), /^Running/));
  });

  it('says of a crashing container that the pull is not what fails', async () => {
    await contoso.open();
    await diagnoseGroup('payments-api');
    const page = await asking.page(/✓ id-payments can pull/);
    assert.match(page, /The pull isn’t what fails: api was pulled and started, and ended with exit code \d+/);
    assert.doesNotMatch(page, /The repair/);
  });

  it('tells a reader what it could not read, and gives a report and a script to forward', async () => {
    await contoso.open({ persona: 'reader' });
    await diagnoseGroup('weekly-report');
    await asking.page(/You may not make this repair yourself[^]*Microsoft\.Authorization\/roleAssignments\/write/);
    await workbench().picture('diagnosis of a reader');
    await button('Report as Markdown').click();
    await eventually(async () => {
      const report = (await workbench().documents()).find(({ text }) => text.startsWith('# Pull access: weekly-report'));
      assert.match(report?.text ?? '', /\| Role \| SHUT \| No role lets it pull from contoso/);
      assert.match(report?.text ?? '', /Made in the sandbox/);
    });
    await workbench().run('workbench.action.openPreviousRecentlyUsedEditor');
    await button('Report as JSON').click();
    await eventually(async () => {
      const report = (await workbench().documents()).find(({ text }) => text.startsWith('{\n  "version": 1'));
      const { pulls } = JSON.parse(report?.text ?? '{}') as { pulls?: readonly { canPull: boolean | null }[] };
      assert.equal(pulls?.[0]?.canPull, false);
    });
    await workbench().run('workbench.action.openPreviousRecentlyUsedEditor');
    await button('Open as Azure CLI Script').click();
    await eventually(async () => {
      const script = (await workbench().documents()).find(({ text }) => text.startsWith('#!/usr/bin/env bash'));
      assert.match(script?.text ?? '', /az role assignment create[^]*az container stop[^]*az container create/);
    });
    assert.deepEqual(await asking.writes(), []);
  });

  it('from an identity: AcrPull, which an ABAC registry does not honour, and the role that it asks for', async () => {
    await contoso.open();
    await tree().expand(production, 'Managed identities');
    await tree().chooseFromMenu([production, 'Managed identities', 'id-team-b'], 'Diagnose Pull Access…');
    await asking.choose(/Diagnose Pull Access/, /contosoabac/);
    await asking.choose(/Diagnose Pull Access/, /Any repository/);
    await asking.page(/It has AcrPull, which contosoabac doesn’t honour[^]*which asks for Container Registry Repository Reader/);
    await button(/Grant Container Registry Repository Reader to id-team-b/).click();
    await asking.page(/Grant Container Registry Repository Reader on contosoabac to id-team-b/);
  });

  it('from the palette: an identity whose condition leaves a typed repository out', async () => {
    await contoso.open();
    await workbench().runByTitle('Keyless Containers: Diagnose Pull Access…');
    await asking.choose(/Diagnose Pull Access/, /id-team-a/);
    await asking.choose(/Diagnose Pull Access/, /contosoabac/);
    await workbench().quickInput.waitUntilOpen(/Diagnose Pull Access/);
    await eventually(async () => assert.match((await workbench().quickInput.items()).map(({ label }) => label).join(), /You may not list/));
    await workbench().quickInput.type('team-b/catalogue:2025.4');
    await asking.choose(/Diagnose Pull Access/, /Use “team-b\/catalogue:2025\.4”/);
    await asking.page(
      /Condition · The condition on Container Registry Repository Reader leaves team-b\/catalogue out[^]*Only repositories whose names begin so: team-a\/\*/,
    );
    await asking.page(/Let id-team-a pull team-b\/catalogue too/);
  });

  it('says where Azure could not be read, and reads again on Try Again', async () => {
    await contoso.open();
    await tree().expand(...groups);
    const body = { error: { code: 'Broken', message: 'The group is broken.' } };
    const match = { path: '/containerGroups/ledger$' };
    await workbench().run('keylessContainers.test.fault', { kind: 'status', status: 400, body, match, times: 100 });
    await tree().chooseFromMenu([...groups, 'ledger'], 'Diagnose Pull Access…');
    await asking.page(/✗ .*The group is broken/);
    await workbench().run('keylessContainers.test.clearFaults');
    await button('Try Again').click();
    await asking.page(/✓ Every container runs, so each image was pulled/);
  });

  for (const theme of ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast'] as const) {
    it(`is readable in the theme ${theme}`, async () => {
      await contoso.open();
      await workbench().setTheme(theme);
      await diagnoseGroup('weekly-report');
      await asking.page(/The repair/);
      await workbench().picture(`diagnosis in ${theme}`);
      await workbench().setTheme('Default Light Modern');
    });
  }
});
