import type { AttributeSource, Condition, ConditionAttribute, ConditionOperand, ConditionOperator, Quantifier } from './condition';
import { attributeSources, conditionOperators, quantifiers } from './condition';
import type { ConditionToken, TokenProblem } from './conditionToken';
import { readTokens } from './conditionToken';
import type { Message } from './message';
import { message } from './message';

/** Where a condition stops being one. */
export interface ConditionProblem {
  readonly message: Message;
  /** UTF-16 units from the beginning; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

export type ParsedCondition =
  { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly problem: ConditionProblem };

/** Keywords, operators and sources are read without regard to case, as Azure reads them. `NOT` binds before `AND`, `AND` before `OR`. */
export function parseCondition(text: string): ParsedCondition {
  const read = readTokens(text);
  if ('problem' in read) {
    return { ok: false, problem: { message: tokenMessage(read.problem), start: read.start, end: text.length } };
  }
  try {
    return { ok: true, condition: new Parser(read.tokens).whole() };
  } catch (error) {
    if (error instanceof Unparsable) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Unparsable extends Error {
  constructor(readonly problem: ConditionProblem) {
    super(problem.message.key);
  }
}

function tokenMessage(problem: TokenProblem): Message {
  switch (problem) {
    case 'unclosedString':
      return message('condition.unclosedString');
    case 'unclosedAttribute':
      return message('condition.unclosedAttribute');
    case 'unknownCharacter':
      return message('condition.unknownCharacter');
  }
}

class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly ConditionToken[]) {}

  whole(): Condition {
    const condition = this.either();
    const rest = this.peek();
    if (rest.kind !== 'end') throw this.fail(message('condition.expectedAndOr', { found: rest.text }));
    return condition;
  }

  private either(): Condition {
    const any = this.list(() => this.both(), 'OR', '||');
    return any.length === 1 && any[0] ? any[0] : { kind: 'or', any };
  }

  private both(): Condition {
    const all = this.list(() => this.term(), 'AND', '&&');
    return all.length === 1 && all[0] ? all[0] : { kind: 'and', all };
  }

  private list(one: () => Condition, keyword: string, symbol: string): Condition[] {
    const found = [one()];
    while (this.takeKeyword(keyword) || this.takeSymbol(symbol)) found.push(one());
    return found;
  }

  private term(): Condition {
    if (this.takeSymbol('!') || this.takeKeyword('NOT')) return { kind: 'not', of: this.term() };
    if (this.takeSymbol('(')) {
      const inner = this.either();
      if (!this.takeSymbol(')')) throw this.fail(message('condition.expectedClosing'));
      return inner;
    }
    if (this.takeKeyword('ActionMatches')) return { kind: 'actionMatches', pattern: this.pattern() };
    if (this.takeKeyword('SubOperationMatches')) return { kind: 'subOperationMatches', pattern: this.pattern() };
    if (this.takeKeyword('Exists')) return { kind: 'exists', attribute: this.attribute() };
    if (this.peek().kind === 'attribute') return this.comparison();
    throw this.fail(message('condition.expectedTerm'));
  }

  private pattern(): string {
    if (!this.takeSymbol('{')) throw this.fail(message('condition.expectedPattern', { example: "{'Microsoft.X/y/read'}" }));
    const pattern = this.peek();
    if (pattern.kind !== 'string') throw this.fail(message('condition.expectedPattern', { example: "{'Microsoft.X/y/read'}" }));
    this.at += 1;
    if (!this.takeSymbol('}')) throw this.fail(message('condition.expectedClosingBrace'));
    return pattern.text;
  }

  private attribute(): ConditionAttribute {
    const token = this.peek();
    if (token.kind !== 'attribute') throw this.fail(message('condition.expectedAttribute'));
    const source = named<AttributeSource>(attributeSources, token.source ?? '');
    if (!source) throw this.fail(message('condition.unknownSource', { source: token.source ?? '' }));
    if (token.text === '') throw this.fail(message('condition.expectedAttribute'));
    this.at += 1;
    return { kind: 'attribute', source, name: token.text };
  }

  private comparison(): Condition {
    const attribute = this.attribute();
    const token = this.peek();
    if (token.kind !== 'word') throw this.fail(message('condition.expectedOperator'));
    const [before, after] = token.text.includes(':') ? token.text.split(':', 2) : [undefined, token.text];
    const quantifier = before === undefined ? undefined : named<Quantifier>(quantifiers, before);
    const operator = named<ConditionOperator>(conditionOperators, after ?? '');
    if (!operator || (before !== undefined && !quantifier)) throw this.fail(message('condition.unknownOperator', { operator: token.text }));
    this.at += 1;
    return { kind: 'compare', attribute, ...(quantifier ? { quantifier } : {}), operator, operand: this.operand() };
  }

  private operand(): ConditionOperand {
    if (this.peek().kind === 'attribute') return this.attribute();
    if (!this.takeSymbol('{')) return { kind: 'values', values: [this.value()] };
    const values = [this.value()];
    while (this.takeSymbol(',')) values.push(this.value());
    if (!this.takeSymbol('}')) throw this.fail(message('condition.expectedClosingBrace'));
    return { kind: 'values', values };
  }

  private value(): string {
    const token = this.peek();
    if (token.kind !== 'string' && token.kind !== 'word') throw this.fail(message('condition.expectedValue'));
    this.at += 1;
    return token.text;
  }

  private peek(): ConditionToken {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as ConditionToken;
  }

  private takeSymbol(symbol: string): boolean {
    return this.take('symbol', symbol);
  }

  private takeKeyword(keyword: string): boolean {
    return this.take('word', keyword);
  }

  private take(kind: ConditionToken['kind'], text: string): boolean {
    const token = this.peek();
    if (token.kind !== kind || token.text.toLowerCase() !== text.toLowerCase()) return false;
    this.at += 1;
    return true;
  }

  private fail(text: Message): Unparsable {
    const { start, end } = this.peek();
    return new Unparsable({ message: text, start, end });
  }
}

function named<Name extends string>(names: readonly Name[], text: string): Name | undefined {
  return names.find((name) => name.toLowerCase() === text.toLowerCase());
}
