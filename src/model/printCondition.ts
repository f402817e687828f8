import type { Condition, ConditionAttribute, ConditionOperand } from './condition';

/** A condition as text, one term a line, in the layout of Azure's documentation. Read again it is the same condition. */
export function printCondition(condition: Condition): string {
  return lines(grouped(condition)).join('\n');
}

type Printed = string | { readonly not?: true; readonly parts: readonly Printed[]; readonly between: 'AND' | 'OR' };

function grouped(condition: Condition): Printed {
  switch (condition.kind) {
    case 'and':
      return { parts: condition.all.map(grouped), between: 'AND' };
    case 'or':
      return { parts: condition.any.map(grouped), between: 'OR' };
    case 'not':
      return negated(grouped(condition.of));
    case 'actionMatches':
      return `ActionMatches{${quoted(condition.pattern)}}`;
    case 'subOperationMatches':
      return `SubOperationMatches{${quoted(condition.pattern)}}`;
    case 'exists':
      return `Exists ${attributeText(condition.attribute)}`;
    case 'compare': {
      const { attribute, quantifier, operator, operand } = condition;
      return `${attributeText(attribute)} ${quantifier ? `${quantifier}:` : ''}${operator} ${operandText(operand)}`;
    }
  }
}

function negated(inner: Printed): Printed {
  return typeof inner === 'string' || inner.not ? { not: true, parts: [inner], between: 'AND' } : { ...inner, not: true };
}

function lines(printed: Printed): string[] {
  if (typeof printed === 'string') return [printed];
  const { not, parts, between } = printed;
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'string') return [`${not ? '!' : ''}(${only})`];
  const inner = parts.flatMap((part, index) => [...(index > 0 ? [between] : []), ...lines(part)]);
  return [`${not ? '!' : ''}(`, ...inner.map((line) => ` ${line}`), ')'];
}

function attributeText({ source, name }: ConditionAttribute): string {
  return `@${source}[${name}]`;
}

function operandText(operand: ConditionOperand): string {
  if (operand.kind === 'attribute') return attributeText(operand);
  const [only, ...more] = operand.values.map(valueText);
  return more.length === 0 ? (only ?? '{}') : `{${[only, ...more].join(', ')}}`;
}

/** GUIDs, numbers and truth values stand without quotes. */
function valueText(value: string): string {
  return /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|-?\d+|true|false)$/i.test(value) ? value : quoted(value);
}

function quoted(text: string): string {
  return `'${text.replace(/\\(?=[\\'])|'/g, (found) => `\\${found}`)}'`;
}
