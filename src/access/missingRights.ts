import type { Right } from '../plan/operation';
import { operationType } from '../plan/operations';
import type { Operation, Plan } from '../plan/plan';
import { parseResourceId, resourceGroupId, sameId } from '../model/resourceId';
import type { Permission } from '../model/roleAssignment';
import { admitsAction } from './permission';

export interface MissingRight extends Right {
  readonly op: Operation;
}

/**
 * What the signed-in person lacks to run a plan. The permissions API tells actions, not conditions: a constrained delegation can still
 * refuse what this lets pass.
 * @param permissions answers what may be done at a scope; asked once per scope.
 */
export async function missingRights(
  plan: Plan,
  permissions: (scope: string) => Promise<readonly Permission[]>,
): Promise<readonly MissingRight[]> {
  const created = plan.operations.flatMap((op) => (op.kind === 'resourceGroup' || op.kind === 'identity' ? [op.id] : []));
  const asked = new Map<string, Promise<readonly Permission[]>>();
  const missing = plan.operations.flatMap((op) =>
    operationType(op)
      .rights(op)
      .map(async (right): Promise<MissingRight[]> => {
        const scope = existingScope(right.scope, created);
        const known = asked.get(scope) ?? permissions(scope);
        asked.set(scope, known);
        return admitsAction(await known, right.action) ? [] : [{ ...right, scope, op }];
      }),
  );
  return (await Promise.all(missing)).flat();
}

/** What the plan itself creates cannot be asked about yet: its parent can. */
function existingScope(scope: string, created: readonly string[]): string {
  if (!created.some((id) => sameId(id, scope))) return scope;
  const parsed = parseResourceId(scope);
  if (!parsed) return scope;
  const subscription = `/subscriptions/${parsed.subscriptionId}`;
  const isGroup = parsed.type === 'Microsoft.Resources/resourceGroups';
  return isGroup || !parsed.resourceGroup
    ? subscription
    : existingScope(resourceGroupId(parsed.subscriptionId, parsed.resourceGroup), created);
}
