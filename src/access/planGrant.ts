import { randomUUID } from 'node:crypto';
import type { Message } from '../model/message';
import { message } from '../model/message';
import type { Registry } from '../model/registry';
import { resourceName } from '../model/resourceId';
import type { EnsureIdentity, EnsureRoleAssignment, Operation, Plan, Value } from '../plan/plan';
import type { GroupChoice } from '../plan/resourceGroups';
import { inGroup, resourceGroupOperations } from '../plan/resourceGroups';
import type { GrantFacts } from './grantFacts';
import { nothingRead } from './grantFacts';
import type { Grantee, GrantRequest, IdentityChoice } from './grantRequest';
import { nameOf } from './grantRequest';
import type { GrantTarget } from './grantTargets';
import { grantTargets, refuseWhatCannotBeNarrowed } from './grantTargets';
import { judgeGrant } from './judgeGrant';
import type { RepositorySelection } from './repositoryCondition';

/** An assignment whose condition can't be read, so that nothing can be added to it. */
export interface Unmergeable {
  readonly principal: string;
  readonly scope: string;
  readonly condition: string;
}

export interface GrantOperations {
  readonly operations: readonly Operation[];
  /** Object ids in the order of those who were asked for. */
  readonly principalIds: readonly Value[];
  /** Of each that has what was asked for already, by what. */
  readonly covered: readonly Message[];
  readonly unmergeable: readonly Unmergeable[];
}

/**
 * Operations that let principals do something at registries, and what of it is so already.
 * @throws AppError `NotNarrowable` where `only` can't be had, `ConditionTooLong` where Azure would not take the condition.
 */
export function grantOperations(request: GrantRequest, facts: GrantFacts): GrantOperations {
  refuseWhatCannotBeNarrowed(request);
  const targets = grantTargets(request, facts.registries);
  const created = request.to.filter((to) => to.kind === 'new');
  const keyOf = (to: Grantee): string => (created.length > 1 ? `identity-${nameOf(to)}` : 'identity');
  const create = created.map(({ id, location }, index): EnsureIdentity => {
    return { kind: 'identity', key: keyOf(created[index] as Grantee), id, location, ...inGroup(request.group) };
  });
  const principalId = (to: Grantee): Value => (to.kind === 'new' ? { ref: keyOf(to), output: 'principalId' } : to.principalId);
  const grants: Omit<EnsureRoleAssignment, 'key'>[] = [];
  const covered: Message[] = [];
  const unmergeable: Unmergeable[] = [];
  for (const to of request.to) {
    for (const target of targets) {
      const found = to.kind === 'new' ? undefined : facts.authorization(target.scope, to.principalId);
      const judged = judgeGrant(request, target, to, found);
      if (judged.kind === 'covered') covered.push(judged.says);
      else if (judged.kind === 'unmergeable') {
        unmergeable.push({ principal: nameOf(to), scope: resourceName(target.scope), condition: judged.condition });
      } else grants.push({ ...assignment(target, to, principalId(to)), ...judged.fields });
    }
  }
  const keyed = grants.map((grant, index): EnsureRoleAssignment => ({ ...grant, key: grants.length > 1 ? `grant-${index + 1}` : 'grant' }));
  return { operations: [...create, ...keyed], principalIds: request.to.map(principalId), covered, unmergeable };
}

function assignment(target: GrantTarget, to: Grantee, principalId: Value): Omit<EnsureRoleAssignment, 'key'> {
  return {
    kind: 'roleAssignment',
    scope: target.scope,
    principalId,
    principalName: nameOf(to),
    principalType: to.kind === 'principal' ? to.type : 'ServicePrincipal',
    roleId: target.role.id,
    ...(target.isWide ? { reaches: target.registries.map(({ name }) => name) } : {}),
  };
}

/** What a request to grant comes to. Without a plan, nothing is left to be done. */
export interface GrantPlan extends Pick<GrantOperations, 'covered' | 'unmergeable'> {
  readonly plan?: Plan;
}

/**
 * Lets principals do something at registries: creates what is new, and grants the roles that the registries' modes call for.
 * @param facts what Azure has now: what is granted already is left alone, and a condition that is there is merged with the new one.
 * @param notes what the page says besides.
 */
export function planGrant(
  target: string,
  request: GrantRequest,
  facts: GrantFacts = nothingRead,
  notes: readonly Message[] = [],
): GrantPlan {
  const { operations, covered, unmergeable } = grantOperations(request, facts);
  if (operations.length === 0) return { covered, unmergeable };
  const said = [...notes, ...covered];
  const plan: Plan = {
    id: randomUUID(),
    title: grantTitle(request),
    target,
    operations: [...resourceGroupOperations(request.group), ...operations],
    ...(said.length > 0 ? { consequences: said.map((text) => ({ severity: 'information' as const, message: text })) } : {}),
  };
  return { plan, covered, unmergeable };
}

const titles = {
  list: 'plan.title.grantList',
  pull: 'plan.title.grantPull',
  push: 'plan.title.grantPush',
  delete: 'plan.title.grantDelete',
} as const;

function grantTitle({ to, registries, abilities: [ability = 'pull'] }: GrantRequest): Message {
  const identity = to.map(nameOf).join(', ');
  const registry = registries.map(({ name }) => name).join(', ');
  if (to.length > 2 || registries.length > 2)
    return message('plan.title.grantSeveral', { principals: to.length, registries: registries.length });
  return message(titles[ability], { identity, registry });
}

/** Operations that let an identity pull from a registry. */
export interface PullGrant {
  readonly operations: readonly Operation[];
  readonly principalId: Value;
}

/** Of a plan that pulls itself. Without `facts` all of the registry is granted, and the executor finds out what of it is so. */
export function pullGrant(
  registry: Registry,
  identity: IdentityChoice,
  group?: GroupChoice,
  only?: RepositorySelection,
  facts: GrantFacts = nothingRead,
): PullGrant {
  const request: GrantRequest = {
    to: [identity],
    registries: [registry],
    abilities: ['pull'],
    at: 'registry',
    ...(group ? { group } : {}),
    ...(only ? { only } : {}),
  };
  const { operations, principalIds } = grantOperations(request, facts);
  return { operations, principalId: principalIds[0] ?? '' };
}

/** Lets a person list and read an ABAC registry's repositories, which even its Owner may not by that role alone. */
export function planGrantSelf(target: string, registry: Registry, person: { readonly objectId: string; readonly name: string }): Plan {
  const to: Grantee = { kind: 'principal', principalId: person.objectId, type: 'User', name: person.name };
  const request: GrantRequest = { to: [to], registries: [registry], abilities: ['pull', 'list'], at: 'registry' };
  return {
    id: randomUUID(),
    title: message('plan.title.grantSelf', { person: person.name, registry: registry.name }),
    target,
    operations: grantOperations(request, nothingRead).operations,
  };
}
