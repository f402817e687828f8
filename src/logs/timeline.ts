import type { ContainerEvent, ContainerGroup, ContainerInstanceView } from '../model/containerGroup';
import { containersOf } from './runs';

/** What a container was at, for a while. */
export interface Span {
  readonly kind: 'pull' | 'start' | 'run' | 'backOff';
  readonly from: number;
  /** Undefined where it goes on. */
  readonly to: number | undefined;
  /** Of a run that has ended. */
  readonly exitCode?: number;
  /** Of a pull. */
  readonly hasFailed?: boolean;
}

/** Something that happened, perhaps more than once. */
export interface Happening {
  /** Undefined where it is about the whole group. */
  readonly container: string | undefined;
  readonly name: string;
  readonly text: string;
  readonly isWarning: boolean;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

export interface Timeline {
  /** Of all that is known. */
  readonly from: number;
  readonly to: number;
  readonly containers: readonly { readonly name: string; readonly spans: readonly Span[]; readonly restarts: number }[];
  /** Newest first. */
  readonly happenings: readonly Happening[];
}

/**
 * What Azure tells of a group's life. It keeps the first and the last time of each kind of event and the present and the previous run of a
 * container: what was between, nobody can tell.
 */
export function timelineOf(group: ContainerGroup, now: number): Timeline {
  const containers = containersOf(group).map(({ name, view }) => ({ name, spans: spansOf(view), restarts: view?.restartCount ?? 0 }));
  const happenings = happeningsOf(group);
  const times = [
    ...containers.flatMap(({ spans }) => spans.flatMap(({ from, to = now }) => [from, to])),
    ...happenings.flatMap(({ first, last }) => [first, last]),
  ];
  // The clock of whoever reads may be behind Azure's.
  const to = Math.max(...times, ...(goesOn({ containers }) || times.length === 0 ? [now] : []));
  return { from: Math.min(to, ...times), to, containers, happenings };
}

/** Events of the group and of its containers, newest first. */
export function happeningsOf(group: ContainerGroup): readonly Happening[] {
  const own = happenings(group.definition.properties.instanceView?.events, undefined);
  const theirs = containersOf(group).flatMap(({ name, view }) => happenings(view?.events, name));
  return [...own, ...theirs]
    .map((one, at) => ({ one, at }))
    .sort((a, b) => b.one.last - a.one.last || b.at - a.at)
    .map(({ one }) => one);
}

function happenings(events: readonly ContainerEvent[] | undefined, container: string | undefined): Happening[] {
  return (events ?? []).flatMap((event) => {
    const last = timeOf(event.lastTimestamp) ?? timeOf(event.firstTimestamp);
    if (last === undefined) return [];
    return [
      {
        container,
        name: event.name ?? '',
        text: event.message ?? '',
        isWarning: event.type?.toLowerCase() === 'warning',
        count: event.count ?? 1,
        first: timeOf(event.firstTimestamp) ?? last,
        last,
      },
    ];
  });
}

function spansOf(view: ContainerInstanceView | undefined): Span[] {
  const { currentState, previousState, events = [] } = view ?? {};
  const spans: Span[] = [];
  const last = (name: string): number | undefined => timeOf(events.find((event) => event.name === name)?.lastTimestamp);
  const [pulling, pulled] = [last('Pulling'), last('Pulled')];
  const firstRun = timeOf(events.find(({ name }) => name === 'Started')?.firstTimestamp);
  if (pulling !== undefined) {
    const [hasPulled, failed] = [pulled !== undefined && pulled >= pulling, last('Failed')];
    const hasFailed = !hasPulled && failed !== undefined && failed >= pulling;
    spans.push({
      kind: 'pull',
      from: pulling,
      to: hasPulled ? pulled : hasFailed ? failed : firstRun,
      ...(hasFailed ? { hasFailed } : {}),
    });
  }
  if (pulled !== undefined && firstRun !== undefined && firstRun > pulled) spans.push({ kind: 'start', from: pulled, to: firstRun });
  const before = runOf(previousState);
  const present = runOf(currentState);
  if (before) spans.push(before);
  const isWaiting = currentState?.state?.toLowerCase() === 'waiting';
  if (before?.to !== undefined && (present || isWaiting)) spans.push({ kind: 'backOff', from: before.to, to: present?.from });
  if (present) spans.push(present);
  return spans.filter(({ from, to }) => to === undefined || to >= from);
}

function runOf(state: ContainerInstanceView['currentState']): Span | undefined {
  const from = timeOf(state?.startTime);
  if (from === undefined) return undefined;
  const exitCode = state?.exitCode;
  return { kind: 'run', from, to: timeOf(state?.finishTime), ...(exitCode === undefined ? {} : { exitCode }) };
}

/** Whether a container is at something. */
export function goesOn({ containers }: Pick<Timeline, 'containers'>): boolean {
  return containers.some(({ spans }) => spans.some(({ to }) => to === undefined));
}

function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

export interface Scale {
  /** From 0 to 100. */
  readonly place: (time: number) => number;
  /** The middles of what was left out. */
  readonly breaks: readonly number[];
}

const breakWidth = 5;

/** Times in proportion, but that stretches of which nothing is known are left out where they would dwarf the rest. */
export function scaleOf({ containers, from, to }: Timeline): Scale {
  const known = containers
    .flatMap(({ spans }) => spans.map((span) => ({ from: span.from, to: span.to ?? to })))
    .sort((a, b) => a.from - b.from);
  const gaps: { from: number; to: number }[] = [];
  let end = from;
  for (const span of known) {
    if (span.from > end) gaps.push({ from: end, to: span.from });
    end = Math.max(end, span.to);
  }
  if (to > end) gaps.push({ from: end, to });
  const lived = to - from - gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const left = gaps.filter((gap) => lived > 0 && gap.to - gap.from > lived / 4);
  const shown = Math.max(1, to - from - left.reduce((sum, gap) => sum + gap.to - gap.from, 0));
  const width = 100 - breakWidth * left.length;
  const place = (time: number): number => {
    const passed = left.map((gap) => Math.min(1, Math.max(0, (time - gap.from) / (gap.to - gap.from))));
    const skipped = left.reduce((sum, gap, at) => sum + (passed[at] ?? 0) * (gap.to - gap.from), 0);
    return (width * (time - from - skipped)) / shown + passed.reduce((sum, part) => sum + part * breakWidth, 0);
  };
  return { place, breaks: left.map((gap) => place((gap.from + gap.to) / 2)) };
}
