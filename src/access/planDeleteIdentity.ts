import { randomUUID } from 'node:crypto';
import type { ManagedIdentity } from '../model/identity';
import { message } from '../model/message';
import type { Consequence, Plan } from '../plan/plan';
import type { NameOf, Revocable } from './planRevoke';
import { revocation } from './planRevoke';

/** What is known before an identity is deleted that no container group uses. */
export interface DeletionFacts {
  /** Assignments that are taken away first. */
  readonly removed: readonly Revocable[];
  /** Assignments that stay behind, of nobody. */
  readonly left: readonly Revocable[];
  /** Subscriptions whose container groups, and whose role assignments, could not be read; by name. */
  readonly unreadGroups: readonly string[];
  readonly unreadRoles: readonly string[];
  readonly nameOf: NameOf;
}

/** Takes away what is assigned to an identity, then deletes it. Where one cannot be taken away, the identity stays. */
export function planDeleteIdentity(target: string, identity: ManagedIdentity, facts: DeletionFacts): Plan {
  const revocations = facts.removed.map((revocable, index) => revocation(`revoke-${index + 1}`, revocable, facts.nameOf));
  const needs = revocations.map(({ key }) => ({ ref: key, output: 'id' as const }));
  return {
    id: randomUUID(),
    title: message('plan.title.delete', { name: identity.name }),
    target,
    operations: [...revocations, { kind: 'delete', key: 'delete', id: identity.id, ...(needs.length > 0 ? { needs } : {}) }],
    consequences: consequencesOf(identity, facts),
  };
}

function consequencesOf({ name }: ManagedIdentity, { left, unreadGroups, unreadRoles, nameOf }: DeletionFacts): readonly Consequence[] {
  const warnings = [
    ...(unreadGroups.length > 0 ? [message('deleteIdentity.unreadGroups', { names: unreadGroups.join(', ') })] : []),
    ...(unreadRoles.length > 0 ? [message('deleteIdentity.unreadRoles', { names: unreadRoles.join(', ') })] : []),
    ...left.map(({ roleName, assignment }) => message('deleteIdentity.left', { role: roleName, scope: nameOf(assignment.scope) })),
    message('deleteIdentity.others', { name }),
  ];
  return [
    ...warnings.map((text): Consequence => ({ severity: 'warning', message: text })),
    { severity: 'information', message: message('deleteIdentity.final', { name }) },
  ];
}
