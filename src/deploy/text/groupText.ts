import type { Edit, Path, Severity } from '../../model/finding';
import type { FindingMessage } from '../../model/message';

/** Offset and length in characters. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export interface TextEdit extends Span {
  readonly text: string;
}

/** What is wrong with a text as such, before a definition is judged. */
export interface TextProblem extends Span {
  readonly code: string;
  readonly severity: Severity;
  readonly message: FindingMessage;
  readonly fix?: { readonly title: FindingMessage; readonly edits: readonly TextEdit[] };
}

/** One container group of a text. */
export interface GroupInText {
  /** Whether it stands in a template, among other things. */
  readonly isNested: boolean;
  /** Where it begins: a button stands above. */
  readonly at: Span;
  /** As it is written, in whatever case; expressions of a template worked out as far as they go. */
  readonly written: Readonly<Record<string, unknown>>;
  /** Where something stands; where it is missing, the nearest that it would stand in. Names count in any case. */
  readonly locate: (path: Path) => Span;
  /** The characters that a number, or true or false, is written in. */
  readonly sourceOf: (path: Path) => string | undefined;
  /** Whether an expression stands there in the text. */
  readonly isWorkedOut: (path: Path) => boolean;
  /** The changes that an edit of the definition comes to, or undefined where it can't be made here. */
  readonly edit: (edit: Edit) => readonly TextEdit[] | undefined;
}

export interface ReadText {
  readonly groups: readonly GroupInText[];
  readonly problems: readonly TextProblem[];
}

export type Format = 'yaml' | 'json';

const type = 'microsoft.containerinstance/containergroups';

/** Whether something is a container group: it says so, or it has containers and an operating system. Never by a file's name. */
export function isGroup(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const given = member(value, 'type');
  if (typeof given === 'string') return given.toLowerCase() === type;
  const properties = member(value, 'properties');
  if (!isObject(properties)) return false;
  const inner = member(properties, 'type');
  const hasContainers = Array.isArray(member(properties, 'containers'));
  return hasContainers && (member(properties, 'osType') !== undefined || (typeof inner === 'string' && inner.toLowerCase() === type));
}

/** Cheap, to be asked before a text is parsed: whether there may be a container group in it. */
export function mayHoldGroup(text: string): boolean {
  return (
    /microsoft\.containerinstance\/containergroups/i.test(text) || (/\bcontainers['"]?\s*:/i.test(text) && /\bosType['"]?\s*:/i.test(text))
  );
}

export function member(value: Readonly<Record<string, unknown>>, name: string): unknown {
  const wanted = name.toLowerCase();
  return Object.entries(value).findLast(([key]) => key.toLowerCase() === wanted)?.[1];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function apply(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.offset - a.offset)
    .reduce((changed, { offset, length, text: put }) => changed.slice(0, offset) + put + changed.slice(offset + length), text);
}
