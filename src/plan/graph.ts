import type { Operation, Ref } from './plan';
import { isRef } from './plan';

/** Keys of the operations that one refers to, wherever in its fields. */
export function dependencies(op: Operation): readonly string[] {
  return [...new Set(references(op).map((ref) => ref.ref))];
}

function references(value: unknown): Ref[] {
  if (isRef(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(references);
  return [];
}

/**
 * Operations in an order that every reference agrees with; among equals the plan's own order stands.
 * @throws Error where references form a ring or name no operation: a mistake of the code that made the plan.
 */
export function inOrder(operations: readonly Operation[]): readonly Operation[] {
  const waiting = new Map(operations.map((op) => [op.key, op]));
  if (waiting.size !== operations.length) throw new Error('A plan has two operations of the same key.');
  const done = new Set<string>();
  const ordered: Operation[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((op) => dependencies(op).every((key) => done.has(key)));
    if (ready.length === 0) throw new Error(`References cannot be satisfied: ${[...waiting.keys()].join(', ')}`);
    for (const op of ready) {
      waiting.delete(op.key);
      done.add(op.key);
      ordered.push(op);
    }
  }
  return ordered;
}
