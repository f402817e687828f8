import { message, inEnglish } from '../model/message';
import type { Account } from './account';
import { inOrder, dependencies } from './graph';
import type { DeleteResource, Operation, Plan, Ref } from './plan';

/**
 * The plan that takes away what another one created, in the reverse of its order: a group before the grant it pulls by, the grant before
 * the identity. Undefined where nothing was created.
 */
export function removalPlan(plan: Plan, account: Account, id: string): Plan | undefined {
  const created = inOrder(plan.operations).filter((op) => account.entries[op.key]?.created);
  const removable = created.flatMap((op) => {
    const target = createdId(op, account);
    return target === undefined ? [] : [{ op, target }];
  });
  if (removable.length === 0) return undefined;
  const operations = removable.reverse().map(({ op, target }): DeleteResource => {
    // Whatever leaned on it goes first.
    const dependents = removable.filter((other) => dependencies(other.op).includes(op.key));
    const needs: Ref[] = dependents.map((other) => ({ ref: `remove-${other.op.key}`, output: 'id' }));
    return { kind: 'delete', key: `remove-${op.key}`, id: target, ...(needs.length > 0 ? { needs } : {}) };
  });
  return { id, title: message('plan.title.remove', { title: inEnglish(plan.title) }), target: plan.target, operations };
}

function createdId(op: Operation, account: Account): string | undefined {
  return account.entries[op.key]?.outputs.id ?? ('id' in op ? op.id : undefined);
}
