import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import type { GroupMetrics, MetricSpan } from '../../src/model/metrics';
import { FakeAzure } from './fakeAzure';

const groupId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/web';
const from = Date.parse('2026-06-01T08:00:00Z');
const span: MetricSpan = { from, to: from + 3_600_000, stepMs: 300_000 };

function point(minutes: number, average?: number | null): object {
  return {
    timeStamp: new Date(from + minutes * 60_000).toISOString().replace('.000Z', 'Z'),
    ...(average === undefined ? {} : { average }),
  };
}

function series(container: string | undefined, ...data: readonly object[]): object {
  const name = { value: 'containername', localizedValue: 'containername' };
  return { metadatavalues: container === undefined ? [] : [{ name, value: container }], data };
}

function metric(value: string, timeseries: readonly object[], more: object = {}): object {
  return { name: { value, localizedValue: value }, type: 'Microsoft.Insights/metrics', timeseries, errorCode: 'Success', ...more };
}

async function read(...value: readonly object[]): Promise<GroupMetrics> {
  return new FakeAzure({ body: { cost: 1, timespan: '…', value } }).connect().containerGroups.metrics(groupId, span);
}

/** `web: 0 0.25, 5 –`: minutes and values. */
function inShort(metrics: GroupMetrics['cpu']): string {
  return metrics
    .map(({ container, points }) => `${container}: ${points.map(({ at, value }) => `${(at - from) / 60_000} ${value ?? '–'}`).join(', ')}`)
    .join('; ');
}

const answers: readonly (readonly [what: string, value: readonly object[], cpu: string, memory: string])[] = [
  ['nothing at all', [], '', ''],
  ['metrics without a series', [metric('CpuUsage', []), metric('MemoryUsage', [])], '', ''],
  [
    'cores from millicores, and bytes as they are, of each container',
    [
      metric('CpuUsage', [series('web', point(0, 250), point(5, 12.5)), series('side', point(0, 1000))]),
      metric('MemoryUsage', [series('web', point(0, 1_048_576))]),
    ],
    'web: 0 0.25, 5 0.0125; side: 0 1',
    'web: 0 1048576',
  ],
  [
    'points without an average, or with null for one',
    [metric('CpuUsage', [series('web', point(0), point(5, null), point(10, 0))])],
    'web: 0 –, 5 –, 10 0',
    '',
  ],
  ['points in the order of time', [metric('cpuusage', [series('web', point(5, 2), point(0, 1))])], 'web: 0 0.001, 5 0.002', ''],
  ['no series that names no container', [metric('CpuUsage', [series(undefined, point(0, 1))])], '', ''],
  ['no point without a time', [metric('CpuUsage', [series('web', { average: 1 }, point(0, 1))])], 'web: 0 0.001', ''],
];

describe('metrics of a container group, as Azure Monitor answers them', () => {
  for (const [what, value, cpu, memory] of answers) {
    it(`are read: ${what}`, async () => {
      const metrics = await read(...value);
      assert.deepEqual([inShort(metrics.cpu), inShort(metrics.memory), metrics.span], [cpu, memory, span]);
    });
  }

  it('are asked for in one request, of every container, as averages of whole steps', async () => {
    const fake = new FakeAzure({ body: { value: [] } });
    await fake.connect().containerGroups.metrics(groupId, span);
    assert.deepEqual(
      fake.seen.map(({ method, path, query }) => [method, path, Object.fromEntries(query)]),
      [
        [
          'GET',
          `${groupId}/providers/Microsoft.Insights/metrics`,
          {
            'api-version': '2018-01-01',
            metricnames: 'CpuUsage,MemoryUsage',
            timespan: '2026-06-01T08:00:00.000Z/2026-06-01T09:00:00.000Z',
            interval: 'PT5M',
            aggregation: 'Average',
            $filter: "containerName eq '*'",
            top: '100',
          },
        ],
      ],
    );
  });

  it('are refused as a whole where Azure has one of them not, rather than shown as if there were none', async () => {
    const reading = read(metric('CpuUsage', [], { errorCode: 'InvalidSamplingType', errorMessage: 'Sampling type is not found.' }));
    await assert.rejects(reading, (error) => AppError.is(error, 'InvalidSamplingType'));
  });

  it('are refused with the code of an error that has no envelope', async () => {
    const fake = new FakeAzure({ status: 400, body: { code: 'BadRequest', message: 'Failed to find metric configuration.' } });
    await assert.rejects(fake.connect().containerGroups.metrics(groupId, span), (error) => AppError.is(error, 'BadRequest'));
    await assert.rejects(fake.connect().containerGroups.metrics('/nonsense', span), (error) => AppError.is(error, 'InvalidResourceId'));
  });
});
