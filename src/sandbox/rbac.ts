/**
 * What the services of the sandbox let a principal do. This is the sandbox's own reading of Azure's rules; the product reads them
 * again by itself, and tests compare the two.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/overview#how-azure-rbac-determines-if-a-user-has-access-to-a-resource
 */
import { isAtOrAbove, sameId } from '../model/resourceId';
import type { Permission } from '../model/roleAssignment';
import type { ConditionContext } from './conditions';
import { conditionHolds } from './conditions';
import { roleDefinition } from './roleDefinitions';
import type { DeniedPrincipal, SandboxAssignment, SandboxDenyAssignment, World } from './world';

/** Attributes of the request that conditions may ask for. */
export interface AccessRequest {
  /** Name of the repository that a data action is about. */
  readonly repository?: string;
  /** Other `@Request` attributes by their full name. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** `@Resource` attributes by their full name. */
  readonly resourceAttributes?: Readonly<Record<string, readonly string[]>>;
}

export type Access = 'allowed' | 'denied' | 'deniedByCondition' | SandboxDenyAssignment;

/** Whether a principal may take a control-plane action (`Microsoft.ContainerRegistry/registries/pull/read`) at a scope now. */
export function mayDo(world: World, principalId: string, action: string, scope: string, now: number, request?: AccessRequest): boolean {
  return accessTo(world, principalId, { action, plane: 'control' }, scope, now, request) === 'allowed';
}

/** Whether a principal may take a data action (`…/registries/repositories/content/read`) at a scope now. */
export function mayDoData(world: World, principalId: string, action: string, scope: string, now: number, request?: AccessRequest): boolean {
  return accessTo(world, principalId, { action, plane: 'data' }, scope, now, request) === 'allowed';
}

export interface Wanted {
  readonly action: string;
  readonly plane: 'control' | 'data';
}

/** A deny assignment is named only where a role would allow: Azure says of it that there is permission, and access is denied all the same. */
export function accessTo(
  world: World,
  principalId: string,
  wanted: Wanted,
  scope: string,
  now: number,
  request: AccessRequest = {},
): Access {
  const granting = assignmentsInForce(world, principalId, scope, now).filter((assignment) => {
    const role = roleDefinition(world, assignment.roleId);
    return role?.permissions.some((permission) => permits(permission, wanted)) ?? false;
  });
  if (granting.length === 0) return 'denied';
  const context = conditionContext(wanted.action, request);
  const free = granting.some((assignment) => {
    const condition = conditionInForce(assignment, now);
    return condition === undefined || conditionHolds(condition, context);
  });
  if (!free) return 'deniedByCondition';
  const held = withGroups(world, principalId);
  return Object.values(world.denyAssignments).find((assignment) => denies(assignment, held, wanted, scope, context)) ?? 'allowed';
}

/** Source: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments */
function denies(
  assignment: SandboxDenyAssignment,
  held: ReadonlySet<string>,
  wanted: Wanted,
  scope: string,
  context: ConditionContext,
): boolean {
  const applies = assignment.doNotApplyToChildScopes ? sameId(assignment.scope, scope) : isAtOrAbove(assignment.scope, scope);
  const names = (principals: readonly DeniedPrincipal[]) => principals.some(({ id, type }) => type === 'SystemDefined' || held.has(id));
  return (
    applies &&
    names(assignment.principals) &&
    !names(assignment.excludePrincipals) &&
    assignment.permissions.some((permission) => permits(permission, wanted)) &&
    (assignment.condition === undefined || conditionHolds(assignment.condition, context))
  );
}

/** Assignments of a principal and of its groups that apply at a scope and that services honour at this instant. */
export function assignmentsInForce(world: World, principalId: string, scope: string, now: number): SandboxAssignment[] {
  const held = withGroups(world, principalId);
  return Object.values(world.assignments).filter(
    (assignment) => held.has(assignment.principalId) && isInForce(assignment, now) && isAtOrAbove(assignment.scope, scope),
  );
}

export function isInForce(assignment: SandboxAssignment, now: number): boolean {
  return assignment.effectiveAt <= now && (assignment.ineffectiveAt === undefined || now < assignment.ineffectiveAt);
}

function conditionInForce(assignment: SandboxAssignment, now: number): string | undefined {
  return assignment.former && now < assignment.former.until ? assignment.former.condition : assignment.condition;
}

/** The principal and every group it is in, directly or through other groups. */
export function withGroups(world: World, principalId: string): Set<string> {
  const found = new Set<string>();
  const open = [principalId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(world.principals[id]?.memberOf ?? []));
  }
  return found;
}

function permits(permission: Permission, wanted: Wanted): boolean {
  const given = wanted.plane === 'control' ? permission.actions : permission.dataActions;
  const taken = wanted.plane === 'control' ? permission.notActions : permission.notDataActions;
  return given.some((pattern) => actionMatches(pattern, wanted.action)) && !taken.some((pattern) => actionMatches(pattern, wanted.action));
}

/** `*` stands for any number of characters, slashes included; case does not count. */
export function actionMatches(pattern: string, action: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'i').test(action);
}

const repositoryName = 'Microsoft.ContainerRegistry/registries/repositories:name';

function conditionContext(action: string, request: AccessRequest): ConditionContext {
  const repository = request.repository === undefined ? {} : { [repositoryName]: [request.repository] };
  return {
    action,
    attributes: {
      request: { ...repository, ...request.attributes },
      resource: request.resourceAttributes ?? {},
      principal: {},
      environment: {},
    },
  };
}
