import type * as vscode from 'vscode';
import type { Gate } from '../../logs/gate';
import { AppError } from '../../model/appError';
import type { GroupMetrics, MetricSpan } from '../../model/metrics';
import type { Clock } from '../../plan/clock';

const minute = 60_000;
/** Azure Monitor has a new value each minute, and is asked no oftener. */
const betweenMs = minute;

/** Hours, and steps that make about as many points of each. */
export const periods = [
  { hours: 1, stepMs: minute },
  { hours: 6, stepMs: 5 * minute },
  { hours: 24, stepMs: 15 * minute },
] as const;

export type Hours = (typeof periods)[number]['hours'];

export interface UsageState {
  readonly hours: Hours;
  /** What was read last of the period. */
  readonly metrics?: GroupMetrics;
  /** When that was. */
  readonly at?: number;
  /** Why it could not be read again. */
  readonly error?: unknown;
}

export interface UsageSource {
  readonly read: (span: MetricSpan, signal: AbortSignal) => Promise<GroupMetrics>;
  readonly clock: Clock;
  /** Shut while nobody looks. */
  readonly gate: Gate;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
}

/** What containers use, read each minute while they run and somebody looks. */
export class UsageWatch implements vscode.Disposable {
  private readonly known = new Map<Hours, UsageState>();
  /** From when on each period may be asked for again. */
  private readonly next = new Map<Hours, number>();
  private isLive = false;
  /** The period that is being asked for. */
  private reading: Hours | undefined;
  private round: AbortController | undefined;
  private readonly ending = new AbortController();

  constructor(
    private readonly source: UsageSource,
    private hours: Hours = 1,
  ) {}

  get state(): UsageState {
    return this.known.get(this.hours) ?? { hours: this.hours };
  }

  /** Whether anything runs of which there will be more to read. What has never been read is read in any case. */
  follow(isLive: boolean): void {
    this.isLive = isLive;
    if (!this.round && (isLive || !this.known.has(this.hours))) void this.go();
  }

  /** Asks no more until it is told to follow again. */
  rest(): void {
    this.isLive = false;
  }

  choose(hours: Hours): void {
    if (this.ending.signal.aborted) return;
    this.hours = hours;
    this.source.changed();
    void this.go();
  }

  /** Somebody asks for it: reads anew without waiting, for values come late. What has never been read is not for this to begin. */
  again(): void {
    if (this.ending.signal.aborted || !this.known.has(this.hours) || this.reading === this.hours) return;
    this.next.delete(this.hours);
    void this.go();
  }

  dispose(): void {
    this.ending.abort();
  }

  /** Another round takes the place of this one. */
  private async go(): Promise<void> {
    this.round?.abort();
    if (this.reading !== undefined) this.next.delete(this.reading);
    const round = new AbortController();
    this.round = round;
    const signal = AbortSignal.any([round.signal, this.ending.signal]);
    const { clock, gate } = this.source;
    for (;;) {
      const waitMs = (this.next.get(this.hours) ?? 0) - clock.now();
      if (waitMs > 0) {
        if (!this.isLive || waitMs === Infinity) break;
        await clock.sleep(waitMs, signal);
      }
      await gate.passed(signal);
      if (signal.aborted) return;
      await this.read(signal);
      if (signal.aborted) return;
    }
    this.round = undefined;
  }

  private async read(signal: AbortSignal): Promise<void> {
    const { hours } = this;
    const { clock, read, changed, failed } = this.source;
    const stepMs = periods.find((period) => period.hours === hours)?.stepMs ?? minute;
    const at = clock.now();
    const to = Math.floor(at / minute) * minute;
    this.next.set(hours, at + betweenMs);
    this.reading = hours;
    try {
      const metrics = await read({ from: to - hours * 60 * minute, to, stepMs }, signal);
      if (signal.aborted) return;
      this.known.set(hours, { hours, metrics, at });
    } catch (error) {
      if (signal.aborted) return;
      failed(error);
      this.known.set(hours, { ...this.state, hours, error });
      this.next.set(hours, isFinal(error) ? Infinity : at + Math.max(betweenMs, AppError.is(error) ? (error.more.retryAfterMs ?? 0) : 0));
    }
    this.reading = undefined;
    changed();
  }
}

/** Whether asking again will come to the same until somebody has done something. */
function isFinal(error: unknown): boolean {
  const status = AppError.is(error) ? (error.more.status ?? 0) : 0;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
