import * as vscode from 'vscode';
import type { MissingRight } from '../../access/missingRights';
import type { Secrets } from '../../model/secrets';
import type { Account } from '../../plan/account';
import type { Plan } from '../../plan/plan';
import type { PlanRecord } from './planStore';

/** A run that is under way. */
export interface Running {
  cancel(): void;
  /** Gives up on a role that is not effective yet. */
  stopWaiting(): void;
}

/** A plan as the window has it open: what it says now, and what has become of it. */
export class OpenPlan implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  account: Account | undefined;
  /** Undefined until it has been asked. */
  missing: readonly MissingRight[] | undefined;
  running: Running | undefined;
  /** How many errors its definition has. */
  errors = 0;
  /** Values of the placeholders in its definition; in memory alone. */
  secrets: Secrets = {};

  constructor(
    public plan: Plan,
    readonly isSandbox: boolean,
    record?: PlanRecord,
  ) {
    this.account = record?.account;
  }

  /** What may be run: it is not done, the person has the rights (as far as is known) and the definition has no errors. */
  get isRunnable(): boolean {
    return !this.running && this.account?.status !== 'succeeded' && this.errors === 0 && (this.missing ?? []).length === 0;
  }

  update(part: Partial<Pick<OpenPlan, 'plan' | 'account' | 'missing' | 'running' | 'errors' | 'secrets'>>): void {
    Object.assign(this, part);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
