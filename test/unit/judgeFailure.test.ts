import assert from 'node:assert/strict';
import { containerFailures } from '../../src/deploy/failure/containerFailure';
import { judgeFailure } from '../../src/deploy/failure/judgeFailure';
import { isSettled, repairedDefinition } from '../../src/deploy/failure/planFailureRepair';
import type { ContainerEvent, ContainerGroup, ContainerInstanceView } from '../../src/model/containerGroup';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const event = (name: string, second: number, type = 'Normal'): ContainerEvent => ({ name, type, message: name, lastTimestamp: at(second) });

function group(view: ContainerInstanceView | undefined, more: object = {}, events: readonly ContainerEvent[] = []): ContainerGroup {
  const container = { image: 'i', resources: { requests: { cpu: 1, memoryInGB: 1.5 } }, ...(view ? { instanceView: view } : {}) };
  const properties = {
    containers: [{ name: 'api', properties: container }],
    instanceView: { state: 'Running', events: [...events] },
    ...more,
  };
  return { id: '/g', name: 'g', location: 'x', definition: { properties } };
}

const looping = (code: number, restartCount = 5): ContainerInstanceView => ({
  restartCount,
  currentState: { state: 'Waiting', detailStatus: 'CrashLoopBackOff: Back-off restarting failed' },
  previousState: { state: 'Terminated', exitCode: code },
  events: [event('Started', 1), event('BackOff', 5, 'Warning')],
});
const ended = (exitCode: number): ContainerInstanceView => ({ currentState: { state: 'Terminated', exitCode } });
const refused: ContainerInstanceView = { currentState: { state: 'Waiting' }, events: [event('Pulling', 1), event('Failed', 2, 'Warning')] };

describe('Why a container fails', () => {
  const rows: readonly (readonly [
    what: string,
    group: ContainerGroup,
    failures: readonly string[],
    titles: readonly string[],
    repairs: readonly string[],
  ])[] = [
    ['runs', group({ currentState: { state: 'Running' }, restartCount: 3 }), [], [], []],
    ['is starting', group({ currentState: { state: 'Waiting' }, events: [event('Pulling', 1)] }), [], [], []],
    ['ended well', group(ended(0)), [], [], []],
    ['pull refused', group(refused), ['pull'], ['failure.pull'], []],
    ['crash loop', group(looping(1)), ['exit'], ['failure.exit'], ['edit', 'restart', 'logs']],
    ['ends well again and again', group(looping(0)), ['exit'], ['failure.exit'], ['restartOnFailure', 'edit', 'logs']],
    ['killed for memory', group(looping(137)), ['exit'], ['failure.exit'], ['memory', 'logs']],
    ['command not found', group(ended(127)), ['exit'], ['failure.exit'], ['edit', 'logs']],
    ['stopped by the platform', group(ended(7148)), ['exit'], ['failure.exit'], ['restart', 'redeploy', 'logs']],
    ['stopped by a person', group(ended(137), { instanceView: { state: 'Stopped' } }), [], [], []],
    [
      'mount refused',
      group({ currentState: { state: 'Waiting' } }, {}, [event('FailedMount', 1, 'Warning')]),
      ['mount'],
      ['failure.mount'],
      ['edit', 'restart'],
    ],
    ['given up', group(undefined, { provisioningState: 'Failed' }), [], ['failure.provisioning'], ['redeploy', 'edit']],
  ];
  for (const [what, given, failures, titles, repairs] of rows) {
    it(what, () => {
      assert.deepEqual(
        containerFailures(given).map(({ kind }) => kind),
        failures,
      );
      const causes = judgeFailure(given);
      assert.deepEqual(
        causes.map(({ title }) => title.key),
        titles,
      );
      assert.deepEqual(
        causes.flatMap((cause) => cause.repairs.map(({ kind }) => kind)),
        repairs,
      );
    });
  }

  const logs: readonly (readonly [log: string, variable: string | undefined])[] = [
    ['Error: DATABASE_URL is not set', 'DATABASE_URL'],
    ['the "API_KEY" environment variable must be set', 'API_KEY'],
    ['API_KEY is required', 'API_KEY'],
    ['HTTP 500 missing page', undefined],
    ['MAX_SIZE exceeded', undefined],
    ['', undefined],
  ];
  for (const [log, variable] of logs) {
    it(`guesses ${variable ?? 'no variable'} from “${log}”, and puts the guess first`, () => {
      const [first] = judgeFailure(group(looping(1)), { api: log });
      assert.equal(first?.title.args['name'], variable);
    });
  }

  it('shows the last lines of the log alone', () => {
    const log = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
    const [first] = judgeFailure(group(looping(1)), { api: `${log}\n` });
    assert.equal(first?.log?.split('\n').length, 8);
    assert.match(first?.log ?? '', /^line 22\n[^]*line 29$/);
  });

  it('doubles the memory, sets a variable as a secure value, and leaves the rest as it is', () => {
    const memory = repairedDefinition(group(looping(137)), { kind: 'memory', container: 'api', memoryInGB: 3 });
    assert.deepEqual(memory?.properties.containers[0]?.properties.resources, { requests: { cpu: 1, memoryInGB: 3 } });
    const variable = repairedDefinition(group(looping(1)), { kind: 'variable', container: 'api', name: 'A_B' }, 'value');
    assert.deepEqual(variable?.properties.containers[0]?.properties.environmentVariables, [{ name: 'A_B', secureValue: 'value' }]);
    assert.equal(repairedDefinition(group(looping(1)), { kind: 'restart' }), undefined);
  });

  it('is settled once it fails again, has ended, or has run for twenty seconds', () => {
    const running = group({ currentState: { state: 'Running', startTime: at(0) } });
    assert.equal(isSettled(running, Date.parse(at(5))), false);
    assert.equal(isSettled(running, Date.parse(at(20))), true);
    assert.equal(isSettled(group(looping(1)), 0), true);
    assert.equal(isSettled(group({ currentState: { state: 'Waiting' } }), 0), false);
  });
});
