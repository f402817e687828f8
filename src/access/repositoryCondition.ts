import type { Condition, ConditionComparison } from '../model/condition';
import { parseCondition } from '../model/parseCondition';
import { printCondition } from '../model/printCondition';
import type { Ability } from './abilities';
import { requiredActions } from './abilities';

/** Repositories that a grant is narrowed to: by name, and by what their names begin with (`team-a/`). */
export interface RepositorySelection {
  readonly repositories: readonly string[];
  readonly prefixes: readonly string[];
}

const attribute = {
  kind: 'attribute',
  source: 'Request',
  name: 'Microsoft.ContainerRegistry/registries/repositories:name',
} as const;

/** Azure takes conditions of up to 8 KB: https://learn.microsoft.com/azure/role-based-access-control/conditions-faq */
export const longestCondition = 8 * 1024;

/**
 * The condition that narrows a role to repositories, in the shape of Microsoft's documentation: what is not one of the role's actions on
 * repositories is let through, the rest for the named ones alone.
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 * @param ability what the role is for; listing the catalog cannot be narrowed.
 */
export function repositoryCondition(ability: Exclude<Ability, 'list'>, selection: RepositorySelection): string {
  return printCondition(narrowed(guardedActions(ability), tidy(selection)));
}

/** The actions of the role that an ability is granted by: Repository Contributor, which deletes, also reads and writes. */
function guardedActions(ability: Exclude<Ability, 'list'>): readonly string[] {
  const of = (one: Ability): readonly string[] => requiredActions(one, 'abac').map(({ action }) => action);
  return ability === 'delete' ? [...of('push'), ...of('delete')] : of(ability);
}

function narrowed(actions: readonly string[], { repositories, prefixes }: RepositorySelection): Condition {
  const outside: Condition = { kind: 'and', all: actions.map((pattern) => ({ kind: 'not', of: { kind: 'actionMatches', pattern } })) };
  const compare = (operator: ConditionComparison['operator'], value: string): ConditionComparison => {
    return { kind: 'compare', attribute, operator, operand: { kind: 'values', values: [value] } };
  };
  const clauses = [
    ...repositories.map((name) => compare('StringEqualsIgnoreCase', name)),
    ...prefixes.map((prefix) => compare('StringStartsWithIgnoreCase', prefix)),
  ];
  return { kind: 'or', any: [outside, { kind: 'or', any: clauses }] };
}

/** What a condition narrows to, where it has that shape; undefined where it is any other. */
export function selectionOf(text: string): RepositorySelection | undefined {
  const parsed = parseCondition(text);
  const found = parsed.ok ? readNarrowed(parsed.condition) : undefined;
  return found?.selection;
}

function readNarrowed(condition: Condition): { readonly actions: readonly string[]; readonly selection: RepositorySelection } | undefined {
  if (condition.kind !== 'or') return undefined;
  const [outside, ...rest] = condition.any;
  const actions = outside && readOutside(outside);
  const clauses = rest.flatMap((part) => (part.kind === 'or' ? part.any : [part]));
  if (!actions || clauses.length === 0) return undefined;
  const repositories: string[] = [];
  const prefixes: string[] = [];
  for (const clause of clauses) {
    if (clause.kind !== 'compare' || clause.operand.kind !== 'values') return undefined;
    const { attribute: asked, quantifier, operator, operand } = clause;
    if (asked.source !== 'Request' || asked.name.toLowerCase() !== attribute.name.toLowerCase()) return undefined;
    if (quantifier !== undefined && quantifier !== 'ForAnyOfAnyValues') return undefined;
    if (/^StringEquals(IgnoreCase)?$/.test(operator)) repositories.push(...operand.values);
    else if (/^StringStartsWith(IgnoreCase)?$/.test(operator)) prefixes.push(...operand.values);
    else return undefined;
  }
  return { actions, selection: { repositories, prefixes } };
}

function readOutside(condition: Condition): readonly string[] | undefined {
  const parts = condition.kind === 'and' ? condition.all : [condition];
  const actions = parts.map((part) => (part.kind === 'not' && part.of.kind === 'actionMatches' ? part.of.pattern : undefined));
  return actions.every((action) => action !== undefined) ? actions : undefined;
}

/** A condition that admits what either admits. Undefined where one cannot be read: nothing may be lost of it unseen. */
export function mergeConditions(existing: string, added: string): string | undefined {
  const one = parseCondition(existing);
  const other = parseCondition(added);
  if (!one.ok || !other.ok) return undefined;
  const a = readNarrowed(one.condition);
  const b = readNarrowed(other.condition);
  const isAlike = a && b && sameSet(a.actions, b.actions);
  if (isAlike) {
    const union = {
      repositories: [...a.selection.repositories, ...b.selection.repositories],
      prefixes: [...a.selection.prefixes, ...b.selection.prefixes],
    };
    return printCondition(narrowed(a.actions, tidy(union)));
  }
  return printCondition({ kind: 'or', any: [one.condition, other.condition] });
}

/** Without repeats, and without what a shorter prefix already covers. Case does not count, as in the condition. */
function tidy({ repositories, prefixes }: RepositorySelection): RepositorySelection {
  const shortest = distinct(prefixes).filter(
    (prefix, _index, every) => !every.some((other) => other !== prefix && startsWith(prefix, other)),
  );
  return {
    repositories: distinct(repositories).filter((name) => !shortest.some((prefix) => startsWith(name, prefix))),
    prefixes: shortest,
  };
}

function distinct(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.findIndex((other) => other.toLowerCase() === value.toLowerCase()) === index);
}

function startsWith(text: string, prefix: string): boolean {
  return text.toLowerCase().startsWith(prefix.toLowerCase());
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const fold = (values: readonly string[]): string => [...new Set(values.map((value) => value.toLowerCase()))].sort().join();
  return fold(a) === fold(b);
}
