import * as vscode from 'vscode';
import type { Subscription } from '../../model/subscription';
import { containerGroupNodes } from './containerGroupNodes';
import { identityNodes } from './identityNodes';
import type { ListKind, ListNode, SubscriptionNode, TreeNode } from './node';
import { childNodeId, contextValue, resourceNodeId } from './nodeId';
import { emptyNode, tenantFailureNode } from './noteNodes';
import { registryNodes } from './registryNodes';
import { appendPortal, factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

/** More subscriptions than these are at first collapsed. */
const expandedAtMost = 5;

/** The top of the tree: subscriptions, or where there is but one, its lists. */
export async function rootNodes({ store, session, signal }: TreeContext): Promise<TreeNode[]> {
  const { subscriptions, failures } = await store.subscriptionList(signal);
  const failed = failures.map(tenantFailureNode);
  const [only] = subscriptions;
  if (!only && failed.length > 0) return failed;
  if (!only)
    return [
      emptyNode(undefined, vscode.l10n.t('You see no subscription'), {
        ...(session.kind === 'azure'
          ? { title: vscode.l10n.t('Select Subscriptions…'), command: 'keylessContainers.selectSubscriptions' }
          : { title: vscode.l10n.t('Refresh'), command: 'keylessContainers.refresh' }),
      }),
    ];
  if (subscriptions.length === 1 && failed.length === 0) return listNodes(only, undefined);
  const shown = [...subscriptions]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((subscription) => subscriptionNode(subscription, subscriptions.length <= expandedAtMost));
  return [...shown, ...failed];
}

function subscriptionNode(subscription: Subscription, expanded: boolean): SubscriptionNode {
  return { kind: 'subscription', id: resourceNodeId(`/subscriptions/${subscription.id}`), parent: undefined, subscription, expanded };
}

export function listNodes(subscription: Subscription, parent: SubscriptionNode | undefined): ListNode[] {
  const lists: readonly ListKind[] = ['registries', 'identities', 'containerGroups'];
  const above = resourceNodeId(`/subscriptions/${subscription.id}`);
  return lists.map((list) => ({ kind: 'list', id: childNodeId(above, list), parent, list, subscription }));
}

export function listChildren(node: ListNode, context: TreeContext): Promise<TreeNode[]> {
  switch (node.list) {
    case 'registries':
      return registryNodes(node, context);
    case 'identities':
      return identityNodes(node, context);
    case 'containerGroups':
      return containerGroupNodes(node, context);
  }
}

export function subscriptionItem({ id, subscription, expanded }: SubscriptionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(
    subscription.name,
    expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('azure');
  item.contextValue = contextValue('subscription');
  if (subscription.state !== 'Enabled') item.description = subscription.state;
  item.accessibilityInformation = { label: vscode.l10n.t('Subscription {0}', subscription.name) };
  return item;
}

export function subscriptionTooltip({ subscription }: SubscriptionNode, { session }: TreeContext): vscode.MarkdownString {
  const text = factsTooltip(subscription.name, [
    [vscode.l10n.t('Subscription'), subscription.id],
    [vscode.l10n.t('Tenant'), subscription.tenantId],
    [vscode.l10n.t('State'), subscription.state],
  ]);
  return appendPortal(text, session.cloud, subscription.tenantId, `/subscriptions/${subscription.id}`);
}

export function listItem(node: ListNode): vscode.TreeItem {
  const { label, icon } = listLook(node.list);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = contextValue(node.list);
  item.accessibilityInformation = { label: vscode.l10n.t('{0} in {1}', label, node.subscription.name) };
  return item;
}

function listLook(list: ListKind): { label: string; icon: string } {
  switch (list) {
    case 'registries':
      return { label: vscode.l10n.t('Registries'), icon: 'package' };
    case 'identities':
      return { label: vscode.l10n.t('Managed identities'), icon: 'account' };
    case 'containerGroups':
      return { label: vscode.l10n.t('Container groups'), icon: 'server-environment' };
  }
}
