import * as vscode from 'vscode';
import type { IdentityUse } from '../../access/identityUses';
import { identityUses } from '../../access/identityUses';
import { parseResourceId } from '../../model/resourceId';
import { namesOf, readSubscriptions } from '../perSubscription';
import { renderError } from '../render';
import { described } from './accessWords';
import type { IdentityPartNode, TreeNode, UseNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import { emptyNode, noteNode } from './noteNodes';
import type { TreeContext } from './treeContext';

/** Which container groups use an identity: the lists that the tree reads anyway, of all subscriptions, since a group may be in any of them. */
export async function usesChildren(node: IdentityPartNode, { store, signal }: TreeContext): Promise<TreeNode[]> {
  const { items, failed, reason } = await readSubscriptions(store, ({ id }) => store.containerGroups(id, signal), signal);
  const nodes: TreeNode[] = identityUses(node.identity.id, items).map((use): UseNode => {
    return { kind: 'use', id: childNodeId(node.id, 'use', use.group.id.toLowerCase()), parent: node, identity: node.identity, use };
  });
  if (failed.length > 0) {
    const label = vscode.l10n.t('Container groups could not be read in {0}', namesOf(failed).join(', '));
    nodes.push(noteNode(node, { severity: 'error', label, detail: renderError(reason), retry: true }));
  }
  return nodes.length > 0 ? nodes : [emptyNode(node, vscode.l10n.t('No container group uses it'))];
}

export function useItem({ id, use }: UseNode): vscode.TreeItem {
  const item = new vscode.TreeItem(use.group.name);
  item.id = id;
  const isBroken = use.pullsFrom.length > 0 && !use.attached;
  item.iconPath = isBroken
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : new vscode.ThemeIcon('server-environment');
  item.description = described(howText(use), parseResourceId(use.group.id)?.resourceGroup);
  item.contextValue = contextValue('use');
  const title = vscode.l10n.t('Show in the tree');
  item.tooltip = vscode.l10n.t('{0}: {1}. Activate to show it among the container groups.', use.group.name, howText(use));
  item.command = { command: 'keylessContainers.showInTree', title, arguments: [use.group.id] };
  item.accessibilityInformation = { label: vscode.l10n.t('Container group {0}, {1}', use.group.name, item.description) };
  return item;
}

function howText({ pullsFrom, attached }: IdentityUse): string {
  const servers = pullsFrom.join(', ');
  if (servers === '') return vscode.l10n.t('attached, for its containers');
  return attached ? vscode.l10n.t('pulls from {0}', servers) : vscode.l10n.t('pulls from {0}, but it is not attached', servers);
}
