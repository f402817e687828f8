import type { Memento, SecretStorage } from 'vscode';
import type { Account } from '../../plan/account';
import type { Plan } from '../../plan/plan';

/** A plan, and what became of it. Plain data without secrets. */
export interface PlanRecord {
  readonly plan: Plan;
  readonly account?: Account;
}

const storageKey = 'plans';
const kept = 20;

/** The last plans, newest first, kept over restarts so that one that stopped half-way can be continued. */
export class PlanStore {
  constructor(
    private readonly memento: Memento,
    private readonly secrets: SecretStorage,
  ) {}

  all(): readonly PlanRecord[] {
    return this.memento.get<readonly PlanRecord[]>(storageKey, []);
  }

  get(planId: string): PlanRecord | undefined {
    return this.all().find(({ plan }) => plan.id === planId);
  }

  async save(record: PlanRecord): Promise<void> {
    const others = this.all().filter(({ plan }) => plan.id !== record.plan.id);
    const records = [record, ...others];
    await this.memento.update(storageKey, records.slice(0, kept));
    for (const { plan } of records.slice(kept)) await this.secrets.delete(textKey(plan.id));
  }

  /** The definition as the user wrote it: there may be secrets in it, so it is kept where secrets are. */
  async text(planId: string): Promise<string | undefined> {
    return this.secrets.get(textKey(planId));
  }

  async saveText(planId: string, text: string): Promise<void> {
    await this.secrets.store(textKey(planId), text);
  }
}

function textKey(planId: string): string {
  return `definition/${planId}`;
}
