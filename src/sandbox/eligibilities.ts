/**
 * Roles that somebody can activate in Privileged Identity Management. Activating them the sandbox does not know.
 * Source: https://learn.microsoft.com/rest/api/authorization/role-eligibility-schedule-instances/list-for-scope
 */
import { isAtOrAbove, resourceName } from '../model/resourceId';
import { demand } from './demand';
import { notInSandbox } from './errors';
import { filtered, filterParts } from './filtered';
import { page } from './page';
import { withGroups } from './rbac';
import { roleDefinition } from './roleDefinitions';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxEligibility, World } from './world';

const type = 'Microsoft.Authorization/roleEligibilityScheduleInstances';

function body(world: World, asked: string, eligibility: SandboxEligibility): object {
  const { name, scope, principalId, roleId, condition, startsAt, endsAt } = eligibility;
  const principal = world.principals[principalId];
  const role = roleDefinition(world, roleId);
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
  const start = new Date(startsAt).toISOString();
  return {
    properties: {
      roleEligibilityScheduleId: `${scope}/providers/Microsoft.Authorization/roleEligibilitySchedules/${name}`,
      scope,
      roleDefinitionId,
      principalId,
      principalType: principal?.kind ?? 'User',
      status: 'Provisioned',
      startDateTime: start,
      endDateTime: endsAt === undefined ? null : new Date(endsAt).toISOString(),
      memberType: isAtOrAbove(asked, scope) ? 'Direct' : 'Inherited',
      createdOn: start,
      condition: condition ?? null,
      conditionVersion: condition === undefined ? null : '2.0',
      expandedProperties: {
        principal: { id: principalId, displayName: principal?.name ?? '', type: principal?.kind ?? 'User' },
        roleDefinition: {
          id: roleDefinitionId,
          displayName: role?.name ?? '',
          type: role && 'assignableScopes' in role ? 'CustomRole' : 'BuiltInRole',
        },
        scope: { id: scope, displayName: resourceName(scope), type: scopeType(scope) },
      },
    },
    name,
    id: `${scope}/providers/${type}/${name}`,
    type,
  };
}

function scopeType(scope: string): string {
  if (/^\/subscriptions\/[^/]+$/i.test(scope)) return 'subscription';
  return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i.test(scope) ? 'resourcegroup' : 'resource';
}

/** One's own everybody may see. */
function list(call: Call): SandboxResponse {
  const { world, now, caller } = call;
  const scope = call.params['scope'] ?? '';
  const isOwn = filterParts(call.query).some((part) => /^asTarget\(\)$/i.test(part));
  if (!isOwn) demand(call, `${type}/read`, scope || '/');
  const present = Object.values(world.eligibilities).filter(
    ({ startsAt, endsAt }) => startsAt <= now && (endsAt === undefined || now < endsAt),
  );
  const found = filtered(call, present, (part) => test(world, caller.objectId, part));
  return page(
    call,
    found.map((eligibility) => body(world, scope, eligibility)),
  );
}

function test(world: World, caller: string, part: string): (eligibility: SandboxEligibility) => boolean {
  const principal = /^principalId\s+eq\s+'?([^']*)'?$/i.exec(part)?.[1]?.toLowerCase();
  if (principal !== undefined) return (eligibility) => eligibility.principalId === principal;
  const assigned = /^asTarget\(\)$/i.test(part) ? caller : /^assignedTo\('([^']*)'\)$/i.exec(part)?.[1]?.toLowerCase();
  if (assigned === undefined) throw notInSandbox(`the filter ${part} of roleEligibilityScheduleInstances`);
  const held = withGroups(world, assigned);
  return (eligibility) => held.has(eligibility.principalId);
}

export const eligibilityRoutes: readonly Route[] = [
  { method: 'GET', path: `/{+scope}/providers/${type}`, apiVersions: ['2020-10-01', '2020-10-01-preview'], handle: list },
];
