/** Signing in to a cloud on this machine, over HTTPS, by every way that a test can go. */
import assert from 'node:assert/strict';
import { Asking } from './harness/asking';
import { eventually } from './harness/eventually';
import { freshWindow, signInCloud } from './harness/window';

describe('signing in', () => {
  const workbench = freshWindow();
  const asking = new Asking(workbench);
  const tree = () => workbench().tree('Keyless Containers');
  const settings = ['cloud', 'customCloud', 'signInWith'].map((name) => `keylessContainers.${name}`);

  async function chooseCloud(): Promise<void> {
    const { resourceManager, authority, graph, tenantId, registrySuffix } = signInCloud().ready;
    await workbench().setSetting('keylessContainers.customCloud', {
      name: 'Local',
      resourceManager,
      authority,
      graph,
      tenantId,
      registrySuffix,
    });
    await workbench().setSetting('keylessContainers.cloud', 'custom');
  }

  async function signIn(way: RegExp): Promise<void> {
    await workbench().run('keylessContainers.resources.focus');
    workbench().start('keylessContainers.signIn');
    await asking.choose(/Sign In/, way);
  }

  async function byServicePrincipal(): Promise<void> {
    const { clientId, clientSecret } = signInCloud().ready;
    await signIn(/Service Principal/);
    await asking.answer(/Service Principal/);
    await eventually(async () => assert.match(await workbench().quickInput.message(), /Client id/));
    await asking.answer(/Service Principal/, clientId);
    await eventually(async () => assert.match(await workbench().quickInput.message(), /Client secret/));
    await asking.answer(/Service Principal/, clientSecret);
  }

  /** The test account is asked for consent the first time only. */
  async function byVscodeAccount(): Promise<void> {
    const { resourceManager, authority } = signInCloud().ready;
    await workbench().setSetting('microsoft-sovereign-cloud.customEnvironment', {
      name: 'Local',
      managementEndpointUrl: resourceManager,
      resourceManagerEndpointUrl: resourceManager,
      activeDirectoryEndpointUrl: authority,
      activeDirectoryResourceId: resourceManager,
      portalUrl: resourceManager,
    });
    await workbench().setSetting('microsoft-sovereign-cloud.environment', 'custom');
    await signIn(/VS Code Account/);
    const select = workbench().page.locator('.quick-input-title').filter({ hasText: 'Select Subscriptions' });
    const consent = workbench().page.locator('.monaco-dialog-box');
    const account = workbench().page.locator('.quick-input-list .label-name').filter({ hasText: 'Olivia Owner' });
    await select.or(consent).or(account).first().waitFor();
    if (await account.isVisible()) await workbench().quickInput.pick(/Olivia Owner/);
    await select.or(consent).first().waitFor();
    if (await consent.isVisible()) await workbench().dialog.choose('Allow');
    await workbench().quickInput.waitUntilOpen(/Select Subscriptions/);
  }

  async function welcomed(): Promise<void> {
    await eventually(async () => assert.match(await workbench().page.locator('.welcome-view').innerText(), /Sign In to Azure/));
  }

  async function shown(): Promise<readonly string[]> {
    return (await tree().rows()).filter(({ level }) => level === 1).map(({ label }) => label);
  }

  /** Waits until the view says whose Azure it shows. */
  async function opened(who: RegExp): Promise<void> {
    await eventually(async () => assert.match(await workbench().page.locator('.pane-body .message').first().innerText(), who));
  }

  beforeEach(chooseCloud);

  afterEach(async () => {
    await workbench().run('keylessContainers.signOut');
    for (const setting of [...settings, 'microsoft-sovereign-cloud.environment', 'microsoft-sovereign-cloud.customEnvironment']) {
      await workbench().setSetting(setting, undefined);
    }
  });

  it('by a service principal shows the chosen subscriptions, and the images of their registries', async () => {
    await byServicePrincipal();
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
    await byVscodeAccount();
    await workbench().quickInput.pick(/Contoso Development/);
    await workbench().quickInput.button('OK').click();
    await opened(/^Olivia Owner · Local$/);
    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await opened(/^Olivia Owner · Local$/);
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
    await byServicePrincipal();
    await workbench().quickInput.waitUntilOpen(/Select Subscriptions/);
    await workbench().quickInput.button('OK').click();
    await opened(/ · Local$/);
    // The served VS Code keeps secrets no longer than its window.
    await workbench().reload();
    await workbench().run('keylessContainers.resources.focus');
    await workbench().picture('sign in again');
    await (await tree().find('Sign in again')).click();
    await asking.choose(/Sign In/, /Service Principal/);
    await workbench().quickInput.waitUntilOpen(/Service Principal/);
    await eventually(async () => assert.equal(await workbench().quickInput.value(), signInCloud().ready.tenantId));
    await asking.answer(/Service Principal/);
    await eventually(async () => assert.equal(await workbench().quickInput.value(), signInCloud().ready.clientId));
    await asking.answer(/Service Principal/);
    await eventually(async () => assert.match(await workbench().quickInput.message(), /Client secret/));
    await asking.answer(/Service Principal/, signInCloud().ready.clientSecret);
    await opened(/ · Local$/);
    await tree().find('Contoso Production');
  });

  it('by a device code that the user enters on its page', async () => {
    await signIn(/Device Code/);
    const said = await workbench().dialog.text();
    const code = /Your code is (\w+)/.exec(said)?.[1] ?? '';
    await workbench().picture('device code');
    await workbench().dialog.choose('Copy Code');
    await eventually(async () => assert.equal(await workbench().clipboard(), code));
    // Only the extension host was told to trust the cloud's certificate.
    const context = await workbench().page.context().browser()?.newContext({ ignoreHTTPSErrors: true });
    assert.ok(context);
    const page = await context.newPage();
    await page.goto(`${signInCloud().ready.authority}/device`);
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('You are signed in as Olivia Owner').waitFor();
    await context.close();
    await workbench().quickInput.waitUntilOpen(/Select Subscriptions/);
    await workbench().quickInput.button('OK').click();
    await opened(/ · Local$/);
    await tree().find('Contoso Production');
    await workbench().run('keylessContainers.openSandbox');
    await opened(/^Sandbox/);
    await workbench().run('keylessContainers.closeSandbox');
    await opened(/ · Local$/);
  });

  it('by an account of VS Code', async () => {
    await byVscodeAccount();
    await workbench().quickInput.button('OK').click();
    await opened(/^Olivia Owner · Local$/);
    await tree().find('Contoso Production');
  });

  it('says in a sentence what did not work, and what is not possible here', async () => {
    await signIn(/Service Principal/);
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
