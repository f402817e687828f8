/** What containers use of CPU and memory: each load is a pure function of the time since the container started, as behaviours are. */
export interface Load {
  readonly cores: number;
  readonly megabytes: number;
}

/** `chance` is the container's own, from 0 to 1, and another one in each ten seconds. */
type LoadAt = (atMs: number, chance: number) => Load;

const minute = 60_000;

/** From 0 to 1 and back in each period. */
function wave(atMs: number, periodMs: number): number {
  return (1 - Math.cos((2 * Math.PI * atMs) / periodMs)) / 2;
}

/** From 0 towards 1, most of the way in `inMs`. */
function rise(atMs: number, inMs: number): number {
  return 1 - Math.exp((-3 * atMs) / inMs);
}

const serving: LoadAt = (atMs, chance) => ({
  cores: (atMs < 0.5 * minute ? 0.3 : 0.03) + 0.09 * wave(atMs, 23 * minute) + 0.05 * chance,
  megabytes: 72 + 60 * rise(atMs, 12 * minute) + 14 * wave(atMs, 9 * minute) + 4 * chance,
});

const waiting: LoadAt = () => ({ cores: 0.0004, megabytes: 1.6 });

const all = {
  serving,
  waiting,
  /** Holds what it has, and does nothing more. */
  exhausted: (atMs, chance) => (atMs < 5 * minute ? serving(atMs, chance) : { cores: 0.004 + 0.002 * chance, megabytes: 168 }),
  loading: (atMs, chance) => {
    const served = serving(Math.max(0, atMs - 0.75 * minute), chance);
    if (atMs < 0.75 * minute) return { cores: 0.47 + 0.03 * chance, megabytes: 60 + 380 * rise(atMs, 0.75 * minute) };
    return { cores: served.cores, megabytes: served.megabytes + 340 };
  },
  /** Empties its queue every quarter of an hour, and collects its garbage every seven minutes. */
  working: (atMs, chance) => ({
    cores: 0.02 + 0.03 * chance + (atMs % (15 * minute) < 3 * minute ? 0.24 : 0),
    megabytes: 58 + 84 * ((atMs % (7 * minute)) / (7 * minute)) + 6 * chance,
  }),
  reporting: (atMs, chance) => ({ cores: 0.38 + 0.08 * chance, megabytes: 45 + (7 * atMs) / 1000 }),
  writing: (_atMs, chance) => ({ cores: 0.17 + 0.02 * chance, megabytes: 34 + 2 * chance }),
  decoding: (atMs, chance) => ({ cores: 0.85 + 0.1 * chance, megabytes: 110 + (35 * atMs) / 1000 }),
} as const satisfies Record<string, LoadAt>;

export type LoadName = keyof typeof all;

/** What the container uses at an instant of a run; a name that is not known waits. */
export function loadAt(name: string, container: string, atMs: number): Load {
  const load: LoadAt = Object.entries(all).find(([known]) => known === name)?.[1] ?? waiting;
  return load(atMs, chanceOf(container, Math.floor(atMs / 10_000)));
}

/** The same for the same container and number, spread evenly: FNV-1a, with a last mixing of its bits. */
function chanceOf(container: string, number: number): number {
  let hash = 2_166_136_261;
  for (const character of `${container} ${number}`) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
}
