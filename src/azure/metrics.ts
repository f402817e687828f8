import { AppError } from '../model/appError';
import { message } from '../model/message';
import type { ContainerMetric, GroupMetrics, MetricSpan } from '../model/metrics';
import { sendToArm } from './armRequest';
import { call } from './call';
import type { Clients } from './clients';
import { resourceNames } from './resourceNames';

/** The oldest that has this request, which every cloud knows; later ones add to it. */
const apiVersion = '2018-01-01';
/** Azure answers ten series unless told otherwise; a group has at most 60 containers. */
const mostContainers = 100;

/**
 * `Microsoft.Insights/metrics` of a container group: `CpuUsage` in millicores of all cores, `MemoryUsage` in bytes, both by the dimension
 * `containerName`, at steps of 1, 5, 15 or 30 minutes and more. Network metrics have no such dimension. Of Windows groups there are none.
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-containerinstance-containergroups-metrics
 * https://learn.microsoft.com/azure/container-instances/monitor-azure-container-instances
 * https://learn.microsoft.com/rest/api/monitor/metrics/list
 */
export async function groupMetrics(clients: Clients, id: string, span: MetricSpan, signal: AbortSignal | undefined): Promise<GroupMetrics> {
  const { subscriptionId } = resourceNames(id);
  const query = {
    metricnames: 'CpuUsage,MemoryUsage',
    timespan: `${new Date(span.from).toISOString()}/${new Date(span.to).toISOString()}`,
    interval: `PT${span.stepMs / 60_000}M`,
    aggregation: 'Average',
    $filter: "containerName eq '*'",
    top: String(mostContainers),
  };
  const path = `${id}/providers/Microsoft.Insights/metrics`;
  return call(signal, async () =>
    readMetrics((await sendToArm(clients, { subscriptionId, method: 'GET', path, apiVersion, query }, signal)) as WireMetrics | null, span),
  );
}

interface WireMetrics {
  readonly value?: readonly WireMetric[];
}

interface WireMetric {
  readonly name?: { readonly value?: string };
  /** `Success`, or why this metric alone has no series. */
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly timeseries?: readonly WireSeries[];
}

interface WireSeries {
  readonly metadatavalues?: readonly { readonly name?: { readonly value?: string }; readonly value?: string }[];
  readonly data?: readonly { readonly timeStamp?: string; readonly average?: number | null }[];
}

function readMetrics(answer: WireMetrics | null, span: MetricSpan): GroupMetrics {
  const of = (name: string, unit: number): readonly ContainerMetric[] =>
    seriesOf(
      (answer?.value ?? []).find((metric) => metric.name?.value?.toLowerCase() === name),
      unit,
    );
  return { span, cpu: of('cpuusage', 1000), memory: of('memoryusage', 1) };
}

function seriesOf(metric: WireMetric | undefined, unit: number): readonly ContainerMetric[] {
  const { errorCode = 'Success', errorMessage, timeseries = [] } = metric ?? {};
  if (errorCode.toLowerCase() !== 'success') {
    throw new AppError(errorCode, message('error.azure', { status: 200, code: errorCode, message: errorMessage ?? errorCode }));
  }
  return timeseries.flatMap(({ metadatavalues = [], data = [] }) => {
    // Azure writes the dimension in small letters.
    const container = metadatavalues.find(({ name }) => name?.value?.toLowerCase() === 'containername')?.value;
    if (container === undefined) return [];
    const points = data.flatMap(({ timeStamp = '', average }) => {
      const at = Date.parse(timeStamp);
      return Number.isNaN(at) ? [] : [{ at, value: average === undefined || average === null ? undefined : average / unit }];
    });
    return [{ container, points: points.sort((a, b) => a.at - b.at) }];
  });
}
