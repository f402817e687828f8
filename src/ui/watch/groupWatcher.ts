import type { Azure } from '../../azure/azure';
import { AppError, isCancelled } from '../../model/appError';
import type { ContainerGroup } from '../../model/containerGroup';
import { isAtOrAbove, normalizeId } from '../../model/resourceId';
import type { Clock } from '../../plan/clock';
import type { WatchedGroup } from '../watchedGroups';
import type { News } from './news';
import { afterOwnWrite, asTold, newsOf } from './news';
import { dueAt, pauseAfterFailureMs, pauseMs, slowerBy } from './pace';
import type { Sighting } from './sighting';
import { sightingOf } from './sighting';

export interface WatcherOptions {
  readonly azure: Azure['containerGroups'];
  readonly clock: Clock;
  /** Those of this Azure, as they are at the time. */
  readonly watched: () => readonly WatchedGroup[];
  /** Keeps what its watcher was told of a group. */
  readonly keep: (id: string, told: Sighting) => void;
  /** Whether this window is writing to a group. */
  readonly isWriting: (id: string) => boolean;
  readonly signal: AbortSignal;
  /** A group was read and has changed. @param group undefined where it is gone. */
  readonly seen: (id: string, group: ContainerGroup | undefined) => void;
  /** There may be something to tell. */
  readonly told: () => void;
  /** Gone by this window's own doing. */
  readonly gone: (id: string) => void;
  readonly fail: (id: string, error: unknown) => void;
  readonly chance?: () => number;
}

interface Look {
  readonly at: number;
  readonly factor: number;
  readonly seen?: Sighting;
  readonly group?: ContainerGroup;
  /** This window has written to it since. */
  readonly isOwn?: boolean;
}

/** Of which it can be hoped that it passes. */
interface Failure {
  /** How long Azure wants to be left alone. */
  readonly retryAfterMs: number;
}

/** News of one watched group, to be told. */
export interface GroupNews {
  readonly watched: WatchedGroup;
  readonly news: News;
  /** As it was seen last before it went. */
  readonly group?: ContainerGroup;
}

/** Reads watched groups in turn, one at a time, and knows what of them has not been told yet. */
export class GroupWatcher {
  private readonly looks = new Map<string, Look>();
  private waking = new AbortController();
  private failures = 0;

  constructor(private readonly options: WatcherOptions) {}

  /** Until the signal aborts. */
  async run(): Promise<void> {
    const { signal, clock, watched } = this.options;
    const chance = this.options.chance ?? Math.random;
    while (!signal.aborted) {
      // Before the read, so that who wakes it meanwhile does not wait for the pause after it.
      this.waking = new AbortController();
      const failure = await this.lookAtNext();
      if (signal.aborted) return;
      const factors = watched().map(({ id }) => this.looks.get(normalizeId(id))?.factor ?? 1);
      const ms = failure ? pauseAfterFailureMs(this.failures, failure.retryAfterMs, chance()) : pauseMs(factors, chance());
      // Azure's wish to be left alone is not for a person to shorten.
      await (failure ? clock.sleep(ms, signal) : clock.sleep(ms, signal, this.waking.signal));
    }
  }

  /** Looks at once at what has not been looked at: somebody has just begun to watch it. */
  wake(): void {
    this.waking.abort();
  }

  /** This window begins, or has ended, to write to resources and what is in them. */
  wrote(ids: readonly string[]): void {
    for (const { id } of this.options.watched()) {
      if (!ids.some((written) => isAtOrAbove(written, id))) continue;
      const key = normalizeId(id);
      this.looks.set(key, { ...(this.looks.get(key) ?? { at: 0 }), factor: 1, isOwn: true });
    }
  }

  /** What has not been told, and is so as far as is known: of what this window writes to, nothing is until it has been read again. */
  untold(): readonly GroupNews[] {
    return this.options.watched().flatMap((watched) => {
      const { seen, group, isOwn = false } = this.looks.get(normalizeId(watched.id)) ?? {};
      const news = seen && !isOwn ? newsOf(watched.told, seen) : undefined;
      return news ? [{ watched, news, ...(group ? { group } : {}) }] : [];
    });
  }

  /** They have been told. */
  tell(told: readonly GroupNews[]): void {
    for (const { watched } of told) {
      const seen = this.looks.get(normalizeId(watched.id))?.seen;
      if (seen) this.options.keep(watched.id, asTold(watched.told, seen, true));
    }
  }

  /** The group that was looked at longest ago, except one that this window is writing to. */
  private async lookAtNext(): Promise<Failure | undefined> {
    const { watched, isWriting, signal } = this.options;
    this.forgetOthers();
    const due = ({ id }: WatchedGroup): number => {
      const look = this.looks.get(normalizeId(id));
      return look ? dueAt(look.at, look.factor) : 0;
    };
    const [next] = watched()
      .filter(({ id }) => !isWriting(id))
      .sort((a, b) => due(a) - due(b));
    if (!next) return undefined;
    try {
      const group = await this.options.azure.get(next.id, signal);
      this.failures = 0;
      if (!signal.aborted && !isWriting(next.id)) this.see(next, group);
      return undefined;
    } catch (error) {
      if (isCancelled(error) || signal.aborted) return undefined;
      this.options.fail(next.id, error);
      return this.afterFailure(next, error);
    }
  }

  /** What is no longer watched: it may be again, and be otherwise then. */
  private forgetOthers(): void {
    const keys = new Set(this.options.watched().map(({ id }) => normalizeId(id)));
    for (const key of this.looks.keys()) if (!keys.has(key)) this.looks.delete(key);
  }

  private see(watched: WatchedGroup, group: ContainerGroup | undefined): void {
    const { clock, keep, gone } = this.options;
    const key = normalizeId(watched.id);
    const before = this.looks.get(key);
    const isOwn = before?.isOwn === true;
    if (!group && isOwn) return gone(watched.id);
    const seen = sightingOf(group, isOwn ? undefined : (before?.seen ?? watched.told), clock.now());
    const hasChanged = JSON.stringify(seen) !== JSON.stringify(before?.seen);
    const last = group ?? before?.group;
    this.looks.set(key, { at: clock.now(), factor: slowerBy(before?.factor ?? 1, hasChanged), seen, ...(last ? { group: last } : {}) });
    const told = isOwn && watched.told ? afterOwnWrite(watched.told, seen) : watched.told;
    const next = newsOf(told, seen) ? told : asTold(told, seen, false);
    if (next && JSON.stringify(next) !== JSON.stringify(watched.told)) keep(watched.id, next);
    if (hasChanged) this.options.seen(watched.id, group);
    if (newsOf(next, seen)) this.options.told();
  }

  /** Who may not read a group is told so, once; what else fails may pass. */
  private afterFailure(watched: WatchedGroup, error: unknown): Failure | undefined {
    const { clock, told } = this.options;
    const { status, retryAfterMs = 0 } = AppError.is(error) ? error.more : {};
    const key = normalizeId(watched.id);
    const before = this.looks.get(key);
    if (status === 403) {
      const seen: Sighting = { troubles: {}, restarts: {}, ...watched.told, state: 'unreadable' };
      this.looks.set(key, { ...before, at: clock.now(), factor: slowerBy(before?.factor ?? 1, false), seen });
      if (newsOf(watched.told, seen)) told();
      // It is about this group alone: the others go on.
      return undefined;
    }
    this.failures++;
    this.looks.set(key, { ...before, at: clock.now(), factor: before?.factor ?? 1 });
    return { retryAfterMs };
  }
}
