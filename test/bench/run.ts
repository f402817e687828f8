import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from '../launch/bundle';
import { runMain } from '../launch/main';
import { projectFolder } from '../launch/paths';

/** Fresh processes for each bundle; the fastest counts, since everything else on a machine only slows down. */
const repeats = 15;

/** Loaded to know how fast this machine is: large, and the same for everybody by the lock file. */
const baseline = join(projectFolder, 'node_modules/typescript/lib/typescript.js');

/** Prints how long each bundle takes to load, in milliseconds and as a share of the baseline, which compares between machines. */
async function bench(): Promise<undefined> {
  await buildExtension('production');
  const dist = join(projectFolder, 'dist');
  const reference = loadTime(baseline);
  console.log(`baseline      ${reference.toFixed(1)} ms`);
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.js'))) {
    const time = loadTime(join(dist, name));
    const kilobytes = (statSync(join(dist, name)).size / 1000).toFixed(0);
    console.log(`${name.padEnd(13)} ${time.toFixed(1)} ms, ${((100 * time) / reference).toFixed(1)}% of the baseline, ${kilobytes} KB`);
  }
  return undefined;
}

/** Milliseconds of `require` in a fresh process, with a stand-in for the module `vscode` that has whatever is asked of it. */
function loadTime(file: string): number {
  const program = `
    const Module = require('node:module');
    const vscode = new Proxy(class {}, {
      get: (target, name) => (name in target ? target[name] : vscode),
      // A bundle copies the module's own names and inherits the others.
      getPrototypeOf: () => vscode,
    });
    const load = Module._load;
    Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));
    const start = performance.now();
    require(process.argv[1]);
    console.log(performance.now() - start);
    process.exit(0);`;
  const times = Array.from({ length: repeats }, () => Number(execFileSync(process.execPath, ['-e', program, file], { encoding: 'utf8' })));
  return Math.min(...times);
}

runMain(bench);
