import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { isAtOrAbove, resourceName, sameId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import { roleName } from '../../model/roles';
import { deterministicGuid } from '../guid';
import { assignmentDescription } from '../marks';
import type { Observation, OperationType } from '../operation';
import type { EnsureRoleAssignment, Outputs } from '../plan';
import { isRef } from '../plan';

/** How long a directory may take to know a fresh identity everywhere, with back-off. */
const replicationLimitMs = 2 * 60_000;

export const roleAssignment: OperationType<EnsureRoleAssignment> = {
  nature: 'ensure',
  describe(op) {
    const scope = isRef(op.scope) ? op.scope.ref : resourceName(op.scope);
    const args = { role: roleName(op.roleId), scope, principal: op.principalName };
    if (op.replacesCondition && !op.condition) return message('plan.roleAssignmentWidened', args);
    return op.condition ? message('plan.roleAssignmentNarrowed', args) : message('plan.roleAssignment', args);
  },
  rights: (op) => (isRef(op.scope) ? [] : [{ action: 'Microsoft.Authorization/roleAssignments/write', scope: op.scope }]),
  async observe(op, context): Promise<Observation> {
    const scope = context.resolve(op.scope);
    const principalId = context.resolve(op.principalId);
    const assignments = await context.azure.access.assignments(scope, { principalId }, context.signal);
    const candidates = assignments.filter((found) => grants(found, op, scope, principalId));
    const equal = candidates.find((found) => sameCondition(found.condition, op.condition));
    if (equal) return { state: 'done', outputs: outputsOf(equal) };
    const here = candidates.find((found) => sameId(found.scope, scope));
    if (!here) return { state: 'absent' };
    return { state: 'differs', existing: { name: here.name, ...(here.description ? { description: here.description } : {}) } };
  },
  async apply(op, context, observed) {
    const scope = context.resolve(op.scope);
    const principalId = context.resolve(op.principalId);
    // An assignment of the same scope, principal and role keeps the name it has: Azure allows one only.
    const existing = observed.state === 'differs' ? observed.existing : undefined;
    const request = {
      name: existing?.name ?? deterministicGuid(scope, principalId, op.roleId),
      principalId,
      principalType: op.principalType,
      roleId: op.roleId,
      ...(op.condition ? { condition: op.condition } : {}),
      description: existing?.description ?? assignmentDescription,
    };
    const giveUpAt = context.now() + replicationLimitMs;
    for (let seconds = 2; ; seconds = Math.min(seconds * 2, 30)) {
      try {
        return outputsOf(await context.azure.access.assign(scope, request, context.sendSignal));
      } catch (error) {
        if (AppError.is(error, 'RoleAssignmentExists')) return undefined;
        if (!AppError.is(error, 'PrincipalNotFound') || context.now() >= giveUpAt) throw error;
        context.report(message('plan.principalReplicating', { seconds }));
        await context.sleep(seconds * 1000);
      }
    }
  },
  async remove(_op, outputs, { azure, sendSignal }) {
    if (outputs.id) await azure.access.unassign(outputs.id, sendSignal);
  },
  az(op, shell) {
    shell.capture(
      op.key,
      'id',
      ...['az', 'role', 'assignment', 'create'],
      ...['--role', op.roleId],
      ...['--assignee-object-id', op.principalId],
      ...['--assignee-principal-type', op.principalType],
      ...['--scope', op.scope],
      ...['--description', assignmentDescription],
      ...(op.condition ? ['--condition', op.condition, '--condition-version', '2.0'] : []),
      ...['--query', 'id'],
    );
  },
};

function grants(found: RoleAssignment, op: EnsureRoleAssignment, scope: string, principalId: string): boolean {
  return (
    found.roleId === op.roleId.toLowerCase() &&
    found.principalId.toLowerCase() === principalId.toLowerCase() &&
    isAtOrAbove(found.scope, scope)
  );
}

function sameCondition(a: string | undefined, b: string | undefined): boolean {
  const plain = (text: string | undefined): string => (text ?? '').replace(/\s+/g, '');
  return plain(a) === plain(b);
}

function outputsOf(found: RoleAssignment): Outputs {
  return { id: found.id, ...(found.createdOn ? { createdOn: found.createdOn } : {}) };
}
