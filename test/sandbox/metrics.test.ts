import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import type { GroupMetrics, MetricSpan } from '../../src/model/metrics';
import { resourceName } from '../../src/model/resourceId';
import { roles } from '../../src/model/roles';
import { assignRole } from '../../src/sandbox/builder';
import type { FaultKind } from '../../src/sandbox/faults';
import { personaId } from '../../src/sandbox/personas';
import type { Answer } from './groupFixture';
import { Fixture } from './groupFixture';
import type { OpenAzure } from './openAzure';
import { idOf, openAzure } from './openAzure';

const minute = 60_000;
const hour = 60 * minute;
/** May do everything with container groups, and nothing with Azure Monitor. */
const containerInstancesContributor = '5d977122-f97e-4b4d-a52f-6b43003ddb4d';

/** Whole minutes up to now. */
function lastOf({ open }: OpenAzure, ms: number, stepMs = minute): MetricSpan {
  const to = Math.floor(open.sandbox.clock.now() / stepMs) * stepMs;
  return { from: to - ms, to, stepMs };
}

async function read(world: OpenAzure, group: string, span = lastOf(world, hour)): Promise<GroupMetrics> {
  return world.azure.containerGroups.metrics(idOf(world, 'containerGroups', group), span);
}

function values(metrics: GroupMetrics, kind: 'cpu' | 'memory', container: string): readonly (number | undefined)[] {
  const found = metrics[kind].find((series) => series.container === container);
  return (found?.points ?? []).map(({ value }) => value);
}

function present(all: readonly (number | undefined)[]): readonly number[] {
  return all.filter((value) => value !== undefined);
}

describe('metrics of container groups, read from the sandbox by the SDK', () => {
  it('are those of every container, one point a minute, the last two of which have not arrived', async () => {
    const world = openAzure();
    const metrics = await read(world, 'storefront');
    assert.deepEqual(metrics.cpu.map(({ container }) => container).sort(), ['sidecar', 'storefront']);
    for (const kind of ['cpu', 'memory'] as const) {
      for (const container of ['storefront', 'sidecar']) {
        const all = values(metrics, kind, container);
        assert.equal(all.length, 60);
        assert.ok(all.slice(0, 58).every((value) => value !== undefined));
        assert.deepEqual(all.slice(58), [undefined, undefined]);
      }
    }
    const { span } = metrics;
    assert.deepEqual(
      metrics.cpu[0]?.points.map(({ at }) => at),
      Array.from({ length: 60 }, (_, index) => span.from + index * minute),
    );
  });

  it('stay within what the container may use, and are neither nothing nor all the same', async () => {
    const world = openAzure();
    const metrics = await read(world, 'storefront');
    for (const container of ['storefront', 'sidecar']) {
      const cpu = present(values(metrics, 'cpu', container));
      const memory = present(values(metrics, 'memory', container));
      assert.ok(
        cpu.every((cores) => cores > 0 && cores <= 0.5),
        cpu.join(),
      );
      assert.ok(
        memory.every((bytes) => bytes > 1024 ** 2 && bytes <= 1024 ** 3),
        memory.join(),
      );
      assert.ok(new Set(cpu).size > 10 && new Set(memory).size > 10);
    }
  });

  it('are the same whenever they are asked for', async () => {
    const world = openAzure();
    const span = lastOf(world, hour);
    const before = await read(world, 'storefront', span);
    world.open.sandbox.clock.advance(3 * hour);
    const later = await read(world, 'storefront', span);
    assert.deepEqual(values(later, 'cpu', 'storefront').slice(0, 58), values(before, 'cpu', 'storefront').slice(0, 58));
    assert.ok(values(later, 'cpu', 'storefront').every((value) => value !== undefined));
  });

  it('are averages of longer steps where those are asked for', async () => {
    const world = openAzure();
    const to = lastOf(world, 0, 15 * minute).to - 15 * minute;
    const fine = await read(world, 'storefront', { from: to - hour, to, stepMs: minute });
    const coarse = await read(world, 'storefront', { from: to - hour, to, stepMs: 15 * minute });
    const quarter = present(values(fine, 'memory', 'sidecar').slice(0, 15));
    const average = quarter.reduce((sum, value) => sum + value, 0) / quarter.length;
    assert.equal(values(coarse, 'memory', 'sidecar').length, 4);
    assert.ok(Math.abs((values(coarse, 'memory', 'sidecar')[0] ?? 0) - average) < 1);
  });

  it('have values only while the container ran: between the crashes of one that crashes there are none', async () => {
    const world = openAzure();
    const all = values(await read(world, 'payments-api', lastOf(world, 6 * hour)), 'cpu', 'api');
    assert.ok(present(all).length > 5, String(present(all).length));
    assert.ok(present(all).length < all.length / 2, String(present(all).length));
    world.open.sandbox.clock.advance(24 * hour);
    const span = { from: lastOf(world, 24 * hour).from - 30 * minute, to: lastOf(world, 24 * hour).from, stepMs: minute };
    assert.ok(present(values(await read(world, 'payments-api', span), 'cpu', 'api')).length > 0, 'forgets runs that have ended');
  });

  it('are none of a group that never ran, and those of before of one that was stopped', async () => {
    const world = openAzure();
    assert.deepEqual((await read(world, 'weekly-report')).cpu, []);
    assert.deepEqual((await read(world, 'storefront-preview')).memory, []);
    await world.azure.containerGroups.stop(idOf(world, 'containerGroups', 'storefront'));
    world.open.sandbox.clock.advance(30 * minute);
    const all = values(await read(world, 'storefront'), 'memory', 'storefront');
    assert.ok(all.slice(0, 29).every((value) => value !== undefined));
    assert.ok(all.slice(31).every((value) => value === undefined));
  });

  it('go on over a restart of the group', async () => {
    const world = openAzure();
    await world.azure.containerGroups.restart(idOf(world, 'containerGroups', 'storefront'));
    world.open.sandbox.clock.advance(30 * minute);
    const all = values(await read(world, 'storefront'), 'cpu', 'storefront');
    assert.equal(present(all).length, 58, all.join());
  });

  it('come back with the world from a snapshot', async () => {
    const world = openAzure();
    const span = lastOf(world, 6 * hour);
    const again = openAzure({ snapshot: world.open.sandbox.snapshot() });
    assert.deepEqual(await read(again, 'payments-api', span), await read(world, 'payments-api', span));
  });

  const passing: readonly [string, FaultKind][] = [
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
    ['a lost connection', { kind: 'resetBefore' }],
    ['an answer that was cut off', { kind: 'resetAfter' }],
  ];
  for (const [what, fault] of passing) {
    it(`are asked for again after ${what}`, async () => {
      const world = openAzure();
      world.open.sandbox.faults.add({ ...fault, match: { path: /\/metrics$/i } });
      assert.equal((await read(world, 'storefront')).cpu.length, 2);
      assert.equal(world.open.sandbox.faults.pending, 0);
    });
  }

  const lasting: readonly [string, FaultKind, string][] = [
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }, 'TooManyRequests'],
    ['a lost connection', { kind: 'resetBefore' }, 'NetworkError'],
    ['a page of a proxy', { kind: 'htmlBody' }, 'BadGateway'],
  ];
  for (const [what, fault, code] of lasting) {
    it(`end with ${code} where ${what} does not end`, async () => {
      const world = openAzure();
      world.open.sandbox.faults.add({ ...fault, match: { path: /\/metrics$/i }, times: 100 });
      await assert.rejects(read(world, 'storefront'), (error) => AppError.is(error, code));
    });
  }

  it('are refused to whoever may read the group and not its metrics', async () => {
    const world = openAzure();
    const { sandbox } = world.open;
    const objectId = personaId('reader');
    const { assignments } = sandbox.world;
    sandbox.world.assignments = Object.fromEntries(Object.entries(assignments).filter(([, { principalId }]) => principalId !== objectId));
    const id = idOf(world, 'containerGroups', 'storefront');
    const azure = world.connect({ tenants: [{ tenantId: sandbox.world.tenantId, credential: world.open.credentialFor('reader') }] });
    assignRole(sandbox.world, { scope: id, principalId: objectId, roleId: containerInstancesContributor, at: 0 });
    assert.equal(resourceName((await azure.containerGroups.get(id))?.id ?? ''), 'storefront');
    const refused = azure.containerGroups.metrics(id, lastOf(world, hour));
    await assert.rejects(
      refused,
      (error) => AppError.is(error, 'AuthorizationFailed') && /Microsoft\.Insights\/metrics\/read/i.test(error.message),
    );
    assignRole(sandbox.world, { scope: id, principalId: objectId, roleId: roles.reader.id, at: 0 });
    assert.equal((await azure.containerGroups.metrics(id, lastOf(world, hour))).cpu.length, 2);
  });

  it('are none of a Windows group', async () => {
    const world = openAzure();
    const group = world.open.sandbox.world.containerGroups[idOf(world, 'containerGroups', 'storefront').toLowerCase()];
    assert.ok(group);
    group.definition.properties.osType = 'Windows';
    assert.deepEqual((await read(world, 'storefront')).cpu, []);
  });
});

const timespan = 'timespan=2026-06-01T07:30:00Z/2026-06-01T08:30:00Z';
const usual = `&${timespan}&interval=PT1M&metricnames=CpuUsage&aggregation=Average`;

async function running(): Promise<Fixture> {
  const fixture = new Fixture();
  await fixture.put(fixture.publicDefinition());
  fixture.pass(1800);
  return fixture;
}

async function ask(fixture: Fixture, query: string, scope = fixture.groupId()): Promise<Answer> {
  return fixture.ask('GET', `${scope}/providers/microsoft.insights/metrics`, undefined, { apiVersion: '2018-01-01', query });
}

describe('what the sandbox answers to a request for metrics', () => {
  it('has the shape of Azure’s, with points that have no average before the container ran', async () => {
    const fixture = await running();
    const { status, body } = await ask(fixture, `${usual}&$filter=containerName eq '*'`);
    assert.equal(status, 200);
    const value = body['value'] as unknown as [{ timeseries: [{ data: object[] }] }];
    const [{ timeseries }] = value;
    const [{ data }] = timeseries;
    assert.deepEqual(
      { ...body, value: [{ ...value[0], timeseries: [{ ...timeseries[0], data: data.slice(0, 1) }] }] },
      {
        cost: 60,
        timespan: '2026-06-01T07:30:00Z/2026-06-01T08:30:00Z',
        interval: 'PT1M',
        value: [
          {
            id: `${fixture.groupId()}/providers/Microsoft.Insights/metrics/CpuUsage`,
            type: 'Microsoft.Insights/metrics',
            name: { value: 'CpuUsage', localizedValue: 'CPU Usage' },
            displayDescription: 'CPU usage on all cores in millicores.',
            unit: 'Count',
            timeseries: [
              {
                metadatavalues: [{ name: { value: 'containername', localizedValue: 'containername' }, value: 'app' }],
                data: [{ timeStamp: '2026-06-01T07:30:00Z' }],
              },
            ],
            errorCode: 'Success',
          },
        ],
        namespace: 'Microsoft.ContainerInstance/containerGroups',
        resourceregion: 'westeurope',
      },
    );
    assert.equal(data.length, 60);
    assert.deepEqual(Object.keys(data[40] ?? {}), ['timeStamp', 'average']);
  });

  const filters: readonly (readonly [filter: string, series: number, names: number])[] = [
    ['', 1, 0],
    ["&$filter=containerName eq '*'", 1, 1],
    ["&$filter=CONTAINERNAME eq 'app'", 1, 1],
    ["&$filter=containerName eq 'other'", 0, 0],
    ["&$filter=containerName eq 'other' or containerName eq 'app'", 1, 1],
    ["&$filter=containerName eq '*'&top=0", 0, 0],
  ];
  for (const [filter, series, names] of filters) {
    it(`has ${series} series, ${names} of them named, for ${filter === '' ? 'no filter' : filter.slice(1)}`, async () => {
      const { body } = await ask(await running(), `${usual}${filter}`);
      const { timeseries } = (body['value'] as unknown as [{ timeseries: readonly { metadatavalues: readonly object[] }[] }])[0];
      assert.deepEqual([timeseries.length, timeseries.flatMap(({ metadatavalues }) => metadatavalues).length], [series, names]);
    });
  }

  it('is the same where times are encoded twice and have no zone, as the Azure CLI sends them', async () => {
    const fixture = await running();
    const sent = usual.replace(timespan, 'timespan=2026-06-01T07%253A30%253A00%2F2026-06-01T08%253A30%253A00');
    assert.deepEqual((await ask(fixture, sent)).body, (await ask(fixture, usual)).body);
  });

  const refusals: readonly (readonly [what: string, query: string, status: number, text: RegExp])[] = [
    [
      'a metric that there is and the sandbox has not',
      usual.replace('CpuUsage', 'CpuUsage,NetworkBytesReceivedPerSecond'),
      501,
      /NetworkBytes/,
    ],
    ['a metric that there is not', usual.replace('CpuUsage', 'Requests'), 400, /metric: Requests, Valid metrics: CpuUsage,MemoryUsage,/],
    ['no metric', usual.replace('CpuUsage', ''), 501, /the metric ''/],
    ['another aggregation', usual.replace('Average', 'Maximum'), 501, /the aggregation 'Maximum'/],
    ['a step that no metric has', usual.replace('PT1M', 'PT2M'), 400, /^Invalid time grain duration: PT2M, supported ones are: PT1M,/],
    ['no timespan', usual.replace(timespan, 'a=b'), 501, /the parameter 'a'/],
    ['a timespan that is none', usual.replace(timespan, 'timespan=PT1H'), 501, /the timespan 'PT1H'/],
    ['a time of which it knows nothing', usual.replace('2026-06-01T07', '2026-05-01T07'), 501, /metrics from before 2026-05-31T07:30/],
    ['another dimension', `${usual}&$filter=podName eq '*'`, 501, /the filter 'podName eq/],
    ['an order', `${usual}&orderby=average desc`, 501, /the parameter 'orderby'/],
    ['another namespace', `${usual}&metricnamespace=azure.vm`, 501, /the metric namespace 'azure\.vm'/],
  ];
  for (const [what, query, status, text] of refusals) {
    it(`refuses ${what}`, async () => {
      const answer = await ask(await running(), query);
      const body = answer.body as unknown as { code?: string; message?: string; error?: { code: string; message: string } };
      assert.deepEqual([answer.status, body.error?.code ?? body.code], [status, status === 501 ? 'NotInSandbox' : 'BadRequest']);
      assert.match(body.error?.message ?? body.message ?? '', text);
    });
  }

  it('refuses metrics of another type by name, and says where a group is not there', async () => {
    const fixture = await running();
    const { error } = (await ask(fixture, usual, fixture.registry.id)).body as unknown as { error: { code: string; message: string } };
    assert.deepEqual(
      [error.code, error.message],
      ['NotInSandbox', 'The sandbox does not know metrics of Microsoft.ContainerRegistry/registries.'],
    );
    const missing = await ask(fixture, usual, fixture.groupId('none'));
    assert.deepEqual([missing.status, missing.body['error']?.['code']], [404, 'ResourceNotFound']);
  });
});
