import * as vscode from 'vscode';
import { containersOf } from '../../logs/runs';
import type { ContainerGroup } from '../../model/containerGroup';
import { pickContainerGroup } from '../pick/containerGroup';
import type { App } from '../app';
import type { TreeNode } from '../tree/node';

/** What a command was called with: a node of the tree, a container group's resource id, or nothing. */
export type WatchArgument = TreeNode | string | undefined;

/** The group of what was given, or one that is asked for; undefined where the person chose none. */
export async function groupGiven(app: App, given: WatchArgument): Promise<ContainerGroup | undefined> {
  if (typeof given === 'string') return app.store.containerGroup(given);
  return (given && groupOfNode(given)) ?? pickContainerGroup(app.store);
}

/** The group that a node is, or is of. */
export function groupOfNode(node: TreeNode): ContainerGroup | undefined {
  switch (node.kind) {
    case 'containerGroup':
      return node.group;
    case 'container':
    case 'events':
      return node.parent.group;
    case 'event':
      return node.parent.parent.group;
    default:
      return undefined;
  }
}

interface Choice extends vscode.QuickPickItem {
  readonly containers: readonly string[];
  readonly from: 'tail' | 'start';
}

/** Which containers of a group, or of those that are given, and from where: asked once. */
export async function askWhatToFollow(group: ContainerGroup, only?: string): Promise<Choice | undefined> {
  const containers = containersOf(group).filter(({ name }) => only === undefined || name === only);
  const names = containers.map(({ name }) => name);
  const tail = vscode.l10n.t('from its last 100 lines');
  const start = vscode.l10n.t('from the first line that Azure has');
  const choices: Choice[] = [];
  if (names.length > 1) {
    const label = vscode.l10n.t('All containers');
    choices.push(
      { label, description: tail, containers: names, from: 'tail' },
      { label, description: start, containers: names, from: 'start' },
    );
  }
  for (const { name, isInit } of containers) {
    const label = isInit ? vscode.l10n.t('{0} (init container)', name) : name;
    choices.push(
      { label, description: tail, containers: [name], from: 'tail' },
      { label, description: start, containers: [name], from: 'start' },
    );
  }
  return vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('Follow Logs of {0}', group.name),
    placeHolder: vscode.l10n.t('What to follow, and from where?'),
    matchOnDescription: true,
  });
}
