import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { normalizeId, resourceName } from '../../src/model/resourceId';
import type { Clock } from '../../src/plan/clock';
import { GroupWatcher } from '../../src/ui/watch/groupWatcher';
import type { WatchedGroup } from '../../src/ui/watchedGroups';
import { idOf, openAzure } from './openAzure';

const minute = 60_000;

/** A watcher of groups in Contoso, by a clock that moves only when it waits. */
class Watched {
  readonly world = openAzure();
  private readonly azure = this.world.connect({ retry: { maxRetries: 0 } });
  groups: WatchedGroup[];
  readonly news: string[] = [];
  readonly waits: number[] = [];
  readonly failed: string[] = [];
  private readonly writing = new Set<string>();
  /** What happens before the given wait, counted from 1. */
  readonly at = new Map<number, () => unknown>();
  watcher: GroupWatcher | undefined;
  /** What happens while a group is read of which there is something to keep. */
  duringRead: (() => void) | undefined;

  constructor(...names: readonly string[]) {
    this.groups = names.map((name) => ({ id: idOf(this.world, 'containerGroups', name), name, target: 't' }));
  }

  get groupId(): string {
    return this.groups[0]?.id ?? '';
  }

  get reads(): readonly string[] {
    return this.world.open.sandbox.log
      .filter(({ method, path }) => method === 'GET' && /containerGroups\/[^/]+$/i.test(path))
      .map(({ path }) => path.split('/').at(-1) ?? '');
  }

  stop = (): Promise<unknown> => this.azure.containerGroups.stop(this.groupId);
  start = (): Promise<unknown> => this.azure.containerGroups.start(this.groupId);
  delete = (): Promise<unknown> => this.azure.containerGroups.delete(this.groupId);

  /** Somebody else sends a definition of one container with a command. */
  put = async (command: readonly string[], restartPolicy = 'Always'): Promise<unknown> => {
    if (restartPolicy !== 'Always') await this.delete();
    const definition: ContainerGroupDefinition = {
      location: 'westeurope',
      properties: {
        containers: [
          {
            name: 'app',
            properties: {
              image: 'mcr.microsoft.com/azuredocs/aci-helloworld',
              command: [...command],
              resources: { requests: { cpu: 0.5, memoryInGB: 1 } },
            },
          },
        ],
        osType: 'Linux',
        restartPolicy,
      },
    };
    return this.azure.containerGroups.put(this.groupId, definition);
  };

  /** This window itself does something to the first group. */
  write(act: () => Promise<unknown>): Promise<void> {
    const id = this.groupId;
    this.writing.add(normalizeId(id));
    this.watcher?.wrote([id]);
    return act().then(() => {
      this.writing.delete(normalizeId(id));
      this.watcher?.wrote([id]);
    });
  }

  /** @param tells whether what is new is told at once: otherwise it waits, as behind another notification. */
  async run(waits: number, tells = true): Promise<readonly string[]> {
    const stopping = new AbortController();
    const { clock: sandboxClock } = this.world.open.sandbox;
    const clock: Clock = {
      now: () => sandboxClock.now(),
      sleep: async (ms, ...signals) => {
        this.waits.push(ms);
        if (this.waits.length >= waits) return stopping.abort();
        await this.at.get(this.waits.length)?.();
        if (!signals.some(({ aborted }) => aborted)) sandboxClock.advance(ms);
      },
    };
    const watcher = new GroupWatcher({
      azure: this.azure.containerGroups,
      clock,
      watched: () => this.groups,
      keep: (id, told) => {
        this.duringRead?.();
        this.groups = this.groups.map((group) => (group.id === id ? { ...group, told } : group));
      },
      isWriting: (id) => this.writing.has(normalizeId(id)),
      signal: stopping.signal,
      seen: () => undefined,
      told: () => (tells ? this.tell() : undefined),
      gone: (id) => (this.groups = this.groups.filter((group) => group.id !== id)),
      fail: (id) => this.failed.push(resourceName(id)),
      chance: () => 0.5,
    });
    this.watcher = watcher;
    await watcher.run();
    return this.news;
  }

  tell(): void {
    const untold = this.watcher?.untold() ?? [];
    for (const { watched, news } of untold) this.news.push(`${watched.name} ${news.kind}`);
    this.watcher?.tell(untold);
    const deleted = untold.filter(({ news }) => news.kind === 'deleted').map(({ watched }) => watched.id);
    this.groups = this.groups.filter(({ id }) => !deleted.includes(id));
  }
}

describe('Watching container groups', () => {
  it('reads one group at a time, each once a minute, and more rarely where nothing happens', async () => {
    const watched = new Watched('orders-worker', 'admin');
    await watched.run(40);
    assert.deepEqual(watched.reads.slice(0, 4), ['orders-worker', 'admin', 'orders-worker', 'admin']);
    assert.equal(watched.reads.length, 40, 'one read an interval');
    assert.equal(watched.waits[0], minute / 2);
    assert.equal(Math.round((watched.waits.at(-1) ?? 0) / 1000), 150, 'every five minutes each');
    assert.deepEqual(watched.news, []);
  });

  it('looks at once at a group that is added during a pause, or while another one is read', async () => {
    for (const when of ['pause', 'read'] as const) {
      const watched = new Watched('orders-worker', 'admin');
      const { clock } = watched.world.open.sandbox;
      const [first, second] = watched.groups;
      assert.ok(first && second);
      watched.groups = [first];
      const begun = clock.now();
      const add = (): void => {
        watched.duringRead = undefined;
        watched.groups = [...watched.groups, second];
        watched.watcher?.wake();
      };
      if (when === 'read') watched.duringRead = add;
      else watched.at.set(1, add);
      watched.at.set(2, () => {
        assert.deepEqual(watched.reads, ['orders-worker', 'admin'], when);
        assert.equal(clock.now(), begun, when);
      });
      await watched.run(3);
      assert.equal(watched.waits.length, 3);
    }
  });

  it('tells that somebody else stopped a group, and that it runs again', async () => {
    const watched = new Watched('orders-worker');
    watched.at.set(2, watched.stop);
    watched.at.set(5, watched.start);
    assert.deepEqual(await watched.run(15), ['orders-worker stopped', 'orders-worker running']);
  });

  it('tells that somebody else deleted a group, and no longer watches it', async () => {
    const watched = new Watched('orders-worker', 'admin');
    watched.at.set(2, watched.delete);
    assert.deepEqual(await watched.run(10), ['orders-worker deleted']);
    assert.equal(watched.reads.filter((name) => name === 'orders-worker').length, 2);
  });

  it('tells of a crash loop once, though it runs for a moment again and again, and once more when it is over', async () => {
    const watched = new Watched('orders-worker');
    watched.at.set(2, () => watched.put(['sh', '-c', 'sleep 40; exit 3']));
    watched.at.set(30, () => watched.put(['tail', '-f', '/dev/null']));
    assert.deepEqual(await watched.run(50), ['orders-worker failing', 'orders-worker running']);
  });

  it('tells how a job ended', async () => {
    const ends: readonly (readonly [command: string, news: string])[] = [
      ['sleep 90; exit 0', 'orders-worker ended'],
      ['sleep 90; exit 3', 'orders-worker failing'],
    ];
    for (const [command, news] of ends) {
      const watched = new Watched('orders-worker');
      watched.at.set(2, () => watched.put(['sh', '-c', command], 'Never'));
      assert.deepEqual(await watched.run(12), [news], command);
    }
  });

  it('tells nothing of what this window does itself, but that it fails', async () => {
    const own = new Watched('orders-worker');
    own.at.set(2, () => own.write(own.stop));
    own.at.set(6, () => own.write(own.start));
    own.at.set(10, () => own.write(() => own.put(['sh', '-c', 'exit 1'])));
    assert.deepEqual(await own.run(20), ['orders-worker failing']);
    const deleted = new Watched('orders-worker');
    deleted.at.set(2, () => deleted.write(deleted.delete));
    assert.deepEqual(await deleted.run(6), []);
    assert.deepEqual(deleted.groups, []);
  });

  it('does not tell that a group was stopped while this window starts it again', async () => {
    const watched = new Watched('orders-worker');
    watched.at.set(2, watched.stop);
    watched.at.set(4, () => {
      const id = watched.groupId;
      watched.watcher?.wrote([id]);
      watched.tell();
    });
    await watched.run(5, false);
    assert.deepEqual(watched.news, []);
  });

  it('knows nothing of what was seen before of a group that is watched anew', async () => {
    const watched = new Watched('orders-worker');
    let before = watched.groups;
    watched.at.set(2, async () => {
      before = watched.groups;
      await watched.stop();
    });
    watched.at.set(4, () => (watched.groups = []));
    watched.at.set(6, async () => {
      watched.groups = before;
      await watched.start();
      watched.tell();
    });
    await watched.run(9, false);
    watched.tell();
    assert.deepEqual(watched.news, []);
  });

  it('does not tell what is no longer so when its turn comes', async () => {
    const watched = new Watched('orders-worker');
    watched.at.set(2, watched.stop);
    watched.at.set(5, watched.start);
    await watched.run(12, false);
    watched.tell();
    assert.deepEqual(watched.news, []);
  });

  it('goes on after a restart of the window with what was told before: what happened meanwhile is news', async () => {
    const before = new Watched('orders-worker');
    await before.run(3);
    const after = new Watched('orders-worker');
    after.groups = JSON.parse(JSON.stringify(before.groups)) as WatchedGroup[];
    await after.stop();
    assert.deepEqual(await after.run(2), ['orders-worker stopped']);
    const again = new Watched('orders-worker');
    again.groups = after.groups;
    await again.stop();
    assert.deepEqual(await again.run(3), [], 'it was told');
  });

  it('leaves Azure alone for as long as it asks to, and ever longer while it fails', async () => {
    const watched = new Watched('orders-worker');
    const { faults } = watched.world.open.sandbox;
    const body = { error: { code: 'TooManyRequests', message: 'Slow down.' } };
    watched.at.set(1, () => faults.add({ kind: 'status', status: 429, body, headers: { 'retry-after': '240' }, match: {} }));
    watched.at.set(2, () => faults.add({ kind: 'resetBefore', match: {}, times: 2 }));
    await watched.run(6);
    const seconds = watched.waits.map((ms) => Math.round(ms / 1000));
    assert.deepEqual(seconds.slice(0, 5), [60, 240, 120, 240, 72]);
    assert.equal(watched.failed.length, 3);
    assert.deepEqual(watched.news, []);
  });

  it('says once that a group may not be read, and goes on with the others', async () => {
    const watched = new Watched('orders-worker', 'admin');
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } };
    const match = { path: /orders-worker$/ };
    watched.at.set(2, () => watched.world.open.sandbox.faults.add({ kind: 'status', status: 403, body, match, times: 3 }));
    assert.deepEqual(await watched.run(14), ['orders-worker unreadable']);
    assert.ok(watched.reads.filter((name) => name === 'admin').length >= 5);
  });

  it('asks nothing where nothing is watched, or while this window writes to all that is', async () => {
    const none = new Watched();
    await none.run(3);
    assert.deepEqual(none.reads, []);
    const busy = new Watched('orders-worker');
    const never = new Promise<void>(() => undefined);
    busy.at.set(1, () => void busy.write(() => never));
    await busy.run(5);
    assert.equal(busy.reads.length, 1);
  });
});
