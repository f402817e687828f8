import type { App } from '../app';
import type { TreeNode } from '../tree/node';

/** The tree's own commands. VS Code gives no node where it has forgotten the row meanwhile. */
export function registerTreeCommands(app: App): void {
  const { disposables, commands, tree } = app;
  disposables.add(commands.register('keylessContainers.refresh', () => tree.refresh()));
  disposables.add(commands.register('keylessContainers.loadMore', (node?: TreeNode) => tree.loadMore(node)));
  disposables.add(commands.register('keylessContainers.retry', (node?: TreeNode) => tree.retry(node)));
  disposables.add(commands.register('keylessContainers.showInTree', (resourceId: string) => tree.showInTree(resourceId)));
  disposables.add(commands.register('keylessContainers.showLog', () => app.log.show()));
}
