import { inEnglish } from '../../model/message';
import { inOrder } from '../graph';
import { describe, operationType } from '../operations';
import type { Plan } from '../plan';
import { Shell } from './shell';

/**
 * The plan as a script of Azure CLI commands for bash, in the order that references ask for.
 * @param note a line for the head of the script, such as that the plan is of the sandbox.
 */
export function azScript(plan: Plan, note?: string): string {
  const shell = new Shell();
  for (const op of inOrder(plan.operations)) {
    shell.lines.push('');
    shell.comment(inEnglish(describe(op)));
    operationType(op).az(op, shell);
  }
  const consequences = (plan.consequences ?? []).map(
    (each) => `# ${each.severity === 'warning' ? 'Warning: ' : ''}${inEnglish(each.message)}`,
  );
  const head = ['#!/usr/bin/env bash', `# ${inEnglish(plan.title)}`, ...(note ? [`# ${note}`] : []), ...consequences, 'set -euo pipefail'];
  return [...head, ...shell.lines, ''].join('\n');
}
