import type { Container, ContainerGroup } from '../model/containerGroup';
import type { ContainerMetric, GroupMetrics, MetricPoint, MetricSpan } from '../model/metrics';

export type UsageKind = 'cpu' | 'memory';

/** The most that a container may use, and whether its definition says so as a limit or only as what it asks for. */
export interface Ceiling {
  readonly container: string;
  readonly value: number;
  readonly isLimit: boolean;
}

/** One container's row, and its line where it has one. */
export interface UsageLine {
  readonly container: string;
  readonly latest: MetricPoint & { readonly value: number };
  readonly average: number;
  readonly maximum: number;
  /** Undefined where the definition has no such container any more. */
  readonly ceiling: Ceiling | undefined;
  /** Lines of places without a gap; empty where there are more containers than a plot holds. */
  readonly pieces: readonly (readonly Place[])[];
}

/** Right and up, each from 0 to 1; up may be more. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface UsagePlot {
  /** Of cores, or of bytes: what 1 is written for. */
  readonly unit: number;
  readonly top: number;
  readonly marks: readonly number[];
  readonly lines: readonly UsageLine[];
  /** Each value once, with the containers that it holds for. */
  readonly ceilings: readonly (Omit<Ceiling, 'container'> & { readonly containers: readonly string[] })[];
}

export const megabyte = 1024 ** 2;
/** Whether Azure counts 10^9 or 2^30 bytes is not documented; 2^30 is what containers see of a `memoryInGB` of 1. */
export const gigabyte = 1024 ** 3;

/** As many as can be told apart. */
export const mostLines = 6;

/** Undefined where there is no value at all. */
export function usagePlot(group: ContainerGroup, metrics: GroupMetrics, kind: UsageKind): UsagePlot | undefined {
  const known = metrics[kind].flatMap((series) => summaryOf(series) ?? []);
  if (known.length === 0) return undefined;
  const ceilings = ceilingsOf(group, kind).filter(({ container }) => known.some((each) => each.container === container));
  const highest = Math.max(...known.map(({ maximum }) => maximum));
  const seen = ceilings.map(({ value }) => value).filter((value) => highest >= value / 4);
  const shown = Math.max(highest, ...seen);
  const unit = kind === 'cpu' ? 1 : shown >= gigabyte ? gigabyte : megabyte;
  const marks = marksUpTo(shown / unit).map((mark) => mark * unit);
  const top = marks.at(-1) ?? 1;
  const drawn = new Set(known.toSorted((a, b) => b.maximum - a.maximum).slice(0, mostLines));
  const lines = known.map((each) => {
    const { points, ...line } = each;
    const ceiling = ceilings.find(({ container }) => container === each.container);
    return { ...line, ceiling, pieces: drawn.has(each) ? piecesOf(points, metrics.span, top) : [] };
  });
  return { unit, top, marks, lines, ceilings: distinct(ceilings) };
}

function summaryOf({ container, points }: ContainerMetric): (Omit<UsageLine, 'ceiling' | 'pieces'> & ContainerMetric) | undefined {
  const values = points.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const latest = points.findLast((point): point is UsageLine['latest'] => point.value !== undefined);
  if (!latest) return undefined;
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { container, points, latest, average, maximum: Math.max(...values) };
}

/**
 * A container without a limit uses at most what it asks for:
 * https://learn.microsoft.com/azure/container-instances/container-instances-container-groups#resource-allocation
 */
function ceilingsOf(group: ContainerGroup, kind: UsageKind): readonly Ceiling[] {
  return group.definition.properties.containers.flatMap(({ name, properties }: Container) => {
    const { requests, limits } = properties.resources;
    const [limit, request] = kind === 'cpu' ? [limits?.cpu, requests.cpu] : [limits?.memoryInGB, requests.memoryInGB];
    const value = limit ?? request;
    return value > 0 ? [{ container: name, value: kind === 'cpu' ? value : value * gigabyte, isLimit: limit !== undefined }] : [];
  });
}

function distinct(ceilings: readonly Ceiling[]): UsagePlot['ceilings'] {
  const all = new Map<string, UsagePlot['ceilings'][number]>();
  for (const { container, value, isLimit } of ceilings) {
    const key = `${value} ${isLimit}`;
    all.set(key, { value, isLimit, containers: [...(all.get(key)?.containers ?? []), container] });
  }
  return [...all.values()].toSorted((a, b) => b.value - a.value);
}

/** From 0 in three to five equal steps of 1, 2, 2.5 or 5 to the first that holds the value. */
export function marksUpTo(value: number): readonly number[] {
  const rough = value > 0 ? value / 4 : 0.25;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((each) => each * power >= rough * 0.999) ?? 10) * power;
  const count = Math.max(1, Math.ceil(value / step - 0.001));
  // No 0.30000000000000004.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

function piecesOf(points: readonly MetricPoint[], { from, to, stepMs }: MetricSpan, top: number): readonly (readonly Place[])[] {
  const pieces: Place[][] = [];
  let before: number | undefined;
  for (const { at, value } of points) {
    if (value === undefined) continue;
    // An average is of the time after it.
    const place = { x: Math.min(1, Math.max(0, (at + stepMs / 2 - from) / (to - from))), y: value / top };
    if (before !== undefined && at - before <= 1.5 * stepMs) pieces.at(-1)?.push(place);
    else pieces.push([place]);
    before = at;
  }
  return pieces;
}

const minute = 60_000;
const timeSteps = [1, 5, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * minute);

/** Four times at most, round ones of a clock that is so much ahead of UTC. */
export function timeMarks({ from, to }: Pick<MetricSpan, 'from' | 'to'>, aheadMs: number): readonly number[] {
  const step = timeSteps.find((each) => (to - from) / each <= 4) ?? to - from;
  const first = Math.ceil((from + aheadMs) / step) * step - aheadMs;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}
