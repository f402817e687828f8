import type { MadeFacts } from '../../access/cleanUp';
import type { Revocable } from '../../access/planRevoke';
import type { ContainerGroup } from '../../model/containerGroup';
import type { ManagedIdentity } from '../../model/identity';
import { normalizeId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import type { Subscription } from '../../model/subscription';
import type { Azure } from '../../azure/azure';
import { assignmentDescription, tags } from '../../plan/marks';
import type { App } from '../app';
import { namesOf, readSubscriptions } from '../perSubscription';
import { scopeNames } from '../scopeNames';

type OfSubscription = Pick<MadeFacts, 'resources' | 'resourceGroups' | 'groups'> & {
  readonly assignments: readonly RoleAssignment[];
  readonly identities: readonly ManagedIdentity[];
};

/**
 * Looks in Azure for what plans made, from whatever machine: one request a subscription for each of resources, resource groups, role
 * assignments, container groups and identities, and one for what lies in each resource group that a plan made.
 * @param only the subscription to look in; else all of them. Which container groups use an identity is asked of all.
 */
export async function readMade(app: App, only: Subscription | undefined, signal: AbortSignal): Promise<MadeFacts> {
  const { azure } = await app.sessions.require();
  const [read, nameOf] = await Promise.all([
    readSubscriptions(app.store, async ({ id }) => [await ofSubscription(azure, id, only === undefined || only.id === id, signal)], signal),
    scopeNames(app.store),
  ]);
  if (read.items.length === 0 && read.reason instanceof Error) throw read.reason;
  const identities = new Map(
    read.items.flatMap((one) => one.identities).map((identity) => [identity.principalId.toLowerCase(), identity.name]),
  );
  // One above subscriptions is seen from each of them.
  const assignments = new Map(read.items.flatMap((one) => one.assignments).map((assignment) => [normalizeId(assignment.id), assignment]));
  return {
    resources: read.items.flatMap((one) => one.resources),
    resourceGroups: read.items.flatMap((one) => one.resourceGroups),
    groups: read.items.flatMap((one) => one.groups),
    assignments: await Promise.all([...assignments.values()].map((assignment) => revocable(app, assignment, identities))),
    unread: namesOf(read.failed),
    nameOf,
  };
}

async function ofSubscription(azure: Azure, id: string, isLookedIn: boolean, signal: AbortSignal): Promise<OfSubscription> {
  const groups: Promise<readonly ContainerGroup[]> = azure.containerGroups.list(id, signal);
  if (!isLookedIn) return { resources: [], resourceGroups: [], assignments: [], identities: [], groups: await groups };
  const [[tag = '', value = ''] = []] = Object.entries(tags);
  const [resources, resourceGroups, assignments, identities] = await Promise.all([
    azure.resources.tagged(id, tag, value, signal),
    azure.resourceGroups.list(id, signal),
    azure.access.assignments(`/subscriptions/${id}`, { below: true }, signal),
    azure.identities.list(id, signal),
  ]);
  const made = resourceGroups.filter((group) => group.tags[tag] === value);
  return {
    resources,
    resourceGroups: await Promise.all(
      made.map(async (group) => ({ group, contents: await azure.resources.inGroup(group.id, signal).catch(() => undefined) })),
    ),
    assignments: assignments.filter(({ description }) => description === assignmentDescription),
    identities,
    groups: await groups,
  };
}

/** An identity that is not listed any more leaves its object id: the assignment is an orphan. */
async function revocable(app: App, assignment: RoleAssignment, identities: ReadonlyMap<string, string>): Promise<Revocable> {
  const subscriptionId = /^\/subscriptions\/([^/]+)/i.exec(assignment.scope)?.[1];
  const definitions = subscriptionId === undefined ? [] : await app.store.roleDefinitions(subscriptionId).catch(() => []);
  const { principalId, roleId } = assignment;
  return {
    assignment,
    roleName: definitions.find((definition) => definition.roleId === roleId)?.roleName ?? roleId,
    principalName: identities.get(principalId.toLowerCase()) ?? principalId,
  };
}
