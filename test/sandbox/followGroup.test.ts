import assert from 'node:assert/strict';
import type { Azure } from '../../src/azure/azure';
import { followGroup } from '../../src/logs/followGroup';
import { Gate } from '../../src/logs/gate';
import { inEnglish } from '../../src/model/message';
import type { Clock } from '../../src/plan/clock';
import { addContainerGroup } from '../../src/sandbox/containerGroupBuild';
import type { Fault } from '../../src/sandbox/faults';
import { idOf, openAzure } from './openAzure';

const logPath = /\/logs$/i;

/** A group of Contoso that is followed by a clock that moves only when the follower waits. */
class Followed {
  readonly world = openAzure();
  readonly azure = this.world.connect({ retry: { maxRetries: 0 } });
  readonly shown: string[] = [];
  readonly gate = new Gate();
  readonly waits: number[] = [];
  private readonly stopping = new AbortController();
  /** Done before the given wait, counted from 1. */
  readonly at = new Map<number, () => unknown>();

  constructor(
    private readonly group: string,
    private readonly containers: readonly string[],
    private readonly mostWaits = 40,
    /** How far this machine's clock is ahead of Azure's. */
    private readonly skewMs = 0,
  ) {}

  get groupId(): string {
    return idOf(this.world, 'containerGroups', this.group);
  }

  fault(fault: Fault): void {
    this.world.open.sandbox.faults.add(fault);
  }

  stop(): void {
    this.stopping.abort();
  }

  get requests(): readonly string[] {
    return this.world.open.sandbox.log.map(({ method, path }) => `${method} ${path}`).filter((line) => /containerGroups\//i.test(line));
  }

  async run(from: 'tail' | 'start' = 'tail'): Promise<string> {
    const { clock: sandboxClock } = this.world.open.sandbox;
    const clock: Clock = {
      now: () => sandboxClock.now() + this.skewMs,
      sleep: async (ms, ...signals) => {
        this.waits.push(ms);
        await this.at.get(this.waits.length)?.();
        if (this.waits.length >= this.mostWaits) this.stop();
        if (signals.some(({ aborted }) => aborted)) return;
        sandboxClock.advance(ms);
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
    await followGroup({
      azure: this.azure.containerGroups,
      clock,
      groupId: this.groupId,
      containers: this.containers,
      from,
      gate: this.gate,
      signal: this.stopping.signal,
      view: {
        line: (container, { text }) => this.shown.push(`${container}| ${text}`),
        say: (text) => this.shown.push(`(${inEnglish(text)})`),
        fail: (container, error) => this.shown.push(`(${container} failed: ${String(error)})`),
      },
    });
    return this.shown.join('\n');
  }
}

function times(text: string, pattern: RegExp): number {
  return text.match(new RegExp(pattern, 'g'))?.length ?? 0;
}

describe('following a container group', function () {
  this.timeout(20_000);

  it('shows a container that has ended, says what its exit code means, and stops', async () => {
    const ended = await new Followed('nightly-report', ['report']).run('start');
    assert.match(
      ended,
      /^report\| report for yesterday\n[^]*report\| report written, 3,291 rows\n\(report has ended with exit code 0: it did what it had to\.\)$/,
    );
    const failed = await new Followed('nightly-report-old', ['report']).run();
    assert.match(failed, /refused the upload \(403\)\n\(report has ended with exit code 1: the program reported an error\.\)$/);
  });

  it('follows a crash loop through its restarts: each run’s lines once, and how each ended', async () => {
    const shown = await new Followed('payments-api', ['api'], 120).run('start');
    assert.ok(times(shown, /api has ended with exit code 1/) >= 1, shown);
    assert.equal(times(shown, /api was started again/), times(shown, /payments api 2\.3\.0/) - 1);
    assert.ok(times(shown, /payments api 2\.3\.0/) >= 2, shown);
    assert.equal(times(shown, /DATABASE_URL is not set/), times(shown, /at readSettings/));
  });

  it('follows every container of a group, and each line comes once', async () => {
    const followed = new Followed('storefront', ['storefront', 'sidecar'], 60);
    const shown = await followed.run('tail');
    assert.ok(times(shown, /storefront\| /) > 50, shown);
    const messages = [...shown.matchAll(/sidecar\| message (\d+)/g)].map(([, number]) => Number(number));
    assert.ok(messages.length > 10);
    assert.equal(new Set(messages).size, messages.length);
  });

  it('shows the same where the clock of this machine is an hour ahead or behind', async () => {
    const [right, ahead, behind] = await Promise.all(
      [0, 3_600_000, -3_600_000].map((skew) => new Followed('payments-api', ['api'], 60, skew).run('start')),
    );
    assert.match(right as string, /api has ended with exit code 1/);
    assert.equal(ahead, right);
    assert.equal(behind, right);
  });

  /** A group whose init containers run before its worker. */
  function withInit(containers: readonly string[], mostWaits: number): Followed {
    const followed = new Followed('prepared', containers, mostWaits);
    const { world, clock } = followed.world.open.sandbox;
    const subscriptionId = Object.values(world.subscriptions).find(({ name }) => name === 'Contoso Production')?.id ?? '';
    const image = (name: string, image: string) => ({
      name,
      properties: { image: `mcr.microsoft.com/azuredocs/${image}`, resources: { requests: { cpu: 1, memoryInGB: 1 } } },
    });
    addContainerGroup(world, {
      subscriptionId,
      resourceGroup: 'rg-web',
      name: 'prepared',
      at: clock.now(),
      definition: {
        location: 'westeurope',
        properties: {
          initContainers: [image('migrate', 'aci-wordcount')],
          containers: [image('worker', 'aci-tutorial-sidecar')],
          osType: 'Linux',
          restartPolicy: 'Always',
        },
      },
    });
    return followed;
  }

  it('follows init containers to their end, which is for good whatever the policy, and the others on', async () => {
    const shown = await withInit(['migrate', 'worker'], 90).run('start');
    assert.match(
      shown,
      /migrate\| report for yesterday\n[^]*migrate\| report written, 3,291 rows\n[^]*\(migrate has ended with exit code 0: it did what it had to\.\)/,
    );
    assert.equal(times(shown, /migrate has ended/), 1, shown);
    assert.match(shown, /worker\| worker started[^]*worker\| message \d+ handled/);
    assert.doesNotMatch(shown, /migrate was started again/);
  });

  it('says that Azure gives no log of an init container where it says that there is none, and how it ended', async () => {
    const followed = withInit(['migrate'], 60);
    const body = { error: { code: 'ContainerNotFound', message: 'no' } };
    followed.fault({ kind: 'status', status: 404, body, match: { path: /migrate\/logs$/i } });
    followed.world.open.sandbox.clock.advance(3_600_000);
    assert.equal(await followed.run(), '(Azure gives no log of migrate.)\n(migrate has ended with exit code 0: it did what it had to.)');
  });

  it('says that the group has no such container any more where it has not', async () => {
    assert.equal(await new Followed('storefront', ['gone']).run(), '(The container group has no container gone any more.)');
  });

  it('asks at most once in two seconds for each container, and ever less of a quiet one', async () => {
    const followed = new Followed('orders-worker', ['orders'], 30);
    await followed.run();
    assert.ok(followed.requests.length <= 31, `${followed.requests.length} requests in 30 turns`);
    assert.ok(
      followed.waits.every((ms) => ms >= 2_000 && ms <= 10_000),
      followed.waits.join(),
    );
    assert.ok(
      followed.waits.some((ms) => ms > 4_000),
      followed.waits.join(),
    );
  });

  it('asks for nothing while nobody looks, and misses nothing then', async () => {
    const followed = new Followed('orders-worker', ['orders'], 12);
    let asked = 0;
    followed.at.set(4, async () => {
      followed.gate.set(false);
      setTimeout(() => {
        asked = followed.requests.length;
        followed.world.open.sandbox.clock.advance(300_000);
        setTimeout(() => {
          assert.equal(followed.requests.length, asked);
          followed.gate.set(true);
        }, 30);
      }, 30);
    });
    const shown = await followed.run('start');
    assert.ok(asked > 0);
    const messages = [...shown.matchAll(/message (\d+) handled/g)].map(([, number]) => Number(number));
    assert.equal(new Set(messages).size, messages.length);
    messages.slice(1).forEach((number, at) => assert.ok(number - (messages[at] ?? 0) <= 2, `${messages[at]} then ${number}`));
  });

  it('goes on after the connection was cut, and says so once', async () => {
    const followed = new Followed('storefront', ['storefront'], 20);
    followed.at.set(3, () => {
      followed.fault({ kind: 'resetAfter', match: { path: logPath }, times: 3 });
      followed.fault({ kind: 'htmlBody', match: { path: logPath }, times: 2 });
    });
    const shown = await followed.run();
    assert.equal(times(shown, /The connection was lost/), 1, shown);
    assert.equal(times(shown, /The connection is back/), 1, shown);
  });

  it('waits as long as Azure asks when it is too fast', async () => {
    const followed = new Followed('storefront', ['storefront'], 8);
    followed.at.set(2, () => followed.fault({ kind: 'status', status: 429, headers: { 'retry-after': '37' }, match: { path: logPath } }));
    const shown = await followed.run();
    assert.ok(followed.waits.includes(37_000), followed.waits.join());
    assert.match(shown, /Azure asks to slow down\. Going on in 37 seconds\./);
  });

  it('says once for all containers that Azure asks to slow down, and again when that was over', async () => {
    const followed = new Followed('storefront', ['storefront', 'sidecar'], 36);
    const tooFast = (times: number): void =>
      followed.fault({ kind: 'status', status: 429, headers: { 'retry-after': '37' }, match: { path: logPath }, times });
    followed.at.set(3, () => tooFast(7));
    followed.at.set(24, () => tooFast(3));
    const shown = await followed.run();
    assert.equal(followed.world.open.sandbox.faults.pending, 0);
    assert.equal(followed.waits.filter((ms) => ms === 37_000).length, 10, followed.waits.join());
    assert.equal(times(shown, /\(Azure asks to slow down/), 2, shown);
  });

  it('waits out a storm of conflicts', async () => {
    const followed = new Followed('storefront', ['storefront'], 40);
    const body = { error: { code: 'ContainerGroupTransitioning', message: 'still transitioning' } };
    followed.at.set(1, () => followed.fault({ kind: 'status', status: 409, body, match: { path: logPath }, times: 6 }));
    const shown = await followed.run();
    assert.equal(times(shown, /The container group is on its way/), 1, shown);
    assert.equal(followed.world.open.sandbox.faults.pending, 0);
    assert.match(shown.slice(shown.indexOf('on its way')), /storefront\| /);
  });

  it('waits for a log that is asked for too early', async () => {
    const followed = new Followed('storefront', ['storefront'], 60);
    await followed.azure.containerGroups.restart(followed.groupId);
    const shown = await followed.run();
    assert.match(shown, /^\(The container group is on its way; waiting for it\.\)\n[^]*storefront\| listening on port/);
    const early = new Followed('storefront', ['storefront'], 10);
    const body = { error: { code: 'ContainerLogNotAvailable', message: 'not yet' } };
    early.fault({ kind: 'status', status: 404, body, match: { path: logPath }, times: 2 });
    assert.match(await early.run(), /^\(storefront has not written anything yet[^]*storefront\| /);
  });

  it('says that somebody else deleted the group, once, and ends', async () => {
    const followed = new Followed('storefront', ['storefront', 'sidecar'], 40);
    followed.at.set(5, () => followed.azure.containerGroups.delete(followed.groupId));
    const shown = await followed.run();
    assert.equal(times(shown, /storefront was deleted by somebody else/), 1, shown);
    assert.ok(followed.waits.length < 12);
  });

  it('says how a container ended that is stopped meanwhile, after its last lines', async () => {
    const followed = new Followed('storefront', ['storefront'], 60);
    followed.at.set(5, () => followed.azure.containerGroups.stop(followed.groupId));
    const shown = await followed.run();
    assert.match(shown, /\(storefront has ended with exit code 7147: Container Instances stopped it, and it ended in time\.\)$/);
    assert.doesNotMatch(shown, /dropped|begins anew/);
  });

  it('follows a container whose clock is behind that of the run before', async () => {
    const followed = new Followed('storefront', ['storefront'], 30);
    const shift = (content: string, minutes: number): string =>
      content.replace(/^(\S+)/gm, (stamp) => new Date(Date.parse(stamp) - minutes * 60_000).toISOString());
    let minutes = 0;
    const { containerGroups } = followed.azure;
    const logs: Azure['containerGroups']['logs'] = async (...args) => shift(await containerGroups.logs(...args), minutes);
    const skewed = { ...containerGroups, logs };
    Object.assign(followed, { azure: { ...followed.azure, containerGroups: skewed } });
    followed.at.set(6, async () => {
      await skewed.restart(followed.groupId);
      minutes = 90;
    });
    const shown = await followed.run();
    assert.equal(times(shown, /storefront was started again/), 1, shown);
    assert.equal(times(shown, /listening on port/), 1, shown);
  });

  it('gives up where the person may not read logs, and says why', async () => {
    const followed = new Followed('storefront', ['storefront']);
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } };
    followed.fault({ kind: 'status', status: 403, body, match: { path: logPath } });
    assert.match(await followed.run(), /^\(storefront failed: /);
  });
});
