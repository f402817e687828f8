import * as vscode from 'vscode';
import { identityUses } from '../../access/identityUses';
import { planDeleteIdentity } from '../../access/planDeleteIdentity';
import type { NameOf, Revocable } from '../../access/planRevoke';
import type { ManagedIdentity } from '../../model/identity';
import { message } from '../../model/message';
import { normalizeId, parseResourceId } from '../../model/resourceId';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import type { PerSubscription } from '../perSubscription';
import { namesOf, readSubscriptions } from '../perSubscription';
import { render } from '../render';
import { scopeNames } from '../scopeNames';
import type { TreeNode } from '../tree/node';

/**
 * Refuses while a container group uses the identity: one whose identity is gone can get stuck, and then not even be deleted.
 * https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/management/cannot-do-container-group-operations
 * Otherwise: which of its role assignments go with it → the plan. Undefined where it was refused or the user cancelled.
 */
export async function deleteIdentityWizard(app: App, node: TreeNode | undefined): Promise<Plan | undefined> {
  const identity = node && 'identity' in node ? node.identity : await pickIdentity(app);
  if (!identity) return undefined;
  const session = await app.sessions.require();
  // Azure as it is now, not as the tree saw it.
  const [groups, roles, nameOf] = await Promise.all([
    readSubscriptions(app.store, ({ id }) => session.azure.containerGroups.list(id)),
    assignmentsOf(app, identity),
    scopeNames(app.store),
  ]);
  const uses = identityUses(identity.id, groups.items);
  if (uses.length > 0) {
    app.store.changed(uses.map(({ group }) => group.id));
    const names = uses.map(({ group }) => group.name).join(', ');
    const show = vscode.l10n.t('Show What Uses It');
    const text = render(message('error.identityInUse', { name: identity.name, groups: names }));
    if ((await vscode.window.showErrorMessage(text, show)) === show) await app.tree.showUses(identity.id);
    return undefined;
  }
  const removed = await chooseRemoved(identity, roles.items, nameOf);
  if (!removed) return undefined;
  return planDeleteIdentity(session.target, identity, {
    removed,
    left: roles.items.filter((role) => !removed.includes(role)),
    unreadGroups: namesOf(groups.failed),
    unreadRoles: namesOf(roles.failed),
    nameOf,
  });
}

/** Its own, at whatever scope: those of groups that it is in stay the groups'. */
async function assignmentsOf(app: App, identity: ManagedIdentity): Promise<PerSubscription<Revocable>> {
  const { access } = await app.azure();
  const { principalId } = identity;
  const read = await readSubscriptions(app.store, async ({ id }) => {
    const assignments = await access.assignments(`/subscriptions/${id}`, { principalId });
    const own = assignments.filter((assignment) => assignment.principalId.toLowerCase() === principalId.toLowerCase());
    if (own.length === 0) return [];
    const names = new Map((await app.store.roleDefinitions(id)).map(({ roleId, roleName }) => [roleId, roleName]));
    return own.map((assignment): Revocable => {
      return { assignment, roleName: names.get(assignment.roleId) ?? assignment.roleId, principalName: identity.name };
    });
  });
  // One above subscriptions is seen from each of them.
  const byId = new Map(read.items.map((role) => [normalizeId(role.assignment.id), role]));
  return { ...read, items: [...byId.values()] };
}

/** All are ticked: Enter takes them away. Undefined where the user cancelled. */
async function chooseRemoved(
  identity: ManagedIdentity,
  roles: readonly Revocable[],
  nameOf: NameOf,
): Promise<readonly Revocable[] | undefined> {
  if (roles.length === 0) return [];
  const items = roles.map((role) => ({
    label: role.roleName,
    description: vscode.l10n.t('on {0}', nameOf(role.assignment.scope)),
    picked: true,
    role,
  }));
  const options = {
    title: vscode.l10n.t('Delete Identity {0}', identity.name),
    placeHolder: vscode.l10n.t('Role assignments to remove first; the others stay behind'),
    canPickMany: true,
    ignoreFocusOut: true,
  } as const;
  return (await vscode.window.showQuickPick(items, options))?.map(({ role }) => role);
}

async function pickIdentity({ store }: App): Promise<ManagedIdentity | undefined> {
  const items = readSubscriptions(store, ({ id }) => store.identities(id)).then(({ items: identities }) =>
    [...identities]
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((identity) => ({ label: identity.name, description: parseResourceId(identity.id)?.resourceGroup ?? '', identity })),
  );
  const options = {
    title: vscode.l10n.t('Delete Identity'),
    placeHolder: vscode.l10n.t('Which managed identity?'),
    matchOnDescription: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.identity;
}
