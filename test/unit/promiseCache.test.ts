import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import { PromiseCache } from '../../src/model/promiseCache';

/** A load that ends when told to, and says whether it was aborted. */
function slowLoad() {
  const calls: { resolve: (value: string) => void; reject: (error: unknown) => void; signal: AbortSignal }[] = [];
  const load = (signal: AbortSignal) => new Promise<string>((resolve, reject) => calls.push({ resolve, reject, signal }));
  return { calls, load };
}

describe('PromiseCache', () => {
  it('loads once for all who ask at the same time', async () => {
    const cache = new PromiseCache<string>(1000);
    const { calls, load } = slowLoad();
    const both = Promise.all([cache.get('a', load), cache.get('a', load)]);
    calls[0]?.resolve('value');
    assert.deepEqual(await both, ['value', 'value']);
    assert.equal(calls.length, 1);
  });

  it('loads again when the value is too old, counted from when it came', async () => {
    let now = 0;
    const cache = new PromiseCache<number>(1000, () => now);
    let loads = 0;
    const get = () => cache.get('a', async () => ++loads);
    now = 500;
    assert.equal(await get(), 1);
    now = 1499;
    assert.equal(await get(), 1);
    now = 1500;
    assert.equal(await get(), 2);
  });

  it('does not keep a failure', async () => {
    const cache = new PromiseCache<string>(1000);
    await assert.rejects(
      cache.get('a', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await cache.get('a', async () => 'yes'), 'yes');
  });

  it('does not keep what was loading when its key was dropped', async () => {
    const cache = new PromiseCache<string>(1000);
    const { calls, load } = slowLoad();
    const old = cache.get('a', load);
    cache.drop((key) => key === 'a');
    const fresh = cache.get('a', load);
    calls[0]?.resolve('old');
    calls[1]?.resolve('new');
    assert.deepEqual([await old, await fresh], ['old', 'new']);
    assert.equal(await cache.get('a', load), 'new');
  });

  it('keeps loading for the others when one gives up', async () => {
    const cache = new PromiseCache<string>(1000);
    const { calls, load } = slowLoad();
    const giveUp = new AbortController();
    const one = cache.get('a', load, giveUp.signal);
    const other = cache.get('a', load);
    giveUp.abort();
    await assert.rejects(one, (error) => AppError.is(error, 'Cancelled'));
    assert.equal(calls[0]?.signal.aborted, false);
    calls[0]?.resolve('value');
    assert.equal(await other, 'value');
  });

  it('aborts the load when the last one gives up, and loads anew for the next', async () => {
    const cache = new PromiseCache<string>(1000);
    const { calls, load } = slowLoad();
    const giveUp = new AbortController();
    const one = cache.get('a', load, giveUp.signal);
    giveUp.abort();
    await assert.rejects(one, (error) => AppError.is(error, 'Cancelled'));
    assert.equal(calls[0]?.signal.aborted, true);
    calls[0]?.reject(new Error('aborted'));
    const next = cache.get('a', load);
    calls[1]?.resolve('value');
    assert.equal(await next, 'value');
  });

  it('aborts what is loading when it is cleared', async () => {
    const cache = new PromiseCache<string>(1000);
    const { calls, load } = slowLoad();
    const waiting = cache.get('a', load);
    cache.clear();
    assert.equal(calls[0]?.signal.aborted, true);
    calls[0]?.reject(AppError.cancelled());
    await assert.rejects(waiting, (error) => AppError.is(error, 'Cancelled'));
  });
});
