import { rowOf } from '../properties/find';
import { groupRows } from '../properties/groupRows';
import type { Property } from '../properties/property';

/** What is written at a place of a YAML text, told from indentation alone: while somebody types, it is seldom well-formed. */
export type PlaceInYaml =
  /** The name of a property; `rows` are those that may stand there. */
  | { readonly kind: 'name'; readonly rows: readonly Property[]; readonly typed: string }
  /** The value of one. */
  | { readonly kind: 'value'; readonly row: Property; readonly typed: string };

const keyLine = /^(\s*(?:-\s+)*)(?:'([^']*)'|"([^"]*)"|([\w.-]+))\s*:(?=\s|$)/;

/** @param lines up to the place; the last one only as far as it. */
export function placeInYaml(lines: readonly string[]): PlaceInYaml | undefined {
  const line = lines.at(-1) ?? '';
  if (/^\s*#/.test(line)) return undefined;
  const name = /^(\s*(?:-\s+)*)([A-Za-z]*)$/.exec(line);
  if (name) {
    const [, indent = '', typed = ''] = name;
    const rows = rowsAt(lines.slice(0, -1), indent);
    return rows && { kind: 'name', rows, typed };
  }
  const value = /^(\s*(?:-\s+)*)([A-Za-z]+)\s*:\s+(\S*)$/.exec(line);
  if (!value) return undefined;
  const [, indent = '', property = '', typed = ''] = value;
  const rows = rowsAt(lines.slice(0, -1), indent);
  const row = rows && rowOf(rows, property);
  return row && { kind: 'value', row, typed };
}

/** The property whose name stands at a place. @param lines up to and with the one of the place, whole. */
export function propertyInYaml(lines: readonly string[], column: number): { readonly row: Property; readonly start: number } | undefined {
  const found = keyLine.exec(lines.at(-1) ?? '');
  if (!found) return undefined;
  const [, indent = '', ...names] = found;
  const name = names.find((each) => each !== undefined) ?? '';
  if (column < indent.length || column > indent.length + name.length) return undefined;
  const rows = rowsAt(lines.slice(0, -1), indent);
  const row = rows && rowOf(rows, name);
  return row && { row, start: indent.length };
}

/** The rows of the table that may stand at an indentation, under the lines before it. */
function rowsAt(before: readonly string[], indent: string): readonly Property[] | undefined {
  const names: string[] = [];
  let column = outer(indent);
  for (let index = before.length - 1; index >= 0 && column > 0; index--) {
    const line = before[index] ?? '';
    if (/^---/.test(line)) break;
    const [, own = '', ...given] = keyLine.exec(line) ?? [];
    const name = given.find((each) => each !== undefined);
    if (name === undefined) continue;
    if (own.length < column) {
      names.unshift(name);
      column = outer(own);
    } else if (own.length === column && own.includes('-')) {
      // The first property of an item: what the list belongs to stands no deeper than the dash.
      column = outer(own);
    }
  }
  let rows: readonly Property[] | undefined = groupRows;
  for (const name of names) rows = rows && rowOf(rows, name)?.members;
  return rows;
}

/** The column that a parent's name stands left of; under a dash it may stand above it. */
function outer(indent: string): number {
  const dash = indent.indexOf('-');
  return dash < 0 ? indent.length : dash + 1;
}
