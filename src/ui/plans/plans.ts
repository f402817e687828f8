import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { PullQuestion } from '../../access/diagnosis/pullQuestion';
import type { RefusalRepair } from '../../deploy/failure/judgeRefusal';
import { definitionOf, deployedGroup } from '../../deploy/planDeploy';
import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import type { Secrets } from '../../model/secrets';
import type { Account } from '../../plan/account';
import { firstError } from '../../plan/account';
import type { Plan } from '../../plan/plan';
import { removalPlan } from '../../plan/removal';
import type { App } from '../app';
import { Disposables } from '../disposables';
import { planScheme } from '../planScheme';
import { render } from '../render';
import { DefinitionFiles, definitionUri, planIdOf } from '../review/definitionFiles';
import type { PageCommand } from '../review/planPage';
import { openPlanPage } from '../review/planPage';
import type { WebPage } from '../webPage';
import { askAnotherLabel } from './askAnotherLabel';
import { BackgroundAsker } from './backgroundAsker';
import { DefinitionReview } from './definitionReview';
import { OpenPlan } from './openPlan';
import { openScript } from './openScript';
import { failedGroupId, groupUrl, tellOutcome } from './outcome';
import { PlanStore } from './planStore';
import { refusalRepair } from './refusalRepair';
import { runInWindow } from './runInWindow';

/** Everything that happens to plans in the window: review, run, continue, remove, hand over. */
export class Plans implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly store: PlanStore;
  readonly files: DefinitionFiles;
  private readonly asker: BackgroundAsker;
  private readonly definitions: DefinitionReview;
  /** By plan id, for as long as the window lives: a run and its page speak of the same one. */
  private readonly plans = new Map<string, OpenPlan>();
  private readonly pages = new Map<string, WebPage>();
  /** From the press of *Deploy* until the run ends: pressed twice, it runs once. */
  private readonly starting = new Set<OpenPlan>();
  private readonly wantDiagnosis = this.disposables.add(new vscode.EventEmitter<PullQuestion>());
  /** Somebody wants to know more about a pull. */
  readonly onDidWantDiagnosis = this.wantDiagnosis.event;
  /** The plan that was looked at last: what the commands in the palette mean. */
  private latest: string | undefined;

  constructor(private readonly app: App) {
    this.store = new PlanStore(app.context.workspaceState, app.context.secrets);
    this.files = new DefinitionFiles(this.store);
    this.asker = this.disposables.add(new BackgroundAsker(app));
    this.definitions = this.disposables.add(new DefinitionReview(app, this.store, this.asker, (planId) => this.plans.get(planId)));
    this.disposables.add(vscode.window.onDidChangeActiveTextEditor(() => this.setContext()));
    this.disposables.add(app.sessions.onDidChange((session) => session && this.askAnew()));
  }

  /** Shows a plan before it runs: its definition in an editor, where it has one, and the plan in prose beside it. */
  async show(plan: Plan, secrets: Secrets = {}): Promise<void> {
    await this.store.save({ ...this.store.get(plan.id), plan });
    await this.store.saveSecrets(plan.id, secrets);
    await this.showStored(plan.id);
  }

  /** Runs a plan that needs no review, such as stopping a group. */
  async runNow(plan: Plan, secrets: Secrets = {}): Promise<Account> {
    const open = await this.opened(plan.id, plan);
    if (Object.keys(secrets).length > 0) open.update({ secrets });
    return this.run(open);
  }

  /** Opens a plan as a script, for somebody who may run it. */
  async openScriptOf(plan: Plan): Promise<void> {
    await openScript(await this.opened(plan.id, plan));
  }

  /** Shows the plan that ran or was reviewed last, with its account. */
  async showLatest(): Promise<void> {
    const [record] = this.store.all();
    if (!record) throw new AppError('NoPlans', message('error.noPlans'));
    await this.showStored(record.plan.id);
  }

  /** @param uri the definition that a button in an editor's title belongs to. */
  async command(command: PageCommand, uri?: vscode.Uri): Promise<void> {
    const planId = uri?.scheme === planScheme ? planIdOf(uri) : this.latest;
    const record = planId === undefined ? this.store.all()[0] : this.store.get(planId);
    if (!record) throw new AppError('NoPlans', message('error.noPlans'));
    await this.perform(command, await this.opened(record.plan.id, record.plan));
  }

  dispose(): void {
    for (const item of [...this.pages.values(), ...this.plans.values()]) item.dispose();
    this.disposables.dispose();
  }

  private async showStored(planId: string): Promise<void> {
    const record = this.store.get(planId);
    if (!record) throw new AppError('NoPlans', message('error.noPlans'));
    this.latest = planId;
    const uri = definitionUri(record.plan);
    if (uri) await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, preview: false });
    const there = this.pages.get(planId);
    if (there) return there.reveal();
    const open = await this.opened(planId, record.plan);
    this.asker.askBeforehand(open, 0);
    const column = uri ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const page = openPlanPage(open, column, (command, argument) => {
      void this.app.commands.run('plan', () => this.perform(command, open, argument));
    });
    this.pages.set(planId, page);
    page.onDidChangeActive(() => {
      if (page.isActive) this.latest = planId;
      this.setContext();
    });
    page.onDidClose(() => {
      this.pages.delete(planId);
      this.setContext();
    });
    this.setContext();
    if (uri) await this.definitions.review(await vscode.workspace.openTextDocument(uri));
  }

  /** The plan as the window has it open, or opened for the first time. */
  private async opened(planId: string, plan: Plan): Promise<OpenPlan> {
    const session = await this.app.sessions.require();
    const there = this.plans.get(planId);
    if (there) return there;
    const given = await this.store.secretsOf(planId);
    const opened = this.plans.get(planId);
    if (opened) return opened;
    const open = new OpenPlan(plan, session.kind === 'sandbox', session.cloud.portal, this.store.get(planId), given);
    this.plans.set(planId, open);
    open.onDidChange(() => this.setContext());
    this.asker.askRights(open);
    this.asker.compare(open);
    this.asker.askBeforehand(open, 0);
    return open;
  }

  private askAnew(): void {
    for (const open of this.plans.values()) {
      this.asker.askRights(open);
      this.asker.forget(open);
      // Of the others, when they are shown again.
      if (this.pages.has(open.plan.id)) this.asker.askBeforehand(open, 0);
    }
  }

  private async perform(command: PageCommand, open: OpenPlan, argument?: string): Promise<void> {
    switch (command) {
      case 'run':
        return this.runOnce(open);
      case 'wait':
        return this.runOnce(open, open.forSomebodyElse);
      case 'askRights':
        this.app.store.forgetRights();
        open.update({ missing: undefined });
        return this.asker.askRights(open);
      case 'cancel':
        return open.running?.cancel();
      case 'stopWaiting':
        return open.running?.stopWaiting();
      case 'remove':
        return this.remove(open);
      case 'script':
        return openScript(open);
      case 'yaml':
        return this.definitions.openAsYaml(open);
      case 'add':
        return this.definitions.add(open);
      case 'region':
      case 'smaller':
      case 'keepIdentities':
        return this.change(open, command);
      case 'giveSecrets':
        return this.definitions.give(open);
      case 'diagnose': {
        const pull = open.preflight?.pulls[Number(argument)];
        if (pull) this.wantDiagnosis.fire(pull.diagnosis.question);
        return;
      }
    }
  }

  /** @param awaited operations that are left to somebody else. */
  private async runOnce(open: OpenPlan, awaited?: ReadonlySet<string>): Promise<void> {
    if (open.running || this.starting.has(open)) return;
    this.starting.add(open);
    try {
      await this.runReviewed(open, awaited);
    } finally {
      this.starting.delete(open);
    }
  }

  private async runReviewed(open: OpenPlan, awaited: ReadonlySet<string> | undefined): Promise<void> {
    const uri = definitionUri(open.plan);
    if (uri) {
      await this.definitions.takeOver(open, uri);
      await open.comparing;
    }
    const [missing] = open.missing ?? [];
    if (missing && !awaited) {
      await openScript(open);
      const text = message('access.missingRight', { action: missing.action, scope: resourceName(missing.scope) });
      void vscode.window.showInformationMessage(render(text));
      return;
    }
    await this.run(open, awaited);
  }

  private async run(open: OpenPlan, awaited?: ReadonlySet<string>): Promise<Account> {
    const startedAt = Date.now();
    const account = await runInWindow(this.app, this.store, open, awaited);
    const tookMs = Date.now() - startedAt;
    const uri = definitionUri(open.plan)?.toString();
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
    // What was typed while it ran waits to be taken over.
    if (editor) await this.definitions.review(editor.document);
    if (account.status === 'succeeded') this.asker.compare(open);
    else this.asker.askAfterFailure(open);
    const made = open.plan.operations.find(({ kind }) => kind === 'containerGroup' || kind === 'registry');
    if (account.status === 'succeeded' && made && 'id' in made) void this.app.tree.reveal(made.id);
    void this.app.commands.run('outcome', () => this.afterRun(open, account, tookMs));
    return account;
  }

  private async afterRun(open: OpenPlan, account: Account, tookMs: number): Promise<void> {
    const label = await askAnotherLabel(open, account);
    if (label) {
      await this.definitions.put(open, [{ path: ['properties', 'ipAddress', 'dnsNameLabel'], value: label }]);
      return this.runOnce(open);
    }
    switch (await tellOutcome(this.app.notices, open, account, tookMs)) {
      case 'signIn':
        if (!(await vscode.commands.executeCommand('keylessContainers.signInAgain', firstError(account)?.signIn))) return;
        return this.runOnce(open, open.isRunnable ? undefined : open.forSomebodyElse);
      case 'continue':
        return this.runOnce(open, open.isRunnable ? undefined : open.forSomebodyElse);
      case 'wait':
        return this.runOnce(open, open.forSomebodyElse);
      case 'remove':
        return this.remove(open);
      case 'page':
        return this.showStored(open.plan.id);
      case 'script':
        return openScript(open);
      case 'explain':
        await vscode.commands.executeCommand('keylessContainers.explainFailure', failedGroupId(open, account));
        return;
      case 'logs': {
        const group = deployedGroup(open.plan);
        if (group) await vscode.commands.executeCommand('keylessContainers.openLogs', group.id);
        return;
      }
      case 'browse':
        await vscode.env.openExternal(vscode.Uri.parse(groupUrl(open.plan, account) ?? ''));
        return;
      case 'copyUrl':
        return vscode.env.clipboard.writeText(groupUrl(open.plan, account) ?? '');
      case undefined:
        return;
    }
  }

  /** Changes the definition by what may help against a refusal; the person looks at it and goes on. */
  private async change(open: OpenPlan, kind: RefusalRepair['kind']): Promise<void> {
    const definition = definitionOf(open.plan);
    if (!definition) return;
    const puts = await refusalRepair(this.app, open.plan, definition, kind);
    if (puts.length === 0) return;
    await this.definitions.put(open, puts);
    await this.showStored(open.plan.id);
  }

  private async remove(open: OpenPlan): Promise<void> {
    const removal = open.account && removalPlan(open.plan, open.account, randomUUID());
    if (!removal) throw new AppError('NothingToRemove', message('error.nothingToRemove'));
    await this.show(removal);
  }

  /** `keylessContainers.plan`: what may be done with the plan in front, for the buttons in editor titles. */
  private setContext(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const planId = uri?.scheme === planScheme ? planIdOf(uri) : this.latest;
    if (planId !== undefined) this.latest = planId;
    const open = planId === undefined ? undefined : this.plans.get(planId);
    const state = !open ? 'none' : open.running ? 'running' : open.isRunnable ? 'ready' : open.isWaitable ? 'waitable' : 'notReady';
    void vscode.commands.executeCommand('setContext', 'keylessContainers.plan', state);
  }
}
