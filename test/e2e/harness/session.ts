import type { Browser } from 'playwright-core';
import type { Cloud } from '../../../src/sandbox/server/startCloud';
import { startCloud } from '../../../src/sandbox/server/startCloud';
import { Az } from '../../az/az';
import { installDriver } from '../../launch/bundle';
import { startChromium } from '../../launch/chromium';
import { sampleWorkspace } from '../../launch/paths';
import { linkExtension, startServed, type Served } from '../../launch/served';
import { Workbench } from '../pages/workbench';
import { Driver } from './driver';

export interface SessionOptions {
  /** Installs the extension; unless given, as it is built in its folder. */
  readonly installExtensions?: (folder: string) => Promise<void>;
}

/** One served VS Code and one browser, whose windows are opened one at a time. */
export class Session {
  private workbench: Workbench | undefined;

  private constructor(
    private readonly server: Served,
    private readonly browser: Browser,
    private readonly driver: Driver,
    /** Another Azure, on this machine, to sign in to. */
    readonly cloud: Cloud,
    /** The Azure CLI of the windows: signed in to nothing at first. */
    readonly az: Az,
  ) {}

  static async start({ installExtensions = linkExtension }: SessionOptions = {}): Promise<Session> {
    const driver = new Driver();
    const cloud = await startCloud({ speed: 10 });
    const az = await Az.at(cloud);
    const { world } = cloud.open.sandbox;
    const person = world.principals[world.signedIn];
    const account = { ...cloud.ready, objectId: person?.objectId, name: person?.name };
    const env = {
      ...(await driver.listen()),
      KEYLESS_TEST: '1',
      KEYLESS_SANDBOX: '1',
      KEYLESS_TEST_ACCOUNT: JSON.stringify(account),
      NODE_EXTRA_CA_CERTS: cloud.ready.caCertificate,
      ...az.environment,
      // For `DefaultAzureCredential`: https://learn.microsoft.com/javascript/api/@azure/identity/environmentcredential.
      AZURE_TENANT_ID: cloud.ready.tenantId,
      AZURE_CLIENT_ID: cloud.ready.clientId,
      AZURE_CLIENT_SECRET: cloud.ready.clientSecret,
      AZURE_AUTHORITY_HOST: cloud.ready.authority,
    };
    const version = process.env['KEYLESS_VSCODE_VERSION'];
    const browser = await startChromium();
    try {
      const server = await startServed({
        ...(version === undefined ? {} : { version }),
        env,
        installExtensions: async (folder) => {
          await installDriver(folder);
          await installExtensions(folder);
        },
      });
      return new Session(server, browser, driver, cloud, az);
    } catch (error) {
      await az.close();
      await cloud.close();
      await browser.close();
      throw error;
    }
  }

  /** Closes the window before and opens one with nothing in it but the sample workspace. */
  async openWindow(): Promise<Workbench> {
    await this.workbench?.page.context().close();
    this.driver.expectWindow();
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const url = this.server.url({ workspace: sampleWorkspace });
    await page.goto(url);
    this.workbench = new Workbench(page, this.driver);
    await this.workbench.ready();
    // Parts of VS Code take the focus late, where the machine is slow; nobody is there to open a list again that closed by that.
    await this.workbench.setSetting('workbench.quickOpen.closeOnFocusLost', false);
    return this.workbench;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await this.driver.close();
    await this.az.close();
    await this.cloud.close();
  }
}
