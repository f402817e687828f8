import { json } from './errors';
import { assignmentsInForce } from './rbac';
import { authorizationVersions } from './roleDefinitionRoutes';
import { roleDefinition } from './roleDefinitions';
import type { Call, Route } from './route';
import { requireScope } from './scopeExists';
import type { SandboxResponse } from './types';

/**
 * What the caller's roles permit at a scope. Azure tells nothing of conditions here, so neither does the sandbox; whether it tells of deny
 * assignments is not documented.
 */
function list(call: Call): SandboxResponse {
  const scope = call.params['scope'] ?? '';
  requireScope(call.world, scope);
  const held = assignmentsInForce(call.world, call.caller.objectId, scope, call.now);
  return json(200, { value: held.flatMap((assignment) => roleDefinition(call.world, assignment.roleId)?.permissions ?? []) });
}

export const permissionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/{+scope}/providers/Microsoft.Authorization/permissions',
    apiVersions: authorizationVersions,
    handle: list,
  },
];
