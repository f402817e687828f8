import { randomUUID } from 'node:crypto';
import { message } from '../model/message';
import type { Registry } from '../model/registry';
import { resourceName, sameId } from '../model/resourceId';
import type { EnsureIdentity, EnsureRoleAssignment, Operation, Plan, Value } from '../plan/plan';
import type { GroupChoice } from '../plan/resourceGroups';
import { inGroup, resourceGroupOperations } from '../plan/resourceGroups';
import type { Verdict } from './effectiveAccess';
import { listRole, pullRole } from './pullRole';

/** The identity that a plan lets pull: one that is there, or one that the plan creates. */
export type IdentityChoice =
  | { readonly kind: 'existing'; readonly id: string; readonly principalId: string }
  | { readonly kind: 'new'; readonly id: string; readonly location: string };

/** Operations that let an identity pull from a registry. */
export interface PullGrant {
  readonly operations: readonly Operation[];
  readonly principalId: Value;
}

/** @param verdict what the identity may do so far: a condition that the grant takes away is shown. */
export function pullGrant(registry: Registry, identity: IdentityChoice, group?: GroupChoice, verdict?: Verdict): PullGrant {
  const principalId: Value = identity.kind === 'existing' ? identity.principalId : { ref: 'identity', output: 'principalId' };
  const create: EnsureIdentity[] =
    identity.kind === 'new' ? [{ kind: 'identity', key: 'identity', id: identity.id, location: identity.location, ...inGroup(group) }] : [];
  const grant: EnsureRoleAssignment = {
    kind: 'roleAssignment',
    key: 'grant',
    scope: registry.id,
    principalId,
    principalName: resourceName(identity.id),
    principalType: 'ServicePrincipal',
    roleId: pullRole(registry).id,
    ...widening(registry, verdict),
  };
  return { operations: [...create, grant], principalId };
}

/** Azure allows one assignment of a role to a principal at a scope: a narrowed one is not joined by another, it is widened. */
function widening(registry: Registry, verdict: Verdict | undefined): Pick<EnsureRoleAssignment, 'replacesCondition'> {
  if (verdict?.kind !== 'conditional' && verdict?.kind !== 'narrowed') return {};
  const same = verdict.via.find(({ scope, roleId }) => sameId(scope, registry.id) && roleId === pullRole(registry).id);
  return same?.condition ? { replacesCondition: same.condition } : {};
}

/** Lets an identity pull from a registry: creates it where it is new, and grants the role that the registry's mode calls for. */
export function planGrant(target: string, registry: Registry, identity: IdentityChoice, group?: GroupChoice, verdict?: Verdict): Plan {
  return {
    id: randomUUID(),
    title: message('plan.title.grantPull', { identity: resourceName(identity.id), registry: registry.name }),
    target,
    operations: [...resourceGroupOperations(group), ...pullGrant(registry, identity, group, verdict).operations],
  };
}

/** Lets a person list and read an ABAC registry's repositories, which even its Owner may not by that role alone. */
export function planGrantSelf(target: string, registry: Registry, person: { readonly objectId: string; readonly name: string }): Plan {
  const grant = (key: string, roleId: string): EnsureRoleAssignment => ({
    kind: 'roleAssignment',
    key,
    scope: registry.id,
    principalId: person.objectId,
    principalName: person.name,
    principalType: 'User',
    roleId,
  });
  return {
    id: randomUUID(),
    title: message('plan.title.grantSelf', { person: person.name, registry: registry.name }),
    target,
    operations:
      registry.mode === 'abac'
        ? [grant('read', pullRole(registry).id), grant('list', listRole.id)]
        : [grant('read', pullRole(registry).id)],
  };
}
