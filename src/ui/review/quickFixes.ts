import * as vscode from 'vscode';
import type { TextEdit } from '../../deploy/text/groupText';

/** What puts right what a squiggle says: a change, or a command that asks for it. */
export interface OfferedFix {
  readonly diagnostic: vscode.Diagnostic;
  readonly title: string;
  /** Worked out when the light bulb is shown. */
  readonly edits: (() => readonly TextEdit[] | undefined) | vscode.Command;
}

/** Offers the fixes of what was found in documents. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];
  private readonly offered = new Map<string, { readonly version: number; readonly fixes: readonly OfferedFix[] }>();

  /** @param judge judges a document that has changed since, and sets what was found. */
  constructor(private readonly judge: (document: vscode.TextDocument) => Promise<void>) {}

  set({ uri, version }: vscode.TextDocument, fixes: readonly OfferedFix[]): void {
    this.offered.set(uri.toString(), { version, fixes });
  }

  delete(uri: vscode.Uri): void {
    this.offered.delete(uri.toString());
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const key = document.uri.toString();
    if (this.offered.has(key) && this.offered.get(key)?.version !== document.version) await this.judge(document);
    const offered = this.offered.get(key);
    if (offered?.version !== document.version) return [];
    return offered.fixes
      .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
      .flatMap(({ diagnostic, title, edits }) => {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.isPreferred = true;
        if (typeof edits !== 'function') {
          action.command = edits;
          return [action];
        }
        const made = edits();
        if (!made) return [];
        action.edit = new vscode.WorkspaceEdit();
        for (const { offset, length, text } of made) action.edit.replace(document.uri, rangeAt(document, offset, length), text);
        return [action];
      });
  }
}

export function rangeAt(document: vscode.TextDocument, offset: number, length: number): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}
