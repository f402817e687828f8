/** Judges a definition by the table of properties: names, types, values, and the api-version that it is written for. */
import type { Fix, Path } from '../../model/finding';
import type { FindingMessage } from '../../model/message';
import { message } from '../../model/message';
import { secretProperties } from '../../model/secrets';
import { isBefore } from '../properties/apiVersions';
import { isObject, numberIn } from '../properties/canonical';
import { rowOf } from '../properties/find';
import { groupRows } from '../properties/groupRows';
import type { Property } from '../properties/property';
import { sources } from '../properties/sources';
import type { Findings } from './findings';
import { dotted, setTo, shown } from './findings';
import { isGap } from './gaps';
import { nearest } from './nearest';

/** Refused in words that are known; the rules beside the table say so. */
const otherwiseJudged: ReadonlySet<string> = new Set(['identity']);
/** Refused in words that are known: `InvalidOsType`, `PriorityNotSpecified`. */
const closedValues: Readonly<Record<string, string>> = { osType: 'InvalidOsType', priority: 'PriorityNotSpecified' };

export function checkShape(definition: object, version: string, findings: Findings): void {
  new Shape(version, findings).object(definition as Record<string, unknown>, groupRows, []);
}

class Shape {
  constructor(
    private readonly version: string,
    private readonly findings: Findings,
  ) {}

  object(value: Record<string, unknown>, rows: readonly Property[], path: Path): void {
    for (const [name, inner] of Object.entries(value)) {
      const row = rowOf(rows, name);
      if (row) this.property(inner, row, [...path, row.name]);
      else this.unknown(name, rows, value, path);
    }
  }

  private property(value: unknown, row: Property, path: Path): void {
    if (value === null || value === undefined) return;
    this.versions(row, path);
    if (isGap(value)) return;
    const wrong = this.mistyped(value, row, path);
    if (wrong) return;
    if (row.values) this.values(value, row, path);
    this.rules(value, row, path);
    if (isObject(value) && row.type === 'object') this.object(value, row.members ?? [], path);
    if (Array.isArray(value) && row.members) this.items(value, row.members, path, row.name);
  }

  private items(values: readonly unknown[], rows: readonly Property[], path: Path, name: string): void {
    values.forEach((item, index) => {
      if (isObject(item)) this.object(item, rows, [...path, index]);
      else if (!isGap(item))
        this.refuse('definition.notObject', item, [...path, index], name === 'ports' ? asPort(item, [...path, index]) : undefined);
    });
  }

  private rules(value: unknown, row: Property, path: Path): void {
    // A number in quotes is judged as the number.
    const read = row.type === 'number' || row.type === 'integer' ? (typeof value === 'string' ? numberIn(value) : value) : value;
    for (const { code, severity, source, broken, mended } of row.rules ?? []) {
      const text = broken(read);
      if (!text) continue;
      const better = mended?.(read);
      this.findings.add(severity, code, path, text, { source, fix: better === undefined ? undefined : setTo(path, better) });
      return;
    }
  }

  private versions({ name, since, isReadOnly }: Property, path: Path): void {
    const { version, findings } = this;
    const property = dotted(path);
    if (isReadOnly) {
      findings.add('information', 'ReadOnlyProperty', path, message('definition.readOnly', { property }));
    } else if (since !== undefined && isBefore(version, since) && !otherwiseJudged.has(name)) {
      const text = message('definition.tooOld', { version, property, since });
      findings.add('warning', 'PropertyNotInApiVersion', path, text, { source: sources.template, fix: apiVersionFix(since) });
    }
  }

  /** Adds what is wrong with a value's type; true where there is nothing left to judge. */
  private mistyped(value: unknown, row: Property, path: Path): boolean {
    switch (row.type) {
      case 'text':
        if (typeof value === 'string') return false;
        if (typeof value === 'object')
          return this.refuse('definition.notTextual', value, path, row.name === 'searchDomains' ? joined(value, path) : undefined);
        this.findings.add('warning', 'NotText', path, this.about('definition.notText', value, path), {
          source: sources.yaml,
          fix: { title: message('fix.quote'), edits: [{ kind: 'quote', path }] },
        });
        return false;
      case 'integer':
      case 'number': {
        if (typeof value === 'number') return false;
        const number = typeof value === 'string' ? numberIn(value) : undefined;
        if (number === undefined) return this.refuse('definition.notNumber', value, path);
        this.findings.add('information', 'QuotedNumber', path, this.about('definition.quotedNumber', value, path), {
          source: sources.yaml,
          fix: setTo(path, number),
        });
        return false;
      }
      case 'boolean': {
        if (typeof value === 'boolean') return false;
        const read = typeof value === 'string' ? /^\s*(true|false)\s*$/i.exec(value)?.[1]?.toLowerCase() : undefined;
        if (read === undefined) return this.refuse('definition.notBoolean', value, path);
        this.findings.add('information', 'QuotedBoolean', path, this.about('definition.quotedBoolean', value, path), {
          fix: setTo(path, read === 'true'),
        });
        return false;
      }
      case 'list':
        if (Array.isArray(value)) return false;
        return this.refuse('definition.notList', value, path, wrapped(value, row, path));
      case 'object':
      case 'map':
        if (isObject(value)) return false;
        return this.refuse('definition.notObject', value, path, row.name === 'userAssignedIdentities' ? mapped(value, path) : undefined);
      case 'any':
        return false;
    }
  }

  private values(value: unknown, row: Property, path: Path): void {
    const text = String(value);
    const plain = (name: string): string => name.toLowerCase().replace(/\s/g, '');
    const values = row.values ?? [];
    if (values.some((name) => plain(name) === plain(text))) return;
    const args = { value: text, property: dotted(path), values: values.join(', ') };
    const near = nearest(text, values);
    const fix = near === undefined ? undefined : setTo(path, near);
    const code = closedValues[row.name];
    if (code) this.findings.add('error', code, path, message('definition.mustBeOneOf', args), { source: sources.troubleshooting, fix });
    else this.findings.add('warning', 'UnknownValue', path, message('definition.notOneOf', args), { source: sources.template, fix });
  }

  private unknown(name: string, rows: readonly Property[], siblings: object, path: Path): void {
    if (path.length === 0 && ignoredAtTop.has(name.toLowerCase())) return;
    const taken = new Set(Object.keys(siblings).map((sibling) => sibling.toLowerCase()));
    const free = rows.filter((row) => !row.isReadOnly && !taken.has(row.name.toLowerCase())).map((row) => row.name);
    const near = nearest(name, free);
    const at = [...path, name];
    const args = { property: dotted(at), version: this.version };
    if (near === undefined) this.findings.add('information', 'UnknownProperty', at, message('definition.unknownProperty', args));
    else {
      const fix: Fix = { title: message('fix.rename', { name: near }), edits: [{ kind: 'rename', path: at, name: near }] };
      this.findings.add('information', 'UnknownProperty', at, message('definition.misspelled', { ...args, name: near }), { fix });
    }
  }

  /** The service's JSON deserializer answers so: `InvalidRequestContent`. */
  private refuse(key: ShapeMessage, value: unknown, path: Path, fix?: Fix): true {
    this.findings.add('error', 'InvalidRequestContent', path, this.about(key, value, path), { fix });
    return true;
  }

  private about(key: ShapeMessage, value: unknown, path: Path): FindingMessage {
    const isSecret = secretProperties.has(String(path.at(-1)).toLowerCase());
    return message(key, { value: isSecret ? '…' : shown(value), property: dotted(path) });
  }
}

type ShapeMessage = Extract<
  FindingMessage['key'],
  `definition.${'not' | 'quoted'}${'Text' | 'Textual' | 'Number' | 'Boolean' | 'Object' | 'List'}`
>;

/** Judged apart. */
const ignoredAtTop: ReadonlySet<string> = new Set(['api-version', 'api_version']);

export function apiVersionFix(version: string): Fix {
  return { title: message('fix.apiVersion', { version }), edits: [{ kind: 'set', path: ['apiVersion'], value: version }] };
}

/** One thing where a list belongs. */
function wrapped(value: unknown, row: Property, path: Path): Fix | undefined {
  if (row.name === 'environmentVariables' && isObject(value)) {
    const variables = Object.entries(value).map(([name, inner]) => ({
      name,
      value: typeof inner === 'string' ? inner : JSON.stringify(inner),
    }));
    return { title: message('fix.list'), edits: [{ kind: 'set', path, value: variables }] };
  }
  const fits = row.members ? isObject(value) : typeof value === 'string';
  return fits ? { title: message('fix.list'), edits: [{ kind: 'set', path, value: [value] }] } : undefined;
}

/** A port's number alone. */
function asPort(value: unknown, path: Path): Fix | undefined {
  const port = typeof value === 'string' ? numberIn(value) : value;
  return typeof port === 'number' ? { title: message('fix.port', { port }), edits: [{ kind: 'set', path, value: { port } }] } : undefined;
}

/** A list of names where an object with those names belongs. */
function mapped(value: unknown, path: Path): Fix | undefined {
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) return undefined;
  return { title: message('fix.map'), edits: [{ kind: 'set', path, value: Object.fromEntries(value.map((name) => [name, {}])) }] };
}

/** Search domains stand in one text, with spaces between them. */
function joined(value: unknown, path: Path): Fix | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? setTo(path, value.join(' ')) : undefined;
}
