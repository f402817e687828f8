import type { Permission, RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import { parseResourceId } from '../model/resourceId';
import type { Azure } from './azure';
import { call, collect } from './call';
import type { Clients } from './clients';
import { unlessAbsent } from './errors';
import { present } from './present';

/** https://learn.microsoft.com/rest/api/authorization/role-assignments; definitions and permissions have the same version. */
const apiVersion = '2022-04-01';
/** The only version there is: https://learn.microsoft.com/azure/role-based-access-control/conditions-format. */
const conditionVersion = '2.0';
const absent = ['RoleAssignmentNotFound', 'ResourceNotFound', 'ResourceGroupNotFound'] as const;

interface WireAssignment {
  readonly id?: string;
  readonly name?: string;
  readonly properties?: {
    readonly scope?: string;
    readonly roleDefinitionId?: string;
    readonly principalId?: string;
    readonly principalType?: string | null;
    readonly condition?: string | null;
    readonly conditionVersion?: string | null;
    readonly description?: string | null;
    readonly createdOn?: string | null;
  };
}

interface WireDefinition {
  readonly id?: string;
  readonly name?: string;
  readonly properties?: { readonly roleName?: string; readonly type?: string; readonly permissions?: readonly Partial<Permission>[] };
}

export function access(clients: Clients): Azure['access'] {
  const common = (signal: AbortSignal | undefined) => ({ apiVersion, signal });
  return {
    assignments(scope, { principalId, below } = {}, signal) {
      const filter = principalId !== undefined ? `assignedTo('${principalId}')` : below ? undefined : 'atScope()';
      const query = filter === undefined ? {} : { $filter: filter };
      const path = underScope(scope, 'roleAssignments');
      return collect(signal, () => clients.arm().list<WireAssignment>({ path, query, ...common(signal) }), toAssignment);
    },
    async getAssignment(scope, name, signal) {
      const path = underScope(scope, `roleAssignments/${name}`);
      const answer = call(signal, () => clients.arm().send<WireAssignment>('GET', { path, ...common(signal) }));
      const found = await unlessAbsent(answer, ...absent);
      return found && toAssignment(found);
    },
    async assign(scope, { name, principalId, principalType, roleId, condition, description }, signal) {
      const properties = {
        principalId,
        principalType,
        roleDefinitionId: definitionId(scope, roleId),
        ...present({ condition, conditionVersion: condition === undefined ? undefined : conditionVersion, description }),
      };
      const request = { path: underScope(scope, `roleAssignments/${name}`), body: { properties }, ...common(signal) };
      return toAssignment(await call(signal, () => clients.arm().send<WireAssignment>('PUT', request)));
    },
    async unassign(assignmentId, signal) {
      const answer = call(signal, () => clients.arm().send<unknown>('DELETE', { path: assignmentId, ...common(signal) }));
      await unlessAbsent(answer, ...absent);
    },
    definitions(scope, signal) {
      const path = underScope(scope, 'roleDefinitions');
      return collect(signal, () => clients.arm().list<WireDefinition>({ path, ...common(signal) }), toDefinition);
    },
    permissions(scope, signal) {
      const path = underScope(scope, 'permissions');
      return collect(signal, () => clients.arm().list<Partial<Permission>>({ path, ...common(signal) }), toPermission);
    },
  };
}

function underScope(scope: string, what: string): string {
  return `${scope.replace(/\/+$/, '')}/providers/Microsoft.Authorization/${what}`;
}

function toAssignment({ id = '', name = '', properties = {} }: WireAssignment): RoleAssignment {
  const { scope = '', principalId = '', roleDefinitionId = '' } = properties;
  const { principalType, condition, conditionVersion: version, description, createdOn } = properties;
  return {
    id,
    name,
    scope,
    principalId,
    roleId: lastSegment(roleDefinitionId),
    ...present({ principalType, condition, conditionVersion: version, description, createdOn }),
  };
}

function toDefinition({ id = '', name, properties = {} }: WireDefinition): RoleDefinition {
  const { roleName = '', type, permissions = [] } = properties;
  return {
    id,
    roleId: name?.toLowerCase() ?? lastSegment(id),
    roleName,
    custom: type === 'CustomRole',
    permissions: permissions.map(toPermission),
  };
}

function toPermission({ actions = [], notActions = [], dataActions = [], notDataActions = [] }: Partial<Permission>): Permission {
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
