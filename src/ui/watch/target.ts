import * as vscode from 'vscode';
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

export function containerNames(group: ContainerGroup): readonly string[] {
  return group.definition.properties.containers.map(({ name }) => name);
}

interface Choice extends vscode.QuickPickItem {
  readonly containers: readonly string[];
  readonly from: 'tail' | 'start';
}

/** Which containers of a group, and from where: asked once. */
export async function askWhatToFollow(group: ContainerGroup, names: readonly string[]): Promise<Choice | undefined> {
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
  for (const name of names) {
    choices.push(
      { label: name, description: tail, containers: [name], from: 'tail' },
      { label: name, description: start, containers: [name], from: 'start' },
    );
  }
  return vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('Follow Logs of {0}', group.name),
    placeHolder: vscode.l10n.t('What to follow, and from where?'),
    matchOnDescription: true,
  });
}
