/** What containers use of CPU and memory: each load is a pure function of the time since the container started, as behaviours are. */
export interface Load {
  readonly cores: number;
  readonly megabytes: number;
}

/** `chance` is from 0 to 1 and another one in each ten seconds; `own` is the same for as long as the container has its name. */
type LoadAt = (atMs: number, chance: number, own: number) => Load;

const minute = 60_000;

/** From 0 to 1 and back in each period, of which a part has passed when the container starts. */
function wave(atMs: number, periodMs: number, passed: number): number {
  return (1 - Math.cos(2 * Math.PI * (atMs / periodMs + passed))) / 2;
}

/** From 0 towards 1, most of the way in `inMs`. */
function rise(atMs: number, inMs: number): number {
  return 1 - Math.exp((-3 * atMs) / inMs);
}

const serving: LoadAt = (atMs, chance, own) => ({
  cores: (atMs < 0.5 * minute ? 0.3 : 0.03) + (0.06 + 0.06 * own) * wave(atMs, 23 * minute, own) + 0.05 * chance,
  megabytes: 56 + 40 * own + 60 * rise(atMs, 12 * minute) + 14 * wave(atMs, 9 * minute, own) + 4 * chance,
});

const waiting: LoadAt = () => ({ cores: 0.0004, megabytes: 1.6 });

const all = {
  serving,
  waiting,
  /** Holds what it has, and does nothing more. */
  exhausted: (atMs, chance, own) => (atMs < 5 * minute ? serving(atMs, chance, own) : { cores: 0.004 + 0.002 * chance, megabytes: 168 }),
  loading: (atMs, chance, own) => {
    const served = serving(Math.max(0, atMs - 0.75 * minute), chance, own);
    if (atMs < 0.75 * minute) return { cores: 0.47 + 0.03 * chance, megabytes: 60 + 380 * rise(atMs, 0.75 * minute) };
    return { cores: served.cores, megabytes: served.megabytes + 340 };
  },
  /** Empties its queue every quarter of an hour, and collects its garbage every seven minutes. */
  working: (atMs, chance, own) => {
    const quarter = (atMs / (15 * minute) + own) % 1;
    const collecting = (atMs / (7 * minute) + own) % 1;
    return {
      cores: 0.02 + 0.03 * chance + (quarter < 0.2 ? 0.16 + 0.12 * own : 0),
      megabytes: 48 + 24 * own + 84 * collecting + 6 * chance,
    };
  },
  reporting: (atMs, chance) => ({ cores: 0.38 + 0.08 * chance, megabytes: 45 + (7 * atMs) / 1000 }),
  writing: (_atMs, chance) => ({ cores: 0.17 + 0.02 * chance, megabytes: 34 + 2 * chance }),
  decoding: (atMs, chance) => ({ cores: 0.85 + 0.1 * chance, megabytes: 110 + (35 * atMs) / 1000 }),
} as const satisfies Record<string, LoadAt>;

export type LoadName = keyof typeof all;

/** What the container uses at an instant of a run; a name that is not known waits. */
export function loadAt(name: string, container: string, atMs: number): Load {
  const load: LoadAt = Object.entries(all).find(([known]) => known === name)?.[1] ?? waiting;
  return load(atMs, chanceOf(container, Math.floor(atMs / 10_000)), chanceOf(container, -1));
}

/** The same for the same container and number, spread evenly: FNV-1a, with a last mixing of its bits. */
function chanceOf(container: string, number: number): number {
  let hash = 2_166_136_261;
  for (const character of `${container} ${number}`) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
}
