import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import TallyReporter from '../report/tally';

/** Called by the extension host: runs the bundled tests beside this module. What mocha says goes to the file that KEYLESS_LOG names. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const log = process.env['KEYLESS_LOG'];
  if (log !== undefined) {
    Mocha.reporters.Base.consoleLog = (...args: unknown[]) => appendFileSync(log, `${format(...args)}\n`);
  }
  const mocha = new Mocha({ reporter: TallyReporter, timeout: 20_000, color: false });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.js'))) {
    mocha.addFile(join(__dirname, file));
  }
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) {
    throw new Error(`${failures} failed`);
  }
}
