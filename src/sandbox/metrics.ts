/**
 * `Microsoft.Insights/metrics` of container groups: averages of CPU and memory, of each container or of all, as they follow from what ran.
 * Names, units, dimension and steps: https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-containerinstance-containergroups-metrics.
 * Shape of the answer: the specification's example GetMetric.json of api-version 2018-01-01, and GetMetricError.json for `errorCode`.
 */
import { normalizeId, parseResourceId, sameId } from '../model/resourceId';
import { presentRun } from './containerGroupMoment';
import { keptMs } from './containerRuns';
import { json, notInSandbox, Refusal } from './errors';
import { loadAt } from './loads';
import type { Call, Route } from './route';
import { requireScope } from './scopeExists';
import type { SandboxResponse } from './types';
import type { SandboxContainerGroup, SandboxRun } from './world';

const second = 1000;
const minute = 60 * second;
/** How often a container is looked at; what Azure does is not documented. */
const lookMs = 10 * second;
/** How long a value takes to arrive. What Container Instances takes is not documented; two minutes is usual of others. */
const arrivalMs = 2 * minute;
const bytesInMegabyte = 1024 * 1024;
/** Series, unless `top` says another number. */
const mostSeries = 10;

const groupType = 'Microsoft.ContainerInstance/containerGroups';
const groupMetrics = ['CpuUsage', 'MemoryUsage', 'NetworkBytesReceivedPerSecond', 'NetworkBytesTransmittedPerSecond'] as const;

interface Metric {
  readonly name: (typeof groupMetrics)[number];
  readonly displayName: string;
  readonly description: string;
  readonly unit: string;
  readonly valueOf: (run: SandboxRun, at: number) => number;
}

/** Those of which the sandbox knows something. */
const known: readonly Metric[] = [
  {
    name: 'CpuUsage',
    displayName: 'CPU Usage',
    description: 'CPU usage on all cores in millicores.',
    unit: 'Count',
    valueOf: (run, at) => Math.round(1000 * Math.min(run.cores, loadAt(run.load, run.container, at - run.from).cores)),
  },
  {
    name: 'MemoryUsage',
    displayName: 'Memory Usage',
    description: 'Total memory usage in byte.',
    unit: 'Bytes',
    valueOf: (run, at) => {
      const { megabytes } = loadAt(run.load, run.container, at - run.from);
      return Math.round(bytesInMegabyte * Math.min(1024 * run.memoryInGB, megabytes));
    },
  },
];

const steps: Readonly<Record<string, number>> = {
  PT1M: minute,
  PT5M: 5 * minute,
  PT15M: 15 * minute,
  PT30M: 30 * minute,
  PT1H: 60 * minute,
  PT6H: 360 * minute,
  PT12H: 720 * minute,
};

/** Without an envelope: https://github.com/Azure/azure-sdk-for-net/issues/29584. */
function badRequest(message: string): Refusal {
  return new Refusal(json(400, { code: 'BadRequest', message }), message);
}

interface Question {
  readonly metrics: readonly Metric[];
  readonly from: number;
  readonly to: number;
  readonly interval: string;
  readonly stepMs: number;
  /** A series of each of these; `all` of every one that there is, undefined one of them together. */
  readonly containers: readonly string[] | 'all' | undefined;
  readonly top: number;
}

const askable: readonly string[] = [
  'api-version',
  'metricnames',
  'metricnamespace',
  'timespan',
  'interval',
  'aggregation',
  '$filter',
  'top',
];

function questionOf({ query, now }: Call): Question {
  const unknown = [...query.keys()].find((name) => !askable.includes(name.toLowerCase()));
  if (unknown !== undefined) throw notInSandbox(`the parameter '${unknown}' of metrics`);
  // The Azure CLI encodes values twice, and the specification asks for it where they have parentheses.
  const asked = new Map([...query].map(([name, value]) => [name.toLowerCase(), decoded(value)]));
  const namespace = asked.get('metricnamespace') ?? groupType;
  if (namespace.toLowerCase() !== groupType.toLowerCase()) throw notInSandbox(`the metric namespace '${namespace}'`);
  const aggregation = asked.get('aggregation') ?? '';
  if (aggregation.toLowerCase() !== 'average') throw notInSandbox(`the aggregation '${aggregation}' of metrics`);
  const interval = (asked.get('interval') ?? 'PT1M').toUpperCase();
  const stepMs = steps[interval];
  // The text is quoted in public of another service, with its steps: the Azure SDKs' troubleshooting guides for metrics.
  if (stepMs === undefined)
    throw badRequest(`Invalid time grain duration: ${interval}, supported ones are: ${Object.keys(steps).join(',')}`);
  return {
    metrics: metricsOf(asked.get('metricnames') ?? ''),
    ...timespanOf(asked.get('timespan') ?? '', now),
    interval,
    stepMs,
    containers: containersOf(asked.get('$filter')),
    top: Number(asked.get('top') ?? mostSeries),
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function metricsOf(names: string): readonly Metric[] {
  return names.split(',').map((name) => {
    const is = (other: { readonly name: string }) => other.name.toLowerCase() === name.toLowerCase();
    const found = known.find(is);
    if (found) return found;
    if (name === '' || groupMetrics.some((other) => is({ name: other }))) throw notInSandbox(`the metric '${name}'`);
    throw badRequest(
      `Failed to find metric configuration for provider: Microsoft.ContainerInstance, resource Type: containerGroups, metric: ${name}, ` +
        `Valid metrics: ${groupMetrics.join(',')}`,
    );
  });
}

/** From whole minutes: what Azure makes of others is not documented. */
function timespanOf(timespan: string, now: number): { readonly from: number; readonly to: number } {
  // The Azure CLI leaves out that its times are of UTC.
  const [from = NaN, to = NaN] = timespan.split('/').map((text) => Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`));
  if (!(from < to)) throw notInSandbox(`the timespan '${timespan}' of metrics`);
  if (from < now - keptMs) throw notInSandbox(`metrics from before ${new Date(now - keptMs).toISOString()}`);
  return { from: Math.floor(from / minute) * minute, to };
}

function containersOf(filter: string | undefined): Question['containers'] {
  if (filter === undefined) return undefined;
  const names = filter.split(/\s+or\s+/i).map((part) => /^containerName\s+eq\s+'([^']+)'$/i.exec(part.trim())?.[1]);
  if (names.some((name) => name === undefined)) throw notInSandbox(`the filter '${filter}' of metrics`);
  return names.includes('*') ? 'all' : names.filter((name) => name !== undefined);
}

function metrics(call: Call): SandboxResponse {
  const { scope = '' } = call.params;
  requireScope(call.world, scope);
  const type = parseResourceId(scope)?.type ?? '';
  const group = call.world.containerGroups[normalizeId(scope)];
  if (!group || !sameId(type, groupType)) throw notInSandbox(`metrics of ${type === '' ? scope : type}`);
  const question = questionOf(call);
  const runs = runsOf(group, call.now);
  return json(200, {
    cost: Math.round((question.to - question.from) / minute) * question.metrics.length,
    timespan: `${stamp(question.from)}/${stamp(question.to)}`,
    interval: question.interval,
    value: question.metrics.map(({ name, displayName, description, unit, valueOf }) => ({
      id: `${group.id}/providers/Microsoft.Insights/metrics/${name}`,
      type: 'Microsoft.Insights/metrics',
      name: { value: name, localizedValue: displayName },
      displayDescription: description,
      unit,
      timeseries: seriesOf(runs, question, valueOf, call.now),
      errorCode: 'Success',
    })),
    namespace: groupType,
    resourceregion: group.definition.location,
  });
}

/**
 * Windows groups have none: https://learn.microsoft.com/azure/container-instances/monitor-azure-container-instances. Whether init containers have
 * is not documented; here they have.
 */
function runsOf(group: SandboxContainerGroup, now: number): readonly SandboxRun[] {
  if (group.definition.properties.osType?.toLowerCase() === 'windows') return [];
  const present = Object.keys(group.containers).flatMap((name) => presentRun(group, name, now) ?? []);
  return [...(group.runs ?? []), ...present];
}

/** Only of containers that ran at all in the time; with points that have no average, where one did not run or its value has not arrived. */
function seriesOf(runs: readonly SandboxRun[], question: Question, valueOf: Metric['valueOf'], now: number): readonly object[] {
  const { containers, top } = question;
  if (containers === undefined) return [{ metadatavalues: [], data: dataOf(runs, question, valueOf, now) }];
  const names = [...new Set(runs.map(({ container }) => container))].filter((name) => containers === 'all' || containers.includes(name));
  return names
    .map((container) => ({
      metadatavalues: [{ name: { value: 'containername', localizedValue: 'containername' }, value: container }],
      data: dataOf(
        runs.filter((run) => run.container === container),
        question,
        valueOf,
        now,
      ),
    }))
    .filter(({ data }) => data.some((point) => 'average' in point))
    .slice(0, top);
}

function dataOf(
  runs: readonly SandboxRun[],
  { from, to, stepMs }: Question,
  valueOf: Metric['valueOf'],
  now: number,
): readonly { readonly timeStamp: string; readonly average?: number }[] {
  const sums = Array.from({ length: Math.ceil((to - from) / stepMs) }, () => ({ sum: 0, looks: 0 }));
  // A minute arrives as a whole.
  const arrived = Math.min(to, Math.floor((now - arrivalMs) / minute) * minute);
  for (const run of runs) {
    const end = Math.min(run.to, arrived);
    for (let at = Math.ceil(Math.max(run.from, from) / lookMs) * lookMs; at < end; at += lookMs) {
      const step = sums[Math.floor((at - from) / stepMs)];
      if (!step) break;
      step.sum += valueOf(run, at);
      step.looks += 1;
    }
  }
  return sums.map(({ sum, looks }, index) => ({
    timeStamp: stamp(from + index * stepMs),
    ...(looks === 0 ? {} : { average: sum / looks }),
  }));
}

function stamp(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

export const metricRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/{+scope}/providers/Microsoft.Insights/metrics',
    apiVersions: ['2024-02-01', '2023-10-01', '2021-05-01', '2019-07-01', '2018-01-01'],
    action: 'Microsoft.Insights/metrics/read',
    handle: metrics,
  },
];
