import { json, refuse } from './errors';
import type { BuiltInRole } from './roleDefinitions';
import { builtInRoles, roleDefinition } from './roleDefinitions';
import type { Call, Route } from './route';
import { requireScope } from './scopeExists';
import type { SandboxResponse } from './types';

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

const action = 'Microsoft.Authorization/roleDefinitions/read';

function body(scope: string, role: BuiltInRole): object {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  return {
    properties: {
      roleName: role.name,
      type: 'BuiltInRole',
      description: role.description,
      assignableScopes: ['/'],
      permissions: role.permissions,
      createdOn: '2015-02-02T21:55:09.8806423Z',
      updatedOn: '2021-11-11T20:13:07.7498228Z',
      createdBy: null,
      updatedBy: null,
    },
    id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
    type: 'Microsoft.Authorization/roleDefinitions',
    name: role.id,
  };
}

/** `$filter`: `roleName eq 'x'` (any case), `type eq 'BuiltInRole'`, `atScopeAndBelow()`, joined by `and`. */
function list(call: Call): SandboxResponse {
  const scope = call.params['scope'] ?? '';
  requireScope(call.world, scope);
  const filter = call.query.get('$filter') ?? '';
  const tests = filter
    .split(/\s+and\s+/i)
    .filter((part) => part.trim() !== '')
    .map((part) => test(part.trim()));
  const found = builtInRoles.filter((role) => tests.every((holds) => holds(role)));
  return json(200, { value: found.map((role) => body(scope, role)) });
}

function test(part: string): (role: BuiltInRole) => boolean {
  if (/^atScopeAndBelow\(\)$/i.test(part)) return () => true;
  const [, name = '', quoted = ''] = /^(roleName|type)\s+eq\s+'((?:[^']|'')*)'$/i.exec(part) ?? [];
  const value = quoted.replaceAll("''", "'").toLowerCase();
  if (name.toLowerCase() === 'rolename') return (role) => role.name.toLowerCase() === value;
  if (name.toLowerCase() === 'type') return () => value === 'builtinrole';
  throw refuse(400, 'BadRequest', `The filter '${part}' is not supported.`);
}

function get(call: Call): SandboxResponse {
  const role = roleDefinition(call.params['roleId'] ?? '');
  if (!role) {
    const text = `The specified role definition with ID '${call.params['roleId']}' does not exist.`;
    throw refuse(404, 'RoleDefinitionDoesNotExist', text);
  }
  return json(200, body(call.params['scope'] ?? '', role));
}

const scope = (params: Readonly<Record<string, string>>) => params['scope'] || '/';

export const roleDefinitionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/{+scope}/providers/Microsoft.Authorization/roleDefinitions',
    apiVersions: authorizationVersions,
    action,
    scope,
    handle: list,
  },
  // Built-in roles are everybody's to read at the root, where nobody needs a role.
  {
    method: 'GET',
    path: '/{+scope}/providers/Microsoft.Authorization/roleDefinitions/{roleId}',
    apiVersions: authorizationVersions,
    handle: get,
  },
];
