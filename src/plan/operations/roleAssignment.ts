import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { isAtOrAbove, parseResourceId, resourceName, sameId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import { roleName } from '../../model/roles';
import { deterministicGuid } from '../guid';
import { assignmentDescription } from '../marks';
import type { Shell } from '../formats/shell';
import type { Observation, OperationType, RunContext } from '../operation';
import type { EnsureRoleAssignment, Outputs } from '../plan';
import { isRef } from '../plan';

/** How long a directory may take to know a fresh identity everywhere, with back-off. */
const replicationLimitMs = 2 * 60_000;

export const roleAssignment: OperationType<EnsureRoleAssignment> = {
  nature: 'ensure',
  describe(op) {
    const scope = isRef(op.scope) ? op.scope.ref : resourceName(op.scope);
    const args = { role: roleName(op.roleId), scope, principal: op.principalName };
    if (op.changes) return op.condition ? message('plan.roleAssignmentMerged', args) : message('plan.roleAssignmentWidened', args);
    return op.condition ? message('plan.roleAssignmentNarrowed', args) : message('plan.roleAssignment', args);
  },
  rights: (op) => (isRef(op.scope) ? [] : [{ action: 'Microsoft.Authorization/roleAssignments/write', scope: op.scope }]),
  async observe(op, context): Promise<Observation> {
    const scope = context.resolve(op.scope);
    const principalId = context.resolve(op.principalId);
    const held = (await assignments(op, scope, principalId, context)).filter((found) => isAtOrAbove(found.scope, scope));
    const enough = held.find((found) => covers(found, op));
    if (enough) return { state: 'done', outputs: outputsOf(enough) };
    const here = held.find((found) => isItself(found, op, scope, principalId));
    if (!here) return { state: 'absent' };
    // What somebody else has made of the condition since was not shown to whoever reviewed the plan: it must not be lost.
    if (!sameCondition(here.condition, op.changes?.condition)) throw new AppError('ConditionChanged', message('plan.conditionChanged'));
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
    if (op.changes) return update(op, op.changes, shell);
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

/** Of a person or a service principal also those of its groups; Azure can't be asked so of a group. */
async function assignments(
  op: EnsureRoleAssignment,
  scope: string,
  principalId: string,
  { azure, signal }: RunContext,
): Promise<readonly RoleAssignment[]> {
  if (op.principalType !== 'Group') return azure.access.assignments(scope, { principalId }, signal);
  const all = await azure.access.assignments(scope, {}, signal);
  return all.filter((found) => found.principalId.toLowerCase() === principalId.toLowerCase());
}

/** Whether an assignment gives all that is wanted: the role, or one that does as well, without a condition or under the same. */
function covers(found: RoleAssignment, op: EnsureRoleAssignment): boolean {
  if (found.roleId === op.roleId.toLowerCase()) return !found.condition || sameCondition(found.condition, op.condition);
  return !found.condition && op.coveredBy?.includes(found.roleId) === true;
}

function isItself(found: RoleAssignment, op: EnsureRoleAssignment, scope: string, principalId: string): boolean {
  return (
    found.roleId === op.roleId.toLowerCase() && found.principalId.toLowerCase() === principalId.toLowerCase() && sameId(found.scope, scope)
  );
}

/** `az role assignment create` refuses an assignment that is there; its `update` wants it whole. */
function update(op: EnsureRoleAssignment, changes: NonNullable<EnsureRoleAssignment['changes']>, shell: Shell): void {
  const { id, description = assignmentDescription } = changes;
  const subscriptionId = isRef(op.scope) ? '' : (parseResourceId(op.scope)?.subscriptionId ?? '');
  const whole = {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    scope: op.scope,
    principalId: op.principalId,
    principalType: op.principalType,
    roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${op.roleId}`,
    description,
    condition: op.condition ?? null,
    conditionVersion: op.condition === undefined ? null : '2.0',
  };
  shell.capture(
    op.key,
    'id',
    ...['az', 'role', 'assignment', 'update'],
    ...['--role-assignment', JSON.stringify(whole)],
    ...['--query', 'id'],
  );
}

function sameCondition(a: string | undefined, b: string | undefined): boolean {
  const plain = (text: string | undefined): string => (text ?? '').replace(/\s+/g, '');
  return plain(a) === plain(b);
}

function outputsOf(found: RoleAssignment): Outputs {
  return { id: found.id, ...(found.createdOn ? { createdOn: found.createdOn } : {}) };
}
