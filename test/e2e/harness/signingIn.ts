import assert from 'node:assert/strict';
import type { Workbench } from '../pages/workbench';
import { Asking } from './asking';
import { eventually } from './eventually';
import { signInCloud } from './window';

const settings = [
  ...['cloud', 'customCloud', 'signInWith'].map((name) => `keylessContainers.${name}`),
  ...['environment', 'customEnvironment'].map((name) => `microsoft-sovereign-cloud.${name}`),
];

/** Signs in to the cloud on this machine, and out of it. */
export class SigningIn {
  private readonly asking: Asking;

  constructor(private readonly workbench: () => Workbench) {
    this.asking = new Asking(workbench);
  }

  async chooseCloud(): Promise<void> {
    const { resourceManager, authority, graph, tenantId, registrySuffix } = signInCloud().ready;
    const cloud = { name: 'Local', resourceManager, authority, graph, tenantId, registrySuffix };
    await this.workbench().setSetting('keylessContainers.customCloud', cloud);
    await this.workbench().setSetting('keylessContainers.cloud', 'custom');
  }

  /** Chooses a way; what it asks is still to be answered. */
  async start(way: RegExp): Promise<void> {
    await this.workbench().run('keylessContainers.resources.focus');
    this.workbench().start('keylessContainers.signIn');
    await this.asking.choose(/Sign In/, way);
  }

  async byServicePrincipal(): Promise<void> {
    const { clientId, clientSecret } = signInCloud().ready;
    await this.start(/Service Principal/);
    await this.asking.answer(/Service Principal/);
    await eventually(async () => assert.match(await this.workbench().quickInput.message(), /Client id/));
    await this.asking.answer(/Service Principal/, clientId);
    await eventually(async () => assert.match(await this.workbench().quickInput.message(), /Client secret/));
    await this.asking.answer(/Service Principal/, clientSecret);
  }

  /** The test account is asked for consent the first time only. */
  async byVscodeAccount(): Promise<void> {
    const { resourceManager, authority } = signInCloud().ready;
    await this.workbench().setSetting('microsoft-sovereign-cloud.customEnvironment', {
      name: 'Local',
      managementEndpointUrl: resourceManager,
      resourceManagerEndpointUrl: resourceManager,
      activeDirectoryEndpointUrl: authority,
      activeDirectoryResourceId: resourceManager,
      portalUrl: resourceManager,
    });
    await this.workbench().setSetting('microsoft-sovereign-cloud.environment', 'custom');
    await this.start(/VS Code Account/);
    const { page, quickInput, dialog } = this.workbench();
    const select = page.locator('.quick-input-title').filter({ hasText: 'Select Subscriptions' });
    const consent = page.locator('.monaco-dialog-box');
    const account = page.locator('.quick-input-list .label-name').filter({ hasText: 'Olivia Owner' });
    await select.or(consent).or(account).first().waitFor();
    if (await account.isVisible()) await quickInput.pick(/Olivia Owner/);
    await select.or(consent).first().waitFor();
    if (await consent.isVisible()) await dialog.choose('Allow');
    await quickInput.waitUntilOpen(/Select Subscriptions/);
  }

  async byDeviceCode(): Promise<void> {
    await this.start(/Device Code/);
    await this.enterCode();
  }

  /** Waits until the window shows a code, and enters it on its page, as the person whom the cloud was started as. */
  async enterCode(): Promise<void> {
    const code = /Your code is (\w+)/.exec(await this.workbench().dialog.text())?.[1] ?? '';
    await this.workbench().dialog.choose('Copy Code');
    // Only the extension host was told to trust the cloud's certificate.
    const context = await this.workbench().page.context().browser()?.newContext({ ignoreHTTPSErrors: true });
    assert.ok(context);
    const page = await context.newPage();
    await page.goto(`${signInCloud().ready.authority}/device`);
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('You are signed in as Olivia Owner').waitFor();
    await context.close();
  }

  /** Takes what is ticked: everything, unless the account was signed in before. */
  async takeSubscriptions(): Promise<void> {
    await this.workbench().quickInput.waitUntilOpen(/Select Subscriptions/);
    await this.workbench().quickInput.button('OK').click();
  }

  /** Waits until the view says whose Azure it shows. */
  async opened(who: RegExp): Promise<void> {
    await eventually(async () => assert.match(await this.workbench().page.locator('.pane-body .message').first().innerText(), who));
  }

  /** Leaves nothing of the account and its cloud. */
  async out(): Promise<void> {
    await this.workbench().run('keylessContainers.signOut');
    for (const setting of settings) await this.workbench().setSetting(setting, undefined);
  }
}
