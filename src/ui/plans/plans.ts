import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { missingRights } from '../../access/missingRights';
import { definitionOf, deployedGroup, planUpdate, removalKey, withDefinition, withDelegation } from '../../deploy/planDeploy';
import type { Put } from '../../deploy/additions';
import type { RefusalRepair } from '../../deploy/failure/judgeRefusal';
import { AppError, isCancelled } from '../../model/appError';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import type { Secrets } from '../../model/secrets';
import { takeSecrets } from '../../model/secrets';
import { azScript } from '../../plan/formats/azScript';
import type { Account } from '../../plan/account';
import { firstError, reopened } from '../../plan/account';
import { handOver } from '../../plan/handOver';
import type { Plan } from '../../plan/plan';
import { removalPlan } from '../../plan/removal';
import type { App } from '../app';
import { Disposables } from '../disposables';
import { render } from '../render';
import { rightsReader } from '../rightsReader';
import { planScheme } from '../planScheme';
import { addToDefinition } from '../review/addToDefinition';
import { DefinitionFiles, definitionUri, planIdOf } from '../review/definitionFiles';
import type { Judged } from '../review/definitionFindings';
import { judge } from '../review/definitionFindings';
import type { PageCommand } from '../review/planPage';
import { openPlanPage } from '../review/planPage';
import { QuickFixes } from '../review/quickFixes';
import type { WebPage } from '../webPage';
import type { PullQuestion } from '../../access/diagnosis/pullQuestion';
import { askAnotherLabel } from './askAnotherLabel';
import { OpenPlan } from './openPlan';
import { failedGroupId, groupUrl, tellOutcome } from './outcome';
import { PlanStore } from './planStore';
import { askPreflight, preflightKey } from './preflightAsker';
import { refusalRepair } from './refusalRepair';
import { runInWindow } from './runInWindow';

/** Asking waits for a pause in typing. */
const typingPauseMs = 500;

/** Everything that happens to plans in the window: review, run, continue, remove, hand over. */
export class Plans implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly store: PlanStore;
  readonly files: DefinitionFiles;
  private readonly findings = this.disposables.add(vscode.languages.createDiagnosticCollection(planScheme));
  private readonly fixes = new QuickFixes((document) => this.review(document));
  /** By plan id, for as long as the window lives: a run and its page speak of the same one. */
  private readonly plans = new Map<string, OpenPlan>();
  private readonly pages = new Map<string, WebPage>();
  /** From the press of *Deploy* until the run ends: pressed twice, it runs once. */
  private readonly starting = new Set<OpenPlan>();
  /** For each plan what Azure was last asked about it, and how to stop asking. */
  private readonly preflights = new Map<OpenPlan, { readonly key: string; readonly stop: () => void }>();
  private readonly wantDiagnosis = this.disposables.add(new vscode.EventEmitter<PullQuestion>());
  /** Somebody wants to know more about a pull. */
  readonly onDidWantDiagnosis = this.wantDiagnosis.event;
  /** The plan that was looked at last: what the commands in the palette mean. */
  private latest: string | undefined;

  constructor(private readonly app: App) {
    this.store = new PlanStore(app.context.workspaceState, app.context.secrets);
    this.files = new DefinitionFiles(this.store);
    this.disposables.add(
      vscode.languages.registerCodeActionsProvider({ scheme: planScheme }, this.fixes, { providedCodeActionKinds: QuickFixes.kinds }),
    );
    this.disposables.add(vscode.workspace.onDidOpenTextDocument((document) => void this.review(document)));
    this.disposables.add(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.review(document)));
    this.disposables.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
    this.disposables.add(vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.forgetFindings(closed)));
    this.disposables.add(vscode.window.onDidChangeActiveTextEditor(() => this.setContext()));
    this.disposables.add(app.sessions.onDidChange((session) => session && this.askAnew()));
    for (const document of vscode.workspace.textDocuments) void this.review(document);
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
    await this.openScript(await this.opened(plan.id, plan));
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
    for (const { stop } of this.preflights.values()) stop();
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
    this.askBeforehand(open, 0);
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
    if (uri) await this.review(await vscode.workspace.openTextDocument(uri));
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
    this.askRights(open);
    this.compare(open);
    this.askBeforehand(open, 0);
    return open;
  }

  /** Reads the group that is there under the plan's name, so that the page can say what becomes of it. */
  private compare(open: OpenPlan): void {
    const group = deployedGroup(open.plan);
    if (!group || (open.account && open.account.status !== 'succeeded')) return;
    open.comparing = this.app
      .azure()
      .then((azure) => azure.containerGroups.get(group.id))
      .then(
        (existing) => this.update(open, { existing }),
        (error: unknown) => {
          // Azure decides when the plan runs.
          if (!isCancelled(error)) this.app.log.error('reading the group that is there', error);
        },
      );
  }

  /** The plan deletes the group first where that can't be changed in place. */
  private update(open: OpenPlan, part: Parameters<OpenPlan['update']>[0]): void {
    open.update(part);
    if (!open.effect || open.running) return;
    const plan = planUpdate(open.plan, open.effect);
    if (plan === open.plan) return;
    open.update({ plan });
    this.askRights(open);
  }

  /** Asks what the signed-in person lacks to run the plan. */
  private askRights(open: OpenPlan): void {
    void missingRights(open.plan, rightsReader(this.app)).then(
      (rights) => open.update(rights),
      (error: unknown) => {
        // What it is about may be gone by now. Azure decides when the plan runs; only the page must not say forever that it is checking.
        if (!isCancelled(error)) this.app.log.error('asking what may be done', error);
        open.update({ missing: [], unsure: [] });
      },
    );
  }

  private askAnew(): void {
    for (const open of this.plans.values()) {
      this.askRights(open);
      this.preflights.get(open)?.stop();
      this.preflights.delete(open);
      // Of the others, when they are shown again.
      if (this.pages.has(open.plan.id)) this.askBeforehand(open, 0);
    }
  }

  /** Why it failed may be what has become of the quota meanwhile. */
  private askAfterFailure(open: OpenPlan): void {
    this.preflights.get(open)?.stop();
    this.preflights.delete(open);
    this.askBeforehand(open, 0);
  }

  /** Asks Azure about the container group, in the background and after a pause in typing; nothing where nothing that matters has changed. */
  private askBeforehand(open: OpenPlan, pauseMs = typingPauseMs): void {
    const key = preflightKey(open.plan);
    const last = this.preflights.get(open);
    if (last?.key === key || !definitionOf(open.plan) || open.running || open.account?.status === 'succeeded') return;
    last?.stop();
    const asking = new AbortController();
    const timer = setTimeout(() => void this.readBeforehand(open, asking.signal), pauseMs);
    const stop = (): void => {
      clearTimeout(timer);
      asking.abort();
    };
    this.preflights.set(open, { key, stop });
  }

  private async readBeforehand(open: OpenPlan, signal: AbortSignal): Promise<void> {
    try {
      const preflight = await askPreflight(open.plan, this.app.store, await this.app.sessions.require(), signal);
      // A plan that runs stays as it is.
      if (signal.aborted || open.running) return;
      const plan = withDelegation(open.plan, preflight.delegate);
      const isOther = plan !== open.plan;
      open.update({ preflight, plan, ...(isOther ? { missing: undefined } : {}) });
      if (isOther) this.askRights(open);
    } catch (error) {
      if (signal.aborted) return;
      // Azure decides when the plan runs; only the page must not say forever that it is asking.
      if (!isCancelled(error)) this.app.log.error('asking Azure beforehand', error);
      open.update({ preflight: { findings: [], pulls: [] } });
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
        return this.askRights(open);
      case 'cancel':
        return open.running?.cancel();
      case 'stopWaiting':
        return open.running?.stopWaiting();
      case 'remove':
        return this.remove(open);
      case 'script':
        return this.openScript(open);
      case 'add':
        return this.add(open);
      case 'diagnose': {
        const pull = open.preflight?.pulls[Number(argument)];
        if (pull) this.wantDiagnosis.fire(pull.diagnosis.question);
        return;
      }
      case 'region':
      case 'smaller':
      case 'keepIdentities':
        return this.change(open, command);
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
      const document = await vscode.workspace.openTextDocument(uri);
      await document.save();
      const judged = await judge(document, new Set(Object.keys(open.given)));
      if (judged.errors > 0 || !judged.definition) {
        await vscode.commands.executeCommand('workbench.actions.view.problems');
        throw new AppError('DefinitionHasErrors', message('error.definitionHasErrors', { count: judged.errors }));
      }
      this.adopt(open, judged);
      await open.comparing;
    }
    const [missing] = open.missing ?? [];
    if (missing && !awaited) {
      await this.openScript(open);
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
    if (editor) await this.review(editor.document);
    if (account.status === 'succeeded') this.compare(open);
    else this.askAfterFailure(open);
    const made = open.plan.operations.find(({ kind }) => kind === 'containerGroup' || kind === 'registry');
    if (account.status === 'succeeded' && made && 'id' in made) void this.app.tree.reveal(made.id);
    void this.app.commands.run('outcome', () => this.afterRun(open, account, tookMs));
    return account;
  }

  private async afterRun(open: OpenPlan, account: Account, tookMs: number): Promise<void> {
    const label = await askAnotherLabel(open, account);
    if (label) {
      await this.setLabel(open, label);
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
      case 'explain':
        await vscode.commands.executeCommand('keylessContainers.explainFailure', failedGroupId(open, account));
        return;
      case 'page':
        return this.showStored(open.plan.id);
      case 'script':
        return this.openScript(open);
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

  /** Asks what to add to the definition. What is typed as a secret is kept where secrets are. */
  private async add(open: OpenPlan): Promise<void> {
    const uri = definitionUri(open.plan);
    if (!uri) throw new AppError('NoDefinition', message('error.noDefinition'));
    await addToDefinition(this.app, uri, async (secrets) => {
      open.given = { ...open.given, ...secrets };
      await this.store.saveSecrets(open.plan.id, secrets);
    });
  }

  private async remove(open: OpenPlan): Promise<void> {
    const removal = open.account && removalPlan(open.plan, open.account, randomUUID());
    if (!removal) throw new AppError('NothingToRemove', message('error.nothingToRemove'));
    await this.show(removal);
  }

  private async openScript(open: OpenPlan): Promise<void> {
    const note = open.isSandbox ? vscode.l10n.t('Made in the sandbox: the names and ids in it exist only there.') : undefined;
    const { account, plan } = open;
    const awaited = Object.values(account?.entries ?? {}).filter(({ awaited: is, state }) => is && state !== 'done');
    // While somebody else is waited for, the script is what is left to them.
    const part = account && awaited.length > 0 ? handOver(plan, account, new Set(awaited.map(({ key }) => key))) : plan;
    const document = await vscode.workspace.openTextDocument({ language: 'shellscript', content: azScript(part, note) });
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Changes the definition by what may help against a refusal; the person looks at it and goes on. */
  private async change(open: OpenPlan, kind: RefusalRepair['kind']): Promise<void> {
    const definition = definitionOf(open.plan);
    if (!definition) return;
    const puts = await refusalRepair(this.app, open.plan, definition, kind);
    if (puts.length === 0) return;
    await this.setInDefinition(open, puts);
    await this.showStored(open.plan.id);
  }

  private async setLabel(open: OpenPlan, label: string): Promise<void> {
    await this.setInDefinition(open, [{ path: ['properties', 'ipAddress', 'dnsNameLabel'], value: label }]);
  }

  private async setInDefinition(open: OpenPlan, puts: readonly Put[]): Promise<void> {
    const uri = definitionUri(open.plan);
    if (!uri) return;
    const { putAll } = await import('../review/editing');
    const edit = new vscode.WorkspaceEdit();
    const document = await vscode.workspace.openTextDocument(uri);
    const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
    edit.replace(uri, whole, putAll(document.getText(), puts));
    await vscode.workspace.applyEdit(edit);
  }

  /** VS Code keeps a document for a while after its tab has been closed; its problems are nobody's any more. */
  private forgetFindings(closed: readonly vscode.Tab[]): void {
    for (const { input } of closed) if (input instanceof vscode.TabInputText) this.forget(input.uri);
  }

  private forget(uri: vscode.Uri): void {
    this.findings.delete(uri);
    this.fixes.delete(uri);
  }

  /** The plan takes over what the editor says; secrets stay out of it. */
  private adopt(open: OpenPlan, judged: Judged): void {
    if (!judged.definition || judged.errors > 0) return open.update({ errors: judged.errors });
    const { definition, secrets: written } = takeSecrets(judged.definition);
    const secrets = { ...open.given, ...written };
    const isSame = JSON.stringify(definition) === JSON.stringify(definitionOf(open.plan));
    const isSameInside = isSame && JSON.stringify(secrets) === JSON.stringify(open.secrets);
    const group = deployedGroup(open.plan);
    const again = !isSame && open.account && group ? { account: reopened(reopened(open.account, removalKey), group.key) } : {};
    const plan = isSame ? {} : { plan: withDefinition(open.plan, definition) };
    if (!isSameInside || open.errors !== judged.errors) this.update(open, { errors: judged.errors, secrets, ...plan, ...again });
    this.askBeforehand(open);
  }

  /** Judges a definition while it is typed; the plan beside it follows. */
  private async review(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== planScheme) return;
    const { version } = document;
    const given = await this.store.secretsOf(planIdOf(document.uri));
    const judged = await judge(document, new Set(Object.keys(given)));
    if (document.isClosed || document.version !== version) return;
    this.findings.set(document.uri, judged.diagnostics);
    this.fixes.set(document, judged.fixes);
    const open = this.plans.get(planIdOf(document.uri));
    if (open && !open.running) this.adopt(open, judged);
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
