import assert from 'node:assert/strict';
import type { Container, ContainerEvent, ContainerGroup, ContainerState } from '../../src/model/containerGroup';
import { containerSummary, groupState, isTransitional } from '../../src/ui/tree/containerGroupState';

function container(currentState: ContainerState | undefined, events: readonly ContainerEvent[] = [], restartCount = 0): Container {
  const view = currentState && { instanceView: { currentState, restartCount, events: [...events] } };
  return { name: 'c', properties: { image: 'i', resources: { requests: { cpu: 1, memoryInGB: 1 } }, ...view } };
}

function group(provisioningState: string, state: string | undefined, containers: Container[] = []): ContainerGroup {
  const instanceView = state === undefined ? {} : { instanceView: { state } };
  return { id: '/g', name: 'g', location: 'x', definition: { properties: { containers, provisioningState, ...instanceView } } };
}

const failedPull: ContainerEvent = { name: 'Failed', type: 'Warning', message: 'Failed to pull image' };

describe('groupState', () => {
  const cases: readonly (readonly [what: string, group: ContainerGroup, word: string, condition: string, transitional: boolean])[] = [
    ['as listed', group('Succeeded', undefined), '', 'unknown', false],
    ['that failed, as listed', group('Failed', undefined), 'Failed', 'failed', false],
    ['being made, as listed', group('Creating', undefined), 'Creating', 'changing', true],
    ['being made', group('Pending', 'Pending'), 'Pending', 'changing', true],
    ['that runs', group('Succeeded', 'Running', [container({ state: 'Running' })]), 'Running', 'running', false],
    ['that runs, one container starting', group('Succeeded', 'Running', [container({ state: 'Waiting' })]), 'Running', 'changing', true],
    [
      'that runs, one image refused',
      group('Succeeded', 'Running', [container({ state: 'Waiting' }, [failedPull])]),
      'Running',
      'failed',
      true,
    ],
    [
      'being made, its image refused',
      group('Creating', 'Pending', [container({ state: 'Waiting' }, [failedPull])]),
      'Pending',
      'failed',
      true,
    ],
    ['that Azure gave up', group('Failed', 'Pending'), 'Pending', 'failed', false],
    ['that was stopped', group('Succeeded', 'Stopped'), 'Stopped', 'stopped', false],
    ['that has done its work', group('Succeeded', 'Succeeded'), 'Succeeded', 'succeeded', false],
    ['whose container failed', group('Succeeded', 'Failed'), 'Failed', 'failed', false],
    ['in a state not heard of', group('Succeeded', 'Dreaming'), 'Dreaming', 'unknown', false],
  ];
  for (const [what, given, word, condition, transitional] of cases) {
    it(`of a group ${what} is ${condition}`, () => {
      assert.deepEqual(groupState(given), { word, condition });
      assert.equal(isTransitional(given), transitional);
    });
  }
});

describe('containerSummary', () => {
  const cases: readonly (readonly [what: string, container: Container, condition: string])[] = [
    ['nothing known', container(undefined), 'unknown'],
    ['running', container({ state: 'Running' }), 'running'],
    ['waiting for its image', container({ state: 'Waiting' }), 'changing'],
    ['waiting after a refused pull', container({ state: 'Waiting' }, [failedPull]), 'failed'],
    ['ended well', container({ state: 'Terminated', exitCode: 0 }), 'succeeded'],
    ['ended badly', container({ state: 'Terminated', exitCode: 137 }), 'failed'],
  ];
  for (const [what, given, condition] of cases) {
    it(`of one ${what} is ${condition}`, () => assert.equal(containerSummary(given).condition, condition));
  }

  it('of one refused says so, until it has started', () => {
    const refused = { ...failedPull, lastTimestamp: '2026-06-01T10:00:00Z' };
    const backOff: ContainerEvent = { name: 'BackOff', type: 'Normal', lastTimestamp: '2026-06-01T10:00:00Z' };
    const started: ContainerEvent = { name: 'Started', type: 'Normal', lastTimestamp: '2026-06-01T10:01:00Z' };
    assert.equal(containerSummary(container({ state: 'Waiting' }, [refused, backOff])).keptAt, 'pull');
    assert.equal(containerSummary(container({ state: 'Waiting' }, [refused, backOff, started])).keptAt, undefined);
    assert.equal(containerSummary(container({ state: 'Waiting' }, [refused, backOff, started])).condition, 'changing');
  });

  it('of one whose image was pulled and which can’t be started says so', () => {
    const pulled: ContainerEvent = { name: 'Pulled', type: 'Normal', lastTimestamp: '2026-06-01T10:00:00Z' };
    const unstarted: ContainerEvent = { name: 'Failed', type: 'Warning', lastTimestamp: '2026-06-01T10:00:01Z' };
    const summary = containerSummary(container({ state: 'Waiting' }, [pulled, unstarted]));
    assert.deepEqual([summary.keptAt, summary.condition], ['start', 'failed']);
  });

  it('of one ended with its group is stopped, whatever its exit code', () => {
    assert.equal(containerSummary(container({ state: 'Terminated', exitCode: 7147 }), true).condition, 'stopped');
  });

  it('tells the exit code of the run that ended, and not of one before', () => {
    assert.equal(containerSummary(container({ state: 'Terminated', exitCode: 3 }, [], 2)).exitCode, 3);
    assert.equal(containerSummary(container({ state: 'Running', exitCode: 3 }, [], 2)).exitCode, undefined);
    assert.equal(containerSummary(container({ state: 'Running' }, [], 2)).restarts, 2);
  });
});
