import * as vscode from 'vscode';
import type { Authorization } from '../../access/effectiveAccess';
import type { Revocable } from '../../access/planRevoke';
import { planRevoke } from '../../access/planRevoke';
import type { RolePull } from '../../access/revocation';
import { lostPulls, reachedBy, rolePulls } from '../../access/revocation';
import type { Puller } from '../../access/diagnosis/pullQuestion';
import type { ManagedIdentity } from '../../model/identity';
import type { Registry } from '../../model/registry';
import { normalizeId, parseResourceId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import { namesOf, readSubscriptions } from '../perSubscription';
import { scopeNames } from '../scopeNames';
import type { Store } from '../store';
import type { TreeNode } from '../tree/node';
import { askRevocable } from './revocableSteps';

/** Which assignment, where the node does not say → what stops working → the plan. Undefined where the user cancelled. */
export async function revokeWizard(app: App, node: TreeNode | undefined): Promise<Plan | undefined> {
  const session = await app.sessions.require();
  const revocable = revocableOf(node) ?? (await askRevocable({ store: app.store, session }, node));
  if (!revocable) return undefined;
  const title = vscode.l10n.t('Looking for what stops working…');
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => planOf(app, revocable));
}

/** The assignment that a row of the tree is about. */
function revocableOf(node: TreeNode | undefined): Revocable | undefined {
  switch (node?.kind) {
    case 'role': {
      const { assignment, roleName, identity } = node;
      // One of a group that the identity is in is the group's.
      const isOwn = assignment.principalId.toLowerCase() === identity.principalId.toLowerCase();
      return { assignment, roleName, principalName: isOwn ? identity.name : assignment.principalId };
    }
    case 'grant':
      return { ...node.grant, principalName: node.parent.who.name };
    case 'principal': {
      const [grant, ...more] = node.access.grants;
      return grant && more.length === 0 ? { ...grant, principalName: node.who.name } : undefined;
    }
    default:
      return undefined;
  }
}

async function planOf({ store, sessions }: App, { assignment, roleName, principalName }: Revocable): Promise<Plan> {
  const session = await sessions.require();
  const [groups, identities, registries, known, nameOf] = await Promise.all([
    readSubscriptions(store, ({ id }) => store.containerGroups(id)),
    readSubscriptions(store, ({ id }) => store.identities(id)),
    readSubscriptions(store, ({ id }) => store.registries(id)),
    store.principals([assignment.principalId]),
    scopeNames(store),
  ]);
  const [principal] = known ?? [];
  const reached = reachedBy(assignment, registries.items);
  const all = rolePulls(groups.items, reached, principalOf(identities.items, assignment, principal?.appId));
  // Who is in a group is told by asking for each that may be. Anybody else loses only what is its own.
  const isGroup = assignment.principalType?.toLowerCase().endsWith('group') === true;
  const pulls = all.filter(({ principalId }) => isGroup || principalId === assignment.principalId.toLowerCase());
  const authorizations = await authorizationsOf(store, assignment, isGroup ? [] : reached, pulls);
  const named = principalName === assignment.principalId && principal ? principal.name : principalName;
  const [any] = reached;
  return planRevoke(
    session.target,
    { assignment, roleName, principalName: named },
    {
      lost: lostPulls(assignment, pulls, ({ principalId, registry }) => authorizations.of(principalId, registry)),
      unread: namesOf([...new Set([...groups.failed, ...identities.failed, ...registries.failed])]),
      registries: registries.items,
      authorization: any && !isGroup ? authorizations.of(assignment.principalId, any) : undefined,
      signedIn: session.signedIn.objectId,
      nameOf,
    },
  );
}

/** Object ids, in lower case, of who pulls: by the identity, or by the client id of the service principal that the assignment is of. */
function principalOf(
  identities: readonly ManagedIdentity[],
  assignment: RoleAssignment,
  appId: string | undefined,
): (puller: Puller) => string | undefined {
  const byId = new Map(identities.map(({ id, principalId }) => [normalizeId(id), principalId.toLowerCase()]));
  return (puller) => {
    if (puller.kind === 'identity') return byId.get(normalizeId(puller.id));
    const isIts = puller.kind === 'password' && appId !== undefined && puller.username.toLowerCase() === appId.toLowerCase();
    return isIts ? assignment.principalId.toLowerCase() : undefined;
  };
}

/** What decides on pulls: assignments once for each principal and subscription, deny assignments once for each registry. */
async function authorizationsOf(
  store: Store,
  assignment: RoleAssignment,
  own: readonly Registry[],
  pulls: readonly RolePull[],
): Promise<{ of(principalId: string, registry: Registry): Authorization }> {
  const wanted = [...pulls, ...own.map((registry) => ({ registry, principalId: assignment.principalId.toLowerCase() }))];
  const read = await Promise.all(
    wanted.map(async ({ principalId, registry }): Promise<readonly [string, Authorization]> => {
      const subscriptionId = parseResourceId(registry.id)?.subscriptionId ?? '';
      const [assignments, definitions, denials] = await Promise.all([
        store.assignments(`/subscriptions/${subscriptionId}`, principalId),
        store.roleDefinitions(subscriptionId),
        // Where they cannot be read it is judged without them: they would only take away what roles give, before and after.
        store.denyAssignments(registry.id).catch(() => undefined),
      ]);
      return [keyOf(principalId, registry), { assignments, of: 'principal', definitions, denials }];
    }),
  );
  const byKey = new Map(read);
  const nothing: Authorization = { assignments: [], of: 'principal', definitions: [], denials: undefined };
  return { of: (principalId, registry) => byKey.get(keyOf(principalId, registry)) ?? nothing };
}

function keyOf(principalId: string, registry: Registry): string {
  return `${principalId.toLowerCase()}\n${normalizeId(registry.id)}`;
}
