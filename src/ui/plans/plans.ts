import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { missingRights } from '../../access/missingRights';
import { definitionOf, withDefinition } from '../../deploy/planDeploy';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { azScript } from '../../plan/formats/azScript';
import type { Account } from '../../plan/account';
import type { Plan } from '../../plan/plan';
import { removalPlan } from '../../plan/removal';
import type { App } from '../app';
import { Disposables } from '../disposables';
import { planScheme } from '../planScheme';
import { DefinitionFiles, definitionUri, planIdOf } from '../review/definitionFiles';
import { judge } from '../review/definitionFindings';
import type { PageCommand } from '../review/planPage';
import { PlanPage } from '../review/planPage';
import { askAnotherLabel } from './askAnotherLabel';
import { OpenPlan } from './openPlan';
import { groupUrl, tellOutcome } from './outcome';
import { PlanStore } from './planStore';
import { runInWindow } from './runInWindow';

interface Shown {
  readonly open: OpenPlan;
  readonly page: PlanPage;
}

/** Everything that happens to plans in the window: review, run, continue, remove, hand over. */
export class Plans implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly store: PlanStore;
  readonly files: DefinitionFiles;
  private readonly findings = this.disposables.add(vscode.languages.createDiagnosticCollection(planScheme));
  private readonly shown = new Map<string, Shown>();
  /** The plan that was looked at last: what the commands in the palette mean. */
  private latest: string | undefined;

  constructor(private readonly app: App) {
    this.store = new PlanStore(app.context.workspaceState);
    this.files = new DefinitionFiles(this.store, (planId, text) => this.saveText(planId, text));
    this.disposables.add(vscode.workspace.onDidOpenTextDocument((document) => void this.review(document)));
    this.disposables.add(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.review(document)));
    this.disposables.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.findings.delete(uri)));
    this.disposables.add(vscode.window.onDidChangeActiveTextEditor(() => this.setContext()));
    for (const document of vscode.workspace.textDocuments) void this.review(document);
  }

  /** Shows a plan before it runs: its definition in an editor, where it has one, and the plan in prose beside it. */
  async show(plan: Plan): Promise<void> {
    await this.store.save({ ...this.store.get(plan.id), plan });
    await this.showStored(plan.id);
  }

  /** Runs a plan that needs no review, such as stopping a group. */
  async runNow(plan: Plan): Promise<Account> {
    const open = await this.opened(plan.id, plan);
    return this.run(open);
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
    for (const { open, page } of this.shown.values()) {
      page.dispose();
      open.dispose();
    }
    this.disposables.dispose();
  }

  private async showStored(planId: string): Promise<void> {
    const record = this.store.get(planId);
    if (!record) throw new AppError('NoPlans', message('error.noPlans'));
    this.latest = planId;
    const uri = definitionUri(record.plan);
    if (uri) await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, preview: false });
    const there = this.shown.get(planId);
    if (there) return there.page.reveal();
    const open = await this.opened(planId, record.plan);
    const column = uri ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const page = new PlanPage(open, column, (command) => void this.app.commands.run('plan', () => this.perform(command, open)));
    this.shown.set(planId, { open, page });
    page.onDidChangeActive(() => {
      if (page.isActive) this.latest = planId;
      this.setContext();
    });
    page.onDidClose(() => this.shown.delete(planId));
    open.onDidChange(() => this.setContext());
    this.setContext();
    const document = uri && vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    if (document) await this.review(document);
  }

  /** The plan as the window has it open, or opened for the first time. */
  private async opened(planId: string, plan: Plan): Promise<OpenPlan> {
    const there = this.shown.get(planId)?.open;
    if (there) return there;
    const session = await this.app.sessions.require();
    const open = new OpenPlan(plan, session.kind === 'sandbox', this.store.get(planId));
    void this.app.commands.run('rights', async () => {
      open.update({ missing: await missingRights(plan, (scope) => this.app.store.permissions(scope)) });
    });
    return open;
  }

  private async perform(command: PageCommand, open: OpenPlan): Promise<void> {
    switch (command) {
      case 'run':
        await this.runReviewed(open);
        return;
      case 'cancel':
        return open.running?.cancel();
      case 'stopWaiting':
        return open.running?.stopWaiting();
      case 'remove':
        return this.remove(open);
      case 'script':
        return this.openScript(open);
    }
  }

  private async runReviewed(open: OpenPlan): Promise<void> {
    if (open.running) return;
    const uri = definitionUri(open.plan);
    const document = uri && vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    if (document) {
      await document.save();
      const judged = await judge(document);
      if (judged.errors > 0 || !judged.definition) {
        await vscode.commands.executeCommand('workbench.actions.view.problems');
        throw new AppError('DefinitionHasErrors', message('error.definitionHasErrors', { count: judged.errors }));
      }
      open.update({ plan: withDefinition(open.plan, judged.definition), errors: 0 });
    }
    const [missing] = open.missing ?? [];
    if (missing) {
      await this.openScript(open);
      throw new AppError('MissingRight', message('access.missingRight', { action: missing.action, scope: missing.scope }));
    }
    await this.run(open);
  }

  private async run(open: OpenPlan): Promise<Account> {
    const account = await runInWindow(this.app, this.store, open);
    const made = open.plan.operations.find(({ kind }) => kind === 'containerGroup' || kind === 'registry');
    if (account.status === 'succeeded' && made && 'id' in made) void this.app.tree.reveal(made.id);
    void this.app.commands.run('outcome', () => this.afterRun(open, account));
    return account;
  }

  private async afterRun(open: OpenPlan, account: Account): Promise<void> {
    const label = await askAnotherLabel(open, account);
    if (label) {
      this.setDefinition(open, label);
      await this.run(open);
      return;
    }
    switch (await tellOutcome(open, account)) {
      case 'continue':
        return this.runReviewed(open);
      case 'remove':
        return this.remove(open);
      case 'page':
        return this.showStored(open.plan.id);
      case 'script':
        return this.openScript(open);
      case 'logs': {
        const group = open.plan.operations.find(({ kind }) => kind === 'containerGroup');
        if (group && 'id' in group) await vscode.commands.executeCommand('keylessContainers.openLogs', group.id);
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

  private async remove(open: OpenPlan): Promise<void> {
    const removal = open.account && removalPlan(open.plan, open.account, randomUUID());
    if (!removal) throw new AppError('NothingToRemove', message('error.nothingToRemove'));
    await this.show(removal);
  }

  private async openScript(open: OpenPlan): Promise<void> {
    const note = open.isSandbox ? vscode.l10n.t('Made in the sandbox: the names and ids in it exist only there.') : undefined;
    const document = await vscode.workspace.openTextDocument({ language: 'shellscript', content: azScript(open.plan, note) });
    await vscode.window.showTextDocument(document, { preview: false });
  }

  private setDefinition(open: OpenPlan, definition: ContainerGroupDefinition): void {
    const plan = withDefinition(open.plan, definition);
    open.update({ plan });
    const uri = definitionUri(plan);
    const account = open.account;
    void this.store.save({ plan, ...(account ? { account } : {}) }).then(() => uri && this.files.changedByPlan(uri));
  }

  private async saveText(planId: string, text: string): Promise<void> {
    const record = this.store.get(planId);
    if (!record) return;
    await this.store.save({ ...record, text });
  }

  /** Judges a definition while it is typed; the plan beside it follows. */
  private async review(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== planScheme) return;
    const { version } = document;
    const judged = await judge(document);
    if (document.isClosed || document.version !== version) return;
    this.findings.set(document.uri, judged.diagnostics);
    const open = this.shown.get(planIdOf(document.uri))?.open;
    if (!open || open.running) return;
    const changed = judged.definition && JSON.stringify(judged.definition) !== JSON.stringify(definitionOf(open.plan));
    open.update({ errors: judged.errors, ...(changed && judged.definition ? { plan: withDefinition(open.plan, judged.definition) } : {}) });
  }

  /** `keylessContainers.plan`: what may be done with the plan in front, for the buttons in editor titles. */
  private setContext(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const planId = uri?.scheme === planScheme ? planIdOf(uri) : this.latest;
    if (planId !== undefined) this.latest = planId;
    const open = planId === undefined ? undefined : this.shown.get(planId)?.open;
    const state = !open
      ? 'none'
      : open.running
        ? 'running'
        : open.isRunnable && open.account?.status !== 'succeeded'
          ? 'ready'
          : 'notReady';
    void vscode.commands.executeCommand('setContext', 'keylessContainers.plan', state);
  }
}
