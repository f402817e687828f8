import type { Memento, SecretStorage } from 'vscode';
import type { Account } from '../../plan/account';
import type { Secrets } from '../../model/secrets';
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
    for (const { plan } of records.slice(kept)) {
      for (const key of [textKey(plan.id), secretsKey(plan.id)]) await this.secrets.delete(key);
    }
  }

  /** Values of the placeholders in a plan's definition. */
  async secretsOf(planId: string): Promise<Secrets> {
    const kept = await this.secrets.get(secretsKey(planId));
    return kept === undefined ? {} : (JSON.parse(kept) as Secrets);
  }

  /** Adds to them. */
  async saveSecrets(planId: string, secrets: Secrets): Promise<void> {
    if (Object.keys(secrets).length === 0) return;
    await this.secrets.store(secretsKey(planId), JSON.stringify({ ...(await this.secretsOf(planId)), ...secrets }));
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

function secretsKey(planId: string): string {
  return `secrets/${planId}`;
}
