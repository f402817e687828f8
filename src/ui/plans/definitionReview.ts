import * as vscode from 'vscode';
import type { Put } from '../../deploy/additions';
import { definitionOf, deployedGroup, removalKey, withDefinition } from '../../deploy/planDeploy';
import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import type { Secrets } from '../../model/secrets';
import { takeSecrets } from '../../model/secrets';
import { reopened } from '../../plan/account';
import type { App } from '../app';
import { Disposables } from '../disposables';
import { planScheme } from '../planScheme';
import { addToDefinition } from '../review/addToDefinition';
import { definitionUri, planIdOf } from '../review/definitionFiles';
import type { Judged } from '../review/definitionFindings';
import { judge } from '../review/definitionFindings';
import { askSecrets, filesWithPlaceholders } from '../review/giveSecrets';
import { QuickFixes } from '../review/quickFixes';
import type { BackgroundAsker } from './backgroundAsker';
import type { OpenPlan } from './openPlan';
import { openPlannedAsYaml } from './openYaml';
import type { PlanStore } from './planStore';

/** Definitions of plans in editors: judged while they are typed, added to, and taken over by their plans. */
export class DefinitionReview implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly findings = this.disposables.add(vscode.languages.createDiagnosticCollection(planScheme));
  private readonly fixes = new QuickFixes((document) => this.review(document));

  constructor(
    private readonly app: App,
    private readonly store: PlanStore,
    private readonly asker: BackgroundAsker,
    /** The plan of an id, where the window has it open. */
    private readonly find: (planId: string) => OpenPlan | undefined,
  ) {
    this.disposables.add(
      vscode.languages.registerCodeActionsProvider({ scheme: planScheme }, this.fixes, { providedCodeActionKinds: QuickFixes.kinds }),
    );
    this.disposables.add(vscode.workspace.onDidOpenTextDocument((document) => void this.review(document)));
    this.disposables.add(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.review(document)));
    this.disposables.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
    this.disposables.add(vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.forgetFindings(closed)));
    for (const document of vscode.workspace.textDocuments) void this.review(document);
  }

  /** What the editor of a plan says now, taken over by the plan; rejects where it has errors. */
  async takeOver(open: OpenPlan, uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    await document.save();
    const judged = await judge(document, new Set(Object.keys(open.given)));
    if (judged.errors > 0 || !judged.definition) {
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      throw new AppError('DefinitionHasErrors', message('error.definitionHasErrors', { count: judged.errors }));
    }
    this.adopt(open, judged);
  }

  /** Opens the definition as it stands in its editor, with errors or without, as the YAML of a file. */
  async openAsYaml(open: OpenPlan): Promise<void> {
    const uri = definitionUri(open.plan);
    const group = deployedGroup(open.plan);
    if (!uri || !group) throw new AppError('NoDefinition', message('error.noDefinition'));
    const { definition, errors } = await judge(await vscode.workspace.openTextDocument(uri), new Set(Object.keys(open.given)));
    if (!definition) throw new AppError('DefinitionUnreadable', message('error.definitionUnreadable', { count: errors }));
    await openPlannedAsYaml(group.id, definition, open.isSandbox);
  }

  /** Asks what to add to the definition. What is typed as a secret is kept where secrets are. */
  async add(open: OpenPlan): Promise<void> {
    const uri = definitionUri(open.plan);
    if (!uri) throw new AppError('NoDefinition', message('error.noDefinition'));
    await addToDefinition(this.app, uri, (secrets) => this.keep(open, secrets));
  }

  /** Asks for the values that the definition only names, which Azure never gives back. They are kept where secrets are. */
  async give(open: OpenPlan): Promise<void> {
    const uri = definitionUri(open.plan);
    if (!uri) throw new AppError('NoDefinition', message('error.noDefinition'));
    const { secrets, files } = await askSecrets(open.missingSecrets);
    await this.keep(open, secrets);
    await this.put(
      open,
      files.map((one) => ({ path: one.missing.path, value: filesWithPlaceholders(one) })),
    );
    await this.review(await vscode.workspace.openTextDocument(uri));
  }

  private async keep(open: OpenPlan, secrets: Secrets): Promise<void> {
    open.given = { ...open.given, ...secrets };
    await this.store.saveSecrets(open.plan.id, secrets);
  }

  /** Writes values into the definition's text. */
  async put(open: OpenPlan, puts: readonly Put[]): Promise<void> {
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
    const { errors, missing: missingSecrets } = judged;
    if (!judged.definition || errors > 0) return open.update({ errors, missingSecrets });
    const { definition, secrets: written } = takeSecrets(judged.definition);
    const secrets = { ...open.given, ...written };
    const isSame = JSON.stringify(definition) === JSON.stringify(definitionOf(open.plan));
    const isSameInside = isSame && JSON.stringify(secrets) === JSON.stringify(open.secrets);
    const group = deployedGroup(open.plan);
    const again = !isSame && open.account && group ? { account: reopened(reopened(open.account, removalKey), group.key) } : {};
    const plan = isSame ? {} : { plan: withDefinition(open.plan, definition) };
    if (!isSameInside || open.errors !== errors) this.asker.update(open, { errors, missingSecrets, secrets, ...plan, ...again });
    this.asker.askBeforehand(open);
  }

  /** Judges a definition while it is typed; the plan beside it follows. */
  async review(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== planScheme) return;
    const { version } = document;
    const given = await this.store.secretsOf(planIdOf(document.uri));
    const judged = await judge(document, new Set(Object.keys(given)));
    if (document.isClosed || document.version !== version) return;
    this.findings.set(document.uri, judged.diagnostics);
    this.fixes.set(document, judged.fixes);
    const open = this.find(planIdOf(document.uri));
    if (open && !open.running) this.adopt(open, judged);
  }

  dispose(): void {
    this.disposables.dispose();
  }
}
