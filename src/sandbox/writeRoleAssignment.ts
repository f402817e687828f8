import { normalizeId, sameId } from '../model/resourceId';
import { parseCondition } from '../model/parseCondition';
import { demand } from './demand';
import { invalidRequestContent, refuse } from './errors';
import { textAt } from './field';
import { requireCompliance } from './policies';
import { isAssignable, roleDefinitionDoesNotExist } from './roleDefinitionRoutes';
import { roleDefinition } from './roleDefinitions';
import type { Call } from './route';
import { requireScope } from './scopeExists';
import type { SandboxAssignment, World } from './world';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

interface Written {
  readonly roleId: string;
  readonly principalId: string;
  readonly principalType: SandboxAssignment['principalType'];
  readonly condition?: string;
  readonly description?: string;
}

/** What a delegation's condition can ask about an assignment. */
export function conditionAttributes(of: Pick<Written, 'roleId' | 'principalId' | 'principalType'>): Record<string, string[]> {
  const attribute = (name: string) => `Microsoft.Authorization/roleAssignments:${name}`;
  return {
    [attribute('RoleDefinitionId')]: [of.roleId],
    [attribute('PrincipalId')]: [of.principalId],
    [attribute('PrincipalType')]: [of.principalType],
  };
}

/** Creates or changes an assignment and returns it. Services honour it after the world's propagation time. */
export function putRoleAssignment(call: Call, id: string): SandboxAssignment {
  const { world, now } = call;
  const name = call.params['name'] ?? '';
  const scope = call.params['scope'] || '/';
  if (!guid.test(name)) {
    const text = `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`;
    throw refuse(400, 'InvalidRoleAssignmentId', text);
  }
  const given = read(call);
  demand(call, 'Microsoft.Authorization/roleAssignments/write', id, { attributes: conditionAttributes(given) });
  requireScope(world, scope);
  requireCompliance(call, 'Microsoft.Authorization/roleAssignments', id);
  const role = roleDefinition(world, given.roleId);
  // What Azure says of a custom role outside its assignable scopes is not documented; no list of the scope has it.
  if (!role || !isAssignable(role, scope)) throw roleDefinitionDoesNotExist(given.roleId);
  const principalType = principalTypeOf(world, given, call.body, now);
  const whole: Written = { ...given, principalType };
  const existing = world.assignments[normalizeId(id)];
  if (existing) return change(world, existing, whole, call);
  const equal = Object.values(world.assignments).find(
    (other) =>
      other.deletedAt === undefined &&
      sameId(other.scope, scope) &&
      other.principalId === whole.principalId &&
      other.roleId === whole.roleId,
  );
  if (equal) throw refuse(409, 'RoleAssignmentExists', 'The role assignment already exists.');
  const assignment: SandboxAssignment = {
    id,
    name,
    scope,
    ...whole,
    createdAt: now,
    updatedAt: now,
    createdBy: call.caller.objectId,
    effectiveAt: now + world.propagationMs,
  };
  world.assignments[normalizeId(id)] = assignment;
  return assignment;
}

/** Condition and description may change; who, what and where may not. */
function change(world: World, existing: SandboxAssignment, given: Written, call: Call): SandboxAssignment {
  if (existing.principalId !== given.principalId || existing.roleId !== given.roleId) {
    const text = 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.';
    throw refuse(400, 'RoleAssignmentUpdateNotPermitted', text);
  }
  if (existing.condition !== given.condition) {
    const before = existing.condition;
    existing.former = { ...(before === undefined ? {} : { condition: before }), until: call.now + world.propagationMs };
    delete existing.condition;
    if (given.condition !== undefined) existing.condition = given.condition;
  }
  delete existing.description;
  if (given.description !== undefined) existing.description = given.description;
  existing.updatedAt = call.now;
  return existing;
}

function read(call: Call): Written {
  const text = (name: string) => textAt(call.body, 'properties', name);
  const roleDefinitionId = text('roleDefinitionId');
  const principalId = text('principalId')?.toLowerCase();
  if (!roleDefinitionId) throw missing('roleDefinitionId');
  if (!principalId) throw missing('principalId');
  if (!guid.test(principalId)) {
    throw refuse(400, 'InvalidPrincipalId', `A valid principal ID must be provided for role assignment. '${principalId}' is not one.`);
  }
  const condition = text('condition') || undefined;
  const version = text('conditionVersion');
  if (condition !== undefined && ((version !== undefined && version !== '2.0') || !parseCondition(condition).ok)) {
    throw refuse(400, 'InvalidRoleAssignmentCondition', 'The given role assignment condition is invalid.');
  }
  const description = text('description');
  return {
    roleId: (roleDefinitionId.split('/').pop() ?? '').toLowerCase(),
    principalId,
    principalType: principalTypeNamed(text('principalType')) ?? call.world.principals[principalId]?.kind ?? 'User',
    ...(condition === undefined ? {} : { condition }),
    ...(description === undefined ? {} : { description }),
  };
}

function missing(name: string): Error {
  return invalidRequestContent(`Required property '${name}' not found in JSON. Path 'properties', line 1, position 1.`);
}

function principalTypeNamed(text: string | undefined): SandboxAssignment['principalType'] | undefined {
  return (['User', 'ServicePrincipal', 'Group'] as const).find((kind) => kind.toLowerCase() === text?.toLowerCase());
}

/**
 * With a type in the request the directory is not asked whether the principal exists; without one it is, and a replica that has not
 * heard of a new principal says no.
 */
function principalTypeOf(world: World, given: Written, body: unknown, now: number): SandboxAssignment['principalType'] {
  const principal = world.principals[given.principalId];
  const asked = principalTypeNamed(textAt(body, 'properties', 'principalType'));
  const replicated = principal !== undefined && principal.replicatedAt <= now;
  if (!asked) {
    if (!replicated) throw principalNotFound(world, given.principalId);
    return principal.kind;
  }
  if (replicated && principal.kind !== asked) {
    const text =
      `The PrincipalId '${given.principalId.replaceAll('-', '')}' has type '${principal.kind}' , ` +
      `which is different from specified PrinciaplType '${asked}'.`;
    throw refuse(400, 'UnmatchedPrincipalType', text);
  }
  return asked;
}

function principalNotFound(world: World, principalId: string): Error {
  const text =
    `Principal ${principalId.replaceAll('-', '')} does not exist in the directory ${world.tenantId}. ` +
    'Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error ' +
    'might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ' +
    'ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype';
  return refuse(400, 'PrincipalNotFound', text);
}
