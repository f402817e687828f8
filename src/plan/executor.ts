import { AppError, isCancelled } from '../model/appError';
import { message } from '../model/message';
import { sameId } from '../model/resourceId';
import type { Azure } from '../azure/azure';
import type { Secrets } from '../model/secrets';
import type { Account, Entry, StillRunning } from './account';
import { newAccount, resumed } from './account';
import type { Clock } from './clock';
import { dependencies, inOrder } from './graph';
import type { Observation, RunContext } from './operation';
import { operationType } from './operations';
import type { Operation, Outputs, Plan, Value } from './plan';
import { isRef } from './plan';

export interface RunOptions {
  readonly azure: Azure;
  /** The Azure that is open; a plan for another is refused. */
  readonly target: string;
  readonly clock: Clock;
  /** The user's *Cancel*. */
  readonly signal: AbortSignal;
  /** The user's *Stop Waiting*, for a role that is not effective yet. */
  readonly stopWaiting?: AbortSignal;
  /** Values of the placeholders in the plan's definitions. */
  readonly secrets?: Secrets;
  /** Keys of operations that are never applied: somebody else, who may, is waited for. */
  readonly awaited?: ReadonlySet<string>;
  /** The account of an earlier run, to continue from. */
  readonly account?: Account;
  readonly onChange?: (account: Account) => void;
  /** Asked after *Cancel* for what Azure still works on. Default: leave. */
  readonly onStillRunning?: (running: readonly StillRunning[]) => Promise<'wait' | 'leave' | 'delete'>;
}

/** Between two looks at Azure while it works, in milliseconds of its clock: a tenth of what it has taken so far, within these. */
const pollMs = { least: 1000, most: 10_000 } as const;
/** After *Cancel*, a write on its way may still be answered: else nobody knows whether Azure acted. */
const graceMs = 5000;
/**
 * A time-out, and a conflict: the SDK may have sent a write again after its first answer was lost, and met its own effect. Not so where something
 * is locked: then Resource Manager passes no write on.
 */
const unsure: readonly number[] = [408, 409, 412];
/** Azure itself gives a container group 30 minutes to start. */
const limitMinutes = 35;
/** Between two looks for what somebody else is to do, in milliseconds: growing, since people take their time. There is no limit. */
const awaitMs = { least: 5000, most: 60_000, growth: 1.3 } as const;

/**
 * Runs any plan. Independent operations run side by side; what is already so is left alone; after a failure nothing further starts but what gives
 * back what the plan itself took away, and what runs already is brought to its end. Never rejects for what Azure says: the account tells.
 * @throws AppError `WrongTarget` where the plan is for another Azure.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<Account> {
  if (plan.target !== options.target) throw new AppError('WrongTarget', message('plan.wrongTarget', { target: plan.target }));
  return new Run(plan, options).toEnd();
}

class Run {
  private account: Account;
  private readonly grace = new AbortController();
  private readonly waiting: Map<string, Operation>;
  private readonly running = new Map<string, Promise<void>>();
  /** Operations whose write has been on its way. */
  private readonly sent = new Set<string>();
  private failed = false;
  /** Nobody is waited for after a failure. */
  private readonly givenUp = new AbortController();
  /** The user gave up waiting: as after *Cancel*, nothing further starts. */
  private stopped = false;

  constructor(
    private readonly plan: Plan,
    private readonly options: RunOptions,
  ) {
    this.account = options.account ? resumed(plan, options.account, (op) => operationType(op).nature === 'act') : newAccount(plan);
    const open = inOrder(plan.operations).filter((op) => this.entry(op).state === 'waiting');
    this.waiting = new Map(open.map((op) => [op.key, op]));
  }

  async toEnd(): Promise<Account> {
    const { signal, clock } = this.options;
    const startGrace = (): void => void clock.sleep(graceMs).then(() => this.grace.abort());
    signal.addEventListener('abort', startGrace, { once: true });
    try {
      this.options.onChange?.(this.account);
      for (;;) {
        if (!this.stopped && !signal.aborted) this.startReady();
        if (this.running.size === 0) break;
        await Promise.race(this.running.values());
      }
      if (signal.aborted) await this.settleCancelled();
    } finally {
      signal.removeEventListener('abort', startGrace);
    }
    const entries = Object.values(this.account.entries);
    const succeeded = entries.every(({ state }) => state === 'done' || state === 'unchanged');
    const status = succeeded ? 'succeeded' : (signal.aborted || this.stopped) && !this.failed ? 'cancelled' : 'failed';
    this.change({ ...this.account, status });
    return this.account;
  }

  private startReady(): void {
    for (const op of this.waiting.values()) {
      if (!dependencies(op).every((key) => this.isDone(key)) || (this.failed && !this.givesBack(op))) continue;
      this.waiting.delete(op.key);
      this.running.set(
        op.key,
        this.runOne(op).finally(() => this.running.delete(op.key)),
      );
    }
  }

  /** Whether this plan has stopped or deleted what the operation makes again: left alone, it would stay so. */
  private givesBack(op: Operation): boolean {
    return this.plan.operations.some(
      (taken) =>
        (taken.kind === 'stopGroup' || taken.kind === 'delete') &&
        dependencies(op).includes(taken.key) &&
        'id' in op &&
        sameId(op.id, taken.id) &&
        this.entry(taken).state === 'done',
    );
  }

  private async runOne(op: Operation): Promise<void> {
    const type = operationType(op);
    this.set(op, { state: 'running', startedAt: this.options.clock.now() });
    try {
      if (this.isAwaited(op)) return await this.awaitOne(op);
      const observed: Observation = this.isInNew(op) ? { state: 'absent' } : await type.observe(op, this.context(op));
      let outputs: Outputs | undefined;
      if (observed.state !== 'done' && observed.state !== 'inProgress') {
        this.options.signal.throwIfAborted();
        if (type.snapshot && !this.entry(op).before) this.set(op, { before: await type.snapshot(op, this.context(op)) });
        const absent = observed.state === 'absent' && type.remove !== undefined;
        outputs = await this.apply(op, observed, absent);
      } else if (observed.state === 'done') {
        outputs = observed.outputs;
      }
      outputs ??= await this.untilDone(op);
      this.set(op, { state: this.doneState(op), outputs, finishedAt: this.options.clock.now() });
    } catch (error) {
      // A cancelled operation is judged when all have stopped, by looking at Azure.
      if (this.options.signal.aborted && isCancelled(error)) return;
      if (AppError.is(error, 'StoppedWaiting')) {
        this.stopped = true;
        this.set(op, { state: 'waiting' });
      } else this.fail(op, error);
    }
  }

  /** Looks until somebody else has done it. A look that fails for a while is no reason to give up after hours. */
  private async awaitOne(op: Operation): Promise<void> {
    const context = this.context(op);
    for (let ms: number = awaitMs.least, first = true; ; ms = Math.min(awaitMs.most, ms * awaitMs.growth), first = false) {
      const observed = await this.lookFor(op, context);
      if (observed?.state === 'done') {
        const { outputs } = observed;
        return this.set(op, { state: first ? 'unchanged' : 'done', awaited: !first, outputs, finishedAt: this.options.clock.now() });
      }
      this.set(op, { awaited: true, progress: message('plan.awaited', { seconds: Math.round(ms / 1000) }) });
      await context.sleep(ms, this.givenUp.signal);
      if (this.givenUp.signal.aborted) return this.set(op, { state: 'waiting' });
    }
  }

  private async lookFor(op: Operation, context: RunContext): Promise<Observation | undefined> {
    try {
      return await operationType(op).observe(op, context);
    } catch (error) {
      const status = AppError.is(error) ? (error.more.status ?? 0) : 0;
      const mayPass = AppError.is(error, 'NetworkError', 'Timeout') || status === 429 || status >= 500;
      if (!mayPass) throw error;
      return undefined;
    }
  }

  private isAwaited(op: Operation): boolean {
    return this.options.awaited?.has(op.key) === true;
  }

  /** What is so without a write of this plan's was so before. */
  private doneState(op: Operation): 'done' | 'unchanged' {
    return this.sent.has(op.key) || this.entry(op).created ? 'done' : 'unchanged';
  }

  /** Whether what holds the operation's resource was created by this very plan just now: then there is nothing to look at. */
  private isInNew(op: Operation): boolean {
    if (this.entry(op).created) return false;
    const created = this.plan.operations.filter((other) => dependencies(op).includes(other.key) && this.entry(other).created);
    return created.some(({ kind }) => kind === 'resourceGroup' || op.kind === 'roleAssignment');
  }

  private async apply(op: Operation, observed: Observation, absent: boolean): Promise<Outputs | undefined> {
    // Written down before it is sent: if the process dies in between, *Continue* looks at Azure, and *Remove* finds it.
    this.set(op, { created: this.entry(op).created || absent });
    this.sent.add(op.key);
    try {
      const outputs = await operationType(op).apply(op, this.context(op), observed);
      this.set(op, { applied: true });
      return outputs;
    } catch (error) {
      if (isCancelled(error)) throw error;
      return this.afterFailedWrite(op, error, absent);
    }
  }

  /** A refusal wrote nothing. After any other failure Azure may have acted all the same: look, and go on where it did. */
  private async afterFailedWrite(op: Operation, error: unknown, wasAbsent: boolean): Promise<Outputs | undefined> {
    const status = AppError.is(error) ? error.more.status : undefined;
    const refused =
      status === undefined
        ? AppError.is(error, 'StoppedWaiting')
        : status >= 400 && status < 500 && (!unsure.includes(status) || AppError.is(error, 'ScopeLocked'));
    const observed = refused ? undefined : await this.look(op);
    if (observed?.state === 'absent' || (refused && wasAbsent)) this.set(op, { created: false });
    if (observed?.state !== 'done' && observed?.state !== 'inProgress') throw error;
    this.set(op, { applied: true });
    return observed.state === 'done' ? observed.outputs : undefined;
  }

  private async look(op: Operation): Promise<Observation | undefined> {
    try {
      return await operationType(op).observe(op, this.context(op));
    } catch {
      // The first failure is the one to tell; this one only means that nobody knows.
      return undefined;
    }
  }

  private async untilDone(op: Operation, settling = false): Promise<Outputs> {
    const { clock } = this.options;
    const startedAt = clock.now();
    for (;;) {
      const context = this.context(op, settling);
      const observed = await operationType(op).observe(op, context);
      if (observed.state === 'done') return observed.outputs;
      if (observed.state === 'failed') throw observed.error;
      if (observed.state === 'inProgress') this.set(op, { progress: observed.progress });
      const elapsed = clock.now() - startedAt;
      if (elapsed >= limitMinutes * 60_000) {
        const name = operationName(op);
        throw new AppError('TookTooLong', message('plan.tookTooLong', { name, minutes: limitMinutes }));
      }
      await context.sleep(Math.min(pollMs.most, Math.max(pollMs.least, elapsed / 10)));
    }
  }

  /** After *Cancel*: looks at Azure for each operation that was under way, and lets the user decide on those that go on. */
  private async settleCancelled(): Promise<void> {
    const still: StillRunning[] = [];
    for (const op of this.plan.operations.filter((candidate) => this.entry(candidate).state === 'running')) {
      try {
        const observation = await operationType(op).observe(op, this.context(op, true));
        if (observation.state === 'done') {
          this.set(op, { state: this.doneState(op), outputs: observation.outputs });
        } else if (this.isAwaited(op)) {
          // Whatever of it is under way is somebody else's.
          this.set(op, { state: 'waiting' });
        } else if (observation.state === 'inProgress') {
          still.push({ op, observation });
        } else if (operationType(op).nature === 'act' && this.sent.has(op.key)) {
          // What happens leaves no trace until it has happened: Azure may be at it still.
          this.set(op, { state: 'leftRunning' });
        } else {
          this.set(op, { state: 'waiting', created: observation.state !== 'absent' && this.entry(op).created });
        }
      } catch (error) {
        this.fail(op, error);
      }
    }
    if (still.length === 0) return;
    const choice = (await this.options.onStillRunning?.(still)) ?? 'leave';
    await Promise.all(still.map(({ op }) => this.settle(op, choice)));
  }

  private async settle(op: Operation, choice: 'wait' | 'leave' | 'delete'): Promise<void> {
    const type = operationType(op);
    try {
      if (choice === 'delete' && type.remove && this.entry(op).created) {
        await type.remove(op, this.entry(op).outputs, this.context(op, true));
        this.set(op, { state: 'removed', created: false, applied: false });
      } else if (choice === 'wait') {
        const outputs = await this.untilDone(op, true);
        this.set(op, { state: 'done', outputs, finishedAt: this.options.clock.now() });
      } else {
        this.set(op, { state: 'leftRunning' });
      }
    } catch (error) {
      this.fail(op, error);
    }
  }

  private context(op: Operation, settling = false): RunContext {
    const { azure, clock, signal, stopWaiting } = this.options;
    const never = new AbortController().signal;
    const { before, applied } = this.entry(op);
    const cancel = settling ? never : signal;
    return {
      azure,
      signal: cancel,
      sendSignal: settling ? never : this.grace.signal,
      stopWaiting: stopWaiting ?? never,
      now: () => clock.now(),
      sleep: async (ms, ...signals) => {
        await clock.sleep(ms, cancel, ...signals);
        cancel.throwIfAborted();
      },
      resolve: (value) => this.resolve(value),
      report: (progress) => this.set(op, { progress }),
      secrets: this.options.secrets ?? {},
      applied,
      ...(before === undefined ? {} : { before }),
    };
  }

  private resolve(value: Value): string {
    if (!isRef(value)) return value;
    const output = this.account.entries[value.ref]?.outputs[value.output];
    if (output === undefined) throw new Error(`Operation ${value.ref} yielded no ${value.output}.`);
    return output;
  }

  private isDone(key: string): boolean {
    const state = this.account.entries[key]?.state;
    return state === 'done' || state === 'unchanged';
  }

  private fail(op: Operation, error: unknown): void {
    this.failed = true;
    this.givenUp.abort();
    const known = AppError.is(error)
      ? error
      : new AppError('Unexpected', message('error.unknown', { message: String(error) }), { cause: error });
    const { detail, signIn } = known.more;
    this.set(op, {
      state: 'failed',
      finishedAt: this.options.clock.now(),
      ...(known.code === 'Gone' ? { created: false } : {}),
      error: {
        code: known.code,
        message: known.userMessage,
        ...(detail === undefined ? {} : { detail }),
        ...(signIn === undefined ? {} : { signIn }),
      },
    });
  }

  private entry(op: Operation): Entry {
    const entry = this.account.entries[op.key];
    if (!entry) throw new Error(`The account knows no operation ${op.key}.`);
    return entry;
  }

  private set(op: Operation, part: Partial<Entry>): void {
    const entry = { ...this.entry(op), ...part };
    if (part.state !== undefined && part.state !== 'running') delete (entry as { progress?: unknown }).progress;
    this.change({ ...this.account, entries: { ...this.account.entries, [op.key]: entry } });
  }

  private change(account: Account): void {
    this.account = account;
    this.options.onChange?.(account);
  }
}

function operationName(op: Operation): string {
  return 'id' in op ? op.id : op.key;
}
