import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { Gate } from '../../src/logs/gate';
import { AppError } from '../../src/model/appError';
import { message } from '../../src/model/message';
import type { GroupMetrics, MetricSpan } from '../../src/model/metrics';
import { UsageWatch } from '../../src/ui/watch/usageWatch';

const minute = 60_000;
const start = Date.parse('2026-06-01T08:00:30Z');

/** A watch by a clock that goes on when the test says so. */
class Watched {
  now = start;
  readonly asked: MetricSpan[] = [];
  readonly gate = new Gate();
  changes = 0;
  failures = 0;
  /** What the next requests come to; they are answered where there is none. */
  readonly errors: unknown[] = [];
  /** Requests stay unanswered until this is let go. */
  held: Promise<void> | undefined;
  private sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  readonly watch = new UsageWatch({
    read: (span, signal) => this.read(span, signal),
    clock: {
      now: () => this.now,
      sleep: (ms, ...signals) =>
        new Promise((resolve) => {
          const wake = (): void => {
            for (const signal of signals) signal.removeEventListener('abort', wake);
            resolve();
          };
          this.sleepers.push({ until: this.now + ms, wake });
          for (const signal of signals) signal.addEventListener('abort', wake);
        }),
    },
    gate: this.gate,
    changed: () => (this.changes += 1),
    failed: () => (this.failures += 1),
  });

  private async read(span: MetricSpan, signal: AbortSignal): Promise<GroupMetrics> {
    this.asked.push(span);
    await this.held;
    if (signal.aborted) throw AppError.cancelled();
    if (this.errors.length > 0) throw this.errors.shift();
    return { span, cpu: [], memory: [] };
  }

  async pass(ms: number): Promise<void> {
    for (const end = this.now + ms; this.now < end;) {
      this.now = Math.min(end, this.now + 10_000);
      const woken = this.sleepers.filter(({ until }) => until <= this.now);
      this.sleepers = this.sleepers.filter(({ until }) => until > this.now);
      for (const { wake } of woken) wake();
      await setImmediate();
      await setImmediate();
    }
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await setImmediate();
  }
}

function metricsOf({ watch }: Watched): GroupMetrics | undefined {
  return watch.state.metrics;
}

function failure(status: number, more: { readonly retryAfterMs?: number } = {}): AppError {
  return new AppError('Refused', message('error.azureBare', { status, code: 'Refused' }), { status, ...more });
}

describe('watching what containers use', () => {
  it('asks once for what goes on no more, and for the hours up to the last whole minute', async () => {
    const watched = new Watched();
    watched.watch.follow(false);
    await watched.settle();
    await watched.pass(10 * minute);
    const to = Date.parse('2026-06-01T08:00:00Z');
    assert.deepEqual(watched.asked, [{ from: to - 60 * minute, to, stepMs: minute }]);
    assert.deepEqual([watched.changes, watched.watch.state.at], [1, start]);
  });

  it('asks once a minute while it goes on, however often it is told so, and no more after it is closed', async () => {
    const watched = new Watched();
    for (let second = 0; second < 600; second += 20) {
      watched.watch.follow(true);
      await watched.settle();
      await watched.pass(20_000);
    }
    assert.equal(watched.asked.length, 11);
    watched.watch.dispose();
    watched.watch.follow(true);
    watched.watch.choose(6);
    await watched.pass(10 * minute);
    assert.equal(watched.asked.length, 11);
  });

  it('asks once more at most after it is told to rest, and goes on when it is told to follow', async () => {
    const watched = new Watched();
    watched.watch.rest();
    await watched.pass(5 * minute);
    assert.equal(watched.asked.length, 0);
    watched.watch.follow(true);
    await watched.pass(minute);
    watched.watch.rest();
    await watched.pass(10 * minute);
    const before = watched.asked.length;
    assert.ok(before <= 3, String(before));
    watched.watch.follow(true);
    await watched.settle();
    assert.equal(watched.asked.length, before + 1);
  });

  it('asks nothing while nobody looks, and at once when somebody does again', async () => {
    const watched = new Watched();
    watched.watch.follow(true);
    await watched.pass(2 * minute);
    watched.gate.set(false);
    const before = watched.asked.length;
    await watched.pass(30 * minute);
    assert.equal(watched.asked.length, before);
    watched.gate.set(true);
    await watched.settle();
    assert.equal(watched.asked.length, before + 1);
  });

  it('asks for another period at once, and keeps what it knows of each for a minute', async () => {
    const watched = new Watched();
    watched.watch.follow(true);
    await watched.settle();
    watched.watch.choose(24);
    assert.equal(metricsOf(watched), undefined);
    await watched.settle();
    assert.deepEqual(
      watched.asked.map(({ from, to, stepMs }) => [(to - from) / minute / 60, stepMs / minute]),
      [
        [1, 1],
        [24, 15],
      ],
    );
    watched.watch.choose(1);
    await watched.settle();
    assert.equal(watched.asked.length, 2);
    assert.equal(metricsOf(watched)?.span.stepMs, minute);
    await watched.pass(minute);
    assert.equal(watched.asked.length, 3);
    assert.equal(watched.asked[2]?.stepMs, minute);
  });

  it('asks again for a period whose answer nobody waited for', async () => {
    const watched = new Watched();
    let letGo = (): void => undefined;
    watched.held = new Promise((resolve) => (letGo = resolve));
    watched.watch.follow(true);
    watched.watch.choose(6);
    watched.watch.choose(1);
    letGo();
    await watched.settle();
    assert.deepEqual([watched.watch.state.hours, metricsOf(watched)?.span.stepMs], [1, minute]);
    assert.equal(watched.asked.at(-1)?.stepMs, minute);
    assert.ok(watched.asked.length <= 3, String(watched.asked.length));
  });

  it('keeps what it knows beside a failure, and tries again after a minute, or after what Azure asks for', async () => {
    const watched = new Watched();
    watched.watch.follow(true);
    await watched.settle();
    watched.errors.push(failure(500), failure(429, { retryAfterMs: 5 * minute }));
    await watched.pass(minute);
    assert.ok(watched.watch.state.error !== undefined && watched.watch.state.metrics);
    await watched.pass(minute);
    assert.deepEqual([watched.asked.length, watched.failures], [3, 2]);
    await watched.pass(4 * minute);
    assert.equal(watched.asked.length, 3);
    await watched.pass(minute);
    assert.deepEqual([watched.asked.length, watched.watch.state.error], [4, undefined]);
  });

  it('asks no more after a refusal, until it is told to', async () => {
    const watched = new Watched();
    watched.errors.push(failure(403));
    watched.watch.follow(true);
    await watched.pass(10 * minute);
    watched.watch.follow(true);
    await watched.pass(minute);
    assert.equal(watched.asked.length, 1);
    watched.watch.again();
    await watched.settle();
    assert.deepEqual([watched.asked.length, watched.watch.state.error], [2, undefined]);
  });

  it('reads anew at once when it is told to, though nothing runs any more, and once for two clicks', async () => {
    const watched = new Watched();
    watched.watch.again();
    await watched.settle();
    assert.equal(watched.asked.length, 0, 'nothing is known of the group yet');
    watched.watch.follow(false);
    await watched.settle();
    await watched.pass(10_000);
    watched.watch.again();
    watched.watch.again();
    await watched.settle();
    assert.deepEqual([watched.asked.length, watched.watch.state.at], [2, start + 10_000]);
    await watched.pass(10 * minute);
    assert.equal(watched.asked.length, 2);
    watched.watch.dispose();
    watched.watch.again();
    await watched.settle();
    assert.equal(watched.asked.length, 2);
  });

  it('reads once a minute from when it was told to, while it goes on', async () => {
    const watched = new Watched();
    watched.watch.follow(true);
    await watched.settle();
    await watched.pass(30_000);
    watched.watch.again();
    await watched.settle();
    await watched.pass(50_000);
    assert.equal(watched.asked.length, 2);
    await watched.pass(10_000);
    assert.equal(watched.asked.length, 3);
  });
});
