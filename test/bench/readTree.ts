/** A program: reads a large world through the product's tree, and prints how long that took and what stays in memory. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createSandbox } from '../../src/sandbox/main';
import type { Size } from '../sandbox/largeWorld';
import { largeWorld } from '../sandbox/largeWorld';
import { ShownTree } from '../sandbox/shownTree';

export interface Reading {
  /** From an open session to the top of the tree. */
  readonly firstScreenMs: number;
  /** One list after that. */
  readonly oneListMs: number;
  /** All lists of registries, at once, and then all others. */
  readonly allRegistriesMs: number;
  readonly allListsMs: number;
  readonly requests: number;
  /** Bytes in use when the program has been loaded, the sandbox's part included; and what reading has added. */
  readonly loadedBytes: number;
  readonly readBytes: number;
}

/** @param travelMs how long each request is on its way. */
async function readTree({ travelMs, ...size }: Size & { readonly travelMs: number }): Promise<Reading> {
  const loadedBytes = await bytesInUse();
  const open = createSandbox({ world: largeWorld(size), speed: 0 });
  const before = await bytesInUse();
  const tree = await ShownTree.open(open, () => (travelMs > 0 ? setTimeout(travelMs) : Promise.resolve()));
  const [firstScreenMs, [subscription]] = await timed(() => tree.first());
  const [oneListMs] = await timed(async () => {
    const [list] = subscription ? await tree.expand(subscription) : [];
    return list && tree.expand(list);
  });
  const [allRegistriesMs] = await timed(() => tree.expandLists('registries'));
  const [allListsMs] = await timed(async () => {
    await tree.expandLists('identities');
    const groups = await tree.expandLists('containerGroups');
    if (size.containerGroups > 0) await tree.detailed(groups);
  });
  open.sandbox.log.length = 0;
  const readBytes = (await bytesInUse()) - before;
  const requests = tree.requests.length;
  tree.dispose();
  return { firstScreenMs, oneListMs, allRegistriesMs, allListsMs, requests, loadedBytes, readBytes };
}

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

/** Where Node was started with `--expose-gc`. What weak references have led to lives until the end of the turn. */
async function bytesInUse(): Promise<number> {
  await setImmediate();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

void readTree(JSON.parse(process.argv[2] ?? '') as Size & { travelMs: number }).then((reading) => console.log(JSON.stringify(reading)));
