import type {
  DenyAssignment as SdkDenyAssignment,
  Permission as SdkPermission,
  RoleAssignment as SdkAssignment,
  RoleDefinition as SdkDefinition,
  RoleEligibilityScheduleInstance as SdkEligibility,
} from '@azure/arm-authorization';
import type { DenyAssignment, DeniedPrincipal } from '../model/denyAssignment';
import type { Permission, RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { RoleEligibility } from '../model/roleEligibility';
import { isAtOrAbove, parseResourceId } from '../model/resourceId';
import type { Azure } from './azure';
import { call, collect } from './call';
import type { Clients } from './clients';
import { unlessAbsent } from './errors';
import { listPermissions } from './permissions';
import { present } from './present';

/** The only version there is: https://learn.microsoft.com/azure/role-based-access-control/conditions-format. */
const conditionVersion = '2.0';
const absent = ['RoleAssignmentNotFound', 'ResourceNotFound', 'ResourceGroupNotFound'] as const;

export function access(clients: Clients): Azure['access'] {
  return {
    assignments(scope, { principalId, below } = {}, signal) {
      const filter = principalId !== undefined ? `assignedTo('${principalId}')` : below ? undefined : 'atScope()';
      const options = present({ filter, abortSignal: signal });
      return collect(signal, () => clients.access(scope).roleAssignments.listForScope(inPath(scope), options), toAssignment);
    },
    async getAssignment(scope, name, signal) {
      const { roleAssignments } = clients.access(scope);
      const answer = call(signal, () => roleAssignments.get(inPath(scope), name, present({ abortSignal: signal })));
      const found = await unlessAbsent(answer, ...absent);
      return found && toAssignment(found);
    },
    async assign(scope, { name, principalId, principalType, roleId, condition, description }, signal) {
      const { roleAssignments } = clients.access(scope);
      const wanted = {
        principalId,
        principalType,
        roleDefinitionId: definitionId(scope, roleId),
        ...present({ condition, conditionVersion: condition === undefined ? undefined : conditionVersion, description }),
      };
      const options = present({ abortSignal: signal });
      return toAssignment(await call(signal, () => roleAssignments.create(inPath(scope), name, wanted, options)));
    },
    async unassign(assignmentId, signal) {
      const { roleAssignments } = clients.access(assignmentId);
      const answer = call(signal, () => roleAssignments.deleteById(inPath(assignmentId), present({ abortSignal: signal })));
      await unlessAbsent(answer, ...absent);
    },
    definitions(scope, signal) {
      const options = present({ abortSignal: signal });
      return collect(signal, () => clients.access(scope).roleDefinitions.list(inPath(scope), options), toDefinition);
    },
    permissions: (scope, signal) => collect(signal, () => listPermissions(clients.access(scope), inPath(scope), signal), toPermission),
    denyAssignments(scope, { principalId } = {}, signal) {
      const filter = principalId === undefined ? 'atScope()' : `atScope() and assignedTo('${principalId}')`;
      const options = { filter, ...present({ abortSignal: signal }) };
      return collect(signal, () => clients.access(scope).denyAssignments.listForScope(inPath(scope), options), toDenyAssignment);
    },
    async eligibilities(scope, signal) {
      const { roleEligibilityScheduleInstances: all } = clients.access(scope);
      const options = { filter: 'asTarget()', ...present({ abortSignal: signal }) };
      const found = await collect(signal, () => all.listForScope(inPath(scope), options), toEligibility);
      // Whether Azure leaves out what is below the scope is not documented.
      return found.filter((eligibility) => isAtOrAbove(eligibility.scope, scope));
    },
  };
}

/** The SDK puts a slash of its own before a scope or an id, and one behind a scope. */
function inPath(id: string): string {
  return id.replace(/^\/+|\/+$/g, '');
}

function toAssignment(assignment: SdkAssignment): RoleAssignment {
  const { id = '', name = '', scope = '', principalId = '', roleDefinitionId = '' } = assignment;
  const { principalType, condition, conditionVersion: version, description, createdOn, updatedOn } = assignment;
  return {
    id,
    name,
    scope,
    principalId,
    roleId: lastSegment(roleDefinitionId),
    ...present({
      principalType,
      condition,
      conditionVersion: version,
      description,
      createdOn: createdOn?.toISOString(),
      updatedOn: updatedOn?.toISOString(),
    }),
  };
}

function toDefinition({ id = '', name, roleName = '', roleType, permissions = [] }: SdkDefinition): RoleDefinition {
  return {
    id,
    roleId: name?.toLowerCase() ?? lastSegment(id),
    roleName,
    custom: roleType === 'CustomRole',
    permissions: permissions.map(toPermission),
  };
}

function toDenyAssignment(assignment: SdkDenyAssignment): DenyAssignment {
  const { id = '', name = '', denyAssignmentName = '', scope = '', permissions = [], principals = [], excludePrincipals = [] } = assignment;
  const { doNotApplyToChildScopes = false, isSystemProtected = false, condition, description } = assignment;
  return {
    id,
    name,
    denyAssignmentName,
    scope,
    permissions: permissions.map(toPermission),
    principals: principals.map(toDenied),
    excludePrincipals: excludePrincipals.map(toDenied),
    doNotApplyToChildScopes,
    isSystemProtected,
    // Each permission may have one of its own. Which is not looked into: with any, it may not apply.
    ...present({ condition: condition ?? permissions.find((each) => each.condition)?.condition, description }),
  };
}

function toDenied({ id = '', type }: { readonly id?: string; readonly type?: string }): DeniedPrincipal {
  return { id: id.toLowerCase(), ...present({ type }) };
}

function toEligibility(eligibility: SdkEligibility): RoleEligibility {
  const { scope = '', roleDefinitionId = '', endDateTime, condition, expandedProperties } = eligibility;
  const roleName = expandedProperties?.roleDefinition?.displayName;
  return { scope, roleId: lastSegment(roleDefinitionId), ...present({ roleName, endsOn: endDateTime?.toISOString(), condition }) };
}

function toPermission({
  actions = [],
  notActions = [],
  dataActions = [],
  notDataActions = [],
}: SdkPermission | Partial<Permission>): Permission {
  return { actions, notActions, dataActions, notDataActions };
}

function definitionId(scope: string, roleId: string): string {
  const subscriptionId = parseResourceId(scope)?.subscriptionId;
  const at = subscriptionId === undefined ? '' : `/subscriptions/${subscriptionId}`;
  return `${at}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
}

function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}
