import { judgePull } from '../../access/diagnosis/judgePull';
import type { PlannedPull } from '../../access/diagnosis/plannedPulls';
import { plannedPull, pullsOfPlan } from '../../access/diagnosis/plannedPulls';
import { readPullFacts } from '../../access/diagnosis/readPullFacts';
import { judgePreflight, subnetToDelegate } from '../../deploy/judgePreflight';
import { preflightQuestion, readPreflight } from '../../deploy/preflight';
import type { Finding } from '../../model/finding';
import type { Plan } from '../../plan/plan';
import { storeReader } from '../diagnosis/storeReader';
import type { Session } from '../session';
import type { Store } from '../store';

/** What Azure says of a container group before it is deployed. */
export interface Preflight {
  readonly findings: readonly Finding[];
  /** One for each distinct image. */
  readonly pulls: readonly PlannedPull[];
  /** A subnet that the plan has to delegate. */
  readonly delegate?: string;
}

/** What of a plan the answers depend on: the same key, the same answers. */
export function preflightKey(plan: Plan): string {
  return JSON.stringify([preflightQuestion(plan), pullsOfPlan(plan)]);
}

/** Asks through the store, which has what has been asked already. Rejects only where it was cancelled. */
export async function askPreflight(
  plan: Plan,
  store: Store,
  session: Pick<Session, 'cloud' | 'clock'>,
  signal?: AbortSignal,
): Promise<Preflight> {
  const question = preflightQuestion(plan);
  const pullReader = storeReader(store, session);
  const [facts, pulls] = await Promise.all([
    question ? readPreflight(store, question, signal) : undefined,
    Promise.all(pullsOfPlan(plan).map(async (pull) => plannedPull(plan, judgePull(pull, await readPullFacts(pullReader, pull, signal))))),
  ]);
  const findings = question && facts ? judgePreflight(question, facts) : [];
  const delegate = facts && subnetToDelegate(facts);
  return { findings, pulls, ...(delegate === undefined ? {} : { delegate }) };
}
