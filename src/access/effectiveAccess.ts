import type { DenyAssignment } from '../model/denyAssignment';
import type { Registry } from '../model/registry';
import { isAtOrAbove } from '../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { Ability, RequiredAction } from './abilities';
import { requiredActions } from './abilities';
import { registryAttempt } from './attempt';
import { conditionAdmits } from './conditionAdmits';
import { denies } from './denied';
import { admitsRequired } from './permission';
import type { Truth } from './truth';
import { any } from './truth';

/** Role assignments and what else decides, as far as it has been read. */
export interface Authorization {
  readonly assignments: readonly RoleAssignment[];
  /**
   * Whose assignments they are: `principal` where Azure was asked for those of this one and of the groups it is in (`assignedTo`), `everybody` where
   * for all at a scope, so that roles of groups may or may not be this one's.
   */
  readonly of: 'principal' | 'everybody';
  readonly definitions: readonly RoleDefinition[];
  /** Undefined where they could not be read. */
  readonly denials: readonly DenyAssignment[] | undefined;
}

/** Whether a principal may do something with a repository, or with all of them. */
export type Verdict =
  | { readonly kind: 'yes'; readonly via: readonly RoleAssignment[] }
  /** Only under a condition, of which it can't be told here whether it admits this. */
  | { readonly kind: 'conditional'; readonly via: readonly RoleAssignment[] }
  /** Only under a condition that leaves this repository out. */
  | {
      readonly kind: 'narrowed';
      readonly via: readonly RoleAssignment[];
      readonly groups: PerhapsThrough;
      readonly unread: PerhapsThrough;
    }
  /** `ignored` are roles that would do, were the registry in the other mode. */
  | { readonly kind: 'no'; readonly ignored: readonly RoleAssignment[]; readonly groups: PerhapsThrough; readonly unread: PerhapsThrough }
  /** Roles let it through and a deny assignment does not; or, unless `certain`, perhaps does not. */
  | ({ readonly kind: 'denied'; readonly via: readonly RoleAssignment[] } & Denial);

/** A deny assignment that keeps a principal from something; unless `certain`, it can't be told whether it does. */
export interface Denial {
  readonly by: DenyAssignment;
  readonly certain: boolean;
}

/** Roles that would do if something that can't be told here were so: who is in a group, what a role's definition says. */
type PerhapsThrough = readonly RoleAssignment[];

/** An assignment that has an action, and whether it admits it. */
interface Judged {
  readonly via: RoleAssignment;
  readonly admits: Truth;
}

/** Yes, no, or undefined: can't tell. */
export function answerOf(verdict: Verdict): Truth {
  switch (verdict.kind) {
    case 'yes':
      return true;
    case 'conditional':
      return undefined;
    case 'narrowed':
    case 'no':
      return verdict.groups.length + verdict.unread.length > 0 ? undefined : false;
    case 'denied':
      return verdict.certain ? false : undefined;
  }
}

/**
 * Judges what a principal may do at a registry, by the role assignments there and above, the definitions of their roles and deny assignments.
 * Azure asks for each action by itself: one assignment may let one through and another the next.
 * https://learn.microsoft.com/azure/role-based-access-control/overview#how-azure-rbac-determines-if-a-user-has-access-to-a-resource
 * @param repository without it, a condition on repositories can't be decided.
 */
export function effectiveAccess(
  ability: Ability,
  registry: Registry,
  principalId: string,
  authorization: Authorization,
  repository?: string,
): Verdict {
  return new AccessJudge(registry, authorization).verdict(ability, principalId, repository);
}

/** Judges many principals and repositories of one registry: what is the same for all of them is worked out once. */
export class AccessJudge {
  private readonly definitions: ReadonlyMap<string, RoleDefinition>;
  private readonly here: readonly RoleAssignment[];
  private readonly byPrincipal: ReadonlyMap<string, readonly RoleAssignment[]>;
  private readonly ofGroups: readonly RoleAssignment[];
  private readonly denials: readonly DenyAssignment[];
  /** Roles that have an action. */
  private readonly having = new Map<RequiredAction, ReadonlySet<string>>();
  /** By action, then by repository, then by condition. */
  private readonly admitted = new Map<RequiredAction, Map<string | undefined, Map<string, Truth>>>();

  constructor(
    private readonly registry: Registry,
    private readonly authorization: Authorization,
  ) {
    const { assignments, of, definitions, denials = [] } = authorization;
    this.definitions = new Map(definitions.map((definition) => [definition.roleId, definition]));
    // The oldest first: of two that let an action through, it is the one that is in effect for sure.
    this.here = assignments.filter(({ scope }) => isAtOrAbove(scope, registry.id)).sort((a, b) => changedAt(a) - changedAt(b));
    this.ofGroups = of === 'principal' ? [] : this.here.filter(({ principalType }) => principalType === 'Group');
    const byPrincipal = new Map<string, RoleAssignment[]>();
    for (const assignment of this.here) {
      const key = assignment.principalId.toLowerCase();
      byPrincipal.set(key, [...(byPrincipal.get(key) ?? []), assignment]);
    }
    this.byPrincipal = byPrincipal;
    this.denials = denials.filter(({ scope }) => isAtOrAbove(scope, registry.id));
  }

  verdict(ability: Ability, principalId: string, repository?: string): Verdict {
    const { mode } = this.registry;
    const actions = requiredActions(ability, mode);
    const own = this.ownOf(principalId);
    const judged = this.judge(actions, own, repository);
    const via = unique(judged.flatMap((one) => (one ? [one.via] : [])));
    const worst = judged.every((one) => one !== undefined) ? worstOf(judged) : 'none';
    if (worst === true) {
      const denial = this.denial(ability, principalId, repository);
      return denial ? { kind: 'denied', ...denial, via } : { kind: 'yes', via };
    }
    if (worst === undefined) return { kind: 'conditional', via };
    const groups = this.wouldHelp(actions, own, repository);
    const unread = own.filter(({ roleId }) => !this.definitions.has(roleId));
    if (worst === false) return { kind: 'narrowed', via: unique(excluding(judged)), groups, unread };
    const other = requiredActions(ability, mode === 'abac' ? 'legacy' : 'abac');
    return {
      kind: 'no',
      ignored: own.filter((found) => other.every((action) => this.has(found, action))),
      groups,
      unread,
    };
  }

  /** The deny assignment that stands in the way, whatever roles there are. */
  denial(ability: Ability, principalId: string, repository?: string): Denial | undefined {
    if (this.denials.length === 0) return undefined;
    const { registry } = this;
    const inGroups = this.ownOf(principalId).filter(({ principalType }) => principalType === 'Group');
    const groups = new Set(inGroups.map((found) => found.principalId.toLowerCase()));
    const actions = requiredActions(ability, registry.mode);
    const found = this.denials.map((by) => ({
      by,
      denies: any(actions.map((action) => denies(by, { principalId, groups, scope: registry.id, action, repository }))),
    }));
    const certain = found.find((one) => one.denies === true);
    const decisive = certain ?? found.find((one) => one.denies === undefined);
    return decisive && { by: decisive.by, certain: certain !== undefined };
  }

  private ownOf(principalId: string): readonly RoleAssignment[] {
    return this.authorization.of === 'principal' ? this.here : (this.byPrincipal.get(principalId.toLowerCase()) ?? []);
  }

  private judge(
    actions: readonly RequiredAction[],
    held: readonly RoleAssignment[],
    repository: string | undefined,
  ): readonly (Judged | undefined)[] {
    return actions.map((action) => {
      const judged = held.filter((found) => this.has(found, action)).map((via) => ({ via, admits: this.admits(via, action, repository) }));
      return judged.find((one) => one.admits === true) ?? judged.find((one) => one.admits === undefined) ?? judged[0];
    });
  }

  private has({ roleId }: RoleAssignment, action: RequiredAction): boolean {
    let having = this.having.get(action);
    if (!having) {
      const roles = [...this.definitions.values()].filter(({ permissions }) => admitsRequired(permissions, action));
      having = new Set(roles.map((role) => role.roleId));
      this.having.set(action, having);
    }
    return having.has(roleId);
  }

  private admits({ condition }: RoleAssignment, action: RequiredAction, repository: string | undefined): Truth {
    if (condition === undefined) return true;
    const ofAction = this.admitted.get(action) ?? new Map<string | undefined, Map<string, Truth>>();
    this.admitted.set(action, ofAction);
    const known = ofAction.get(repository) ?? new Map<string, Truth>();
    ofAction.set(repository, known);
    if (known.has(condition)) return known.get(condition);
    const answer = conditionAdmits(condition, registryAttempt(action.action, action.onRepository ? repository : null));
    known.set(condition, answer);
    return answer;
  }

  /** Roles of groups that, together with its own, would let the principal through. */
  private wouldHelp(
    actions: readonly RequiredAction[],
    own: readonly RoleAssignment[],
    repository: string | undefined,
  ): readonly RoleAssignment[] {
    if (this.ofGroups.length === 0) return [];
    const joined = this.judge(actions, [...own, ...this.ofGroups], repository);
    const enough = joined.every((one) => one !== undefined && one.admits !== false);
    return enough ? this.ofGroups.filter((found) => actions.some((action) => this.has(found, action))) : [];
  }
}

/** When an assignment last changed, in milliseconds; 0 where Azure does not say. */
export function changedAt({ createdOn, updatedOn }: RoleAssignment): number {
  return Math.max(0, ...[createdOn, updatedOn].map((instant) => Date.parse(instant ?? '') || 0));
}

/** All actions have to be let through. */
function worstOf(judged: readonly (Judged | undefined)[]): Truth {
  const answers = judged.map((one) => one?.admits);
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function excluding(judged: readonly (Judged | undefined)[]): readonly RoleAssignment[] {
  return judged.flatMap((one) => (one?.admits === false ? [one.via] : []));
}

function unique(assignments: readonly RoleAssignment[]): readonly RoleAssignment[] {
  return [...new Set(assignments)];
}
