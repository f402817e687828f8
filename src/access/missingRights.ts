import type { Message } from '../model/message';
import { message } from '../model/message';
import { isAtOrAbove, parseResourceId, resourceGroupId, resourceName, sameId } from '../model/resourceId';
import type { Permission, RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { RoleEligibility } from '../model/roleEligibility';
import { roleName } from '../model/roles';
import type { Right } from '../plan/operation';
import { operationType } from '../plan/operations';
import type { EnsureRoleAssignment, Operation, Plan } from '../plan/plan';
import { isRef } from '../plan/plan';
import { assignmentAttempt } from './attempt';
import { conditionAdmits } from './conditionAdmits';
import { conditionInWords } from './conditionWords';
import { admitsAction } from './permission';
import type { Truth } from './truth';
import { any } from './truth';

/** Asks Azure what the signed-in person may do. Each is asked once per scope. */
export interface RightsReader {
  permissions(scope: string): Promise<readonly Permission[]>;
  /** The person's own role assignments and those of their groups, at a scope and above it. */
  assignments(scope: string): Promise<readonly RoleAssignment[]>;
  definitions(scope: string): Promise<readonly RoleDefinition[]>;
  /** Roles that the person can activate. */
  eligibilities(scope: string): Promise<readonly RoleEligibility[]>;
}

export interface MissingRight extends Right {
  readonly op: Operation;
  /** Of somebody who may assign some roles: by which role of theirs, and which those are. */
  readonly delegation?: { readonly says: Message; readonly only: Message };
  /** A role that the person could activate, and that would do. */
  readonly eligible?: Message;
}

export interface Rights {
  readonly missing: readonly MissingRight[];
  /** Of what could not be told: Azure decides when the plan runs. */
  readonly unsure: readonly Message[];
}

/**
 * What the signed-in person lacks to run a plan. The permissions API tells actions and not conditions, so for role assignments the person's own
 * are read as well: a delegation may be for some roles alone.
 * https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-overview
 */
export async function missingRights(plan: Plan, reader: RightsReader): Promise<Rights> {
  const asked = new OncePerScope(reader);
  const created = plan.operations.flatMap((op) => (op.kind === 'resourceGroup' || op.kind === 'identity' ? [op.id] : []));
  const found = plan.operations.flatMap((op) =>
    operationType(op)
      .rights(op)
      .map((right) => judgeRight(op, { ...right, scope: existingScope(right.scope, created) }, asked)),
  );
  const judged = await Promise.all(found);
  return { missing: judged.flatMap(({ missing }) => missing), unsure: judged.flatMap(({ unsure }) => unsure) };
}

async function judgeRight(op: Operation, right: Right, reader: RightsReader): Promise<Rights> {
  const admits = admitsAction(await reader.permissions(right.scope), right.action);
  if (!admits) return { missing: [{ ...right, op, ...(await eligibleFor(op, right, reader)) }], unsure: [] };
  if (op.kind !== 'roleAssignment') return { missing: [], unsure: [] };
  const delegations = await delegationsFor(op, right, reader);
  const may = delegations && any(delegations.map(({ admits: one }) => one));
  if (may === true) return { missing: [], unsure: [] };
  const [first] = delegations ?? [];
  if (may === undefined || !first?.via.condition) {
    const args = { role: roleName(op.roleId), scope: resourceName(right.scope) };
    return { missing: [], unsure: [message('access.delegationUnsure', args)] };
  }
  const says = message('access.delegationRefuses', { own: first.definition.roleName, role: roleName(op.roleId) });
  const delegation = { says, only: conditionInWords(first.via.condition) };
  return { missing: [{ ...right, op, delegation, ...(await eligibleFor(op, right, reader)) }], unsure: [] };
}

interface Delegation {
  readonly via: RoleAssignment;
  readonly definition: RoleDefinition;
  readonly admits: Truth;
}

/** The person's roles by which assignments are written, and whether they let this one through. Undefined where they can't be read. */
async function delegationsFor(op: EnsureRoleAssignment, right: Right, reader: RightsReader): Promise<readonly Delegation[] | undefined> {
  let read: readonly [readonly RoleAssignment[], readonly RoleDefinition[]];
  try {
    read = await Promise.all([reader.assignments(right.scope), reader.definitions(right.scope)]);
  } catch {
    return undefined;
  }
  const [assignments, definitions] = read;
  const found = assignments.flatMap((via): Delegation[] => {
    const definition = definitions.find(({ roleId }) => roleId === via.roleId);
    const has = definition && isAtOrAbove(via.scope, right.scope) && admitsAction(definition.permissions, right.action);
    return has ? [{ via, definition, admits: letsThrough(via.condition, op) }] : [];
  });
  // The permission came from somewhere that the assignments do not tell of.
  return found.length > 0 ? found : undefined;
}

function letsThrough(condition: string | undefined, { roleId, principalId, principalType }: EnsureRoleAssignment): Truth {
  if (condition === undefined) return true;
  const attempt = { verb: 'write', roleId, principalId: isRef(principalId) ? undefined : principalId, principalType } as const;
  return conditionAdmits(condition, assignmentAttempt(attempt));
}

/** A role that would do once it is activated. That it can't be asked (no licence for it, no right to) is no news to the person. */
async function eligibleFor(op: Operation, right: Right, reader: RightsReader): Promise<Pick<MissingRight, 'eligible'>> {
  try {
    const [eligibilities, definitions] = await Promise.all([reader.eligibilities(right.scope), reader.definitions(right.scope)]);
    for (const { scope, roleId, condition } of eligibilities) {
      const definition = definitions.find((one) => one.roleId === roleId);
      if (!definition || !isAtOrAbove(scope, right.scope) || !admitsAction(definition.permissions, right.action)) continue;
      if (op.kind === 'roleAssignment' && letsThrough(condition, op) === false) continue;
      return { eligible: message('access.eligible', { role: definition.roleName, scope: resourceName(scope) }) };
    }
  } catch {
    // What is missing stays missing.
  }
  return {};
}

class OncePerScope implements RightsReader {
  private readonly known = new Map<string, Promise<unknown>>();

  constructor(private readonly reader: RightsReader) {}

  permissions(scope: string): Promise<readonly Permission[]> {
    return this.once('permissions', scope, () => this.reader.permissions(scope));
  }

  assignments(scope: string): Promise<readonly RoleAssignment[]> {
    return this.once('assignments', scope, () => this.reader.assignments(scope));
  }

  definitions(scope: string): Promise<readonly RoleDefinition[]> {
    return this.once('definitions', scope, () => this.reader.definitions(scope));
  }

  eligibilities(scope: string): Promise<readonly RoleEligibility[]> {
    return this.once('eligibilities', scope, () => this.reader.eligibilities(scope));
  }

  private once<T>(what: string, scope: string, ask: () => Promise<T>): Promise<T> {
    const key = `${what} ${scope.toLowerCase()}`;
    const known = (this.known.get(key) as Promise<T> | undefined) ?? ask();
    this.known.set(key, known);
    return known;
  }
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
