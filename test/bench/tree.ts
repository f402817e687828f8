import { join } from 'node:path';
import { build } from 'esbuild';
import { outFolder } from '../launch/paths';
import type { Size } from '../sandbox/largeWorld';
import { fresh, median } from './fresh';
import type { Reading } from './readTree';

const travelMs = 50;
const runs = 5;
const megabyte = 1_000_000;

/** 2,000 registries. */
const wide: Size = { subscriptions: 50, registries: 40, identities: 1, containerGroups: 0 };
/** 10,000 resources, of which the states of 2,500 container groups are read too. */
const full: Size = { subscriptions: 50, registries: 100, identities: 50, containerGroups: 50 };

/** Prints how long the tree takes to show itself, and what it keeps. The sandbox does its own work in the same process. */
export async function benchTree(): Promise<void> {
  const program = join(outFolder, 'readTree.js');
  await build({
    entryPoints: [join(__dirname, 'readTree.ts')],
    outfile: program,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    logLevel: 'warning',
  });
  const read = (size: Size, ms: number) => fresh<Reading>('--expose-gc', program, JSON.stringify({ ...size, travelMs: ms }));
  const readings = Array.from({ length: runs }, () => read(wide, travelMs));
  const line = (what: string, rounds: number, of: (reading: Reading) => number) => {
    const ms = median(readings.map(of));
    console.log(
      `  ${what} ${ms.toFixed(0)} ms, ${(ms / (rounds * travelMs)).toFixed(2)} times the ${rounds * travelMs} ms of its requests`,
    );
  };
  console.log(`\nThe tree, 2,000 registries in 50 subscriptions, ${travelMs} ms a request, medians of ${runs} fresh processes`);
  line('first screen         ', 1, ({ firstScreenMs }) => firstScreenMs);
  line('and its first list   ', 2, ({ firstScreenMs, oneListMs }) => firstScreenMs + oneListMs);
  line('and all of registries', 3, ({ firstScreenMs, oneListMs, allRegistriesMs }) => firstScreenMs + oneListMs + allRegistriesMs);

  const bare = fresh<number>('--expose-gc', '-e', 'gc(); console.log(process.memoryUsage().heapUsed)');
  const { loadedBytes, readBytes, requests } = read(full, 0);
  const megabytes = (bytes: number) => `${(bytes / megabyte).toFixed(1)} MB`;
  console.log('\nMemory, 10,000 resources in 50 subscriptions read through the tree, over a bare process');
  console.log(
    `  ${megabytes(loadedBytes - bare + readBytes)}: code ${megabytes(loadedBytes - bare)}, what was read ${megabytes(readBytes)}`,
  );
  console.log(`  ${requests} requests`);
}
