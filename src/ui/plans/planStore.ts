import type { Memento } from 'vscode';
import type { Account } from '../../plan/account';
import type { Plan } from '../../plan/plan';

/** A plan, and what became of it. Plain data without secrets. */
export interface PlanRecord {
  readonly plan: Plan;
  readonly account?: Account;
  /** The definition as the user wrote it, where that is not (yet) JSON that the plan could take over. */
  readonly text?: string;
}

const storageKey = 'plans';
const kept = 20;

/** The last plans, newest first, kept over restarts so that one that stopped half-way can be continued. */
export class PlanStore {
  constructor(private readonly memento: Memento) {}

  all(): readonly PlanRecord[] {
    return this.memento.get<readonly PlanRecord[]>(storageKey, []);
  }

  get(planId: string): PlanRecord | undefined {
    return this.all().find(({ plan }) => plan.id === planId);
  }

  async save(record: PlanRecord): Promise<void> {
    const others = this.all().filter(({ plan }) => plan.id !== record.plan.id);
    await this.memento.update(storageKey, [record, ...others].slice(0, kept));
  }
}
