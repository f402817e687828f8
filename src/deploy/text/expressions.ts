/**
 * Expressions of ARM templates, worked out as far as they depend on nothing but the template.
 * Grammar: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
export interface TemplateScope {
  /** Values by name in lower case; what has no value that is known is not there. */
  readonly parameters: ReadonlyMap<string, unknown>;
  /** As written: worked out when asked for. */
  readonly variables: ReadonlyMap<string, unknown>;
}

/** What can't be worked out. */
export const unknown = Symbol('unknown');

/** Whether a text is an expression: `[…]`, where `[[` only writes a bracket. */
export function isExpression(text: string): boolean {
  return /^\[(?!\[)[^]*\]$/.test(text.trim());
}

/** The value of an expression, or `unknown`. */
export function evaluate(text: string, scope: TemplateScope): unknown {
  const reader = new Reader(text.trim().slice(1, -1), scope);
  try {
    return reader.whole();
  } catch {
    return unknown;
  }
}

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly scope: TemplateScope,
  ) {}

  whole(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw new Error('more than one expression');
    return value;
  }

  private value(): unknown {
    this.space();
    let value = this.primary();
    for (;;) {
      const [dotted, name] = /^\s*\.\s*([A-Za-z_]\w*)/.exec(this.rest) ?? [];
      if (dotted !== undefined && name !== undefined) {
        this.at += dotted.length;
        value = value === unknown ? unknown : property(value, name);
      } else if (this.takes('[')) {
        const index = this.value();
        this.demand(']');
        value = value === unknown || index === unknown ? unknown : property(value, index);
      } else return value;
    }
  }

  private primary(): unknown {
    const [text] = /^'(?:[^']|'')*'/.exec(this.rest) ?? [];
    if (text !== undefined) {
      this.at += text.length;
      return text.slice(1, -1).replaceAll("''", "'");
    }
    const [number] = /^-?\d+(\.\d+)?/.exec(this.rest) ?? [];
    if (number !== undefined) {
      this.at += number.length;
      return Number(number);
    }
    const [name] = /^[A-Za-z_][\w.]*(?=\s*\()/.exec(this.rest) ?? [];
    if (name === undefined) throw new Error('not an expression');
    this.at += name.length;
    return call(name.toLowerCase(), this.args(), this.scope);
  }

  private args(): readonly unknown[] {
    this.demand('(');
    const args: unknown[] = [];
    if (this.takes(')')) return args;
    do args.push(this.value());
    while (this.takes(','));
    this.demand(')');
    return args;
  }

  private get rest(): string {
    return this.text.slice(this.at);
  }

  private space(): void {
    this.at += /^\s*/.exec(this.rest)?.[0].length ?? 0;
  }

  private takes(sign: string): boolean {
    this.space();
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  private demand(sign: string): void {
    if (!this.takes(sign)) throw new Error(`${sign} is missing`);
  }
}

function property(value: unknown, name: unknown): unknown {
  if (Array.isArray(value)) return typeof name === 'number' && name in value ? value[name] : unknown;
  if (typeof value !== 'object' || value === null) return unknown;
  const entry = Object.entries(value).find(([key]) => key.toLowerCase() === String(name).toLowerCase());
  return entry ? entry[1] : unknown;
}

type Plain = string | number | boolean;

/** Functions whose arguments must all be known. */
const functions: Readonly<Record<string, (...args: Plain[]) => unknown>> = {
  format: (pattern, ...args) =>
    String(pattern).replace(/\{(\d+)(?::[^}]*)?\}/g, (whole, index: string) => String(args[Number(index)] ?? whole)),
  tolower: (text) => String(text).toLowerCase(),
  toupper: (text) => String(text).toUpperCase(),
  trim: (text) => String(text).trim(),
  string: (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)),
  int: (value) => Math.trunc(Number(value)),
  float: (value) => Number(value),
  bool: (value) => value === true || value === 1 || String(value).toLowerCase() === 'true',
  json: (text) => JSON.parse(String(text)) as unknown,
  replace: (text, from, to) => String(text).replaceAll(String(from), String(to)),
  substring: (text, start, length) => String(text).slice(Number(start), length === undefined ? undefined : Number(start) + Number(length)),
  split: (text, by) => String(text).split(String(by)),
  equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  not: (value) => !value,
  and: (...values) => values.every(Boolean),
  or: (...values) => values.some(Boolean),
  add: (a, b) => Number(a) + Number(b),
  sub: (a, b) => Number(a) - Number(b),
  mul: (a, b) => Number(a) * Number(b),
  length: (value) => (Array.isArray(value) || typeof value === 'string' ? value.length : Object.keys(value).length),
  empty: (value) =>
    value === '' || (Array.isArray(value) && value.length === 0) || (typeof value === 'object' && Object.keys(value).length === 0),
  first: (value) => itemOf(value, 0),
  last: (value) => itemOf(value, -1),
  createarray: (...items) => items,
  true: () => true,
  false: () => false,
  null: () => null,
};

function itemOf(value: unknown, index: number): unknown {
  if (typeof value === 'string') return value.at(index) ?? '';
  return Array.isArray(value) ? (value as unknown[]).at(index) : unknown;
}

function call(name: string, args: readonly unknown[], scope: TemplateScope): unknown {
  const [first, second, third] = args;
  switch (name) {
    case 'parameters':
      return named(scope.parameters, first);
    case 'variables': {
      const value = named(scope.variables, first);
      return value === unknown ? unknown : resolve(value, scope);
    }
    case 'if':
      return first === unknown ? unknown : first ? second : third;
    case 'coalesce': {
      const known = args.find((arg) => arg !== null);
      return known === undefined ? null : known;
    }
    case 'concat':
      if (args.includes(unknown)) return unknown;
      return args.every(Array.isArray) ? args.flat() : args.map((arg) => String(arg)).join('');
    case 'union':
      return args.every((arg) => typeof arg === 'object' && !Array.isArray(arg)) ? Object.assign({}, ...(args as object[])) : unknown;
    default: {
      const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
      return known && !args.includes(unknown) ? known(...(args as Plain[])) : unknown;
    }
  }
}

function named(values: ReadonlyMap<string, unknown>, name: unknown): unknown {
  const key = typeof name === 'string' ? name.toLowerCase() : undefined;
  return key !== undefined && values.has(key) ? values.get(key) : unknown;
}

/** A value with every expression in it worked out; `unknown` where one of them can't be. */
function resolve(value: unknown, scope: TemplateScope): unknown {
  const resolved = workOut(value, scope, () => unknown);
  return holdsUnknown(resolved) ? unknown : resolved;
}

function holdsUnknown(value: unknown): boolean {
  if (value === unknown) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnknown);
}

/** A value with the expressions in it worked out. @param otherwise what stands for one that can't be. */
export function workOut(value: unknown, scope: TemplateScope, otherwise: (expression: string) => unknown): unknown {
  if (typeof value === 'string') {
    if (!isExpression(value)) return value.startsWith('[[') ? value.slice(1) : value;
    const found = evaluate(value, scope);
    return found === unknown ? otherwise(value.trim().slice(1, -1)) : found;
  }
  if (Array.isArray(value)) return value.map((item) => workOut(item, scope, otherwise));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const key = workOut(name, scope, otherwise);
      return [typeof key === 'string' ? key : name, workOut(inner, scope, otherwise)];
    }),
  );
}
