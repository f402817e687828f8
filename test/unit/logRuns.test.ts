import assert from 'node:assert/strict';
import { LogRuns } from '../../src/logs/logRuns';

const line = (second: number, text: string): string => `2026-06-01T08:00:0${second}Z ${text}\n`;

describe('a log that is read now and then', () => {
  it('keeps the runs that Azure no longer has, each since its first line', () => {
    const log = new LogRuns();
    log.take(line(0, 'first') + line(1, 'crashes'), false);
    log.take(line(5, 'first'), false);
    log.take(line(5, 'first') + line(6, 'serves'), false);
    assert.deepEqual(log.runs, [
      { since: '2026-06-01T08:00:00Z', lines: ['first', 'crashes'], isCut: false },
      { since: '2026-06-01T08:00:05Z', lines: ['first', 'serves'], isCut: false },
    ]);
  });

  it('says where lines are missing', () => {
    const log = new LogRuns();
    log.take(line(0, 'seen'), false);
    log.take(line(9, 'x'.repeat(1000)).repeat(4300), false);
    assert.deepEqual(
      log.runs.map(({ isCut, lines }) => [isCut, lines.length]),
      [
        [false, 1],
        [true, 4300],
      ],
    );
  });

  it('forgets the oldest runs of very long logs', () => {
    const log = new LogRuns();
    for (let second = 0; second < 4; second++) log.take(line(second, `${second}${'x'.repeat(1000)}`).repeat(4300), false);
    assert.equal(log.runs.length, 2);
    assert.match(log.runs.at(-1)?.lines[0] ?? '', /^3/);
  });
});
