/**
 * What containers do: each behaviour is a pure function of the time since the container started, so that a log can be read at any
 * instant of the sandbox's clock without anything having run in between.
 */
import type { LoadName } from './loads';

export interface RunContext {
  readonly container: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** What it may use. */
  readonly memoryInGB: number;
}

export interface LogLine {
  /** Milliseconds after the container started. */
  readonly atMs: number;
  readonly text: string;
}

export interface Behaviour {
  /** When the process ends by itself; undefined where it runs on. */
  readonly exit?: (context: RunContext) => { readonly afterMs: number; readonly code: number } | undefined;
  /** Lines written up to an instant, oldest first. Of a log that runs on only the last `keptLines` are made. */
  readonly lines: (context: RunContext, untilMs: number) => readonly LogLine[];
  /** HTTP status of what listens at a port at an instant; undefined where nothing does. */
  readonly answers?: (port: number, context: RunContext, atMs: number) => number | undefined;
  /** Whether a file of its own making is there at an instant; undefined where nobody knows. */
  readonly hasFile?: (path: string, context: RunContext, atMs: number) => boolean | undefined;
  /** Instants at which the two above change: after the last they stay as they are. */
  readonly healthChanges?: (context: RunContext) => readonly number[];
  /** What it uses of CPU and memory; that of a process that waits, unless named. */
  readonly load?: LoadName;
}

/** More than 4 MB of log, which is all that Container Instances keeps, would take at the lengths used here. */
const keptLines = 30_000;

const second = 1000;

function said(lines: readonly (readonly [atMs: number, text: string])[], untilMs: number): LogLine[] {
  return lines.filter(([atMs]) => atMs <= untilMs).map(([atMs, text]) => ({ atMs, text }));
}

/** A line at `firstMs` and every `everyMs` from then on. */
export function repeated(firstMs: number, everyMs: number, untilMs: number, text: (index: number) => string): LogLine[] {
  const last = Math.floor((untilMs - firstMs) / everyMs);
  const lines: LogLine[] = [];
  for (let index = Math.max(0, last - keptLines + 1); index <= last; index++)
    lines.push({ atMs: firstMs + index * everyMs, text: text(index) });
  return lines;
}

const requests = [
  'GET / 200',
  'GET /healthz 200',
  'GET /assets/site.css 304',
  'GET /products?page=2 200',
  'POST /cart 201',
  'GET /favicon.ico 404',
];

function accessLine(index: number): string {
  const visitor = `198.51.100.${((index * 37) % 250) + 1}`;
  const [verb, path, status] = (requests[(index * 5 + (index >> 2)) % requests.length] ?? '').split(' ');
  return `${visitor} "${verb} ${path} HTTP/1.1" ${status} ${180 + ((index * 131) % 4200)} ${3 + ((index * 17) % 90)}ms`;
}

function portOf(context: RunContext): number {
  return Number(context.env['PORT'] ?? context.ports[0] ?? 80);
}

function serve(context: RunContext, readyMs: number, untilMs: number): LogLine[] {
  return [
    ...said([[readyMs, `listening on port ${portOf(context)}`]], untilMs),
    ...repeated(readyMs + 4 * second, 7 * second, untilMs, accessLine),
  ];
}

/** Listens from an instant on; from another on it answers that it is not well. */
function listening(fromMs: number, illMs = Infinity): Pick<Behaviour, 'answers' | 'healthChanges'> {
  return {
    answers: (port, context, atMs) => (port !== portOf(context) || atMs < fromMs ? undefined : atMs < illMs ? 200 : 503),
    healthChanges: () => [fromMs, ...(Number.isFinite(illMs) ? [illMs] : [])],
  };
}

const web: Behaviour = { lines: (context, untilMs) => serve(context, 400, untilMs), ...listening(400), load: 'serving' };

/** Runs out of connections after five minutes, and does not recover. */
const exhausted: Behaviour = {
  lines: (context, untilMs) => [
    ...serve(context, 400, Math.min(untilMs, 300 * second)),
    ...repeated(300 * second, 20 * second, untilMs, () => 'Error: connection pool exhausted, 20 of 20 in use'),
  ],
  ...listening(400, 300 * second),
  load: 'exhausted',
};

const slowStarter: Behaviour = {
  lines: (context, untilMs) => [
    ...said(
      [
        [300, 'loading catalogue from disk'],
        [15 * second, 'catalogue: 48,112 of 120,400 entries'],
        [30 * second, 'catalogue: 97,530 of 120,400 entries'],
        [38 * second, 'catalogue loaded, warming caches'],
      ],
      untilMs,
    ),
    ...serve(context, 45 * second, untilMs),
  ],
  ...listening(45 * second),
  load: 'loading',
};

const worker: Behaviour = {
  lines: (context, untilMs) => [
    ...said([[500, `worker started, queue ${context.env['QUEUE'] ?? 'orders'}`]], untilMs),
    ...repeated(5 * second, 15 * second, untilMs, (index) =>
      index % 4 === 3 ? 'queue empty, waiting' : `message ${1000 + index} handled in ${40 + ((index * 29) % 300)} ms`,
    ),
  ],
  load: 'working',
};

function job(lastLine: readonly [number, string], code: number): Behaviour {
  return {
    exit: () => ({ afterMs: 24 * second, code }),
    lines: (context, untilMs) =>
      said(
        [
          [600, `report for ${context.env['REPORT_DATE'] ?? 'yesterday'}`],
          [3 * second, 'reading orders: 3,204 rows'],
          [11 * second, 'reading returns: 87 rows'],
          [17 * second, 'writing report.csv'],
          lastLine,
        ],
        untilMs,
      ),
    load: 'reporting',
  };
}

/** Wants a variable: what most crash loops are about. Given one, it serves. */
const needsDatabase: Behaviour = {
  exit: (context) => (context.env['DATABASE_URL'] ? undefined : { afterMs: 3 * second, code: 1 }),
  lines: (context, untilMs) =>
    context.env['DATABASE_URL']
      ? serve(context, 900, untilMs)
      : said(
          [
            [300, 'payments api 2.3.0'],
            [2 * second, 'Error: DATABASE_URL is not set'],
            [2200, '    at readSettings (/app/settings.js:14:11)'],
          ],
          untilMs,
        ),
  ...listening(900),
  load: 'serving',
};

/** Recorded shells without a terminal took 1.5 to 6 seconds from start to finish. */
const exitsAtOnce: Behaviour = { exit: () => ({ afterMs: 2 * second, code: 0 }), lines: () => [] };

const greeting: Behaviour = {
  exit: () => ({ afterMs: 400, code: 0 }),
  lines: (_context, untilMs) =>
    said(
      [
        [100, ''],
        [100, 'Hello from Docker!'],
        [100, 'This message shows that your installation appears to be working correctly.'],
      ],
      untilMs,
    ),
};

/** A process that writes nothing and waits. */
const silent: Behaviour = { lines: () => [] };

/** Writes about 9 KB a second, four lines in each instant, now and then the same ones: the 4 MB that are kept hold eight minutes of it. */
const chatty: Behaviour = {
  lines: (_context, untilMs) =>
    repeated(500, 25, untilMs, (index) =>
      index % 64 < 4 ? 'cache miss' : `trace ${index} ${'.'.repeat(180)} span ${(index * 2654435761) % 4294967296}`,
    ).map((line) => ({ ...line, atMs: 500 + Math.floor((line.atMs - 500) / 100) * 100 })),
  load: 'writing',
};

/** Starts, works for some seconds, and dies of an invalid access to memory, whatever it is given. */
const crashing: Behaviour = {
  exit: () => ({ afterMs: 9 * second, code: 139 }),
  lines: (_context, untilMs) => [
    ...said([[200, 'decoder 4.1 started']], untilMs),
    ...repeated(second, second, Math.min(untilMs, 8 * second), (index) => `frame ${index + 1} decoded`),
  ],
  load: 'decoding',
};

/** Loads an index of two gigabytes. With less it is killed on the way, as the kernel does: SIGKILL, without a word. */
const hungry: Behaviour = {
  exit: ({ memoryInGB }) => (memoryInGB >= 2 ? undefined : { afterMs: 8 * second, code: 137 }),
  lines: (context, untilMs) => [
    ...said([[300, 'loading index']], untilMs),
    ...(context.memoryInGB >= 2 ? serve(context, 20 * second, untilMs) : []),
  ],
  ...listening(20 * second),
};

export const behaviours = {
  web,
  exhausted,
  slowStarter,
  worker,
  job: job([23 * second, 'report written, 3,291 rows'], 0),
  failingJob: job([23 * second, 'Error: storage account refused the upload (403)'], 1),
  needsDatabase,
  exitsAtOnce,
  greeting,
  chatty,
  crashing,
  hungry,
  silent,
} as const satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof behaviours;

/** An image that names no behaviour waits in silence. */
export function behaviourNamed(name: string | undefined): Behaviour {
  return Object.entries(behaviours).find(([known]) => known === name)?.[1] ?? silent;
}
