import type { Account } from './account';
import { dependencies } from './graph';
import type { Operation, Plan } from './plan';
import { isRef } from './plan';

/**
 * The part of a plan that is somebody else's to do: those operations, with ids in place of what has been made already, and whatever else they
 * need before.
 */
export function handOver(plan: Plan, account: Account, keys: ReadonlySet<string>): Plan {
  const wanted = new Map<string, Operation>();
  const add = (key: string): void => {
    const op = plan.operations.find((one) => one.key === key);
    if (!op || wanted.has(key)) return;
    const settled = resolved(op, account);
    wanted.set(key, settled);
    for (const other of dependencies(settled)) add(other);
  };
  for (const key of keys) add(key);
  return { ...plan, operations: plan.operations.flatMap(({ key }) => wanted.get(key) ?? []) };
}

function resolved({ needs = [], ...fields }: Operation, account: Account): Operation {
  const open = needs.filter(({ ref }) => !isDone(account, ref));
  const known = Object.entries(fields).map(([name, value]: [string, unknown]) => {
    const output = isRef(value) ? account.entries[value.ref]?.outputs[value.output] : undefined;
    return [name, output ?? value] as const;
  });
  return { ...Object.fromEntries(known), ...(open.length > 0 ? { needs: open } : {}) } as unknown as Operation;
}

function isDone(account: Account, key: string): boolean {
  const state = account.entries[key]?.state;
  return state === 'done' || state === 'unchanged';
}
