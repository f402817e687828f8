import * as vscode from 'vscode';
import type { App } from '../app';
import { ContainerLogs, containerLogScheme, containerLogUri } from '../documents/containerLog';
import { pickContainer } from '../pick/container';
import type { TreeNode } from '../tree/node';

export function registerLogCommands(app: App): void {
  const { disposables, commands } = app;
  const logs = disposables.add(new ContainerLogs(() => app.sessions.require(), app.log));
  const selector = { scheme: containerLogScheme };
  disposables.add(vscode.workspace.registerTextDocumentContentProvider(containerLogScheme, logs));
  disposables.add(vscode.languages.registerFoldingRangeProvider(selector, logs));
  disposables.add(vscode.languages.registerDocumentSymbolProvider(selector, logs));
  // Also told of when a document gets its language.
  disposables.add(vscode.workspace.onDidCloseTextDocument(({ uri, isClosed }) => isClosed && logs.forget(uri)));
  disposables.add(
    commands.register('keylessContainers.openLogs', async (given?: TreeNode | string) => {
      const picked = await pickContainer(app.store, given, vscode.l10n.t('Open Logs'));
      if (!picked) return;
      const uri = containerLogUri(picked.group.id, picked.container);
      logs.refresh(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(document, 'log');
      await vscode.window.showTextDocument(document, { preview: false });
    }),
  );
  disposables.add(
    commands.register('keylessContainers.refreshLogs', (given?: vscode.Uri) => {
      const uri = given ?? vscode.window.activeTextEditor?.document.uri;
      if (uri?.scheme === containerLogScheme) logs.refresh(uri);
    }),
  );
}
