/** Container groups in JSON: a definition by itself, or resources of an ARM template, which may have comments and texts over several lines. */
import type { Node, ParseError } from 'jsonc-parser';
import { findNodeAtLocation, getNodeValue, modify, parseTree } from 'jsonc-parser';
import type { Edit, Path } from '../../model/finding';
import { gap } from '../rules/gaps';
import type { TemplateScope } from './expressions';
import { isExpression, workOut } from './expressions';
import type { GroupInText, ReadText, Span, TextEdit } from './groupText';
import { isGroup, isObject, mayHoldGroup, member } from './groupText';

/** Groups of a text. What is wrong with JSON's syntax VS Code shows by itself. */
export function readJson(text: string): ReadText {
  const none = { groups: [], problems: [] };
  if (!mayHoldGroup(text)) return none;
  const plain = withoutLineBreaks(text);
  const root = parseTree(plain, [], { allowTrailingComma: true });
  if (!root) return none;
  const value: unknown = valueOf(root);
  if (!isObject(value)) return none;
  const scope: TemplateScope = { parameters: new Map(), variables: new Map() };
  if (isGroup(value)) return { groups: [new JsonGroup(plain, root, [], value)], problems: [] };
  const groups = found(value, [], scope).map(({ path, written }) => new JsonGroup(plain, root, path, written));
  return { groups, problems: [] };
}

export interface ReadDefinition {
  /** Where there is an object at all. */
  readonly group: GroupInText | undefined;
  /** How many errors of syntax there are; VS Code shows them. */
  readonly errors: number;
}

/** The definition that a text of JSON is as a whole, whatever is in it. */
export function readDefinition(text: string): ReadDefinition {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const value: unknown = root && getNodeValue(root);
  return { group: root && isObject(value) ? new JsonGroup(text, root, [], value) : undefined, errors: errors.length };
}

const lineFeed = '\uE00A';
const carriageReturn = '\uE00D';

/** Templates may break lines in a text, JSON may not: a stand-in for each, so that nothing moves. */
function withoutLineBreaks(text: string): string {
  // Comments first: a quote in one opens no text.
  return text.replace(/\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\]|\\[^])*"/g, (token) =>
    token.startsWith('"') ? token.replaceAll('\n', lineFeed).replaceAll('\r', carriageReturn) : token,
  );
}

function valueOf(node: Node): unknown {
  return broken(getNodeValue(node));
}

function broken(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(lineFeed, '\n').replaceAll(carriageReturn, '\r');
  if (Array.isArray(value)) return value.map(broken);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, broken(inner)]));
}

interface Resource {
  readonly path: Path;
  readonly written: Record<string, unknown>;
}

/** Groups of a template, and of the templates that are deployed within it. */
function found(template: Readonly<Record<string, unknown>>, path: Path, outer: TemplateScope, given: unknown = {}): readonly Resource[] {
  const scope = scopeOf(template, given, outer);
  const resources = member(template, 'resources');
  const list: readonly (readonly [string | number, unknown])[] = Array.isArray(resources)
    ? resources.map((resource, index) => [index, resource] as const)
    : isObject(resources)
      ? Object.entries(resources)
      : [];
  return list.flatMap(([name, resource]): readonly Resource[] => {
    if (!isObject(resource)) return [];
    const at = [...path, 'resources', name];
    if (isGroup(resource)) return [{ path: at, written: workOut(resource, scope, gap) as Record<string, unknown> }];
    const properties = member(resource, 'properties');
    const inner = isObject(properties) ? member(properties, 'template') : undefined;
    return isObject(properties) && isObject(inner)
      ? found(inner, [...at, 'properties', 'template'], scope, member(properties, 'parameters'))
      : [];
  });
}

/** @param given values of parameters, as expressions of the template around. */
function scopeOf(template: Readonly<Record<string, unknown>>, given: unknown, outer: TemplateScope): TemplateScope {
  const parameters = new Map<string, unknown>();
  const variables = new Map(entriesOf(member(template, 'variables')).map(([name, value]) => [name.toLowerCase(), value]));
  const own: TemplateScope = { parameters, variables };
  for (const [name, parameter] of entriesOf(member(template, 'parameters'))) {
    const set = isObject(given) ? member(given, name) : undefined;
    const value = isObject(set) && 'value' in set ? workOut(set['value'], outer, gap) : undefined;
    const usual = isObject(parameter) ? member(parameter, 'defaultValue') : undefined;
    if (value !== undefined) keep(parameters, name, value);
    else if (usual !== undefined) keep(parameters, name, workOut(usual, own, gap));
  }
  return own;
}

/** A value with a gap in it is none. */
function keep(parameters: Map<string, unknown>, name: string, value: unknown): void {
  if (!JSON.stringify(value).includes('{{value:')) parameters.set(name.toLowerCase(), value);
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

class JsonGroup implements GroupInText {
  /** @param text without line breaks in texts, of the same length. */
  constructor(
    private readonly text: string,
    private readonly root: Node,
    private readonly path: Path,
    readonly written: Readonly<Record<string, unknown>>,
  ) {}

  get isNested(): boolean {
    return this.path.length > 0;
  }

  get at(): Span {
    const node = findNodeAtLocation(this.root, [...this.path]);
    return { offset: node?.offset ?? 0, length: 1 };
  }

  locate(path: Path): Span {
    const spelled = this.spelled(path);
    const node = findNodeAtLocation(this.root, [...spelled]);
    if (!node) return { offset: 0, length: 1 };
    const isWhole = spelled.length === this.path.length + path.length;
    const key = node.parent?.type === 'property' && spelled.length > this.path.length ? node.parent.children?.[0] : undefined;
    const isScalar = node.type !== 'object' && node.type !== 'array';
    // Of an object, the name of its property says enough; the whole underlined would say too much.
    if (isWhole && isScalar) return { offset: node.offset, length: node.length };
    if (key) return { offset: key.offset, length: key.length };
    return { offset: node.offset, length: isScalar ? node.length : 1 };
  }

  isWorkedOut(path: Path): boolean {
    const node = findNodeAtLocation(this.root, [...this.spelled(path)]);
    return node?.type === 'string' && isExpression(String(node.value));
  }

  readonly sourceOf = (path: Path): string | undefined => {
    const node = findNodeAtLocation(this.root, [...this.spelled(path)]);
    return node?.type === 'number' || node?.type === 'boolean' ? this.text.slice(node.offset, node.offset + node.length) : undefined;
  };

  edit(edit: Edit): readonly TextEdit[] | undefined {
    const spelled = this.spelled(edit.path);
    const isThere = spelled.length === this.path.length + edit.path.length;
    const node = findNodeAtLocation(this.root, [...spelled]);
    switch (edit.kind) {
      case 'set': {
        // An expression stands where the object would be that this is to be a part of.
        if (!isThere && node && node.type !== 'object') return undefined;
        const rest = edit.path.slice(spelled.length - this.path.length);
        return this.modified([...spelled, ...rest], edit.value);
      }
      case 'remove':
        return isThere ? this.modified(spelled, undefined) : undefined;
      case 'rename': {
        const key = isThere && node?.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
        return key && [{ offset: key.offset, length: key.length, text: JSON.stringify(edit.name) }];
      }
      case 'quote':
        if (!isThere || !node) return undefined;
        return [
          { offset: node.offset, length: node.length, text: JSON.stringify(this.text.slice(node.offset, node.offset + node.length)) },
        ];
    }
  }

  private modified(path: Path, value: unknown): readonly TextEdit[] {
    const indent = /\n([ \t]+)\S/.exec(this.text)?.[1] ?? '  ';
    const formattingOptions = {
      insertSpaces: !indent.includes('\t'),
      tabSize: indent.length,
      eol: this.text.includes('\r\n') ? '\r\n' : '\n',
    };
    return modify(this.text, [...path], value, { formattingOptions }).map(({ offset, length, content }) => ({
      offset,
      length,
      text: content,
    }));
  }

  /** The longest part of a path that stands in the text, as it is spelled there; with the way to the resource before it. */
  private spelled(path: Path): Path {
    const spelled = [...this.path];
    for (const step of path) {
      const node = findNodeAtLocation(this.root, spelled);
      const name =
        node && (typeof step === 'number' ? node.type === 'array' && step < (node.children?.length ?? 0) && step : nameIn(node, step));
      if (name === undefined || name === false) return spelled;
      spelled.push(name);
    }
    return spelled;
  }
}

/** A property's name as it is spelled in an object; expressions in names count as what they come to only where they are written out. */
function nameIn(node: Node, name: string): string | undefined {
  if (node.type !== 'object') return undefined;
  const names = (node.children ?? []).map((property) => String(property.children?.[0]?.value));
  return (
    names.findLast((each) => each.toLowerCase() === name.toLowerCase()) ??
    (names.length === 1 && isExpression(names[0] ?? '') ? names[0] : undefined)
  );
}
