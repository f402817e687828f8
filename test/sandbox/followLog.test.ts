import assert from 'node:assert/strict';
import { LogFollower } from '../../src/logs/follow';
import type { BehaviourName } from '../../src/sandbox/behaviours';
import { behaviourOf } from '../../src/sandbox/containerGroupMoment';
import { containerGroupLog } from '../../src/sandbox/containerGroupLog';
import type { SandboxContainerGroup } from '../../src/sandbox/world';
import { Fixture, start } from './groupFixture';
import { Random } from './random';

const container = 'app';

/** What the container's present run, or its last one, has written in truth, whatever Azure keeps of it; each line told apart from every other. */
function truth(group: SandboxContainerGroup, now: number): { readonly run: number; readonly lines: readonly string[] } {
  const { startedAt = 0, finishedAt = now } = group.containers[container] ?? {};
  const { behaviour, context } = behaviourOf(group, container);
  const counted = new Map<number, number>();
  const lines = behaviour.lines(context, finishedAt - startedAt).map(({ atMs, text }) => {
    const ordinal = counted.get(atMs) ?? 0;
    counted.set(atMs, ordinal + 1);
    return `${startedAt + atMs}:${ordinal} ${text}`;
  });
  return { run: startedAt, lines };
}

/** What a follower ought to have given: worked out from which lines are which, not from their texts. */
class Reference {
  private last: { readonly run: number; readonly line: string } | undefined;

  take(group: SandboxContainerGroup, now: number, shown: number): string[] {
    const { run, lines } = truth(group, now);
    const from = lines.length - shown;
    const before = this.last;
    if (shown === 0) return [];
    this.last = { run, line: lines.at(-1) ?? '' };
    const textOf = (line: string): string => line.slice(line.indexOf(' ') + 1);
    if (!before) return lines.slice(from).map(textOf);
    if (before.run !== run) return ['<another run>', ...lines.slice(from).map(textOf)];
    const next = lines.indexOf(before.line) + 1;
    return [...(next < from || next === 0 ? ['<dropped>'] : []), ...lines.slice(Math.max(next, from)).map(textOf)];
  }
}

async function followed(
  behaviour: BehaviourName,
  seed: number,
): Promise<{ readonly lines: number; readonly drops: number; readonly runs: number }> {
  const random = new Random(seed);
  const fixture = new Fixture();
  fixture.grant();
  fixture.push('followed', { tags: ['1'], megabytes: 40, behaviour, at: start });
  await fixture.put(fixture.definition(`${fixture.registry.loginServer}/followed:1`));
  const group = Object.values(fixture.world.containerGroups)[0];
  assert.ok(group);
  const follower = new LogFollower();
  const reference = new Reference();
  const count = { lines: 0, drops: 0, runs: 0 };
  let needsAll: boolean = false;
  fixture.pass(random.of([11, 30, 300]));
  for (let polls = 0; polls < 40; polls++) {
    const gap = random.percent(10) ? random.of([300, 460, 900]) : random.of([0, 0.01, 0.5, 2, 5, 10]);
    fixture.pass(gap);
    fixture.sandbox.settle();
    if (random.percent(3)) await fixture.act('stop');
    if (random.percent(3) && group.state === 'Stopped') await fixture.act('start');
    const now = fixture.clock.now();
    const tail: number | undefined = needsAll || random.percent(30) ? undefined : random.of([3, 50, 1000]);
    const text = containerGroupLog(group, container, now, { timestamps: true, tail });
    if (text === undefined) continue;
    const news = follower.take({ text, ...(tail === undefined ? {} : { tail }) });
    needsAll = news === undefined;
    if (!news) continue;
    const shown = text.split('\n').length - 1;
    const expected = reference.take(group, now, shown);
    const given = news.map((one) => (one.kind === 'line' ? one.line.text : one.kind === 'dropped' ? '<dropped>' : '<another run>'));
    // Of a run that is already as long as Azure keeps one, nobody can tell that nothing was before it.
    if (expected[0] === '<another run>' && given[0] === '<dropped>') given[0] = '<another run>';
    assert.deepEqual(given, expected, `${behaviour}, seed ${seed}, poll ${polls}, tail ${tail}`);
    count.lines += news.filter(({ kind }) => kind === 'line').length;
    count.drops += expected.filter((one) => one === '<dropped>').length;
    count.runs += expected.filter((one) => one === '<another run>').length;
  }
  return count;
}

describe('following the logs of the sandbox', () => {
  const behaviours: readonly (readonly [BehaviourName, number])[] = [
    ['chatty', 2],
    ['crashing', 60],
    ['web', 60],
    ['worker', 30],
    ['needsDatabase', 60],
  ];
  for (const [behaviour, seeds] of behaviours) {
    it(`gives each line once, and a mark where some were dropped: ${behaviour}`, async () => {
      const total = { lines: 0, drops: 0, runs: 0 };
      for (let seed = 1; seed <= seeds; seed++) {
        const { lines, drops, runs } = await followed(behaviour, seed);
        Object.assign(total, { lines: total.lines + lines, drops: total.drops + drops, runs: total.runs + runs });
      }
      assert.ok(total.lines > 500, `${total.lines} lines`);
      if (behaviour === 'chatty') assert.ok(total.drops > 0, `${total.drops} drops`);
      if (behaviour === 'crashing') assert.ok(total.runs > 50, `${total.runs} other runs`);
    }).timeout(60_000);
  }
});
