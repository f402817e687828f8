import type { Condition, ConditionComparison } from '../model/condition';
import { parseCondition } from '../model/parseCondition';

/** Undefined is "can't tell". */
type Truth = boolean | undefined;

export interface Attempt {
  /** Full data action, such as `Microsoft.ContainerRegistry/registries/repositories/content/read`. */
  readonly action: string;
  /** Undefined where the action is on no repository, or it is not known on which. */
  readonly repository: string | undefined;
}

const repositoryName = 'microsoft.containerregistry/registries/repositories:name';

/**
 * Whether a role assignment's condition admits an action on a repository. Undefined where the text cannot be parsed, or asks for
 * something that is not known here: never a guess.
 */
export function conditionAdmits(text: string, attempt: Attempt): Truth {
  const parsed = parseCondition(text);
  return parsed.ok ? admits(parsed.condition, attempt) : undefined;
}

function admits(condition: Condition, attempt: Attempt): Truth {
  switch (condition.kind) {
    case 'and':
      return all(condition.all.map((part) => admits(part, attempt)));
    case 'or':
      return not(all(condition.any.map((part) => not(admits(part, attempt)))));
    case 'not':
      return not(admits(condition.of, attempt));
    case 'actionMatches':
      return like(condition.pattern, attempt.action, 'i');
    case 'subOperationMatches':
    case 'exists':
      return undefined;
    case 'compare':
      return compare(condition, attempt.repository);
  }
}

function compare({ attribute, quantifier, operator, operand }: ConditionComparison, repository: string | undefined): Truth {
  const isRepository = attribute.source === 'Request' && attribute.name.toLowerCase() === repositoryName;
  if (!isRepository || repository === undefined || operand.kind !== 'values') return undefined;
  if (quantifier !== undefined && quantifier !== 'ForAnyOfAnyValues') return undefined;
  const ignoreCase = operator.endsWith('IgnoreCase');
  const fold = (value: string): string => (ignoreCase ? value.toLowerCase() : value);
  const matches = comparisons[operator.replace(/IgnoreCase$/, '')];
  return matches && operand.values.some((value) => matches(fold(repository), fold(value)));
}

const comparisons: Readonly<Record<string, (name: string, value: string) => boolean>> = {
  StringEquals: (name, value) => name === value,
  StringStartsWith: (name, value) => name.startsWith(value),
  StringLike: (name, value) => like(value, name),
};

function like(pattern: string, value: string, flags = ''): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`, flags).test(value);
}

function all(parts: readonly Truth[]): Truth {
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
}

function not(part: Truth): Truth {
  return part === undefined ? undefined : !part;
}
