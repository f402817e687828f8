import type { Registry } from '../model/registry';
import type { RoleAssignment } from '../model/roleAssignment';
import type { Ability } from './abilities';
import type { Authorization, Verdict } from './effectiveAccess';
import { effectiveAccess } from './effectiveAccess';
import type { RepositorySelection } from './repositoryCondition';
import { selectionOf } from './repositoryCondition';

/**
 * What a principal may do with each repository of a selection, those to come as well; with all of a registry's where there is none.
 * Of parts that differ, the first that is not a yes.
 */
export function selectionAccess(
  ability: Ability,
  registry: Registry,
  principalId: string,
  found: Authorization,
  only: RepositorySelection | undefined,
): Verdict {
  const judge = (authorization: Authorization, repository?: string): Verdict =>
    effectiveAccess(ability, registry, principalId, authorization, repository);
  if (!only) return judge(found);
  const parts = [
    ...only.repositories.map((name) => judge(found, name)),
    ...only.prefixes.map((prefix) => prefixAccess(judge, found, prefix)),
  ];
  const worst = parts.find(({ kind }) => kind !== 'yes' && kind !== 'denied') ?? parts.find(({ kind }) => kind === 'denied') ?? parts[0];
  if (worst?.kind !== 'yes') return worst ?? judge(found);
  return { kind: 'yes', via: [...new Set(parts.flatMap((part) => (part.kind === 'yes' ? part.via : [])))] };
}

function prefixAccess(judge: (found: Authorization, repository?: string) => Verdict, found: Authorization, prefix: string): Verdict {
  const all = judge(admitting(found, prefix));
  if (all.kind === 'yes' || all.kind === 'denied') return all;
  const one = judge(found, `${prefix}any`);
  // That one name is let through says nothing about the others.
  return one.kind === 'yes' ? { kind: 'conditional', via: one.via } : one;
}

/** Those assignments that admit everything below a prefix, as if without their condition; the others left out. */
function admitting(found: Authorization, prefix: string): Authorization {
  const admits = (condition: string): boolean =>
    selectionOf(condition)?.prefixes.some((other) => prefix.toLowerCase().startsWith(other.toLowerCase())) === true;
  const assignments = found.assignments.flatMap((one): RoleAssignment[] => {
    if (one.condition === undefined) return [one];
    const { condition, ...plain } = one;
    return admits(condition) ? [plain] : [];
  });
  return { ...found, assignments };
}
