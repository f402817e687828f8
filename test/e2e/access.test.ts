import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { Contoso } from './harness/contoso';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

const production = 'Contoso Production';

describe('access', () => {
  const workbench = freshWindow();
  const contoso = new Contoso(workbench);
  const tree = () => contoso.tree;
  const asking = new Asking(workbench);
  const access = (registry: string) => [production, 'Registries', registry, 'Access'];
  const identity = (name: string) => [production, 'Managed identities', name];

  beforeEach(async () => {
    await contoso.show(1200);
    await contoso.open();
  });

  /** The rows in sight as `label: description`. */
  async function shown(): Promise<readonly string[]> {
    return (await tree().rows()).map(({ label, description }) => `${label}: ${description}`);
  }

  async function waitFor(...rows: readonly RegExp[]): Promise<void> {
    await eventually(async () => {
      const all = await shown();
      for (const row of rows)
        assert.ok(
          all.some((each) => row.test(each)),
          `${row} among\n${all.join('\n')}`,
        );
    });
  }

  async function waitUntilGone(row: RegExp): Promise<void> {
    await eventually(async () => assert.ok(!(await shown()).some((each) => row.test(each)), (await shown()).join('\n')));
  }

  const deletions = async (): Promise<readonly string[]> => (await asking.writes()).filter((line) => line.startsWith('DELETE '));

  it('shows who reaches a registry’s images, by which role, from where, and what is left of a deleted principal', async () => {
    await tree().expand(...access('contoso'));
    await waitFor(
      /^Whoever has the admin user’s password: list, pull, push, delete/,
      /^id-web: list, pull · AcrPull$/,
      /^id-platform: list, pull · AcrPull · inherited from resource group rg-platform$/,
      /^Olivia Owner: list, pull, push, delete · Owner · inherited from the subscription$/,
      /^Platform Engineers: list, pull, push · AcrPush · inherited/,
      /^contoso-build: list, pull, push, delete · 2 roles$/,
      /^[0-9a-f-]{36}: deleted principal · list, pull · AcrPull$/,
    );
    await tree().expand(...access('contoso'), 'contoso-build');
    await waitFor(/^AcrDelete: delete$/, /^AcrPush: list, pull, push$/);
    await workbench().picture('access');
  });

  it('warns of roles that the registry’s mode does not honour, and says a condition in words', async () => {
    await tree().expand(...access('contosoabac'));
    await waitFor(
      /^id-team-b: no effect on images: the registry uses ABAC · AcrPull$/,
      /^Olivia Owner: no effect on images: the registry uses ABAC · Owner/,
      /^id-team-a: pull · Container Registry Repository Reader · Only repositories whose names begin so: team-a\/\*$/,
      /^Wanda Writer: pull, push · Container Registry Repository Writer$/,
    );
    const row = await tree().find(...access('contosoabac'), 'id-team-b');
    assert.match((await row.getAttribute('aria-label')) ?? '', /principal id-team-b, no effect on images/);
  });

  it('shows what uses an identity, and where that is in the tree', async () => {
    await tree().expand(...identity('id-web'), 'Used by');
    await waitFor(/^landing: pulls from contosodnl-\w+\.azurecr\.io · rg-web$/, /^storefront: pulls from contoso\.azurecr\.io · rg-web$/);
    await tree().select(...identity('id-web'), 'Used by', 'storefront');
    const group = [production, 'Container groups', 'storefront'];
    await eventually(async () => assert.equal(await (await tree().find(...group)).getAttribute('aria-selected'), 'true'));
    await tree().expand(...identity('id-dev').with(0, 'Contoso Development'), 'Used by');
    await waitFor(/^No container group uses it: /);
  });

  it('says before a role is revoked which container groups stop pulling, and takes it from the tree after', async () => {
    await tree().expand(...access('contoso'));
    await tree().chooseFromMenu([...access('contoso'), 'id-web'], 'Revoke…');
    const page = await asking.page(/Container group storefront can no longer pull contoso\.azurecr\.io\/web\/storefront:1\.6\.2/);
    assert.match(page, /Take AcrPull on contoso away from id-web/);
    assert.match(page, /Container group nightly-report can no longer pull/);
    assert.doesNotMatch(page, /landing/, 'which pulls from another registry');
    assert.deepEqual(await deletions(), []);
    await workbench().picture('revoke');
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Take AcrPull on contoso away from id-web: done/)
      .waitFor();
    await waitUntilGone(/^id-web: list, pull/);
    assert.match((await deletions()).join('\n'), /^DELETE \S*\/registries\/contoso\/\S*\/roleAssignments\/\S+ 200$/i);
  });

  it('names everything else that an inherited role reaches', async () => {
    await tree().expand(...identity('id-platform'));
    await tree().chooseFromMenu([...identity('id-platform'), 'Roles', 'AcrPull'], 'Revoke…');
    const page = await asking.page(/It is assigned on rg-platform[^]*3 \(contoso, contosoabac, contosodnl\)/);
    assert.match(page, /Container group invoice-import can no longer pull/);
  });

  it('offers the script where the person may not revoke', async () => {
    await contoso.open({ persona: 'reader' });
    await tree().expand(...access('contoso'));
    await tree().chooseFromMenu([...access('contoso'), 'id-web'], 'Revoke…');
    const page = await asking.page(/You may not run this plan yourself[^]*Microsoft\.Authorization\/roleAssignments\/delete on contoso/);
    assert.doesNotMatch(page, /Run Plan/);
  });

  it('revokes from the palette, by keyboard alone', async () => {
    const { page, quickInput } = workbench();
    const type = async (title: RegExp, text: string): Promise<void> => {
      await quickInput.waitUntilOpen(title);
      await eventually(async () => assert.ok((await quickInput.items()).length > 0));
      await page.keyboard.type(text);
      await eventually(async () => assert.equal((await quickInput.items()).filter(({ label }) => label.includes(text)).length, 1));
      await page.keyboard.press('Enter');
    };
    await workbench().runByKeyboard('Keyless Containers: Revoke…');
    await type(/Revoke Access \(1\/2\)/, 'contosoabac');
    await type(/Revoke Access \(2\/2\)/, 'id-team-b');
    await asking.page(/Take AcrPull on contosoabac away from id-team-b/);
    await workbench().runByKeyboard('Keyless Containers: Run Plan');
    await workbench()
      .notifications.with(/Take AcrPull on contosoabac away from id-team-b: done/)
      .waitFor();
    assert.equal((await deletions()).length, 1);
  });

  it('does not delete an identity that a container group uses, and shows which', async () => {
    await tree().expand(production, 'Managed identities');
    await tree().chooseFromMenu(identity('id-web'), 'Delete Identity…');
    const refusal = /id-web is not deleted: landing, nightly-report, nightly-report-old, storefront, storefront-preview would get stuck/;
    await workbench().notifications.with(refusal).waitFor();
    await workbench().notifications.click(refusal, 'Show What Uses It');
    await waitFor(/^storefront: pulls from contoso\.azurecr\.io/);
    assert.deepEqual(await deletions(), []);
  });

  it('deletes an identity after the roles that would be left behind', async () => {
    await tree().expand(production, 'Managed identities');
    await tree().chooseFromMenu(identity('id-team-b'), 'Delete Identity…');
    const { quickInput } = workbench();
    await quickInput.waitUntilOpen(/Delete Identity id-team-b/);
    assert.deepEqual(
      (await quickInput.items()).map(({ label, description }) => `${label} ${description}`),
      ['AcrPull on contosoabac'],
    );
    await quickInput.accept();
    await asking.page(/virtual machines, functions[^]*Take AcrPull on contosoabac away from id-team-b[^]*userAssignedIdentities id-team-b/);
    await workbench().picture('delete identity');
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Delete id-team-b: done/)
      .waitFor();
    await waitUntilGone(/^id-team-b: /);
    const [first, second, ...more] = await deletions();
    assert.match(first ?? '', /roleAssignments/i);
    assert.match(second ?? '', /userAssignedIdentities\/id-team-b/i);
    assert.deepEqual(more, []);
    await tree().expand(...access('contosoabac'));
    await waitFor(/^Wanda Writer: /);
    assert.ok(!(await shown()).some((row) => row.includes('deleted principal')));
  });

  it('removes what is assigned to a deleted principal', async () => {
    await tree().expand(...access('contoso'));
    await tree().clickAction([...access('contoso'), /^[0-9a-f]{8}-[0-9a-f-]{27}$/], 'Remove Orphaned Assignments…');
    await asking.page(/Remove what is assigned to deleted principal [0-9a-f-]{36}[^]*Take AcrPull on contoso away/);
    await workbench().run('keylessContainers.runPlan');
    await workbench()
      .notifications.with(/Remove what is assigned to deleted principal .*: done/)
      .waitFor();
    await waitUntilGone(/deleted principal/);
  });
});
