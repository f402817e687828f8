/**
 * Microsoft.Authorization/roleDefinitions: built-in and custom roles.
 * Rules of custom ones: https://learn.microsoft.com/azure/role-based-access-control/custom-roles
 */
import { isAtOrAbove, sameId } from '../model/resourceId';
import type { Permission } from '../model/roleAssignment';
import { demand } from './demand';
import { empty, json, notInSandbox, refuse } from './errors';
import type { Refusal } from './errors';
import { asObject, field, textAt } from './field';
import { filterParts } from './filtered';
import type { BuiltInRole } from './roleDefinitions';
import { builtInRoles, isBuiltIn, roleDefinition } from './roleDefinitions';
import type { Call, Route } from './route';
import { requireScope } from './scopeExists';
import type { SandboxResponse } from './types';
import type { SandboxRole } from './world';

export const authorizationVersions: readonly string[] = [
  '2022-05-01-preview',
  '2022-04-01',
  '2020-10-01-preview',
  '2020-08-01-preview',
  '2020-04-01-preview',
  '2020-03-01-preview',
  '2018-09-01-preview',
  '2018-07-01',
  '2018-01-01-preview',
  '2015-07-01',
  '2015-06-01',
];

const type = 'Microsoft.Authorization/roleDefinitions';
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

type Role = BuiltInRole | SandboxRole;

function isCustom(role: Role): role is SandboxRole {
  return 'assignableScopes' in role;
}

export function isAssignable(role: Role, scope: string): boolean {
  return !isCustom(role) || role.assignableScopes.some((assignable) => isAtOrAbove(assignable, scope));
}

export function roleDefinitionDoesNotExist(roleId: string): Refusal {
  return refuse(404, 'RoleDefinitionDoesNotExist', `The specified role definition with ID '${roleId}' does not exist.`);
}

function body(scope: string, role: Role): object {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  const made = isCustom(role)
    ? {
        assignableScopes: role.assignableScopes,
        createdOn: new Date(role.createdAt).toISOString(),
        updatedOn: new Date(role.updatedAt).toISOString(),
        createdBy: role.createdBy || null,
        updatedBy: role.createdBy || null,
      }
    : {
        assignableScopes: ['/'],
        createdOn: '2015-02-02T21:55:09.8806423Z',
        updatedOn: '2021-11-11T20:13:07.7498228Z',
        createdBy: null,
        updatedBy: null,
      };
  return {
    properties: {
      roleName: role.name,
      type: isCustom(role) ? 'CustomRole' : 'BuiltInRole',
      description: role.description,
      permissions: role.permissions,
      ...made,
    },
    id: `${subscription}/providers/${type}/${role.id}`,
    type,
    name: role.id,
  };
}

/** `$filter`: `roleName eq 'x'` (any case), `type eq 'BuiltInRole'`, `atScopeAndBelow()`, joined by `and`. */
function list(call: Call): SandboxResponse {
  const scope = call.params['scope'] ?? '';
  requireScope(call.world, scope);
  const parts = filterParts(call.query);
  const below = parts.some((part) => /^atScopeAndBelow\(\)$/i.test(part));
  const tests = parts.map((part) => test(part));
  const usable = (role: SandboxRole) =>
    isAssignable(role, scope) || (below && role.assignableScopes.some((assignable) => isAtOrAbove(scope, assignable)));
  const all: readonly Role[] = [...builtInRoles, ...Object.values(call.world.customRoles).filter(usable)];
  const found = all.filter((role) => tests.every((holds) => holds(role)));
  return json(200, { value: found.map((role) => body(scope, role)) });
}

function test(part: string): (role: Role) => boolean {
  if (/^atScopeAndBelow\(\)$/i.test(part)) return () => true;
  const [, name = '', quoted = ''] = /^(roleName|type)\s+eq\s+'((?:[^']|'')*)'$/i.exec(part) ?? [];
  const value = quoted.replaceAll("''", "'").toLowerCase();
  if (name.toLowerCase() === 'rolename') return (role) => role.name.toLowerCase() === value;
  if (name.toLowerCase() === 'type') return (role) => value === (isCustom(role) ? 'customrole' : 'builtinrole');
  throw refuse(400, 'BadRequest', `The filter '${part}' is not supported.`);
}

function get(call: Call): SandboxResponse {
  const { scope = '', roleId = '' } = call.params;
  const role = roleDefinition(call.world, roleId);
  if (!role) throw roleDefinitionDoesNotExist(roleId);
  // Built-in roles are everybody's to read at the root, where nobody needs a role.
  if (isCustom(role)) demand(call, `${type}/read`, scope || '/');
  return json(200, body(scope, role));
}

/** Whoever makes or changes a role needs the right to in every scope where it may be assigned. */
function put(call: Call): SandboxResponse {
  const { world, now } = call;
  const { scope = '', roleId = '' } = call.params;
  const id = roleId.toLowerCase();
  if (isBuiltIn(id)) throw notInSandbox('changing a built-in role');
  const existing = world.customRoles[id];
  const given = read(call);
  for (const assignable of new Set([...given.assignableScopes, ...(existing?.assignableScopes ?? [])])) {
    demand(call, `${type}/write`, assignable);
    requireScope(world, assignable);
  }
  // Names are unique in a tenant.
  const others: readonly Role[] = [...builtInRoles, ...Object.values(world.customRoles)];
  if (others.some((other) => other.id !== id && other.name.toLowerCase() === given.name.toLowerCase())) {
    const text = 'A custom role with the same name already exists in this directory. Use a different name.';
    throw refuse(409, 'RoleDefinitionWithSameNameExists', text);
  }
  const role: SandboxRole = existing ?? { id, ...given, createdAt: now, createdBy: call.caller.objectId, updatedAt: now };
  Object.assign(role, given, { updatedAt: now });
  world.customRoles[id] = role;
  return json(201, body(scope, role));
}

type Written = Pick<SandboxRole, 'name' | 'description' | 'permissions' | 'assignableScopes'>;

/** What exactly Azure says of a role that is badly written is not documented; that it says no, is. */
function read(call: Call): Written {
  const name = textAt(call.body, 'properties', 'roleName');
  const assignableScopes = texts(field(call.body, 'properties', 'assignableScopes'));
  const permissions = field(call.body, 'properties', 'permissions');
  const isRoot = assignableScopes.some((assignable) => assignable.replace(/\/+$/, '') === '');
  const isWhole = guid.test(call.params['roleId'] ?? '') && name && assignableScopes.length > 0 && Array.isArray(permissions) && !isRoot;
  if (!isWhole) throw refuse(400, 'BadRequestFormat', 'The request was incorrectly formatted.');
  return {
    name,
    description: textAt(call.body, 'properties', 'description') ?? '',
    permissions: permissions.map(permission),
    assignableScopes,
  };
}

function permission(given: unknown): Permission {
  const of = asObject(given);
  return {
    actions: texts(field(of, 'actions')),
    notActions: texts(field(of, 'notActions')),
    dataActions: texts(field(of, 'dataActions')),
    notDataActions: texts(field(of, 'notDataActions')),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Not while it is assigned. Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting */
function remove(call: Call): SandboxResponse {
  const { world } = call;
  const { scope = '', roleId = '' } = call.params;
  const id = roleId.toLowerCase();
  if (isBuiltIn(id)) throw notInSandbox('deleting a built-in role');
  const role = world.customRoles[id];
  for (const assignable of role?.assignableScopes ?? [scope || '/']) demand(call, `${type}/delete`, assignable);
  if (!role) return empty(204);
  const isAssigned = Object.values(world.assignments).some(
    (assignment) => assignment.deletedAt === undefined && sameId(assignment.roleId, id),
  );
  if (isAssigned) throw refuse(400, 'RoleDefinitionHasAssignments', 'There are existing role assignments referencing role.');
  delete world.customRoles[id];
  return json(200, body(scope, role));
}

const one = `/{+scope}/providers/${type}/{roleId}`;

export const roleDefinitionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `/{+scope}/providers/${type}`,
    apiVersions: authorizationVersions,
    action: `${type}/read`,
    scope: (params) => params['scope'] || '/',
    handle: list,
  },
  { method: 'GET', path: one, apiVersions: authorizationVersions, handle: get },
  // Which scopes the right is asked for in, the role itself says.
  { method: 'PUT', path: one, apiVersions: authorizationVersions, handle: put },
  { method: 'DELETE', path: one, apiVersions: authorizationVersions, handle: remove },
];
