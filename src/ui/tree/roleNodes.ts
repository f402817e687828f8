import * as vscode from 'vscode';
import type { ManagedIdentity } from '../../model/identity';
import { parseResourceId, resourceName, sameId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import type { Subscription } from '../../model/subscription';
import type { IdentityNode, RoleNode, TreeNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import { emptyNode, noteNode } from './noteNodes';
import { rolesOnRegistries } from './registryRoles';
import type { RoleOnRegistries } from './registryRoles';
import { factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

/** What an identity may do on registries: two requests a subscription, since its registries may be in any of them. */
export async function identityChildren(node: IdentityNode, context: TreeContext): Promise<TreeNode[]> {
  const subscriptions = await context.store.subscriptions(context.signal);
  const read = await Promise.allSettled(subscriptions.map((subscription) => rolesIn(subscription, node.identity, context)));
  const roles = mergeByAssignment(read.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])));
  const failed = subscriptions.filter((_, index) => read[index]?.status === 'rejected');
  const nodes: TreeNode[] = roles.map((role) => ({
    kind: 'role',
    id: roleNodeId(node, role.assignment),
    parent: node,
    identity: node.identity,
    ...role,
  }));
  if (failed.length > 0) nodes.push(failedNote(node, failed, read));
  if (nodes.length > 0) return nodes;
  const title = vscode.l10n.t('Grant access…');
  return [emptyNode(node, vscode.l10n.t('No role on any registry'), { title, command: 'keylessContainers.grantAccess', args: [node] })];
}

async function rolesIn(subscription: Subscription, identity: ManagedIdentity, { store, signal }: TreeContext): Promise<RoleOnRegistries[]> {
  const [assignments, registries] = await Promise.all([
    store.assignments(`/subscriptions/${subscription.id}`, identity.principalId, signal),
    store.registries(subscription.id, signal),
  ]);
  if (assignments.length === 0 || registries.length === 0) return [];
  return rolesOnRegistries(assignments, await store.roleDefinitions(subscription.id, signal), registries);
}

/** An assignment above subscriptions is seen from each of them. */
function mergeByAssignment(roles: readonly RoleOnRegistries[]): RoleOnRegistries[] {
  const merged: RoleOnRegistries[] = [];
  for (const role of roles) {
    const index = merged.findIndex((other) => sameId(other.assignment.id, role.assignment.id));
    const other = merged[index];
    if (!other) merged.push(role);
    else {
      merged[index] = {
        ...other,
        registries: [...other.registries, ...role.registries],
        ignoredBy: [...other.ignoredBy, ...role.ignoredBy],
      };
    }
  }
  return merged;
}

function roleNodeId(node: IdentityNode, assignment: RoleAssignment): string {
  return childNodeId(node.id, 'role', assignment.id.toLowerCase());
}

function failedNote(node: IdentityNode, failed: readonly Subscription[], read: readonly PromiseSettledResult<unknown>[]): TreeNode {
  const reason: unknown = read.find((result) => result.status === 'rejected')?.reason;
  return noteNode(node, {
    severity: 'error',
    label: vscode.l10n.t('Roles could not be read in {0}', failed.map((subscription) => subscription.name).join(', ')),
    detail: reason instanceof Error ? reason.message : String(reason),
    retry: true,
  });
}

export function roleItem(node: RoleNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.roleName);
  item.id = node.id;
  const ignored = ignoredText(node);
  item.iconPath =
    ignored === undefined
      ? new vscode.ThemeIcon('shield')
      : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.description = [whereText(node), node.assignment.condition === undefined ? '' : vscode.l10n.t('with a condition'), ignored ?? '']
    .filter((word) => word !== '')
    .join(' · ');
  item.contextValue = contextValue('role', { ignored: ignored !== undefined, inherited: !isDirect(node) });
  item.accessibilityInformation = { label: vscode.l10n.t('Role {0} on {1}', node.roleName, item.description) };
  return item;
}

export function roleTooltip(node: RoleNode, { language }: TreeContext): vscode.MarkdownString {
  const { assignment } = node;
  const ignored = node.ignoredBy.map((registry) =>
    registry.mode === 'abac'
      ? vscode.l10n.t('{0} opens no image in {1}: that registry uses ABAC repository permissions.', node.roleName, registry.name)
      : vscode.l10n.t('{0} opens no image in {1}: that registry uses registry permissions, such as AcrPull.', node.roleName, registry.name),
  );
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return factsTooltip(
    node.roleName,
    [
      [vscode.l10n.t('Scope'), assignment.scope],
      [vscode.l10n.t('Registries'), node.registries.map((registry) => registry.name).join(', ')],
      [vscode.l10n.t('Condition'), assignment.condition],
      [vscode.l10n.t('Description'), assignment.description],
      [vscode.l10n.t('Assigned'), assignment.createdOn && date.format(new Date(assignment.createdOn))],
    ],
    ignored,
  );
}

function isDirect({ assignment, registries }: RoleNode): boolean {
  return registries.some((registry) => sameId(registry.id, assignment.scope));
}

function whereText(node: RoleNode): string {
  if (isDirect(node)) return resourceName(node.assignment.scope);
  const scope = parseResourceId(node.assignment.scope);
  const [only, ...more] = node.registries;
  const on = only && more.length === 0 ? only.name : vscode.l10n.t('{0} registries', String(node.registries.length));
  if (scope?.resourceGroup !== undefined) return vscode.l10n.t('{0} · inherited from resource group {1}', on, scope.resourceGroup);
  if (scope) return vscode.l10n.t('{0} · inherited from the subscription', on);
  return vscode.l10n.t('{0} · inherited from above the subscription', on);
}

function ignoredText({ ignoredBy, registries }: RoleNode): string | undefined {
  if (ignoredBy.length === 0) return undefined;
  if (ignoredBy.length < registries.length) return vscode.l10n.t('no effect in {0}', ignoredBy.map((registry) => registry.name).join(', '));
  return ignoredBy.every((registry) => registry.mode === 'abac')
    ? vscode.l10n.t('no effect: the registry uses ABAC')
    : vscode.l10n.t('no effect in the registry’s mode');
}
