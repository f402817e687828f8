/**
 * Conditions of role assignments (`conditionVersion` 2.0): syntax only. What a condition allows is decided elsewhere.
 * Grammar: https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 */
export type Condition =
  | { readonly kind: 'and'; readonly all: readonly Condition[] }
  | { readonly kind: 'or'; readonly any: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** The action being tried matches a pattern, in which `*` stands for anything. */
  | { readonly kind: 'actionMatches'; readonly pattern: string }
  | { readonly kind: 'subOperationMatches'; readonly pattern: string }
  | { readonly kind: 'exists'; readonly attribute: ConditionAttribute }
  | ConditionComparison;

export interface ConditionComparison {
  readonly kind: 'compare';
  readonly attribute: ConditionAttribute;
  readonly quantifier?: Quantifier;
  readonly operator: ConditionOperator;
  readonly operand: ConditionOperand;
}

export type ConditionOperand = ConditionAttribute | { readonly kind: 'values'; readonly values: readonly string[] };

export interface ConditionAttribute {
  readonly kind: 'attribute';
  readonly source: AttributeSource;
  /** `Microsoft.ContainerRegistry/registries/repositories:name`, in the author's spelling. */
  readonly name: string;
}

export const attributeSources = ['Request', 'Resource', 'Principal', 'Environment'] as const;
export type AttributeSource = (typeof attributeSources)[number];

/** How several values of the attribute (first word) meet several values of the operand (second). */
export const quantifiers = ['ForAnyOfAnyValues', 'ForAllOfAnyValues', 'ForAnyOfAllValues', 'ForAllOfAllValues'] as const;
export type Quantifier = (typeof quantifiers)[number];

export const conditionOperators = [
  ...(['Equals', 'NotEquals', 'StartsWith', 'NotStartsWith', 'Like', 'NotLike', 'Matches', 'NotMatches'] as const).flatMap(
    (name) => [`String${name}`, `String${name}IgnoreCase`] as const,
  ),
  'GuidEquals',
  'GuidNotEquals',
  'BoolEquals',
  'BoolNotEquals',
  ...(['Numeric', 'DateTime'] as const).flatMap(
    (type) =>
      [
        `${type}Equals`,
        `${type}NotEquals`,
        `${type}GreaterThan`,
        `${type}GreaterThanEquals`,
        `${type}LessThan`,
        `${type}LessThanEquals`,
      ] as const,
  ),
] as const;
export type ConditionOperator = (typeof conditionOperators)[number];
