import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from '../launch/bundle';
import { outFolder, projectFolder } from '../launch/paths';
import { fresh, median } from './fresh';

/** Fresh processes for each file, all files in turn, so that whatever else the machine does meets them alike. */
const rounds = 15;

/** Loaded to know how fast this machine is: large, and the same for everybody by the lock file. */
const reference = join(projectFolder, 'node_modules/typescript/lib/typescript.js');

/** Loads a file with a stand-in for the module `vscode` that has whatever is asked of it, and activates what can be activated. */
const program = `
  const Module = require('node:module');
  const nothing = new Proxy(function () {}, {
    get: (target, name) => (name === 'then' ? undefined : name === Symbol.toPrimitive ? () => '' : name in target ? target[name] : nothing),
    set: () => true,
    apply: () => nothing,
    construct: () => nothing,
  });
  class EventEmitter {
    event = () => nothing;
    fire() {}
    dispose() {}
  }
  // A bundle copies the module's own names and inherits the others.
  const vscode = Object.create(new Proxy({}, { get: (_, name) => (name === 'EventEmitter' ? EventEmitter : nothing) }));
  const load = Module._load;
  Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));
  const start = performance.now();
  const loaded = require(process.argv[1]);
  const ready = performance.now();
  if (process.argv[1].endsWith('extension.js')) loaded.activate({ subscriptions: [], globalState: nothing, workspaceState: { get: (_, usual) => usual }, globalStorageUri: nothing });
  console.log(JSON.stringify([ready - start, performance.now() - ready]));
  process.exit(0);`;

/** Prints how long each bundle takes to load, and the extension's own to activate. */
export async function benchLoading(): Promise<void> {
  await buildExtension('production');
  mkdirSync(outFolder, { recursive: true });
  const empty = join(outFolder, 'empty.js');
  writeFileSync(empty, '');
  const dist = join(projectFolder, 'dist');
  const bundles = readdirSync(dist).filter((file) => file.endsWith('.js'));
  const files = [reference, empty, ...bundles.map((name) => join(dist, name))];
  const times = new Map(files.map((file) => [file, { load: [] as number[], activate: [] as number[] }]));
  for (let round = 0; round < rounds; round++) {
    for (const [file, { load, activate }] of times) {
      const [loaded, activated] = fresh<[number, number]>('-e', program, file);
      load.push(loaded);
      activate.push(activated);
    }
  }
  const loadOf = (file: string) => median(times.get(file)?.load ?? []);
  console.log(`\nLoading, medians of ${rounds} fresh processes`);
  console.log(`  typescript.js  ${loadOf(reference).toFixed(1)} ms: the reference`);
  console.log(`  an empty file  ${loadOf(empty).toFixed(1)} ms`);
  for (const name of bundles) {
    const ms = loadOf(join(dist, name));
    const share = `${((100 * ms) / loadOf(reference)).toFixed(1)}% of the reference, ${(ms / loadOf(empty)).toFixed(0)} empty files`;
    console.log(`  ${name.padEnd(13)}  ${ms.toFixed(1)} ms, ${share}, ${(statSync(join(dist, name)).size / 1000).toFixed(0)} KB`);
  }
  const activated = median(times.get(join(dist, 'extension.js'))?.activate ?? []);
  console.log(`  and activate() ${activated.toFixed(1)} ms, ${((100 * activated) / loadOf(reference)).toFixed(1)}% of the reference`);
}
