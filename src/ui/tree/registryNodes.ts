import * as vscode from 'vscode';
import { isRestricted } from '../../access/restrictedRegistry';
import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import { accessNode } from './accessNodes';
import type { ListNode, RegistryNode, RepositoryNode, TreeNode } from './node';
import { childNodeId, contextValue, resourceNodeId } from './nodeId';
import { emptyNode, imagesFailureNode, moreNode } from './noteNodes';
import { readPages } from './paging';
import { appendPortal, factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

export async function registryNodes(parent: ListNode, { store, signal }: TreeContext): Promise<TreeNode[]> {
  const registries = await store.registries(parent.subscription.id, signal);
  if (registries.length === 0) {
    const title = vscode.l10n.t('Create a registry…');
    return [emptyNode(parent, vscode.l10n.t('No registries'), { title, command: 'keylessContainers.createRegistry', args: [parent] })];
  }
  return [...registries]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((registry) => ({ kind: 'registry', id: resourceNodeId(registry.id), parent, registry }));
}

export async function registryChildren(node: RegistryNode, context: TreeContext): Promise<TreeNode[]> {
  return [accessNode(node), ...(await repositoryNodes(node, context))];
}

async function repositoryNodes(node: RegistryNode, context: TreeContext): Promise<TreeNode[]> {
  const { registry } = node;
  try {
    const { items, more } = await readPages(context.pagesShown(node.id), (next) =>
      context.store.repositories(registry.loginServer, next, context.signal),
    );
    if (items.length === 0) {
      const title = vscode.l10n.t('Import an image…');
      return [emptyNode(node, vscode.l10n.t('No repositories'), { title, command: 'keylessContainers.importImage', args: [node] })];
    }
    const nodes: TreeNode[] = items.map((repository): RepositoryNode => {
      return { kind: 'repository', id: childNodeId(node.id, 'repository', repository), parent: node, registry, repository };
    });
    return more ? [...nodes, moreNode(node, items.length)] : nodes;
  } catch (error) {
    return [imagesFailureNode(node, registry, error)];
  }
}

export function registryItem({ id, registry }: RegistryNode): vscode.TreeItem {
  const item = new vscode.TreeItem(registry.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('package');
  item.description = [registry.sku, ...unusual(registry)].join(' · ');
  item.contextValue = contextValue('registry', {
    abac: registry.mode === 'abac',
    adminEnabled: registry.adminUserEnabled,
    restricted: isRestricted(registry),
  });
  item.accessibilityInformation = { label: vscode.l10n.t('Registry {0}, {1}', registry.name, item.description) };
  return item;
}

export function registryTooltip({ registry }: RegistryNode, { session }: TreeContext): vscode.MarkdownString {
  const mode =
    registry.mode === 'abac'
      ? vscode.l10n.t('RBAC registry + ABAC repository permissions: roles are “Container Registry Repository …”, AcrPull is ignored')
      : vscode.l10n.t('RBAC registry permissions: roles are AcrPull and AcrPush');
  const text = factsTooltip(
    registry.name,
    [
      [vscode.l10n.t('Login server'), registry.loginServer],
      [vscode.l10n.t('SKU'), registry.sku],
      [vscode.l10n.t('Role assignment mode'), mode],
      [vscode.l10n.t('Network'), network(registry)],
      [vscode.l10n.t('Admin user'), registry.adminUserEnabled ? vscode.l10n.t('enabled') : vscode.l10n.t('disabled')],
      [vscode.l10n.t('Resource group'), parseResourceId(registry.id)?.resourceGroup],
      [vscode.l10n.t('Location'), registry.location],
      [vscode.l10n.t('State'), registry.provisioningState],
    ],
    registry.adminUserEnabled ? [vscode.l10n.t('With the admin user enabled anybody who has its password can push and pull.')] : [],
  );
  return appendPortal(text, session.cloud, session.signedIn.tenantId, registry.id);
}

/** What a registry has that most have not. */
function unusual(registry: Registry): string[] {
  const [host = ''] = registry.loginServer.split('.');
  return [
    registry.mode === 'abac' ? 'ABAC' : '',
    registry.adminUserEnabled ? vscode.l10n.t('admin user') : '',
    isRestricted(registry) ? vscode.l10n.t('network restricted') : '',
    host.toLowerCase() === registry.name.toLowerCase() ? '' : registry.loginServer,
    registry.provisioningState === 'Succeeded' ? '' : registry.provisioningState,
  ].filter((word) => word !== '');
}

function network(registry: Registry): string {
  if (!isRestricted(registry)) return vscode.l10n.t('all networks');
  const open = registry.publicNetworkAccess ? vscode.l10n.t('selected networks') : vscode.l10n.t('private endpoints');
  return registry.trustedServicesBypass ? vscode.l10n.t('{0}, and trusted services', open) : open;
}
