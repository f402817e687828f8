import type { Azure } from '../azure/azure';
import { AppError, isCancelled } from '../model/appError';
import type { ContainerGroup } from '../model/containerGroup';
import type { Message } from '../model/message';
import { message } from '../model/message';
import { resourceName } from '../model/resourceId';
import type { Clock } from '../plan/clock';
import { exitMeaning } from './exitMeaning';
import type { News } from './follow';
import { LogFollower } from './follow';
import type { Gate } from './gate';
import type { LogLine } from './logLine';
import { containersOf, hasEnded, lastEnd } from './runs';

/** Where what is followed is shown. */
export interface FollowView {
  line(container: string, line: LogLine): void;
  /** Something about one container, or about the group. */
  say(text: Message, container?: string): void;
  /** A container's log can't be followed any more. */
  fail(container: string, error: unknown): void;
}

export interface FollowOptions {
  readonly azure: Pick<Azure['containerGroups'], 'get' | 'logs'>;
  readonly clock: Clock;
  readonly groupId: string;
  readonly containers: readonly string[];
  readonly from: 'tail' | 'start';
  /** Shut while nobody looks, and while it is paused: nothing is asked for then. */
  readonly gate: Gate;
  readonly signal: AbortSignal;
  readonly view: FollowView;
}

const fastestMs = 2_000;
const slowestMs = 10_000;
const slowDown = 1.5;
const firstTail = 100;
/** Of a log that is followed: the more it writes, the more is asked for. */
const smallestTail = 200;
/** While a log is quiet, the group is looked at once in so many turns. */
const turnsALook = 3;

const gone: readonly string[] = ['ContainerGroupNotFound', 'ResourceNotFound', 'ResourceGroupNotFound'];

/**
 * Follows the logs of a group's containers until all have ended, the group is gone, or the signal aborts. Each container has a turn every two to
 * ten seconds, and a turn is one request: for its log or, where that has nothing to say, for the group's state.
 */
export async function followGroup(options: FollowOptions): Promise<void> {
  const group = new FollowedGroup(options);
  await Promise.all(options.containers.map((name) => new FollowedContainer(name, group, options).run()));
  if (!group.signal.aborted && options.containers.length > 1) options.view.say(message('logs.ended'));
  group.end();
}

type Trouble = 'logs.lost' | 'logs.transitioning';

/** What the containers of one group share: its state, and what has been said of it. */
class FollowedGroup {
  private readonly ended = new AbortController();
  readonly signal: AbortSignal;
  private trouble: Trouble | undefined;
  /** The containers of whose log Azure said that it is asked for too often, and has not given it since. */
  private readonly slowed = new Set<string>();
  private read: { readonly at: number; readonly group: Promise<ContainerGroup | undefined> } | undefined;

  constructor(private readonly options: FollowOptions) {
    this.signal = AbortSignal.any([options.signal, this.ended.signal]);
  }

  /** As it was two seconds ago at most. */
  async look(): Promise<ContainerGroup | undefined> {
    const { azure, clock, groupId } = this.options;
    const now = clock.now();
    if (!this.read || now - this.read.at >= fastestMs) this.read = { at: now, group: azure.get(groupId, this.signal) };
    try {
      return await this.read.group;
    } catch (error) {
      this.read = undefined;
      throw error;
    }
  }

  deleted(): void {
    if (this.signal.aborted) return;
    this.options.view.say(message('logs.deleted', { group: resourceName(this.options.groupId) }));
    this.end();
  }

  end(): void {
    this.ended.abort();
  }

  /** Said once, until it is over. */
  inTrouble(trouble: Trouble): void {
    if (this.trouble !== trouble && !this.signal.aborted) this.options.view.say(message(trouble));
    this.trouble = trouble;
  }

  /** Azure counts what is asked for of all of them: said once, until each has its log again. */
  slowDown(container: string, waitMs: number): void {
    if (this.slowed.size === 0 && !this.signal.aborted)
      this.options.view.say(message('logs.slowDown', { seconds: Math.ceil(waitMs / 1000) }));
    this.slowed.add(container);
  }

  /** Nothing more is asked for of it. */
  leave(container: string): void {
    this.slowed.delete(container);
  }

  /** A log was given. */
  answered(container: string): void {
    this.slowed.delete(container);
    if (this.trouble === 'logs.lost') this.options.view.say(message('logs.back'));
    this.trouble = undefined;
  }
}

/** What a turn came to: go on soon, go on more slowly, or after what Azure asked for; or it is over. */
type Turn = 'news' | 'quiet' | 'over' | { readonly waitMs: number };

class FollowedContainer {
  private readonly follower = new LogFollower();
  private tail: number | undefined;
  private quietTurns = 0;
  private next: 'log' | 'group' = 'log';
  private hasLog = false;
  private isEnded = false;
  /** When the run ended that was told of last; undefined until the group has been looked at. */
  private toldEnd: string | undefined;
  private hasLooked = false;
  private hasSaidWaiting = false;
  /** Azure says that there is no such container. */
  private isDenied = false;

  constructor(
    private readonly name: string,
    private readonly group: FollowedGroup,
    private readonly options: FollowOptions,
  ) {
    this.tail = options.from === 'tail' ? firstTail : undefined;
  }

  async run(): Promise<void> {
    const { clock, gate } = this.options;
    const { signal } = this.group;
    let delay = fastestMs;
    for (;;) {
      await gate.passed(signal);
      if (signal.aborted) return;
      const turn = await this.turn();
      if (turn === 'over') return this.group.leave(this.name);
      if (turn === 'news') delay = fastestMs;
      else if (turn === 'quiet') delay = Math.min(slowestMs, delay * slowDown);
      await clock.sleep(typeof turn === 'object' ? Math.max(turn.waitMs, fastestMs) : delay, signal);
    }
  }

  private async turn(): Promise<Turn> {
    try {
      return this.next === 'group' ? await this.look() : await this.read();
    } catch (error) {
      return this.failed(error);
    }
  }

  private async read(): Promise<Turn> {
    const { azure, groupId, view } = this.options;
    const { tail, isEnded } = this;
    const given = { timestamps: true, ...(tail === undefined ? {} : { tail }) };
    const text = await azure.logs(groupId, this.name, given, this.group.signal);
    this.group.answered(this.name);
    const news = this.follower.take({ text, isEnded, ...(tail === undefined ? {} : { tail }) });
    if (!news) {
      this.tail = undefined;
      return 'news';
    }
    this.hasLog ||= text !== '';
    for (const one of news) this.show(one);
    this.tail = Math.max(smallestTail, 4 * news.length);
    if (isEnded) return 'over';
    if (news.some(({ kind }) => kind !== 'line')) this.next = 'group';
    if (news.length > 0) {
      this.quietTurns = 0;
      return 'news';
    }
    if (!this.hasLog && !this.hasSaidWaiting) view.say(message('logs.waiting', { container: this.name }));
    this.hasSaidWaiting = true;
    if (this.quietTurns % turnsALook === 0) this.next = 'group';
    this.quietTurns += 1;
    return 'quiet';
  }

  private show(news: News): void {
    const { view } = this.options;
    if (news.kind === 'line') view.line(this.name, news.line);
    else view.say(message(news.kind === 'dropped' ? 'logs.dropped' : 'logs.begun', { container: this.name }), this.name);
  }

  /** How the container is; after its end its log is read once more. */
  private async look(): Promise<Turn> {
    this.next = 'log';
    const { view } = this.options;
    const group = await this.group.look();
    if (!group) {
      this.group.deleted();
      return 'over';
    }
    const found = containersOf(group).find(({ name }) => name === this.name);
    if (!found) {
      view.say(message('logs.containerGone', { container: this.name }), this.name);
      return 'over';
    }
    const end = lastEnd(found.view);
    if (this.isDenied) {
      // Whether Azure gives the logs of init containers is not documented.
      view.say(message('logs.notGiven', { container: this.name }), this.name);
      if (end) view.say(exitMeaning(this.name, end.exitCode), this.name);
      return 'over';
    }
    const isOver = hasEnded(group, found);
    if (end === undefined && isOver) {
      view.say(message('logs.neverRan', { container: this.name }), this.name);
      return 'over';
    }
    if (isOver && !this.isEnded) {
      this.isEnded = true;
      this.tail = undefined;
      return this.lastTurn(end?.exitCode);
    }
    if (end?.finishTime !== undefined && end.finishTime !== this.toldEnd && this.hasLooked) {
      view.say(exitMeaning(this.name, end.exitCode), this.name);
    }
    this.toldEnd = end?.finishTime;
    this.hasLooked = true;
    return 'quiet';
  }

  private async lastTurn(exitCode: number | undefined): Promise<Turn> {
    const { clock, gate, view } = this.options;
    await clock.sleep(fastestMs, this.group.signal);
    await gate.passed(this.group.signal);
    try {
      await this.read();
    } catch (error) {
      if (isCancelled(error)) return 'over';
      if (!AppError.is(error, 'ContainerLogNotAvailable')) {
        this.isEnded = false;
        this.next = 'group';
        return this.failed(error);
      }
    }
    view.say(exitMeaning(this.name, exitCode), this.name);
    return 'over';
  }

  private failed(error: unknown): Turn {
    const { view } = this.options;
    if (isCancelled(error) || this.group.signal.aborted) return 'over';
    const { status, retryAfterMs = 0 } = AppError.is(error) ? error.more : {};
    if (AppError.is(error, ...gone)) {
      this.group.deleted();
      return 'over';
    }
    if (AppError.is(error, 'ContainerNotFound')) {
      this.isDenied = true;
      this.next = 'group';
      return 'quiet';
    }
    if (AppError.is(error, 'ContainerLogNotAvailable')) {
      if (!this.hasSaidWaiting) view.say(message('logs.waiting', { container: this.name }), this.name);
      this.hasSaidWaiting = true;
      this.next = 'group';
      return 'quiet';
    }
    if (status === 429) {
      const waitMs = Math.max(retryAfterMs, slowestMs);
      this.group.slowDown(this.name, waitMs);
      return { waitMs };
    }
    if (status === 409) {
      this.group.inTrouble('logs.transitioning');
      this.next = 'group';
      return retryAfterMs > 0 ? { waitMs: retryAfterMs } : 'quiet';
    }
    if (AppError.is(error, 'NetworkError', 'Timeout', 'UnreadableAnswer') || (status ?? 0) >= 500) {
      this.group.inTrouble('logs.lost');
      return retryAfterMs > 0 ? { waitMs: retryAfterMs } : 'quiet';
    }
    view.fail(this.name, error);
    return 'over';
  }
}
