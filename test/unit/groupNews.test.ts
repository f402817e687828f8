import assert from 'node:assert/strict';
import type { ContainerFailure } from '../../src/deploy/failure/containerFailure';
import type { ContainerGroup, ContainerInstanceView } from '../../src/model/containerGroup';
import { afterOwnWrite, asTold, newsOf } from '../../src/ui/watch/news';
import { dueAt, pauseAfterFailureMs, pauseMs, slowerBy } from '../../src/ui/watch/pace';
import type { Sighting } from '../../src/ui/watch/sighting';
import { sightingOf } from '../../src/ui/watch/sighting';

const minute = 60_000;
const exited: ContainerFailure = { kind: 'exit', container: 'api', code: 1, restarts: 3 };
const refused: ContainerFailure = { kind: 'pull', container: 'api', event: 'denied' };
const other: ContainerFailure = { kind: 'exit', container: 'sidecar', code: 2, restarts: 0 };

function seen(state: Sighting['state'], ...troubles: readonly ContainerFailure[]): Sighting {
  return { state, restarts: {}, troubles: Object.fromEntries(troubles.map((trouble) => [trouble.container, trouble])) };
}

describe('News of a watched group', () => {
  const rows: readonly (readonly [what: string, told: Sighting | undefined, now: Sighting, news: string | undefined])[] = [
    ['nothing of one that has just begun to be watched', undefined, seen('failed', exited), undefined],
    ['that one just begun to be watched is gone', undefined, seen('deleted'), 'deleted'],
    ['nothing where nothing has changed', seen('running'), seen('running'), undefined],
    ['that a container fails', seen('running'), seen('failed', exited), 'failing'],
    ['that one has crashed, though it runs again', seen('running'), seen('running', exited), 'failing'],
    ['nothing of another restart of the same crash loop', seen('failed', exited), seen('failed', { ...exited, restarts: 9 }), undefined],
    ['that another container fails, too', seen('failed', exited), seen('failed', exited, other), 'failing'],
    ['that the same container fails otherwise', seen('failed', refused), seen('failed', exited), 'failing'],
    ['that it has failed, where no container says why', seen('changing'), seen('failed'), 'failed'],
    ['that it was stopped', seen('running'), seen('stopped'), 'stopped'],
    ['that it was stopped, though it failed', seen('failed', exited), seen('stopped'), 'stopped'],
    ['that it was deleted', seen('failed', exited), seen('deleted'), 'deleted'],
    ['that it has ended', seen('running'), seen('succeeded'), 'ended'],
    ['that it runs again after a stop', seen('stopped'), seen('running'), 'running'],
    ['that it runs again after a failure', seen('failed', exited), seen('running'), 'running'],
    ['nothing while one of two still fails', seen('failed', exited, other), seen('running', other), undefined],
    ['nothing of what is on its way', seen('stopped'), seen('changing'), undefined],
    ['that it runs, to who began to watch it while it was on its way', seen('changing'), seen('running'), 'started'],
    ['nothing of that while a container fails', seen('changing', exited), seen('running', exited), undefined],
    ['nothing while it is on its way', seen('changing'), seen('changing'), undefined],
    ['nothing of a state that is not known', seen('running'), seen('unknown'), undefined],
    ['that it may not be read', seen('running'), seen('unreadable'), 'unreadable'],
    ['nothing more while it may not be read', seen('unreadable'), seen('unreadable'), undefined],
    ['nothing where it may be read again', seen('unreadable'), seen('running'), undefined],
  ];
  for (const [what, told, now, news] of rows) it(`tells ${what}`, () => assert.equal(newsOf(told, now)?.kind, news));

  it('names only the containers that are new among those that fail', () => {
    assert.deepEqual(newsOf(seen('failed', exited), seen('failed', exited, other)), { kind: 'failing', failures: [other] });
  });

  it('forgets a failure that is over while another lasts, so that it is news when it comes again', () => {
    const later = asTold(seen('failed', exited, other), seen('failed', other), false);
    assert.equal(newsOf(later, seen('failed', exited, other))?.kind, 'failing');
    const allOver = asTold(seen('failed', exited), seen('running'), false);
    assert.equal(newsOf(allOver, seen('running'))?.kind, 'running');
  });

  it('keeps what was told while a group is on its way', () => {
    assert.equal(newsOf(asTold(seen('stopped'), seen('changing'), true), seen('running'))?.kind, 'running');
    assert.equal(newsOf(asTold(seen('running'), seen('stopped'), true), seen('stopped')), undefined);
  });

  /** What is told of a group that is looked at again and again, where all news is told at once. */
  function toldOf(first: Sighting, ...looks: readonly Sighting[]): readonly (string | undefined)[] {
    let told = first;
    return looks.map((look) => {
      const news = newsOf(told, look);
      told = asTold(told, look, news !== undefined);
      return news?.kind;
    });
  }

  const stories: readonly (readonly [what: string, looks: readonly [Sighting, ...Sighting[]], news: readonly (string | undefined)[]])[] = [
    [
      'each time that it may not be read any more',
      [
        seen('running'),
        seen('unreadable'),
        seen('unreadable'),
        seen('running'),
        seen('unreadable'),
        seen('changing'),
        seen('unreadable'),
        seen('stopped'),
        seen('unreadable'),
      ],
      ['unreadable', undefined, undefined, 'unreadable', undefined, 'unreadable', 'stopped', 'unreadable'],
    ],
    [
      'once that it runs after it was on its way',
      [seen('changing'), seen('changing'), seen('unknown'), seen('running'), seen('changing'), seen('running')],
      [undefined, undefined, 'started', undefined, undefined],
    ],
    [
      'that what was on its way failed',
      [seen('changing'), seen('changing'), seen('failed'), seen('running')],
      [undefined, 'failed', 'running'],
    ],
    [
      'that it runs again, though it was on its way in between',
      [seen('stopped'), seen('changing'), seen('running')],
      [undefined, 'running'],
    ],
    [
      'that it is over what it failed of before it could not be read',
      [seen('failed', exited), seen('unreadable', exited), seen('running'), seen('running')],
      ['unreadable', 'running', undefined],
    ],
  ];
  for (const [what, [first, ...looks], news] of stories) it(`tells ${what}`, () => assert.deepEqual(toldOf(first, ...looks), news));

  it('takes what this window did itself as told, but not that it fails', () => {
    for (const state of ['stopped', 'running', 'succeeded', 'changing'] as const) {
      assert.equal(newsOf(afterOwnWrite(seen('running'), seen(state)), seen(state)), undefined, state);
    }
    assert.equal(newsOf(afterOwnWrite(seen('failed', exited), seen('failed', exited)), seen('failed', exited))?.kind, 'failing');
    assert.equal(newsOf(afterOwnWrite(seen('failed'), seen('failed')), seen('failed'))?.kind, 'failed');
  });
});

describe('What is seen of a watched group', () => {
  const at = (ms: number): string => new Date(ms).toISOString();
  const group = (view: ContainerInstanceView, state = 'Running'): ContainerGroup => {
    const properties = { image: 'i', resources: { requests: { cpu: 1, memoryInGB: 1 } }, instanceView: view };
    const definition = { properties: { containers: [{ name: 'api', properties }], instanceView: { state } } };
    return { id: '/g', name: 'g', location: 'x', definition };
  };
  const running = (startedAt: number, restartCount: number, exitCode?: number): ContainerGroup =>
    group({
      restartCount,
      currentState: { state: 'Running', startTime: at(startedAt) },
      ...(exitCode === undefined ? {} : { previousState: { state: 'Terminated', exitCode } }),
    });
  const first = sightingOf(running(0, 2, 1), undefined, minute);

  it('knows of a crash between two looks by the number of restarts, and not of those before the first look', () => {
    assert.deepEqual(first.troubles, {});
    assert.deepEqual(sightingOf(running(minute, 3, 1), first, 2 * minute).troubles['api'], {
      kind: 'exit',
      container: 'api',
      code: 1,
      restarts: 3,
    });
    assert.deepEqual(sightingOf(running(minute, 3, 0), first, 2 * minute).troubles, {}, 'ended well');
  });

  it('counts a container as in trouble until it has run for three minutes', () => {
    const crashed = sightingOf(running(minute, 3, 1), first, 2 * minute);
    assert.ok(sightingOf(running(minute, 3, 1), crashed, 3 * minute).troubles['api']);
    assert.deepEqual(sightingOf(running(minute, 3, 1), crashed, 4 * minute).troubles, {});
  });

  it('has no trouble with what was stopped, and none where it is gone', () => {
    const crashed = sightingOf(running(minute, 3, 1), first, 2 * minute);
    const stopped = sightingOf(group({ currentState: { state: 'Terminated', exitCode: 137 } }, 'Stopped'), crashed, 3 * minute);
    assert.deepEqual([stopped.state, stopped.troubles], ['stopped', {}]);
    assert.deepEqual(sightingOf(undefined, crashed, 3 * minute), { state: 'deleted', troubles: {}, restarts: {} });
  });
});

describe('How often watched groups are read', () => {
  it('is once a minute each, every ten seconds at most, and ever more rarely where nothing happens', () => {
    assert.equal(pauseMs([1], 0.5), minute);
    assert.equal(pauseMs([1, 1], 0.5), minute / 2);
    assert.equal(pauseMs(Array<number>(50).fill(1), 0.5), 10_000);
    assert.equal(pauseMs([5], 0.5), 5 * minute);
    assert.equal(pauseMs([], 0.5), 5 * minute);
    assert.equal(slowerBy(4, true), 1);
    assert.equal(slowerBy(5, false), 5);
    assert.equal(dueAt(minute, 2), 3 * minute);
  });

  it('varies by a fifth, so that windows do not ask together', () => {
    assert.equal(pauseMs([1], 0), 0.8 * minute);
    assert.equal(pauseMs([1], 1), 1.2 * minute);
  });

  it('is ever more rarely after failures, and never before Azure wants', () => {
    assert.deepEqual(
      [1, 2, 3, 9].map((times) => pauseAfterFailureMs(times, 0, 0.5) / minute),
      [1, 2, 4, 15],
    );
    assert.equal(pauseAfterFailureMs(1, 20 * minute, 0.5), 20 * minute);
  });
});
