import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Path } from '../../model/finding';
import { rowOf } from './find';
import { groupRows } from './groupRows';
import type { Property } from './property';

/**
 * A definition as Azure reads it: names as Azure spells them (they are matched without regard to case), numbers in quotes as numbers, and
 * numbers as text where text belongs, without what Azure fills in. What is not known stays as it is. It may be any JSON.
 * @param asText how a number, or true or false, is written where it stands.
 */
export function canonical(definition: unknown, asText: AsText = String): ContainerGroupDefinition {
  return object(definition, groupRows, [], asText) as ContainerGroupDefinition;
}

type AsText = (value: number | boolean, path: Path) => string;

function object(value: unknown, rows: readonly Property[], path: Path, asText: AsText): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const row = rowOf(rows, name);
      if (!row) return [[name, inner]];
      return row.isReadOnly ? [] : [[row.name, valueOf(inner, row, [...path, row.name], asText)]];
    }),
  );
}

function valueOf(value: unknown, row: Property, path: Path, asText: AsText): unknown {
  switch (row.type) {
    case 'object':
      return object(value, row.members ?? [], path, asText);
    case 'list':
      return Array.isArray(value) && row.members
        ? value.map((item, index) => object(item, row.members ?? [], [...path, index], asText))
        : value;
    case 'integer':
    case 'number':
      return typeof value === 'string' ? (numberIn(value) ?? value) : value;
    case 'text':
      return typeof value === 'number' || typeof value === 'boolean' ? asText(value, path) : value;
    case 'boolean':
    case 'map':
    case 'any':
      return value;
  }
}

/** A number in quotes, as the service takes it. */
export function numberIn(text: string): number | undefined {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
