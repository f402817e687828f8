import type { RoleAssignment as SdkAssignment, RoleDefinition as SdkDefinition } from '@azure/arm-authorization';
import type { Permission, RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import { parseResourceId } from '../model/resourceId';
import type { Azure } from './azure';
import { call, collect } from './call';
import type { Clients } from './clients';
import { unlessAbsent } from './errors';
import { listPermissions } from './permissions';
import { present } from './present';

/** The only version there is: https://learn.microsoft.com/azure/role-based-access-control/conditions-format. */
const conditionVersion = '2.0';

export function access(clients: Clients): Azure['access'] {
  return {
    assignments(scope, { principalId, below } = {}, signal) {
      const filter = principalId !== undefined ? `assignedTo('${principalId}')` : below ? undefined : 'atScope()';
      const options = present({ filter, abortSignal: signal });
      return collect(signal, () => clients.access().roleAssignments.listForScope(scope, options), toAssignment);
    },
    async getAssignment(scope, name, signal) {
      const { roleAssignments } = clients.access();
      const assignment = call(signal, () => roleAssignments.get(scope, name, present({ abortSignal: signal })));
      const found = await unlessAbsent(assignment, 'RoleAssignmentNotFound', 'ResourceNotFound', 'ResourceGroupNotFound');
      return found && toAssignment(found);
    },
    async assign(scope, { name, principalId, principalType, roleId, condition, description }, signal) {
      const { roleAssignments } = clients.access();
      const wanted = {
        principalId,
        principalType,
        roleDefinitionId: definitionId(scope, roleId),
        ...present({ condition, conditionVersion: condition === undefined ? undefined : conditionVersion, description }),
      };
      return toAssignment(await call(signal, () => roleAssignments.create(scope, name, wanted, present({ abortSignal: signal }))));
    },
    async unassign(assignmentId, signal) {
      const { roleAssignments } = clients.access();
      const answer = call(signal, () => roleAssignments.deleteById(assignmentId, present({ abortSignal: signal })));
      await unlessAbsent(answer, 'RoleAssignmentNotFound', 'ResourceNotFound', 'ResourceGroupNotFound');
    },
    definitions: (scope, signal) =>
      collect(signal, () => clients.access().roleDefinitions.list(scope, present({ abortSignal: signal })), toDefinition),
    permissions: (scope, signal) => collect(signal, () => listPermissions(clients.access(), scope, signal), toPermission),
  };
}

function toAssignment(assignment: SdkAssignment): RoleAssignment {
  const { id = '', name = '', scope = '', principalId = '', roleDefinitionId = '' } = assignment;
  return {
    id,
    name,
    scope,
    principalId,
    roleId: lastSegment(roleDefinitionId),
    ...present({
      principalType: assignment.principalType,
      condition: assignment.condition,
      conditionVersion: assignment.conditionVersion,
      description: assignment.description,
      createdOn: assignment.createdOn?.toISOString(),
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

function toPermission(permission: Partial<Record<keyof Permission, readonly string[]>>): Permission {
  const { actions = [], notActions = [], dataActions = [], notDataActions = [] } = permission;
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
