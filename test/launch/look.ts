import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Session } from '../e2e/harness/session';
import type { Workbench } from '../e2e/pages/workbench';
import { buildExtension } from './bundle';
import { runMain } from './main';

/** What a script given to this tool exports: steps in a window, which take pictures with `picture` or `workbench.picture`. */
type Look = (workbench: Workbench, picture: (name: string) => Promise<void>) => Promise<void>;

/** `npx tsx test/launch/look.ts script.ts`: runs the script's default export in a fresh window; a failure leaves a picture too. */
async function look(): Promise<number> {
  const script = process.argv[2];
  if (script === undefined) {
    throw new Error('Usage: tsx test/launch/look.ts <script.ts>, which exports default async (workbench, picture) => { … }');
  }
  if (!process.argv.includes('--no-build')) {
    await buildExtension('development');
  }
  const module = (await import(pathToFileURL(resolve(script)).href)) as { default: Look | { default: Look } };
  const run = typeof module.default === 'function' ? module.default : module.default.default;
  const session = await Session.start();
  try {
    const workbench = await session.openWindow();
    const picture = async (name: string): Promise<void> => console.log(await workbench.picture(name));
    try {
      await run(workbench, picture);
    } catch (error) {
      await picture('look-failed');
      throw error;
    }
    return 0;
  } finally {
    await session.stop();
  }
}

runMain(look);
