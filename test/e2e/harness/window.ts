import type { RootHookObject } from 'mocha';
import type { Cloud } from '../../../src/sandbox/server/startCloud';
import type { Az } from '../../az/az';
import type { Workbench } from '../pages/workbench';
import { Session } from './session';

let session: Session | undefined;

/** One server and one browser serve the whole run. */
export const mochaHooks: RootHookObject = {
  async beforeAll() {
    session = await Session.start();
  },
  async afterAll() {
    await session?.stop();
  },
};

/** The cloud on this machine that the windows can sign in to, while tests run. */
export function signInCloud(): Cloud {
  if (session === undefined) throw new Error('The cloud is there only while tests run.');
  return session.cloud;
}

/** The Azure CLI that the windows run, in a folder that only they and the tests know. */
export function cliOfWindows(): Az {
  if (session === undefined) throw new Error('The Azure CLI is there only while tests run.');
  return session.az;
}

/**
 * For a `describe`: opens a window before its tests, puts everything back before each of them, and takes a picture of the window and
 * prints its text where one fails. Answers a function that gives the window.
 */
export function freshWindow(): () => Workbench {
  let workbench: Workbench | undefined;
  const current = (): Workbench => {
    if (workbench === undefined) {
      throw new Error('The window is there only while a test runs.');
    }
    return workbench;
  };

  before(async () => {
    if (session === undefined) {
      throw new Error('Run mocha with --require=test/e2e/harness/window.ts.');
    }
    workbench = await session.openWindow();
  });

  beforeEach(async () => current().reset());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await current().picture(`failed ${this.currentTest.fullTitle().replaceAll(/[^\w ]/g, '')}`);
      console.error(`The window shows:\n${(await current().text()).replaceAll(/^/gm, '  | ')}`);
    }
  });

  return current;
}
