/** Whether a role assignment's condition holds for a request, as the services of the sandbox decide it. */
import type { Condition, ConditionAttribute, ConditionComparison, ConditionOperator } from '../model/condition';
import { parseCondition } from '../model/parseCondition';

/** What a condition can ask about. Attribute names are compared without regard to case. */
export interface ConditionContext {
  readonly action: string;
  readonly subOperation?: string;
  readonly attributes: Readonly<Record<'request' | 'resource' | 'principal' | 'environment', Readonly<Record<string, readonly string[]>>>>;
}

/** A condition that cannot be read grants nothing. */
export function conditionHolds(text: string, context: ConditionContext): boolean {
  const parsed = parseCondition(text);
  return parsed.ok && holds(parsed.condition, context);
}

function holds(condition: Condition, context: ConditionContext): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.all.every((part) => holds(part, context));
    case 'or':
      return condition.any.some((part) => holds(part, context));
    case 'not':
      return !holds(condition.of, context);
    case 'actionMatches':
      return like(context.action.toLowerCase(), condition.pattern.toLowerCase());
    case 'subOperationMatches':
      return context.subOperation !== undefined && like(context.subOperation.toLowerCase(), condition.pattern.toLowerCase());
    case 'exists':
      return valuesOf(condition.attribute, context) !== undefined;
    case 'compare':
      return compares(condition, context);
  }
}

function valuesOf(attribute: ConditionAttribute, context: ConditionContext): readonly string[] | undefined {
  const bag = context.attributes[attribute.source.toLowerCase() as Lowercase<ConditionAttribute['source']>];
  const wanted = attribute.name.toLowerCase();
  return Object.entries(bag).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function compares(comparison: ConditionComparison, context: ConditionContext): boolean {
  const left = valuesOf(comparison.attribute, context);
  const right = comparison.operand.kind === 'values' ? comparison.operand.values : valuesOf(comparison.operand, context);
  // An attribute that the request lacks makes a comparison false.
  if (!left || !right) return false;
  const one = (a: string, b: string) => compare(comparison.operator, a, b);
  switch (comparison.quantifier) {
    case 'ForAllOfAnyValues':
      return left.every((a) => right.some((b) => one(a, b)));
    case 'ForAnyOfAllValues':
      return left.some((a) => right.every((b) => one(a, b)));
    case 'ForAllOfAllValues':
      return left.every((a) => right.every((b) => one(a, b)));
    default:
      return left.some((a) => right.some((b) => one(a, b)));
  }
}

function compare(operator: ConditionOperator, left: string, right: string): boolean {
  const parts = /^(String|Guid|Bool|Numeric|DateTime)(Not)?(.+?)(IgnoreCase)?$/.exec(operator);
  const [, type, negated, relation, ignoreCase] = parts ?? [];
  const fold = (text: string) => (ignoreCase || type === 'Guid' || type === 'Bool' ? text.toLowerCase() : text);
  const result =
    type === 'Numeric' || type === 'DateTime'
      ? ordered(relation ?? '', numberOf(type, left), numberOf(type, right))
      : texts(relation ?? '', fold(left), fold(right));
  return negated ? !result : result;
}

function numberOf(type: string, text: string): number {
  return type === 'Numeric' ? Number(text) : Date.parse(text);
}

function ordered(relation: string, left: number, right: number): boolean {
  switch (relation) {
    case 'Equals':
      return left === right;
    case 'GreaterThan':
      return left > right;
    case 'GreaterThanEquals':
      return left >= right;
    case 'LessThan':
      return left < right;
    case 'LessThanEquals':
      return left <= right;
    default:
      return false;
  }
}

function texts(relation: string, left: string, right: string): boolean {
  switch (relation) {
    case 'Equals':
      return left === right;
    case 'StartsWith':
      return left.startsWith(right);
    case 'Like':
      return like(left, right);
    case 'Matches':
      return matches(left, right);
    default:
      return false;
  }
}

/** `*` stands for any number of characters and `?` for one. */
function like(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`).test(text);
}

function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return false;
  }
}
