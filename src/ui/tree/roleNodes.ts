import * as vscode from 'vscode';
import { abilities } from '../../access/abilities';
import { conditionInWords } from '../../access/conditionWords';
import type { RoleOnRegistries } from '../../access/registryRoles';
import { rolesOnRegistries } from '../../access/registryRoles';
import type { ManagedIdentity } from '../../model/identity';
import { resourceName, sameId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import type { Subscription } from '../../model/subscription';
import type { PerSubscription } from '../perSubscription';
import { namesOf, readSubscriptions } from '../perSubscription';
import { render, renderError } from '../render';
import { abilitiesText, conditionText, described, inheritedText } from './accessWords';
import type { IdentityPartNode, RoleNode, TreeNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import { emptyNode, noteNode } from './noteNodes';
import { factsTooltip } from './tooltip';
import type { ReadContext, TreeContext } from './treeContext';

export async function rolesChildren(node: IdentityPartNode, context: TreeContext): Promise<TreeNode[]> {
  const { items, failed, reason } = await rolesOfIdentity(node.identity, context);
  const nodes: TreeNode[] = items.map((role) => ({
    kind: 'role',
    id: roleNodeId(node, role.assignment),
    parent: node,
    identity: node.identity,
    ...role,
  }));
  if (failed.length > 0) nodes.push(failedNote(node, failed, reason));
  if (nodes.length > 0) return nodes;
  const title = vscode.l10n.t('Grant access…');
  const grant = { title, command: 'keylessContainers.grantAccess', args: [node.parent] };
  return [emptyNode(node, vscode.l10n.t('No role on any registry'), grant)];
}

/** What an identity may do on registries: two requests a subscription, since its registries may be in any of them. */
export async function rolesOfIdentity(identity: ManagedIdentity, context: ReadContext): Promise<PerSubscription<RoleOnRegistries>> {
  const read = await readSubscriptions(context.store, (subscription) => rolesIn(subscription, identity, context), context.signal);
  return { ...read, items: mergeByAssignment(read.items) };
}

async function rolesIn(subscription: Subscription, identity: ManagedIdentity, { store, signal }: ReadContext): Promise<RoleOnRegistries[]> {
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
        abilities: abilities.filter((ability) => other.abilities.includes(ability) || role.abilities.includes(ability)),
        ignoredBy: [...other.ignoredBy, ...role.ignoredBy],
      };
    }
  }
  return merged;
}

function roleNodeId(node: IdentityPartNode, assignment: RoleAssignment): string {
  return childNodeId(node.id, 'role', assignment.id.toLowerCase());
}

function failedNote(node: IdentityPartNode, failed: readonly Subscription[], reason: unknown): TreeNode {
  return noteNode(node, {
    severity: 'error',
    label: vscode.l10n.t('Roles could not be read in {0}', namesOf(failed).join(', ')),
    detail: renderError(reason),
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
  const inherited = isDirect(node) ? '' : inheritedText(node.assignment.scope);
  const condition = node.ignoredBy.length === node.registries.length ? '' : conditionText(node.assignment);
  item.description = described(whereText(node), abilitiesText(node.abilities), inherited, throughText(node), condition, ignored);
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
      [vscode.l10n.t('May'), abilitiesText(node.abilities)],
      [vscode.l10n.t('Scope'), assignment.scope],
      [vscode.l10n.t('Registries'), node.registries.map((registry) => registry.name).join(', ')],
      [vscode.l10n.t('In words'), assignment.condition && render(conditionInWords(assignment.condition))],
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

/** One of a group that the identity is in. */
function throughText({ assignment, identity }: RoleNode): string {
  const isOwn = assignment.principalId.toLowerCase() === identity.principalId.toLowerCase();
  return isOwn ? '' : vscode.l10n.t('through a group');
}

function whereText(node: RoleNode): string {
  if (isDirect(node)) return resourceName(node.assignment.scope);
  const [only, ...more] = node.registries;
  return only && more.length === 0 ? only.name : vscode.l10n.t('{0} registries', String(node.registries.length));
}

function ignoredText({ ignoredBy, registries }: RoleNode): string | undefined {
  if (ignoredBy.length === 0) return undefined;
  if (ignoredBy.length < registries.length) return vscode.l10n.t('no effect in {0}', ignoredBy.map((registry) => registry.name).join(', '));
  return ignoredBy.every((registry) => registry.mode === 'abac')
    ? vscode.l10n.t('no effect: the registry uses ABAC')
    : vscode.l10n.t('no effect in the registry’s mode');
}
