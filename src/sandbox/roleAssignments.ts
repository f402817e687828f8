/** Microsoft.Authorization/roleAssignments: reading and filtering. Writing is in `writeRoleAssignment.ts`. */
import { normalizeId } from '../model/resourceId';
import { empty, json, refuse } from './errors';
import { demand } from './demand';
import { filtered } from './filtered';
import { nextSerial } from './ids';
import { page } from './page';
import { withGroups } from './rbac';
import { authorizationVersions } from './roleDefinitionRoutes';
import { roleDefinitionId } from './roleDefinitions';
import type { Call, DueHandler, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxAssignment, World } from './world';
import { conditionAttributes, putRoleAssignment } from './writeRoleAssignment';

const type = 'Microsoft.Authorization/roleAssignments';

/** The assignment as Azure writes it. Right after a PUT `createdBy` is null. */
export function assignmentBody(assignment: SandboxAssignment, createdBy: string | null = assignment.createdBy || null): object {
  const subscriptionId = /^\/subscriptions\/([^/]+)/i.exec(assignment.scope)?.[1];
  const roleId = subscriptionId
    ? roleDefinitionId(subscriptionId, assignment.roleId)
    : `/providers/Microsoft.Authorization/roleDefinitions/${assignment.roleId}`;
  return {
    properties: {
      roleDefinitionId: roleId,
      principalId: assignment.principalId,
      principalType: assignment.principalType,
      scope: assignment.scope,
      condition: assignment.condition ?? null,
      conditionVersion: assignment.condition === undefined ? null : '2.0',
      createdOn: new Date(assignment.createdAt).toISOString(),
      updatedOn: new Date(assignment.updatedAt).toISOString(),
      createdBy,
      updatedBy: assignment.createdBy || null,
      delegatedManagedIdentityResourceId: null,
      description: assignment.description ?? null,
    },
    id: assignment.id,
    type,
    name: assignment.name,
  };
}

function listed(world: World): SandboxAssignment[] {
  return Object.values(world.assignments).filter((assignment) => assignment.deletedAt === undefined);
}

function list(call: Call): SandboxResponse {
  const found = filtered(call, listed(call.world), (part) => test(call.world, part));
  return page(
    call,
    found.map((assignment) => assignmentBody(assignment)),
  );
}

function test(world: World, part: string): (assignment: SandboxAssignment) => boolean {
  const principal = /^principalId\s+eq\s+'([^']*)'$/i.exec(part)?.[1]?.toLowerCase();
  if (principal !== undefined) return (assignment) => assignment.principalId === principal;
  const assigned = /^assignedTo\('([^']*)'\)$/i.exec(part)?.[1]?.toLowerCase();
  if (assigned !== undefined) {
    const held = withGroups(world, assigned);
    return (assignment) => held.has(assignment.principalId);
  }
  throw refuse(
    400,
    'UnsupportedFilter',
    `The filter '${part}' is not supported. Supported filters are 'atScope()', 'principalId eq' and 'assignedTo()'.`,
  );
}

export function assignmentId(call: Call): string {
  return `${call.params['scope'] ?? ''}/providers/${type}/${call.params['name'] ?? ''}`;
}

function find(call: Call): SandboxAssignment | undefined {
  const assignment = call.world.assignments[normalizeId(assignmentId(call))];
  return assignment?.deletedAt === undefined ? assignment : undefined;
}

function get(call: Call): SandboxResponse {
  const assignment = find(call);
  if (!assignment) {
    throw refuse(404, 'RoleAssignmentNotFound', `The role assignment '${call.params['name']}' is not found.`);
  }
  return json(200, assignmentBody(assignment));
}

/** It is gone from lists at once and stays in force until services have heard of it. */
function remove(call: Call): SandboxResponse {
  const { world, now } = call;
  const id = assignmentId(call);
  const assignment = find(call);
  demand(call, `${type}/delete`, id, assignment ? { resourceAttributes: conditionAttributes(assignment) } : undefined);
  if (!assignment) return empty(204);
  const key = normalizeId(id);
  const kept = `${key}#${nextSerial(world)}`;
  const until = now + world.propagationMs;
  delete world.assignments[key];
  world.assignments[kept] = { ...assignment, deletedAt: now, ineffectiveAt: until };
  world.due.push({ at: until, kind: 'roleAssignment.forgotten', target: kept });
  return json(200, assignmentBody(assignment));
}

export const roleAssignmentDue: Readonly<Record<string, DueHandler>> = {
  'roleAssignment.forgotten': (world, change) => {
    delete world.assignments[change.target];
  },
};

const one = `/{+scope}/providers/${type}/{name}`;
const scope = (params: Readonly<Record<string, string>>) => params['scope'] || '/';

// Only reading asks for its action up front: conditions of a delegation look at the assignment that is written or deleted.
export const roleAssignmentRoutes: readonly Route[] = [
  { method: 'GET', path: `/{+scope}/providers/${type}`, apiVersions: authorizationVersions, action: `${type}/read`, scope, handle: list },
  { method: 'GET', path: one, apiVersions: authorizationVersions, action: `${type}/read`, handle: get },
  {
    method: 'PUT',
    path: one,
    apiVersions: authorizationVersions,
    handle: (call) => json(201, assignmentBody(putRoleAssignment(call, assignmentId(call)), null)),
  },
  { method: 'DELETE', path: one, apiVersions: authorizationVersions, handle: remove },
];
