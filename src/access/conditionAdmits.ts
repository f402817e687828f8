import type { Condition, ConditionComparison, ConditionOperator, Quantifier } from '../model/condition';
import { keptLately } from '../model/keptLately';
import { parseCondition } from '../model/parseCondition';
import type { Attempt, AttributeValues } from './attempt';
import type { Truth } from './truth';
import { all, any, not } from './truth';

/**
 * Whether a condition admits an attempt. Undefined ("can't tell") where the text cannot be parsed, or asks for something that is not known
 * here: never a guess.
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 */
export function conditionAdmits(text: string, attempt: Attempt): Truth {
  const parsed = parsedOnce(text);
  return parsed.ok ? admits(parsed.condition, attempt) : undefined;
}

/** The same few conditions are judged for every repository. */
const parsedOnce = keptLately(parseCondition);

function admits(condition: Condition, attempt: Attempt): Truth {
  switch (condition.kind) {
    case 'and':
      return all(condition.all.map((part) => admits(part, attempt)));
    case 'or':
      return any(condition.any.map((part) => admits(part, attempt)));
    case 'not':
      return not(admits(condition.of, attempt));
    case 'actionMatches':
      return like(condition.pattern.toLowerCase(), attempt.action.toLowerCase());
    case 'subOperationMatches':
      // Which suboperations registries have, if any, is not documented.
      return undefined;
    case 'exists':
      return exists(attempt.attribute(condition.attribute.source, condition.attribute.name));
    case 'compare':
      return compare(condition, attempt);
  }
}

function exists(values: AttributeValues): Truth {
  return values === 'unknown' ? undefined : values !== 'absent';
}

function compare({ attribute, quantifier, operator, operand }: ConditionComparison, attempt: Attempt): Truth {
  const left = attempt.attribute(attribute.source, attribute.name);
  const right = operand.kind === 'values' ? operand.values : attempt.attribute(operand.source, operand.name);
  if (left === 'unknown' || right === 'unknown') return undefined;
  const negated = /Not/.test(operator);
  // What is not there equals nothing. Whether it then *differs* from something is not documented.
  if (left === 'absent' || right === 'absent') return negated ? undefined : false;
  const one = comparisons[operator];
  if (!one) return undefined;
  return crossed(quantifier ?? 'ForAnyOfAnyValues', left, right, (a, b) => (negated ? !one(a, b) : one(a, b)));
}

function crossed(
  quantifier: Quantifier,
  left: readonly string[],
  right: readonly string[],
  one: (left: string, right: string) => boolean,
): boolean {
  const [, of, values] = /^For(Any|All)Of(Any|All)Values$/.exec(quantifier) ?? [];
  const meets = (a: string): boolean => (values === 'All' ? right.every((b) => one(a, b)) : right.some((b) => one(a, b)));
  return of === 'All' ? left.every(meets) : left.some(meets);
}

type Comparison = (value: string, wanted: string) => boolean;

/** By operator, negated ones as what they negate. Numbers, dates and regular expressions are asked of no attribute that is known here. */
const comparisons: Readonly<Partial<Record<ConditionOperator, Comparison>>> = Object.fromEntries(
  Object.entries({
    Equals: (value: string, wanted: string) => value === wanted,
    StartsWith: (value: string, wanted: string) => value.startsWith(wanted),
    Like: (value: string, wanted: string) => like(wanted, value),
  })
    .flatMap(([name, one]): [string, Comparison][] => [
      [`String${name}`, one],
      [`String${name}IgnoreCase`, (value, wanted) => one(value.toLowerCase(), wanted.toLowerCase())],
    ])
    .concat([
      ['GuidEquals', (value, wanted) => value.toLowerCase() === wanted.toLowerCase()],
      ['BoolEquals', (value, wanted) => value.toLowerCase() === wanted.toLowerCase()],
    ])
    .flatMap(([name, one]) => [
      [name, one],
      [name.replace(/^(String|Guid|Bool)/, '$1Not'), one],
    ]),
);

function like(pattern: string, value: string): boolean {
  return expressionOf(pattern).test(value);
}

/** `*` stands for any characters and `?` for one, unless a backslash stands before them. */
const expressionOf = keptLately((pattern) => {
  const source = pattern.replace(/\\([*?])|[.+^${}()|[\]\\*?]/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return found === '*' ? '.*' : found === '?' ? '.' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 's');
});
