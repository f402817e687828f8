import type { Operation, Plan } from '../../plan/plan';
import { isRef } from '../../plan/plan';

/** Resources that a plan's operations write to, for forgetting what was read of them. */
export function touchedIds(plan: Plan): readonly string[] {
  const ids = plan.operations.flatMap((op) => {
    switch (op.kind) {
      case 'provider':
        return [`/subscriptions/${op.subscriptionId}`];
      case 'roleAssignment':
        return isRef(op.scope) ? [] : [op.scope];
      case 'importImage':
        return isRef(op.registryId) ? [] : [op.registryId];
      case 'resourceGroup':
      case 'identity':
      case 'registry':
      case 'registrySettings':
      case 'subnetDelegation':
      case 'containerGroup':
      case 'startGroup':
      case 'stopGroup':
      case 'restartGroup':
      case 'delete':
        return [op.id];
    }
  });
  return [...new Set(ids)];
}

/** Container groups, and whatever a plan deletes with all that is in it: of these, changes are this window's own. */
export function ownIds(plan: Plan): readonly string[] {
  const kinds: readonly Operation['kind'][] = ['containerGroup', 'startGroup', 'stopGroup', 'restartGroup', 'delete'];
  return plan.operations.flatMap((op) => ('id' in op && kinds.includes(op.kind) ? [op.id] : []));
}
