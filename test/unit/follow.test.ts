import assert from 'node:assert/strict';
import type { News, Poll } from '../../src/logs/follow';
import { LogFollower } from '../../src/logs/follow';
import { overlapOf } from '../../src/logs/overlap';

/** A line of second `at`. */
function line(at: number, text: string): string {
  return `2026-06-01T08:00:${String(at).padStart(2, '0')}.000000001Z ${text}\n`;
}

function words(news: readonly News[] | undefined): string {
  if (!news) return 'more!';
  return news.map((one) => (one.kind === 'line' ? one.line.text : `<${one.kind}>`)).join(' ');
}

const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((text, at) => line(at, text)) as [string, string, string, string, string];
const same = line(9, 'x');

const cases: readonly (readonly [what: string, polls: readonly Poll[], news: readonly string[]])[] = [
  ['gives what is there at first, and then what is new', [{ text: a + b }, { text: a + b + c }], ['a b', 'c']],
  ['gives nothing where nothing is new', [{ text: a + b }, { text: a + b }], ['a b', '']],
  ['takes an empty log for one that has not begun', [{ text: '' }, { text: a }, { text: '' }, { text: a + b }], ['', 'a', '', 'b']],
  ['knows the end of what it saw in a window that has moved', [{ text: a + b + c }, { text: c + d }], ['a b c', 'd']],
  ['gives identical lines of one instant as often as they are there', [{ text: same + same }, { text: same.repeat(4) }], ['x x', 'x x']],
  ['counts identical lines at the end of a longer log', [{ text: a + same + same }, { text: a + same.repeat(3) + b }], ['a x x', 'x b']],
  ['goes on in a shorter text after a stop', [{ text: a + b + c }, { text: b + c, isEnded: true }], ['a b c', '']],
  ['takes no older answer for news', [{ text: a + b + c }, { text: a + b }, { text: a + b + c + d }], ['a b c', '', 'd']],
  ['begins anew with another run', [{ text: a + b }, { text: c + d }], ['a b', '<begun> c d']],
  ['begins anew with a run whose clock is behind', [{ text: c + d }, { text: a + b }], ['c d', '<begun> a b']],
  [
    'asks for all where a tail does not reach back',
    [{ text: a, tail: 2 }, { text: c + d, tail: 2 }, { text: a + b + c + d }],
    ['a', 'more!', 'b c d'],
  ],
  ['finds the end of a tail in the whole log', [{ text: c + d, tail: 2 }, { text: a + b + c + d + e }], ['c d', 'e']],
  ['takes a tail that is shorter than asked for as the whole log', [{ text: a }, { text: c + d, tail: 9 }], ['a', '<begun> c d']],
  [
    'asks for all where a tail fits in more than one place',
    [{ text: same.repeat(3) }, { text: same.repeat(2), tail: 2 }],
    ['x x x', 'more!'],
  ],
  ['waits for the end of a line', [{ text: `${a}2026-06-01T08:00:01.000000001Z ha` }, { text: a + line(1, 'half') }], ['a', 'half']],
  ['gives a line without an end when the container has ended', [{ text: a }, { text: `${a}${b.trimEnd()}`, isEnded: true }], ['a', 'b']],
  ['leaves out what a window cut off of its first line', [{ text: a + b + c }, { text: `:01Z b\n${c}${d}` }], ['a b c', 'd']],
  [
    'marks where a window has moved past all that it saw',
    [{ text: a }, { text: line(20, 'y'.repeat(90)).repeat(35_000) }],
    ['a', '<dropped>'],
  ],
  [
    'marks what a stop dropped',
    [
      { text: a },
      {
        text: Array.from({ length: 1000 }, () => '2026-06-01T08:00:09Z\n')
          .join('')
          .slice(0, 16 * 1024),
      },
    ],
    ['a', '<dropped>'],
  ],
];

describe('following a log', () => {
  for (const [what, polls, expected] of cases) {
    it(what, () => {
      const follower = new LogFollower();
      const seen = polls.map((poll) => words(follower.take(poll)));
      seen.forEach((text, at) =>
        assert.ok(text === expected[at] || (expected[at] === '<dropped>' && text.startsWith('<dropped>')), `${at}: ${text.slice(0, 80)}`),
      );
    });
  }

  it('keeps a stamp apart from its text, with blank lines and lines without one', () => {
    const news = new LogFollower().take({ text: '2026-06-01T08:00:00Z \n2026-06-01T08:00:00.5+02:00  two\r\nbare\n' });
    const lines = news?.map((one) => one.kind === 'line' && [one.line.stamp, one.line.text]);
    assert.deepEqual(lines, [
      ['2026-06-01T08:00:00Z', ''],
      ['2026-06-01T08:00:00.5+02:00', ' two'],
      ['', 'bare'],
    ]);
  });

  it('finds an overlap of many equal lines quickly', () => {
    const lines = Array.from({ length: 100_000 }, () => same);
    const before = performance.now();
    assert.equal(overlapOf(lines, [...lines, a], false)?.end, 100_000);
    assert.ok(performance.now() - before < 2_000);
  });
});
