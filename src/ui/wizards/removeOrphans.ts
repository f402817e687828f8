import { planRemoveOrphans } from '../../access/planRevoke';
import { parseResourceId } from '../../model/resourceId';
import type { Plan } from '../../plan/plan';
import type { App } from '../app';
import { scopeNames } from '../scopeNames';
import type { TreeNode } from '../tree/node';

/** All that a deleted principal still has at a registry and above it, whether it is about images or not. */
export async function removeOrphans(app: App, node: TreeNode | undefined): Promise<Plan | undefined> {
  if (node?.kind !== 'principal' || !node.who.deleted) return undefined;
  const { registry, access } = node;
  const { target } = await app.sessions.require();
  const [assignments, definitions, nameOf] = await Promise.all([
    app.store.assignments(registry.id),
    app.store.roleDefinitions(parseResourceId(registry.id)?.subscriptionId ?? ''),
    scopeNames(app.store),
  ]);
  const names = new Map(definitions.map(({ roleId, roleName }) => [roleId, roleName]));
  const orphans = assignments
    .filter(({ principalId }) => principalId.toLowerCase() === access.principalId.toLowerCase())
    .map((assignment) => {
      return { assignment, roleName: names.get(assignment.roleId) ?? assignment.roleId, principalName: access.principalId };
    });
  return planRemoveOrphans(target, access.principalId, orphans, nameOf);
}
