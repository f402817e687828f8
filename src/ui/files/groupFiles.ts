import * as vscode from 'vscode';
import { suggestName } from '../../deploy/newDefinition';
import type { TextEdit } from '../../deploy/text/groupText';
import { mayHoldGroup } from '../../deploy/text/groupText';
import type { JudgedText } from '../../deploy/text/judgeText';
import type { App } from '../app';
import { Disposables } from '../disposables';
import { renderFinding } from '../renderFinding';
import { askingCommand } from '../review/asked';
import type { OfferedFix } from '../review/quickFixes';
import { QuickFixes, rangeAt } from '../review/quickFixes';
import { squiggle } from '../review/squiggle';
import { fileSelector, formatOf, proposedName } from './groupDocument';
import { YamlHelp } from './yamlHelp';

const pauseMs = 200;

/**
 * Container groups in files that are open: a button above each, squiggles, and fixes. What a file is, its content says; of others nothing is
 * read but their text, once, for a word.
 */
export class GroupFiles implements vscode.Disposable, vscode.CodeLensProvider {
  private readonly disposables = new Disposables();
  private readonly findings = this.disposables.add(vscode.languages.createDiagnosticCollection('keyless-file'));
  private readonly fixes = new QuickFixes((document) => this.judge(document));
  private readonly judged = new Map<string, { readonly version: number; readonly groups: JudgedText['groups'] }>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly app: App) {
    const { disposables } = this;
    disposables.add(vscode.languages.registerCodeLensProvider(fileSelector, this));
    disposables.add(vscode.languages.registerCodeActionsProvider(fileSelector, this.fixes, { providedCodeActionKinds: QuickFixes.kinds }));
    const help = new YamlHelp();
    disposables.add(vscode.languages.registerHoverProvider({ language: 'yaml' }, help));
    disposables.add(vscode.languages.registerCompletionItemProvider({ language: 'yaml' }, help));
    disposables.add(vscode.workspace.onDidOpenTextDocument((document) => this.later(document, 0)));
    disposables.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.later(document, pauseMs)));
    disposables.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
    disposables.add(vscode.window.tabGroups.onDidChangeTabs(({ closed, opened }) => this.follow(closed, opened)));
    for (const document of vscode.workspace.textDocuments) this.later(document, 0);
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const judged = this.judged.get(document.uri.toString());
    const groups = judged?.groups ?? [];
    return groups.map(({ group }, index) => {
      const command = {
        command: 'keylessContainers.deployFile',
        title: `$(rocket) ${vscode.l10n.t('Deploy to Azure Container Instances…')}`,
        // VS Code forgets arguments while it still shows what it is about to draw anew: a click would fail. The document clicked in is in front.
        arguments: groups.length === 1 ? [] : [document.uri, index],
      };
      return new vscode.CodeLens(rangeAt(document, group.at.offset, group.at.length), command);
    });
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.disposables.dispose();
  }

  /** Judges a document after a pause, in which it may change again. */
  private later(document: vscode.TextDocument, ms: number): void {
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    const isOurs = formatOf(document) !== undefined && mayHoldGroup(document.getText());
    if (!isOurs) return this.forget(document.uri);
    const judge = (): void => void this.judge(document).catch((error: unknown) => this.app.log.error('judging a file', error));
    this.waiting.set(key, setTimeout(judge, ms));
  }

  private async judge(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
    const format = formatOf(document);
    if (!format || document.isClosed) return;
    const { version } = document;
    const { judgeText, editText } = await import('../review/editing');
    const text = document.getText();
    if (document.isClosed || document.version !== version) return;
    const { groups, problems } = judgeText(text, format, { kind: 'file', proposedName: suggestName(proposedName(document)) });
    // In a template what is missing is a parameter, which is no fault of the template's.
    const isTemplate = format === 'json' && groups.some(({ group }) => group.isNested);
    const diagnostics: vscode.Diagnostic[] = [];
    const fixes: OfferedFix[] = [];
    for (const problem of problems) {
      const diagnostic = squiggle(rangeAt(document, problem.offset, problem.length), problem);
      diagnostics.push(diagnostic);
      const { fix } = problem;
      if (fix) fixes.push({ diagnostic, title: renderFinding(fix.title), edits: () => fix.edits });
    }
    groups.forEach(({ findings }, index) => {
      for (const finding of isTemplate ? [] : findings) {
        const diagnostic = squiggle(rangeAt(document, finding.at.offset, finding.at.length), finding);
        diagnostics.push(diagnostic);
        const { fix, asks, path } = finding;
        if (asks) {
          const command = askingCommand(document.uri, { index, path, asks });
          fixes.push({ diagnostic, title: command.title, edits: command });
        }
        if (!fix) continue;
        const edits = (): readonly TextEdit[] | undefined => {
          const edit = editText(text, format, index, fix.edits);
          return edit && [edit];
        };
        fixes.push({ diagnostic, title: renderFinding(fix.title), edits });
      }
    });
    this.findings.set(document.uri, diagnostics);
    this.fixes.set(document, fixes);
    this.judged.set(key, { version, groups });
    this.tell();
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
    this.findings.delete(uri);
    this.fixes.delete(uri);
    if (this.judged.delete(key)) this.tell();
  }

  /** VS Code keeps a document for a while after its tab has been closed; its problems are nobody's any more. */
  private follow(closed: readonly vscode.Tab[], opened: readonly vscode.Tab[]): void {
    for (const { input } of closed) if (input instanceof vscode.TabInputText) this.forget(input.uri);
    for (const { input } of opened) {
      if (!(input instanceof vscode.TabInputText)) continue;
      const key = input.uri.toString();
      const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
      if (document) this.later(document, 0);
    }
  }

  /** `keylessContainers.groupFiles`: the files that have a group, for buttons and menus. */
  private tell(): void {
    const withGroups = [...this.judged].filter(([, { groups }]) => groups.length > 0).map(([key]) => key);
    void vscode.commands.executeCommand('setContext', 'keylessContainers.groupFiles', withGroups);
    this.changed.fire();
  }
}
