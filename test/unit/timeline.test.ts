import assert from 'node:assert/strict';
import { exitMeaning } from '../../src/logs/exitMeaning';
import { happeningsOf, scaleOf, timelineOf } from '../../src/logs/timeline';
import type { ContainerEvent, ContainerGroup, ContainerInstanceView } from '../../src/model/containerGroup';
import { harmless } from '../../src/ui/watch/ansi';

const base = Date.parse('2026-06-01T08:00:00Z');
const at = (seconds: number): string => new Date(base + seconds * 1000).toISOString();
const event = (name: string, first: number, last = first, count = 1, type = 'Normal'): ContainerEvent => ({
  name,
  message: `${name}…`,
  firstTimestamp: at(first),
  lastTimestamp: at(last),
  count,
  type,
});

function group(view: ContainerInstanceView, events: ContainerEvent[] = []): ContainerGroup {
  const requests = { cpu: 1, memoryInGB: 1 };
  const containers = [{ name: 'api', properties: { image: 'a', resources: { requests }, instanceView: view } }];
  return {
    id: '/g',
    name: 'g',
    location: 'westeurope',
    definition: { properties: { containers, instanceView: { state: 'Running', events } } },
  };
}

function spans(view: ContainerInstanceView): string {
  const { containers } = timelineOf(group(view), base + 100_000);
  return (containers[0]?.spans ?? [])
    .map(
      ({ kind, from, to, exitCode, hasFailed }) =>
        `${hasFailed ? 'failed ' : ''}${kind} ${(from - base) / 1000}–${to === undefined ? '' : (to - base) / 1000}${exitCode === undefined ? '' : ` (${exitCode})`}`,
    )
    .join(', ');
}

const pulled = [event('Pulling', 4), event('Pulled', 10)];

const cases: readonly (readonly [what: string, view: ContainerInstanceView, spans: string])[] = [
  ['nothing has happened to', {}, ''],
  ['is being pulled', { events: [event('Pulling', 4)] }, 'pull 4–'],
  [
    'runs',
    { events: [...pulled, event('Started', 12)], currentState: { state: 'Running', startTime: at(12) } },
    'pull 4–10, start 10–12, run 12–',
  ],
  [
    'has ended',
    {
      events: [...pulled, event('Started', 12)],
      currentState: { state: 'Terminated', startTime: at(12), finishTime: at(30), exitCode: 1 },
    },
    'pull 4–10, start 10–12, run 12–30 (1)',
  ],
  [
    'waits after a crash',
    {
      events: [event('BackOff', 31)],
      currentState: { state: 'Waiting' },
      previousState: { startTime: at(12), finishTime: at(30), exitCode: 139 },
    },
    'run 12–30 (139), backOff 30–',
  ],
  [
    'runs again after a crash',
    { currentState: { state: 'Running', startTime: at(40) }, previousState: { startTime: at(12), finishTime: at(30), exitCode: 1 } },
    'run 12–30 (1), backOff 30–40, run 40–',
  ],
  ['can’t be pulled', { events: [event('Pulling', 4, 50, 5), event('Failed', 5, 51, 5, 'Warning')] }, 'failed pull 50–51'],
  ['is pulled again after a refusal', { events: [event('Failed', 5), event('Pulling', 4, 50, 2)] }, 'pull 50–'],
];

describe('the timeline of a container group', () => {
  for (const [what, view, expected] of cases) it(`shows a container that ${what}`, () => assert.equal(spans(view), expected));

  it('lists events newest first, the later of one second first, and of the group beside those of containers', () => {
    const found = happeningsOf(
      group({ events: [event('Created', 12), event('Started', 12), event('BackOff', 3, 90, 7, 'Warning')] }, [event('FailedMount', 20)]),
    );
    assert.deepEqual(
      found.map(({ name, container, count, isWarning }) => [name, container, count, isWarning]),
      [
        ['BackOff', 'api', 7, true],
        ['FailedMount', undefined, 1, false],
        ['Started', 'api', 1, false],
        ['Created', 'api', 1, false],
      ],
    );
  });

  it('reaches from the first thing known to now, or to the last one where nothing goes on', () => {
    const running = timelineOf(group({ currentState: { state: 'Running', startTime: at(12) } }), base + 60_000);
    assert.deepEqual([running.from - base, running.to - base], [12_000, 60_000]);
    const ended = timelineOf(group({ currentState: { state: 'Terminated', startTime: at(12), finishTime: at(20) } }), base + 60_000);
    assert.deepEqual([ended.from - base, ended.to - base], [12_000, 20_000]);
    const behind = timelineOf(group({ currentState: { state: 'Running', startTime: at(12) } }), base);
    assert.equal(behind.to - base, 12_000);
  });
});

describe('the scale of a timeline', () => {
  it('is in proportion where something is known of all of it', () => {
    const { place, breaks } = scaleOf(timelineOf(group({ currentState: { state: 'Running', startTime: at(0) } }), base + 100_000));
    assert.deepEqual([place(base), place(base + 25_000), place(base + 100_000), breaks.length], [0, 25, 100, 0]);
  });

  it('leaves out the day of which nothing is known between a pull and the last crash', () => {
    const day = 86_400;
    const view = { events: pulled, currentState: { state: 'Terminated', startTime: at(day), finishTime: at(day + 6), exitCode: 1 } };
    const { place, breaks } = scaleOf(timelineOf(group(view), base));
    const rounded = [4, 10, day, day + 6].map((seconds) => Math.round(place(base + seconds * 1000) * 10) / 10);
    assert.deepEqual(rounded, [0, 47.5, 52.5, 100]);
    assert.equal(breaks.length, 1);
  });
});

describe('what an exit code means', () => {
  const keys: readonly (readonly [number | undefined, string])[] = [
    [undefined, 'logs.exit.unknown'],
    [0, 'logs.exit.ok'],
    [1, 'logs.exit.error'],
    [137, 'logs.exit.killed'],
    [-1073741819, 'logs.exit.accessViolation'],
    [3221225477, 'logs.exit.accessViolation'],
    [0xc0000135, 'logs.exit.missingLibrary'],
    [0xc000013a, 'logs.exit.interrupted'],
    [0xc0000374, 'logs.exit.error'],
    [139, 'logs.exit.segfault'],
    [143, 'logs.exit.terminated'],
    [7147, 'logs.exit.stopped'],
    [7148, 'logs.exit.stoppedByForce'],
  ];
  for (const [code, key] of keys) it(`${code}: ${key}`, () => assert.equal(exitMeaning('api', code).key, key));
});

describe('what a program writes', () => {
  const texts: readonly (readonly [what: string, written: string, shown: string])[] = [
    ['keeps its colours', '\u001b[1;31mred\u001b[0m', '\u001b[1;31mred\u001b[0m'],
    ['moves no cursor', 'a\u001b[2J\u001b[10;1Hb', 'ab'],
    ['sets no clipboard and no title', 'a\u001b]52;c;aGk=\u0007b\u001b]0;title\u001b\\c', 'abc'],
    ['rings no bell and overwrites nothing', 'a\u0007\rb\bc\tD', 'abc\tD'],
    ['hides nothing behind one-byte controls', 'a\u009b2Jb', 'ab'],
    ['ends with no open sequence', 'a\u001b', 'a'],
  ];
  for (const [what, written, shown] of texts) it(what, () => assert.equal(harmless(written), shown));
});
