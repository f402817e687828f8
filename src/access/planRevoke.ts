import { randomUUID } from 'node:crypto';
import { message } from '../model/message';
import type { Registry } from '../model/registry';
import { sameId } from '../model/resourceId';
import type { RoleAssignment } from '../model/roleAssignment';
import type { Consequence, DeleteResource, Plan } from '../plan/plan';
import type { Authorization } from './effectiveAccess';
import { effectiveAccess } from './effectiveAccess';
import type { LostPull } from './revocation';
import { reachedBy } from './revocation';

/** An assignment that is to be taken away, with what people call its role and whoever has it. */
export interface Revocable {
  readonly assignment: RoleAssignment;
  readonly roleName: string;
  readonly principalName: string;
}

/** What people call a scope. */
export type NameOf = (scope: string) => string;

/** What is known of what a revocation ends. */
export interface RevocationFacts {
  readonly lost: readonly LostPull[];
  /** Subscriptions whose container groups could not be read, by name. */
  readonly unread: readonly string[];
  /** All that are listed. */
  readonly registries: readonly Registry[];
  /** What the principal itself may do, as far as it was read: to say what it keeps. */
  readonly authorization: Authorization | undefined;
  /** Object id of whoever is signed in. */
  readonly signedIn: string;
  readonly nameOf: NameOf;
}

/** Takes one assignment away, after saying what stops working. */
export function planRevoke(target: string, revocable: Revocable, facts: RevocationFacts): Plan {
  return {
    id: randomUUID(),
    title: message('plan.title.revoke', named(revocable, facts.nameOf)),
    target,
    operations: [revocation('revoke', revocable, facts.nameOf)],
    consequences: consequencesOf(revocable, facts),
  };
}

/** Takes away all that is assigned to somebody who is no more. */
export function planRemoveOrphans(target: string, principalId: string, orphans: readonly Revocable[], nameOf: NameOf): Plan {
  return {
    id: randomUUID(),
    title: message('plan.title.removeOrphans', { principal: principalId }),
    target,
    operations: orphans.map((orphan, index) => revocation(`revoke-${index + 1}`, orphan, nameOf)),
    consequences: [{ severity: 'information', message: message('revoke.orphans', { principal: principalId }) }],
  };
}

export function revocation(key: string, revocable: Revocable, nameOf: NameOf): DeleteResource {
  return { kind: 'delete', key, id: revocable.assignment.id, revokes: named(revocable, nameOf) };
}

function named({ assignment, roleName, principalName }: Revocable, nameOf: NameOf): NonNullable<DeleteResource['revokes']> {
  return { role: roleName, scope: nameOf(assignment.scope), principal: principalName };
}

function consequencesOf(revocable: Revocable, facts: RevocationFacts): readonly Consequence[] {
  const { assignment, principalName: principal } = revocable;
  const warning = (text: Consequence['message']): Consequence => ({ severity: 'warning', message: text });
  const information = (text: Consequence['message']): Consequence => ({ severity: 'information', message: text });
  const reached = reachedBy(assignment, facts.registries);
  const isAtRegistry = reached.some(({ id }) => sameId(id, assignment.scope));
  const lost = [...facts.lost].sort(byGroup).map(({ group, image, certain }) => {
    const args = { group: group.name, image };
    return warning(certain ? message('revoke.stops', args) : message('revoke.mayStop', args));
  });
  const isGroup = assignment.principalType?.toLowerCase().endsWith('group') === true;
  const isOwn = assignment.principalId.toLowerCase() === facts.signedIn.toLowerCase();
  return [
    ...lost,
    ...(facts.unread.length > 0 ? [warning(message('revoke.unread', { names: facts.unread.join(', ') }))] : []),
    ...(isGroup ? [warning(message('revoke.group', { principal }))] : []),
    ...(isOwn ? [warning(message('revoke.own'))] : []),
    ...(isAtRegistry ? [] : [warning(reachText(assignment, reached, facts.nameOf))]),
    ...(lost.length + facts.unread.length === 0 ? [information(message('revoke.nothingStops'))] : []),
    ...keptText(revocable, reached, facts).map(information),
    information(message('revoke.others', { principal })),
  ];
}

function byGroup(a: LostPull, b: LostPull): number {
  return a.group.name.localeCompare(b.group.name) || a.image.localeCompare(b.image);
}

/** What is assigned above a registry ends for everything there. */
function reachText({ scope }: RoleAssignment, reached: readonly Registry[], nameOf: NameOf): Consequence['message'] {
  const names = reached.map(({ name }) => name).join(', ');
  return message('revoke.reaches', { scope: nameOf(scope), count: reached.length, names });
}

/** Where somebody can pull afterwards all the same: then this was not what let it in. */
function keptText(
  { assignment, principalName: principal }: Revocable,
  reached: readonly Registry[],
  { authorization, nameOf }: RevocationFacts,
): readonly Consequence['message'][] {
  if (!authorization) return [];
  const remaining = { ...authorization, assignments: authorization.assignments.filter(({ id }) => !sameId(id, assignment.id)) };
  const names = new Map(authorization.definitions.map(({ roleId, roleName }) => [roleId, roleName]));
  return reached.flatMap((registry) => {
    const verdict = effectiveAccess('pull', registry, assignment.principalId, remaining);
    const [by] = verdict.kind === 'yes' ? verdict.via : [];
    if (!by) return [];
    const role = names.get(by.roleId) ?? by.roleId;
    return [message('revoke.keeps', { principal, registry: registry.name, role, scope: nameOf(by.scope) })];
  });
}
