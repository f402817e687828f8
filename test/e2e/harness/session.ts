import type { Browser } from 'playwright-core';
import type { Cloud } from '../../../src/sandbox/server/startCloud';
import { startCloud } from '../../../src/sandbox/server/startCloud';
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
  ) {}

  static async start({ installExtensions = linkExtension }: SessionOptions = {}): Promise<Session> {
    const driver = new Driver();
    const cloud = await startCloud({ speed: 10 });
    const { world } = cloud.open.sandbox;
    const person = world.principals[world.signedIn];
    const account = { ...cloud.ready, objectId: person?.objectId, name: person?.name };
    const env = {
      ...(await driver.listen()),
      KEYLESS_TEST: '1',
      KEYLESS_SANDBOX: '1',
      KEYLESS_TEST_ACCOUNT: JSON.stringify(account),
      NODE_EXTRA_CA_CERTS: cloud.ready.caCertificate,
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
      return new Session(server, browser, driver, cloud);
    } catch (error) {
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
    return this.workbench;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await this.driver.close();
    await this.cloud.close();
  }
}
