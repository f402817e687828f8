import * as vscode from 'vscode';
import { mayHoldGroup } from '../deploy/text/groupText';
import type { App } from './app';
import { Disposables } from './disposables';
import { formatOf } from './files/groupDocument';

/** Waits for the first document in which there may be a container group; what looks after such files is in a bundle of its own. */
export function registerFiles(app: App): void {
  const waiting = app.disposables.add(new Disposables());
  let isFound = false;
  const see = (document: vscode.TextDocument): void => {
    if (isFound || formatOf(document) === undefined || !mayHoldGroup(document.getText())) return;
    isFound = true;
    waiting.dispose();
    void import('./files/main').then(
      ({ GroupFiles }) => app.disposables.add(new GroupFiles(app)),
      (error: unknown) => app.log.error('loading what looks after files', error),
    );
  };
  waiting.add(vscode.workspace.onDidOpenTextDocument(see));
  waiting.add(vscode.workspace.onDidChangeTextDocument(({ document }) => see(document)));
  vscode.workspace.textDocuments.forEach(see);
}
