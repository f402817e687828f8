import assert from 'node:assert/strict';
import { containerFailures, keptFromStarting } from '../../src/deploy/failure/containerFailure';
import { resized, sizeOf, usualSize } from '../../src/deploy/failure/groupSize';
import { judgeFailure } from '../../src/deploy/failure/judgeFailure';
import { isSettled, repairedDefinition } from '../../src/deploy/failure/planFailureRepair';
import { message } from '../../src/model/message';
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
/** Of a container that ran for so many seconds, was found unwell and, so long after, killed. */
const probed = (code: number, ranSeconds: number, laterSeconds = 0): ContainerInstanceView => ({
  ...looping(code),
  previousState: { state: 'Terminated', exitCode: code, startTime: at(1), finishTime: at(1 + ranSeconds) },
  events: [
    event('Started', 1),
    event('Unhealthy', 1 + ranSeconds - laterSeconds, 'Warning'),
    event('Killing', 1 + ranSeconds),
    event('BackOff', 2 + ranSeconds, 'Warning'),
  ],
});
/** With an init container `prepare` before the others. */
function withInit(instanceView: ContainerInstanceView): ContainerGroup {
  const waiting = { currentState: { state: 'Waiting' } };
  return group(waiting, { initContainers: [{ name: 'prepare', properties: { image: 'i', instanceView } }] });
}
const opening = (...ports: readonly number[]): object => ({ ipAddress: { type: 'Public', ports: ports.map((port) => ({ port })) } });
const ended = (exitCode: number): ContainerInstanceView => ({ currentState: { state: 'Terminated', exitCode } });
const refused: ContainerInstanceView = { currentState: { state: 'Waiting' }, events: [event('Pulling', 1), event('Failed', 2, 'Warning')] };

const failed = (second: number): ContainerEvent => event('Failed', second, 'Warning');
/** Of a kind of event of which Azure keeps the first and the last time. */
const often = (name: string, first: number, last: number, type = 'Normal'): ContainerEvent => ({
  ...event(name, last, type),
  firstTimestamp: at(first),
});
const unstarted: ContainerInstanceView = {
  currentState: { state: 'Waiting' },
  events: [event('Pulling', 1), event('Pulled', 2), failed(3)],
};

describe('What kept a container that waits from starting', () => {
  const rows: readonly (readonly [what: string, events: ContainerEvent[], kind: 'pull' | 'start' | undefined])[] = [
    ['nothing yet', [event('Pulling', 1), event('Pulled', 2)], undefined],
    ['the pull', [event('Pulling', 1), failed(2)], 'pull'],
    ['the pull, before the next try', [event('Pulling', 1), failed(2), event('BackOff', 2)], 'pull'],
    ['the start', [event('Pulling', 1), event('Pulled', 2), failed(3)], 'start'],
    ['the start, all within a second', [event('Pulling', 1), event('Pulled', 1), failed(1)], 'start'],
    ['the start, before the next try', [event('Pulling', 1), event('Pulled', 2), failed(3), event('BackOff', 4, 'Warning')], 'start'],
    ['the start of an image that was there', [event('Pulled', 2), failed(3)], 'start'],
    ['the start, while it pulls again', [often('Pulling', 1, 20), event('Pulled', 2), failed(3)], 'start'],
    ['the start, once it has pulled again', [often('Pulling', 1, 20), often('Pulled', 2, 21), failed(3)], 'start'],
    ['the start, again', [often('Pulling', 1, 20), often('Pulled', 2, 21), often('Failed', 3, 22, 'Warning')], 'start'],
    ['the start, after a run', [event('Pulling', 1), event('Pulled', 2), event('Started', 3), failed(9)], 'start'],
    ['the pull, after a run', [often('Pulling', 1, 8), event('Pulled', 2), event('Started', 3), failed(9)], 'pull'],
    ['the pull, after a run, while it pulls again', [often('Pulling', 1, 20), event('Pulled', 2), event('Started', 3), failed(9)], 'pull'],
    ['the pull, once it has pulled', [often('Pulling', 1, 20), failed(2), event('Pulled', 21)], 'pull'],
    ['a crash', [event('Pulled', 2), event('Started', 3), event('BackOff', 9, 'Warning')], undefined],
    ['a crash, after a refused pull', [failed(1), event('Pulled', 2), event('Started', 3), event('BackOff', 9, 'Warning')], undefined],
    ['a volume', [event('Pulled', 2), event('FailedMount', 3, 'Warning')], undefined],
  ];
  for (const [what, events, kind] of rows) {
    it(what, () => {
      const [container] = group({ currentState: { state: 'Waiting' }, events }).definition.properties.containers;
      assert.ok(container);
      assert.equal(keptFromStarting(container)?.kind, kind);
    });
  }

  it('is nothing of one that runs', () => {
    const [container] = group({ currentState: { state: 'Running' }, events: [failed(1)] }).definition.properties.containers;
    assert.ok(container);
    assert.equal(keptFromStarting(container), undefined);
  });
});

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
    ['start refused', group(unstarted), ['start'], ['failure.start'], ['edit']],
    ['start refused, an init container', withInit(unstarted), ['start'], ['failure.start'], ['edit']],
    ['crash loop', group(looping(1)), ['exit'], ['failure.exit'], ['edit', 'restart', 'logs']],
    ['ends well again and again', group(looping(0)), ['exit'], ['failure.exit'], ['restartOnFailure', 'edit', 'logs']],
    ['crash of Windows', group(looping(-1073741819)), ['exit'], ['failure.exit'], ['edit', 'logs']],
    ['Windows that was asked to end', group(looping(0xc000013a), { osType: 'Windows' }), ['exit'], ['failure.exit'], ['restart', 'logs']],
    ['127 of Linux', group(looping(127)), ['exit'], ['failure.exit'], ['edit', 'logs']],
    [
      '127 of Windows, which means nothing there',
      group(looping(127), { osType: 'Windows' }),
      ['exit'],
      ['failure.exit'],
      ['edit', 'restart', 'logs'],
    ],
    ['killed for memory', group(looping(137)), ['exit'], ['failure.exit'], ['memory', 'logs']],
    ['killed, an init container', withInit(ended(137)), ['exit'], ['failure.exit'], ['edit', 'restart', 'logs']],
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
    [
      'mount refused, in the words that people quote',
      group({ currentState: { state: 'Waiting' } }, {}, [event('FailedMountAzureFileVolume', 1, 'Warning')]),
      ['mount'],
      ['failure.mount'],
      ['edit', 'restart'],
    ],
    ['killed by a probe soon after its start', group(probed(1, 30)), ['probe'], ['failure.probe'], ['delay', 'edit', 'logs']],
    ['killed by a probe after a long while', group(probed(1, 900)), ['probe'], ['failure.probe'], ['edit', 'logs']],
    [
      'killed by the platform, though once it was not ready',
      group(probed(7148, 900, 100)),
      ['exit'],
      ['failure.exit'],
      ['restart', 'redeploy', 'logs'],
    ],
    ['given up', group(undefined, { provisioningState: 'Failed' }), [], ['failure.provisioning'], ['redeploy', 'edit']],
    [
      'given up, with a port that the service keeps',
      group(undefined, { provisioningState: 'Failed', ...opening(8080, 20_001) }),
      [],
      ['failure.ports', 'failure.provisioning'],
      ['edit', 'redeploy', 'edit'],
    ],
    [
      'given up, with port 22, which works',
      group(undefined, { provisioningState: 'Failed', ...opening(22) }),
      [],
      ['failure.provisioning'],
      ['redeploy', 'edit'],
    ],
    ['running with a port that the service keeps', group({ currentState: { state: 'Running' } }, opening(9999)), [], [], []],
    [
      'no room',
      group(undefined, { provisioningState: 'Failed', instanceView: { events: [event('InsufficientCapacity.', 1)] } }),
      [],
      ['failure.capacity'],
      ['redeploy', 'region', 'edit'],
    ],
    [
      'no room at first, and room later',
      group(
        { currentState: { state: 'Running' } },
        { provisioningState: 'Succeeded', instanceView: { state: 'Running', events: [event('InsufficientCapacity.', 1)] } },
      ),
      [],
      [],
      [],
    ],
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
      const [first] = judgeFailure(group(looping(1)), { logs: { api: log } });
      assert.equal(first?.title.args['name'], variable);
    });
  }

  it('shows the last lines of the log alone', () => {
    const log = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
    const [first] = judgeFailure(group(looping(1)), { logs: { api: `${log}\n` } });
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

  it('sets a variable of an init container, and leaves the other containers as they are', () => {
    const given = withInit(ended(1));
    const [first] = judgeFailure(given, { logs: { prepare: 'A_B is not set' } });
    const repair = first?.repairs[0];
    assert.deepEqual(repair, { kind: 'variable', container: 'prepare', name: 'A_B' });
    const { properties } = repairedDefinition(given, repair, 'value') ?? given.definition;
    assert.deepEqual(properties['initContainers'], [
      { name: 'prepare', properties: { image: 'i', environmentVariables: [{ name: 'A_B', secureValue: 'value' }] } },
    ]);
    assert.equal(properties.containers[0]?.properties.environmentVariables, undefined);
  });

  it('tells of no memory that an init container may use', () => {
    const [cause] = judgeFailure(withInit(ended(137)));
    assert.deepEqual(cause?.evidence, [message('failure.code.137Init')]);
  });

  it('says of a start what Azure says of it, and for which platform its image is built where that is why', () => {
    const [cause] = judgeFailure(group(unstarted));
    assert.deepEqual(cause?.evidence, [message('failure.event', { event: 'Failed' }), message('failure.startCheck')]);
    const misfit = message('diagnosis.platform.other', { platforms: 'linux/arm64', wanted: 'linux/amd64' });
    assert.equal(judgeFailure(group(unstarted), { misfits: { api: misfit } })[0]?.title.key, 'failure.platform');
  });

  const givenUp: readonly (readonly [what: string, own: ContainerEvent[], theirs: ContainerEvent[], evidence: readonly string[]])[] = [
    ['that nothing is told any more, where there is no event', [], [], ['failure.provisioningCheck', 'failure.provisioningUntold']],
    ['no more where there is no warning', [], [event('Pulled', 1)], ['failure.provisioningCheck']],
    ['the warning of a container', [], [event('Unhealthy', 1, 'Warning')], ['failure.provisioningCheck', 'Unhealthy']],
    ['the last warning', [event('Late', 3, 'Warning')], [event('Unhealthy', 1, 'Warning')], ['failure.provisioningCheck', 'Late']],
  ];
  for (const [what, own, theirs, evidence] of givenUp) {
    it(`says of a group that Azure gave up ${what}`, () => {
      const more = { provisioningState: 'Failed', instanceView: { state: 'Pending', events: own } };
      const [cause] = judgeFailure(group({ currentState: { state: 'Waiting' }, events: theirs }, more));
      assert.equal(cause?.title.key, 'failure.provisioning');
      assert.deepEqual(
        cause.evidence.map(({ key, args }) => args['event'] ?? key),
        evidence,
      );
    });
  }

  it('says for which platform an image is built where that is known, and else what Azure says', () => {
    const misfit = message('diagnosis.platform.other', { platforms: 'linux/arm64', wanted: 'linux/amd64' });
    const [known] = judgeFailure(group(refused), { misfits: { api: misfit } });
    assert.deepEqual([known?.title.key, known?.evidence[0]], ['failure.platform', misfit]);
    assert.equal(judgeFailure(group(refused), { misfits: { other: misfit } })[0]?.title.key, 'failure.pull');
  });

  it('gives each container its share of a smaller size, without limits that would be above it', () => {
    const resources = (cpu: number, memoryInGB: number) => ({ requests: { cpu, memoryInGB }, limits: { cpu, memoryInGB } });
    const containers = [
      { name: 'a', properties: { image: 'i', resources: resources(6, 24) } },
      { name: 'b', properties: { image: 'i', resources: resources(2, 8) } },
    ];
    const definition = { properties: { containers } };
    const size = usualSize(sizeOf(definition));
    assert.deepEqual(size, { cpu: 4, memoryInGB: 16 });
    assert.deepEqual(
      resized(definition, size ?? sizeOf(definition)).properties.containers.map(({ properties }) => properties.resources),
      [{ requests: { cpu: 3, memoryInGB: 12 } }, { requests: { cpu: 1, memoryInGB: 4 } }],
    );
    assert.equal(usualSize({ cpu: 4, memoryInGB: 16 }), undefined);
  });

  it('moves to another region, and asks its probe later, without a change of anything else', () => {
    assert.equal(repairedDefinition(group(refused), { kind: 'region' }, 'northeurope')?.location, 'northeurope');
    assert.equal(repairedDefinition(group(refused), { kind: 'region' }), undefined);
    const later = repairedDefinition(group(probed(1, 30)), { kind: 'delay', container: 'api', seconds: 60 });
    assert.deepEqual(later?.properties.containers[0]?.properties['livenessProbe'], { initialDelaySeconds: 60 });
  });

  it('is settled once it fails again, has ended, or has run for twenty seconds', () => {
    const running = group({ currentState: { state: 'Running', startTime: at(0) } });
    assert.equal(isSettled(running, Date.parse(at(5))), false);
    assert.equal(isSettled(running, Date.parse(at(20))), true);
    assert.equal(isSettled(group(looping(1)), 0), true);
    assert.equal(isSettled(group({ currentState: { state: 'Waiting' } }), 0), false);
  });
});
