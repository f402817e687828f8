/**
 * Microsoft.Authorization/denyAssignments: reading. Writing them is a preview of its own (2024-07-01-preview), which the sandbox does not know.
 * Filters: https://learn.microsoft.com/rest/api/authorization/deny-assignments/list-for-scope,
 * https://learn.microsoft.com/azure/role-based-access-control/deny-assignments-rest
 */
import { normalizeId } from '../model/resourceId';
import { json, notInSandbox, refuse } from './errors';
import { filtered } from './filtered';
import { page } from './page';
import { withGroups } from './rbac';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { DeniedPrincipal, SandboxDenyAssignment, World } from './world';

const type = 'Microsoft.Authorization/denyAssignments';
const versions: readonly string[] = ['2022-04-01', '2018-07-01-preview'];

function body(assignment: SandboxDenyAssignment): object {
  const { condition } = assignment;
  return {
    properties: {
      denyAssignmentName: assignment.displayName,
      description: assignment.description ?? null,
      permissions: assignment.permissions,
      scope: assignment.scope,
      doNotApplyToChildScopes: assignment.doNotApplyToChildScopes,
      principals: assignment.principals,
      excludePrincipals: assignment.excludePrincipals,
      isSystemProtected: true,
      condition: condition ?? null,
      conditionVersion: condition === undefined ? null : '2.0',
      createdOn: new Date(assignment.createdAt).toISOString(),
      updatedOn: new Date(assignment.createdAt).toISOString(),
      createdBy: null,
      updatedBy: null,
    },
    id: assignment.id,
    type,
    name: assignment.name,
  };
}

function list(call: Call): SandboxResponse {
  return page(call, filtered(call, Object.values(call.world.denyAssignments), (part) => test(call.world, part)).map(body));
}

function test(world: World, part: string): (assignment: SandboxDenyAssignment) => boolean {
  const name = /^denyAssignmentName\s+eq\s+'((?:[^']|'')*)'$/i.exec(part)?.[1]?.replaceAll("''", "'");
  if (name !== undefined) return (assignment) => assignment.displayName === name;
  const principal = /^principalId\s+eq\s+'([^']*)'$/i.exec(part)?.[1]?.toLowerCase();
  if (principal !== undefined) return ({ principals }) => principals.some(({ id }) => id === principal);
  const assigned = /^assignedTo\('([^']*)'\)$/i.exec(part)?.[1]?.toLowerCase();
  if (assigned !== undefined) {
    const held = withGroups(world, assigned);
    // Whether Azure counts those of all principals is not documented: with them nobody takes a denial for none.
    const isOne = ({ id, type: kind }: DeniedPrincipal) => kind === 'SystemDefined' || held.has(id);
    return ({ principals }) => principals.some(isOne);
  }
  throw notInSandbox(`the filter ${part} of denyAssignments`);
}

function get(call: Call): SandboxResponse {
  const { scope = '', name = '' } = call.params;
  const assignment = call.world.denyAssignments[normalizeId(`${scope}/providers/${type}/${name}`)];
  if (!assignment) throw refuse(404, 'DenyAssignmentNotFound', `The deny assignment '${name}' is not found.`);
  return json(200, body(assignment));
}

const action = `${type}/read`;

export const denyAssignmentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `/{+scope}/providers/${type}`,
    apiVersions: versions,
    action,
    scope: (params) => params['scope'] || '/',
    handle: list,
  },
  { method: 'GET', path: `/{+scope}/providers/${type}/{name}`, apiVersions: versions, action, handle: get },
];
