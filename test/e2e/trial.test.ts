import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow } from './harness/window';

describe('a plan in the hands of somebody impatient', () => {
  const workbench = freshWindow();
  const quick = () => workbench().quickInput;
  const asking = new Asking(workbench);
  const page = () => workbench().webview().frame;

  beforeEach(async () => {
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await workbench().run('keylessContainers.resources.focus');
  });

  /** Ends at the review of a deployment with an identity that can pull, or with a new one, whose role takes a while to be effective. */
  async function review(name: string, identity: 'id-web' | 'new'): Promise<void> {
    workbench().start('keylessContainers.deployContainerGroup');
    await asking.choose(/1\/\d/, /contoso$/);
    await asking.choose(/2\/\d/, /web\/storefront/);
    await asking.choose(/3\/\d/, /1\.6\.2/);
    if (identity === 'new') {
      await asking.choose(/4\/\d/, /Create a new identity/);
      await asking.answer(/5\/\d/, `id-${name}`);
      await asking.answer(/6\/\d/, name);
    } else {
      await asking.choose(/4\/\d/, /id-web/);
      await asking.answer(/5\/\d/, name);
    }
    await asking.choose(/\d\/\d/, /rg-web/);
    await quick().waitUntilClosed();
    await asking.page(new RegExp(`Deploy container group ${name}`));
  }

  it('deploys once where Deploy is pressed twice', async () => {
    await workbench().run('keylessContainers.test.reset', { speed: 100 });
    await review('twice', 'id-web');
    workbench().start('keylessContainers.deployPlan');
    workbench().start('keylessContainers.deployPlan');
    await workbench()
      .notifications.with(/twice is deployed/)
      .waitFor({ timeout: 60_000 });
    const puts = (await asking.writes()).filter((line) => /^PUT .*containerGroups\/twice /.test(line));
    assert.equal(puts.length, 1, puts.join('\n'));
  });

  it('shows a run again whose page and editor were closed, and cancels it from there', async () => {
    await workbench().run('keylessContainers.test.reset', { speed: 1 });
    await review('closed', 'new');
    workbench().start('keylessContainers.deployPlan');
    await asking.page(/Azure says InaccessibleImage/);
    while ((await workbench().editor.tabs()).length > 0) await workbench().run('workbench.action.revertAndCloseActiveEditor');
    await workbench().runByTitle('Keyless Containers: Show Last Plan');
    await asking.page(/Running…[^]*Stop Waiting[^]*Azure says InaccessibleImage/);
    await page().getByRole('button', { name: 'Cancel' }).click();
    await asking.page(/■ Cancelled\./);
    assert.doesNotMatch(await workbench().webview().text(), /Trying again in/);
  });

  it('takes over what was typed into the definition while its plan ran', async () => {
    await workbench().run('keylessContainers.test.reset', { speed: 1 });
    await review('edited', 'new');
    workbench().start('keylessContainers.deployPlan');
    await asking.page(/Azure says InaccessibleImage/);
    await workbench().typeAt(['cursorBottom', 'cursorUp', 'cursorUp', 'cursorUp', 'cursorUp', 'cursorEnd', 'cursorLeft'], 'x');
    await page().getByRole('button', { name: 'Cancel' }).click();
    await asking.page(/Changed since it ran\.[^]*DNS name label edited-[0-9a-f]{5}x/);
  });

  it('keeps the focus on its page when the button that was pressed goes, and says there how it stands', async () => {
    await workbench().run('keylessContainers.test.reset', { speed: 100 });
    await review('focused', 'id-web');
    await page().getByRole('button', { name: 'Deploy' }).focus();
    await workbench().page.keyboard.press('Enter');
    await asking.page(/✓ Done\./);
    await eventually(async () => assert.equal(await page().locator(':focus').innerText(), '✓ Done.'));
    await eventually(async () => assert.equal((await page().getByRole('status').innerText()).trim(), '✓ Done.'));
  });
});
