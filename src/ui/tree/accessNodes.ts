import * as vscode from 'vscode';
import { imageDenials, registryAccess } from '../../access/registryAccess';
import { parseResourceId } from '../../model/resourceId';
import { renderError } from '../render';
import { denialNode } from './denialNodes';
import type { AccessNode, PrincipalNode, RegistryNode, TreeNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import { emptyNode, noteNode } from './noteNodes';
import { principalIdentities } from './principalNames';
import { principalNode } from './principalNodes';
import type { TreeContext } from './treeContext';

export function accessNode(parent: RegistryNode): AccessNode {
  return { kind: 'access', id: childNodeId(parent.id, 'access'), parent, registry: parent.registry };
}

/** One request for assignments, one for deny assignments, one for names; definitions once in a subscription. */
export async function accessChildren(node: AccessNode, context: TreeContext): Promise<TreeNode[]> {
  const { registry } = node;
  const { store, signal } = context;
  const denials = store.denyAssignments(registry.id, signal).then(
    (read) => ({ read, error: undefined }),
    (error: unknown) => ({ read: undefined, error }),
  );
  const [assignments, definitions] = await Promise.all([
    store.assignments(registry.id, undefined, signal),
    store.roleDefinitions(parseResourceId(registry.id)?.subscriptionId ?? '', signal),
  ]);
  const { read, error } = await denials;
  const access = registryAccess(registry, { assignments, definitions, denials: read });
  const shown = access.flatMap(({ grants }) => grants.map(({ assignment }) => assignment));
  const names = await principalIdentities(registry, shown, context);
  const nodes: TreeNode[] = access.map((each) => principalNode(node, each, names)).sort(byName);
  nodes.unshift(...imageDenials(registry, read ?? []).map((denial) => denialNode(node, denial)), ...openDoors(node));
  if (read === undefined) {
    const label = vscode.l10n.t('Deny assignments could not be read');
    nodes.push(noteNode(node, { severity: 'warning', label, detail: renderError(error), retry: true }, 'denials'));
  }
  if (access.length > 0) return nodes;
  const title = vscode.l10n.t('Grant access…');
  const grant = { title, command: 'keylessContainers.grantAccess', args: [node.parent] };
  return [...nodes, emptyNode(node, vscode.l10n.t('No role lets anybody in'), grant)];
}

/** Those first who reach images, and have a name. */
function byName(a: PrincipalNode, b: PrincipalNode): number {
  return rank(a) - rank(b) || a.who.name.localeCompare(b.who.name);
}

function rank({ who, access }: PrincipalNode): number {
  if (who.deleted) return 3;
  return access.grants.every(({ ignored }) => ignored) ? 2 : Number(!who.named);
}

/** Ways in that no role has a say in. */
function openDoors(node: AccessNode): TreeNode[] {
  const { registry } = node;
  const doors: readonly (readonly [open: boolean, name: string, label: string, detail: string])[] = [
    [
      registry.anonymousPullEnabled,
      'anonymous',
      vscode.l10n.t('Everybody, without signing in'),
      vscode.l10n.t('pull · anonymous pull is enabled'),
    ],
    [
      registry.adminUserEnabled,
      'admin',
      vscode.l10n.t('Whoever has the admin user’s password'),
      vscode.l10n.t('list, pull, push, delete · the admin user is enabled'),
    ],
  ];
  return doors
    .filter(([open]) => open)
    .map(([, name, label, detail]) => noteNode(node, { severity: 'warning', label, detail, retry: false }, name));
}

export function accessItem({ id, registry }: AccessNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Access'), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('shield');
  item.contextValue = contextValue('access');
  item.accessibilityInformation = { label: vscode.l10n.t('Access to {0}', registry.name) };
  return item;
}
