/** Container groups in YAML, as the Azure CLI reads them: their places, and changes that leave the rest as it was written. */
import type { Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, stringify } from 'yaml';
import type { Edit, Path } from '../../model/finding';
import { message } from '../../model/message';
import type { GroupInText, ReadText, Span, TextEdit, TextProblem } from './groupText';
import { apply, isGroup, mayHoldGroup } from './groupText';

/** Groups of a text; nothing, and no problem either, where it is YAML of something else. */
export function readYaml(text: string): ReadText {
  if (!mayHoldGroup(text)) return { groups: [], problems: [] };
  const documents = parse(text);
  const tabs = leadingTabs(text);
  if (tabs.length === 0 || documents.every(({ errors }) => errors.length === 0)) return readDocuments(text, documents);
  return readTabbed(text, tabs);
}

function readDocuments(text: string, documents: readonly Document.Parsed[]): ReadText {
  const groups: GroupInText[] = [];
  const problems: TextProblem[] = [];
  for (const document of documents) {
    problems.push(...document.errors.map(({ message: reason, pos: [start, end] }) => syntax(reason, start, end)));
    const written: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 1000 });
    if (!isGroup(written) || !isMap(document.contents)) continue;
    problems.push(...duplicates(document.contents));
    groups.push(new YamlGroup(text, document, document.contents, written));
  }
  return { groups, problems };
}

/** A text that is indented with tabs, read as if they were spaces already. What takes more than one line is changed only when they are. */
function readTabbed(text: string, tabs: readonly number[]): ReadText {
  const edits = tabs.map((offset) => ({ offset, length: 1, text: tabWidth }));
  const spaced = apply(text, edits);
  const { groups, problems } = readDocuments(spaced, parse(spaced));
  const back = (offset: number): number => offset - longerBy(offset, tabs);
  const place = ({ offset, length }: Span): Span => ({ offset: back(offset), length: Math.max(1, back(offset + length) - back(offset)) });
  const change = (made: TextEdit): TextEdit => ({
    ...made,
    offset: back(made.offset),
    length: back(made.offset + made.length) - back(made.offset),
  });
  const [offset = 0] = tabs;
  const fix = { title: message('fix.spaces'), edits };
  const tabbed: TextProblem = { offset, length: 1, code: 'TabIndentation', severity: 'warning', message: message('definition.tab'), fix };
  return {
    groups: groups.map((group) => ({
      isNested: false,
      at: place(group.at),
      written: group.written,
      locate: (path) => place(group.locate(path)),
      sourceOf: group.sourceOf,
      isWorkedOut: (path) => group.isWorkedOut(path),
      edit: (edit) => {
        const made = group.edit(edit);
        return made?.some((each) => each.text.includes('\n')) ? undefined : made?.map(change);
      },
    })),
    problems: [
      tabbed,
      ...problems.map(({ fix: inner, ...problem }) => ({
        ...problem,
        ...place(problem),
        ...(inner ? { fix: { ...inner, edits: inner.edits.map(change) } } : {}),
      })),
    ],
  };
}

const tabWidth = '  ';

/** Offsets of the tabs that lines begin with. */
function leadingTabs(text: string): readonly number[] {
  return [...text.matchAll(/^[ \t]*\t[ \t]*(?=\S)/gm)].flatMap(({ index, 0: indent }) =>
    [...indent].flatMap((character, at) => (character === '\t' ? [index + at] : [])),
  );
}

/** How much longer a text has become before an offset in it, by the width of the tabs there. */
function longerBy(offset: number, tabs: readonly number[]): number {
  let longer = 0;
  for (const tab of tabs) {
    if (tab + longer >= offset) break;
    longer += tabWidth.length - 1;
  }
  return longer;
}

function parse(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  return Array.isArray(documents) ? documents : [];
}

function syntax(reason: string, start: number, end: number): TextProblem {
  const span = { offset: start, length: Math.max(1, end - start) };
  return { ...span, code: 'YamlSyntax', severity: 'error', message: message('definition.syntax', { reason }) };
}

type Entry = Pair<Scalar, Node | null>;

function entries(map: YAMLMap): readonly Entry[] {
  return map.items.filter((item): item is Entry => isPair(item) && isScalar(item.key));
}

function keyOf({ key }: Entry): string {
  // A merge key is a symbol.
  return typeof key.value === 'symbol' ? '<<' : String(key.value);
}

/** The last of two properties of one name counts; taking the first away changes nothing. */
function duplicates(node: unknown): readonly TextProblem[] {
  if (isSeq(node)) return node.items.flatMap(duplicates);
  if (!isMap(node)) return [];
  const all = entries(node);
  return all.flatMap((entry, index) => {
    const name = keyOf(entry).toLowerCase();
    const isOverridden = name !== '<<' && all.slice(index + 1).some((later) => keyOf(later).toLowerCase() === name);
    const next = all[index + 1];
    if (!isOverridden || !next) return duplicates(entry.value);
    const [offset, end] = rangeOf(entry.key);
    const edits = [{ offset, length: rangeOf(next.key)[0] - offset, text: '' }];
    const found: TextProblem = {
      offset,
      length: end - offset,
      code: 'DuplicateKey',
      severity: 'warning',
      message: message('definition.duplicateKey', { property: keyOf(entry) }),
      fix: { title: message('fix.removeFirst'), edits },
    };
    return [found, ...duplicates(entry.value)];
  });
}

function rangeOf(
  node: { readonly range?: readonly [number, number, number] | null | undefined } | null | undefined,
): readonly [number, number] {
  return node?.range ? [node.range[0], node.range[1]] : [0, 0];
}

class YamlGroup implements GroupInText {
  constructor(
    private readonly text: string,
    private readonly document: Document.Parsed,
    private readonly root: YAMLMap,
    readonly written: Readonly<Record<string, unknown>>,
  ) {}

  readonly isNested = false;

  get at(): Span {
    return this.first(this.root);
  }

  locate(path: Path): Span {
    let place = this.first(this.root);
    let node: unknown = this.root;
    for (const step of path) {
      const found = this.step(node, step);
      if (!found) return place;
      const { entry, value } = found;
      const key = entry ? span(rangeOf(entry.key)) : this.first(value);
      const [start, end] = isScalar(value) ? rangeOf(value) : [0, 0];
      place = end > start ? { offset: start, length: end - start } : key;
      node = value;
    }
    return place;
  }

  isWorkedOut(): boolean {
    return false;
  }

  readonly sourceOf = (path: Path): string | undefined => {
    const value = this.find(path)?.value;
    return isScalar(value) ? this.text.slice(...rangeOf(value)) : undefined;
  };

  edit(edit: Edit): readonly TextEdit[] | undefined {
    switch (edit.kind) {
      case 'set':
        return this.set(edit.path, edit.value);
      case 'remove':
        return this.remove(edit.path);
      case 'rename': {
        const entry = this.find(edit.path)?.entry;
        return entry && [{ ...span(rangeOf(entry.key)), text: edit.name }];
      }
      case 'quote': {
        const value = this.find(edit.path)?.value;
        if (!isScalar(value) || !value.range) return undefined;
        const place = span(rangeOf(value));
        const source = this.text.slice(place.offset, place.offset + place.length);
        return [{ ...place, text: `'${source.replaceAll("'", "''")}'` }];
      }
    }
  }

  private find(path: Path): Found | undefined {
    let found: Found | undefined = { value: this.root };
    for (const step of path) found = found && this.step(found.value, step);
    return found;
  }

  /** A property in any case, also one that comes from an anchor; of two of one name the last. */
  private step(node: unknown, step: string | number): Found | undefined {
    if (typeof step === 'number') {
      const item = isSeq(node) ? node.items[step] : undefined;
      return item === undefined ? undefined : { value: this.resolved(item), seq: node as YAMLSeq };
    }
    if (!isMap(node)) return undefined;
    const entry = entries(node).findLast((each) => keyOf(each).toLowerCase() === step.toLowerCase());
    if (entry) return { entry, value: this.resolved(entry.value), map: node };
    for (const merged of entries(node).filter((each) => keyOf(each) === '<<')) {
      const value = this.resolved(merged.value);
      const sources = isSeq(value) ? value.items.map((item) => this.resolved(item)) : [value];
      const found = sources.map((source) => this.step(source, step)).find((each) => each !== undefined);
      if (found) return found;
    }
    return undefined;
  }

  private resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node;
  }

  /** The beginning of something: its first property, or its first character. */
  private first(node: unknown): Span {
    const [entry] = isMap(node) ? entries(node) : [];
    if (entry) return span(rangeOf(entry.key));
    const [offset] = rangeOf(node as Node);
    return { offset, length: 1 };
  }

  private set(path: Path, value: unknown): readonly TextEdit[] | undefined {
    const there = this.find(path);
    if (there) return this.replace(there, written(value));
    for (let depth = path.length - 1; depth >= 0; depth--) {
      const parent = this.find(path.slice(0, depth));
      if (!parent) continue;
      const [name, ...rest] = path.slice(depth);
      if (typeof name !== 'string' || rest.some((step) => typeof step !== 'string')) return undefined;
      const inner = rest.reduceRight<unknown>((nested, step) => ({ [step]: nested }), value);
      if (isMap(parent.value)) return this.insert(parent.value, name, inner);
      // A property without a value, as in “resources:”.
      return isScalar(parent.value) && parent.value.value === null ? this.replace(parent, written({ [name]: inner })) : undefined;
    }
    return undefined;
  }

  private replace({ entry, value }: Found, text: string): readonly TextEdit[] | undefined {
    const [start, end] = this.extent(value as Node);
    if (end > start) return [{ offset: start, length: end - start, text }];
    if (!entry) return undefined;
    const colon = this.text.indexOf(':', rangeOf(entry.key)[1]);
    return colon < 0 ? undefined : [{ offset: colon + 1, length: 0, text: ` ${text}` }];
  }

  /** As the first property: there its indentation is known. */
  private insert(map: YAMLMap, name: string, value: unknown): readonly TextEdit[] | undefined {
    const [first] = entries(map);
    const entry = `${written(name)}: ${written(value)}`;
    const [start, end] = rangeOf(map);
    if (map.flow) {
      return first
        ? [{ offset: rangeOf(first.key)[0], length: 0, text: `${entry}, ` }]
        : [{ offset: start, length: end - start, text: `{ ${entry} }` }];
    }
    if (!first) return undefined;
    const [offset] = rangeOf(first.key);
    const column = offset - (this.text.lastIndexOf('\n', offset - 1) + 1);
    return [{ offset, length: 0, text: `${entry}${this.newLine}${' '.repeat(column)}` }];
  }

  private remove(path: Path): readonly TextEdit[] | undefined {
    const found = this.find(path);
    const { entry, value, map } = found ?? {};
    if (!entry || !map) return undefined;
    const all = entries(map);
    const index = all.indexOf(entry);
    const [offset] = rangeOf(entry.key);
    const next = all[index + 1];
    if (next) return [{ offset, length: rangeOf(next.key)[0] - offset, text: '' }];
    const end = Math.max(this.extent(value as Node)[1], this.afterColon(entry));
    const before = all[index - 1];
    if (!before) return [{ offset, length: end - offset, text: map.flow ? '' : '{}' }];
    const from = Math.max(this.extent(before.value)[1], this.afterColon(before));
    return [{ offset: from, length: end - from, text: '' }];
  }

  private afterColon({ key }: Entry): number {
    return this.text.indexOf(':', rangeOf(key)[1]) + 1;
  }

  /** A block's range may go on to the next line. */
  private extent(node: Node | null | undefined): readonly [number, number] {
    const [start, end] = rangeOf(node);
    return [start, start + this.text.slice(start, end).trimEnd().length];
  }

  private get newLine(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }
}

interface Found {
  readonly entry?: Entry;
  readonly value: unknown;
  readonly map?: YAMLMap;
  readonly seq?: YAMLSeq;
}

function span([start, end]: readonly [number, number]): Span {
  return { offset: start, length: Math.max(1, end - start) };
}

/** A value in YAML on one line. */
function written(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trimEnd();
}
