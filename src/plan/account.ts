import type { AppError } from '../model/appError';
import type { Message } from '../model/message';
import type { Observation } from './operation';
import type { Operation, Outputs, Plan } from './plan';

export type EntryState =
  /** Not begun, or to be begun again by *Continue*. */
  | 'waiting'
  | 'running'
  | 'done'
  /** Was already so: nothing was written. */
  | 'unchanged'
  | 'failed'
  /** Cancelled here; Azure goes on with it. */
  | 'leftRunning'
  /** Cancelled and deleted again. */
  | 'removed';

/** What became of one operation. */
export interface Entry {
  readonly key: string;
  readonly state: EntryState;
  /** Whether it was absent before and the plan made it: what *Remove What Was Created* takes away. */
  readonly created: boolean;
  /** Whether Azure accepted a write of it in this run. */
  readonly applied: boolean;
  /** Left to somebody else, who has the right to do it: never written by this plan. */
  readonly awaited?: boolean;
  readonly outputs: Outputs;
  readonly progress?: Message;
  /** Milliseconds since the epoch, by Azure's clock. */
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly before?: string;
  readonly error?: {
    readonly code: string;
    readonly message: Message;
    readonly detail?: string;
    /** Of `SignInNeeded`: what the person is to be asked for. */
    readonly signIn?: NonNullable<AppError['more']['signIn']>;
  };
}

/** The account of a run: what was done and what was not. Plain data without secrets, to be stored with the plan and resumed from. */
export interface Account {
  readonly planId: string;
  /** `changed`: the plan was edited after it ran, and is to run again. */
  readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'changed';
  readonly entries: Readonly<Record<string, Entry>>;
}

export function newAccount(plan: Plan): Account {
  const entries = plan.operations.map((op): [string, Entry] => [op.key, freshEntry(op.key)]);
  return { planId: plan.id, status: 'running', entries: Object.fromEntries(entries) };
}

/**
 * The account to continue from: every state is looked at again, since it may have changed in between; an act that happened stays done.
 * @param isAct whether an operation is one that happens.
 */
export function resumed(plan: Plan, account: Account, isAct: (op: Operation) => boolean): Account {
  const entries = plan.operations.map((op): [string, Entry] => {
    const entry = account.entries[op.key];
    if (!entry || entry.state === 'removed') return [op.key, freshEntry(op.key)];
    if (isAct(op) && (entry.state === 'done' || entry.state === 'unchanged')) return [op.key, entry];
    const { created, outputs, before } = entry;
    return [op.key, { ...freshEntry(op.key), created, outputs, ...(before === undefined ? {} : { before }) }];
  });
  return { planId: plan.id, status: 'running', entries: Object.fromEntries(entries) };
}

/** The account after an operation's fields were edited: it is to be done again, and what was created stays known. */
export function reopened(account: Account, key: string): Account {
  const entry = account.entries[key];
  if (!entry) return account;
  const { created, outputs } = entry;
  return { ...account, status: 'changed', entries: { ...account.entries, [key]: { ...freshEntry(key), created, outputs } } };
}

function freshEntry(key: string): Entry {
  return { key, state: 'waiting', created: false, applied: false, outputs: {} };
}

/** Whether a plan changed nothing because everything was already so. */
export function changedNothing(account: Account): boolean {
  return Object.values(account.entries).every(({ state }) => state === 'unchanged');
}

/** Whether there is anything that *Remove What Was Created* could take away. */
export function createdAnything(account: Account): boolean {
  return Object.values(account.entries).some(({ created }) => created);
}

/** Why a plan stopped, where it did. */
export function firstError(account: Account): Entry['error'] {
  return Object.values(account.entries).find(({ error }) => error)?.error;
}

/** An operation that Azure still works on when the user cancels. */
export interface StillRunning {
  readonly op: Operation;
  readonly observation: Observation;
}
