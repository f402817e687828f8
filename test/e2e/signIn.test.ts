/** Signing in to a cloud on this machine, over HTTPS, by every way that a test can go. */
import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { SigningIn } from './harness/signingIn';
import { freshWindow, signInCloud } from './harness/window';

describe('signing in', () => {
  const workbench = freshWindow();
  const asking = new Asking(workbench);
  const tree = () => workbench().tree('Keyless Containers');
  const signing = new SigningIn(workbench);

  async function welcomed(): Promise<void> {
    await eventually(async () => assert.match(await workbench().page.locator('.welcome-view').innerText(), /Sign In to Azure/));
  }

  async function shown(): Promise<readonly string[]> {
    return (await tree().rows()).filter(({ level }) => level === 1).map(({ label }) => label);
  }

  beforeEach(() => signing.chooseCloud());
  afterEach(() => signing.out());

  it('by a service principal shows the chosen subscriptions, and the images of their registries', async () => {
    await signing.byServicePrincipal();
    await workbench().quickInput.waitUntilOpen(/Select Subscriptions/);
    await workbench().picture('sign in subscriptions');
    await workbench().quickInput.pick(/Contoso Development/);
    await workbench().quickInput.button('OK').click();
    await tree().expand('Registries');
    await tree().expand('Registries', 'contoso');
    await tree().find('Registries', 'contoso', 'web/storefront');
    assert.deepEqual(await shown(), ['Registries', 'Managed identities', 'Container groups']);
    await workbench().picture('signed in');
  });

  it('remembers the account and its subscriptions over a restart, and forgets both when the user signs out', async () => {
    await signing.byVscodeAccount();
    await workbench().quickInput.pick(/Contoso Development/);
    await workbench().quickInput.button('OK').click();
    await signing.opened(/^Olivia Owner · Local$/);
    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await signing.opened(/^Olivia Owner · Local$/);
    await tree().find('Registries');
    assert.deepEqual(await shown(), ['Registries', 'Managed identities', 'Container groups']);
    await workbench().runByTitle('Keyless Containers: Sign Out');
    await welcomed();
    await workbench().picture('signed out');
    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await welcomed();
  });

  it('asks again, at a click in the tree, where the secret of a service principal is gone', async () => {
    await signing.byServicePrincipal();
    await signing.takeSubscriptions();
    await signing.opened(/ · Local$/);
    // The served VS Code keeps secrets no longer than its window.
    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await workbench().picture('sign in again');
    await tree().select('Sign in again');
    await asking.choose(/Sign In/, /Service Principal/);
    await workbench().quickInput.waitUntilOpen(/Service Principal/);
    await eventually(async () => assert.equal(await workbench().quickInput.value(), signInCloud().ready.tenantId));
    await asking.answer(/Service Principal/);
    await eventually(async () => assert.equal(await workbench().quickInput.value(), signInCloud().ready.clientId));
    await asking.answer(/Service Principal/);
    await eventually(async () => assert.match(await workbench().quickInput.message(), /Client secret/));
    await asking.answer(/Service Principal/, signInCloud().ready.clientSecret);
    await signing.opened(/ · Local$/);
    await tree().find('Contoso Production');
  });

  it('by a device code that the user enters on its page', async () => {
    await signing.start(/Device Code/);
    const said = await workbench().dialog.text();
    await workbench().picture('device code');
    await signing.enterCode();
    const code = /Your code is (\w+)/.exec(said)?.[1];
    await eventually(async () => assert.equal(await workbench().clipboard(), code));
    await signing.takeSubscriptions();
    await signing.opened(/ · Local$/);
    await tree().find('Contoso Production');
    await workbench().run('keylessContainers.openSandbox');
    await signing.opened(/^Sandbox/);
    await workbench().run('keylessContainers.closeSandbox');
    await signing.opened(/ · Local$/);
  });

  it('by an account of VS Code', async () => {
    await signing.byVscodeAccount();
    await workbench().quickInput.button('OK').click();
    await signing.opened(/^Olivia Owner · Local$/);
    await tree().find('Contoso Production');
  });

  it('by the environment of VS Code, through DefaultAzureCredential', async () => {
    await signing.start(/Environment or Managed Identity/);
    await signing.takeSubscriptions();
    await signing.opened(new RegExp(`^${signInCloud().ready.clientId} · Local$`));
    await tree().find('Contoso Production');
    await workbench().picture('signed in by the environment');
    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await signing.opened(/ · Local$/);
    await tree().find('Contoso Production');
  });

  it('says in a sentence what did not work, and what is not possible here', async () => {
    await signing.start(/Service Principal/);
    await asking.answer(/Service Principal/, 'nowhere.example');
    await eventually(async () => assert.match(await workbench().quickInput.message(), /Client id/));
    await workbench().quickInput.type('no id');
    await eventually(async () => assert.match(await workbench().quickInput.message(), /“no id” is not a GUID/));
    await asking.answer(/Service Principal/, signInCloud().ready.clientId);
    await eventually(async () => assert.match(await workbench().quickInput.message(), /Client secret/));
    await asking.answer(/Service Principal/, 'wrong');
    await workbench()
      .notifications.with(/There is no tenant “nowhere\.example”/)
      .waitFor();
    await workbench().run('notifications.clearAll');
    await workbench().setSetting('keylessContainers.customCloud', { resourceManager: 'http://plain' });
    workbench().start('keylessContainers.signIn');
    await workbench()
      .notifications.with(/“resourceManager” is “http:\/\/plain”/)
      .waitFor();
  });
});
