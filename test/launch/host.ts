import { once } from 'node:events';
import { buildHostTests } from './bundle';
import { chooseVsCode } from './choose';
import { startChromium } from './chromium';
import { runDesktop } from './desktop';
import { projectFolder, sampleWorkspace } from './paths';
import { startServed } from './served';

/** Milliseconds in which all tests inside the extension host must have ended. */
const limit = 300_000;

/** Runs the tests of test/host/ inside a real extension host; `env` reaches it. Answers the exit code of the run. */
export async function runHostTests(env: Readonly<Record<string, string>>): Promise<number> {
  const window = { workspace: sampleWorkspace, developmentFolder: projectFolder, testsModule: await buildHostTests() };
  const hostEnv = { ...env, KEYLESS_TEST: '1', KEYLESS_SANDBOX: '1' };
  const choice = await chooseVsCode();
  if (choice.kind === 'desktop') {
    return runDesktop(choice.executable, window, hostEnv);
  }
  const browser = await startChromium();
  try {
    const server = await startServed({ version: choice.version, env: hostEnv, development: true });
    try {
      const page = await browser.newPage();
      let exit: (code: number) => void = () => undefined;
      const ended = new Promise<number>((resolve) => (exit = resolve));
      await page.exposeFunction('codeAutomationExit', exit);
      await page.exposeFunction('codeAutomationLog', () => undefined);
      await page.goto(server.url(window));
      return await Promise.race([ended, timeUp()]);
    } finally {
      await server.stop();
    }
  } finally {
    await browser.close();
  }
}

async function timeUp(): Promise<never> {
  await once(AbortSignal.timeout(limit), 'abort');
  throw new Error(`The tests in the extension host did not end within ${limit / 1000} seconds.`);
}
