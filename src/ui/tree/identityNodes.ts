import * as vscode from 'vscode';
import { parseResourceId } from '../../model/resourceId';
import type { IdentityNode, IdentityPartNode, ListNode, TreeNode } from './node';
import { childNodeId, contextValue, resourceNodeId } from './nodeId';
import { emptyNode } from './noteNodes';
import { appendPortal, factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

export async function identityNodes(parent: ListNode, { store, signal }: TreeContext): Promise<TreeNode[]> {
  const identities = await store.identities(parent.subscription.id, signal);
  if (identities.length === 0) {
    const title = vscode.l10n.t('Grant pull access to a new one…');
    return [emptyNode(parent, vscode.l10n.t('No managed identities'), { title, command: 'keylessContainers.grantAccess' })];
  }
  return [...identities]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((identity) => ({ kind: 'identity', id: resourceNodeId(identity.id), parent, identity }));
}

export function identityChildren(parent: IdentityNode): IdentityPartNode[] {
  const { identity } = parent;
  return (['roles', 'usedBy'] as const).map((kind) => ({ kind, id: childNodeId(parent.id, kind), parent, identity }));
}

export function identityPartItem({ id, kind, identity }: IdentityPartNode): vscode.TreeItem {
  const isRoles = kind === 'roles';
  const label = isRoles ? vscode.l10n.t('Roles') : vscode.l10n.t('Used by');
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, isRoles ? Expanded : Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(isRoles ? 'shield' : 'link');
  item.contextValue = contextValue(kind);
  item.accessibilityInformation = {
    label: isRoles ? vscode.l10n.t('Roles of {0}', identity.name) : vscode.l10n.t('What uses {0}', identity.name),
  };
  return item;
}

export function identityItem({ id, identity }: IdentityNode): vscode.TreeItem {
  const item = new vscode.TreeItem(identity.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('account');
  item.description = parseResourceId(identity.id)?.resourceGroup ?? '';
  item.contextValue = contextValue('identity');
  item.accessibilityInformation = { label: vscode.l10n.t('Managed identity {0}', identity.name) };
  return item;
}

export function identityTooltip({ identity }: IdentityNode, { session }: TreeContext): vscode.MarkdownString {
  const text = factsTooltip(identity.name, [
    [vscode.l10n.t('Principal ID'), identity.principalId],
    [vscode.l10n.t('Client ID'), identity.clientId],
    [vscode.l10n.t('Tenant'), identity.tenantId],
    [vscode.l10n.t('Resource group'), parseResourceId(identity.id)?.resourceGroup],
    [vscode.l10n.t('Location'), identity.location],
  ]);
  return appendPortal(text, session.cloud, identity.tenantId, identity.id);
}
