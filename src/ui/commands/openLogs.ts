import * as vscode from 'vscode';
import type { ContainerGroup } from '../../model/containerGroup';
import type { App } from '../app';
import { ContainerLogs, containerLogScheme, containerLogUri } from '../documents/containerLog';
import { pickContainerGroup } from '../pick/containerGroup';
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
      const target = await targetOf(app, given);
      if (!target) return;
      const uri = containerLogUri(target.groupId, target.container);
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

interface LogTarget {
  readonly groupId: string;
  readonly container: string;
}

/** @param given a node of the tree, or a container group's resource id. */
async function targetOf(app: App, given: TreeNode | string | undefined): Promise<LogTarget | undefined> {
  const node = typeof given === 'string' ? undefined : given;
  if (node?.kind === 'container') return { groupId: node.parent.group.id, container: node.container.name };
  const group =
    typeof given === 'string' ? await app.store.containerGroup(given) : (groupOf(node) ?? (await pickContainerGroup(app.store)));
  if (!group) return undefined;
  const container = await pickContainer(group);
  return container === undefined ? undefined : { groupId: group.id, container };
}

function groupOf(node: TreeNode | undefined): ContainerGroup | undefined {
  return node?.kind === 'containerGroup' ? node.group : undefined;
}

async function pickContainer(group: ContainerGroup): Promise<string | undefined> {
  const names = group.definition.properties.containers.map(({ name }) => name);
  if (names.length < 2) return names[0];
  return vscode.window.showQuickPick(names, {
    title: vscode.l10n.t('Open Logs'),
    placeHolder: vscode.l10n.t('Which container of {0}?', group.name),
  });
}
