import * as vscode from 'vscode';
import type { MissingRight } from '../../access/missingRights';
import type { MissingSecret } from '../../deploy/missingSecrets';
import { deployedGroup } from '../../deploy/planDeploy';
import type { Update } from '../../deploy/update';
import { updateOf } from '../../deploy/update';
import type { ContainerGroup } from '../../model/containerGroup';
import type { Message } from '../../model/message';
import { sameId } from '../../model/resourceId';
import type { Secrets } from '../../model/secrets';
import type { Account } from '../../plan/account';
import { operationType } from '../../plan/operations';
import type { Plan } from '../../plan/plan';
import type { PlanRecord } from './planStore';
import type { Preflight } from './preflightAsker';

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
  /** What could not be told about the person's rights. */
  unsure: readonly Message[] = [];
  /** What Azure says of the container group beforehand; undefined until it has been asked. */
  preflight: Preflight | undefined;
  running: Running | undefined;
  /** How many errors its definition has. */
  errors = 0;
  /** Values that its definition only names, and nobody has given: among its errors. */
  missingSecrets: readonly MissingSecret[] = [];
  /** The group that is there under the plan's name, as far as it has been read. */
  existing: ContainerGroup | undefined;
  /** Settled when that is known, or can't be. */
  comparing: Promise<void> | undefined;
  /** Values of the placeholders in its definition: given to a wizard, or written in the definition's text. */
  secrets: Secrets;

  constructor(
    public plan: Plan,
    readonly isSandbox: boolean,
    /** Of the cloud, where it has one. */
    readonly portal: string | undefined,
    record?: PlanRecord,
    /** What a wizard was given; the definition's text has only placeholders for it. */
    public given: Secrets = {},
  ) {
    this.secrets = given;
    this.account = record?.account;
  }

  /** What may be run: it is not done, the person has the rights (as far as is known) and the definition has no errors. */
  get isRunnable(): boolean {
    return !this.running && this.account?.status !== 'succeeded' && this.errors === 0 && (this.missing ?? []).length === 0;
  }

  /** What the plan does to the group that is there. */
  get effect(): Update | undefined {
    const group = deployedGroup(this.plan);
    if (!this.existing || !group || this.account?.status === 'succeeded') return undefined;
    const isStopped = this.plan.operations.some((op) => op.kind === 'stopGroup' && sameId(op.id, group.id));
    return updateOf(this.existing.definition, group.definition, isStopped);
  }

  /** Operations that the person may not do, or that Azure has refused them: somebody else has to. */
  get forSomebodyElse(): ReadonlySet<string> {
    const refused = Object.values(this.account?.entries ?? {}).filter(({ error }) => error !== undefined && isRefusal(error.code));
    return new Set([...(this.missing ?? []).map(({ op }) => op.key), ...refused.map(({ key }) => key)]);
  }

  /** Whether the plan can go on as soon as somebody else has granted what it takes. */
  get isWaitable(): boolean {
    const keys = this.forSomebodyElse;
    const operations = this.plan.operations.filter(({ key }) => keys.has(key));
    const canBeSeen = operations.every((op) => operationType(op).nature === 'ensure');
    const isGrant = operations.some(({ kind }) => kind === 'roleAssignment');
    return !this.running && this.account?.status !== 'succeeded' && this.errors === 0 && isGrant && canBeSeen;
  }

  update(
    part: Partial<
      Pick<
        OpenPlan,
        'plan' | 'account' | 'missing' | 'unsure' | 'preflight' | 'running' | 'errors' | 'missingSecrets' | 'secrets' | 'existing'
      >
    >,
  ): void {
    Object.assign(this, part);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Whether Azure has refused for want of a right. */
export function isRefusal(code: string): boolean {
  return code === 'AuthorizationFailed' || code === 'LinkedAuthorizationFailed';
}
