import { propertyMessages } from '../../model/messages/properties';
import { groupRows } from './groupRows';
import type { Property } from './property';

/**
 * The table as a JSON schema, for completion and hover. It says no value is wrong: what is, and how bad that is, `validate` says, which knows
 * names in any case, numbers in quotes and the api-version.
 */
export function containerGroupSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Azure container group',
    ...objectSchema(groupRows),
  };
}

function objectSchema(rows: readonly Property[]): object {
  const shown = rows.filter(({ isReadOnly }) => !isReadOnly);
  return { properties: Object.fromEntries(shown.map((row) => [row.name, propertySchema(row)])) };
}

function propertySchema(row: Property): object {
  const { members } = row;
  return {
    description: describe(row),
    ...(row.values ? { anyOf: [{ enum: row.values }, {}] } : {}),
    ...(row.type === 'object' && members ? objectSchema(members) : {}),
    ...(row.type === 'list' && members ? { items: objectSchema(members) } : {}),
    ...(row.type === 'boolean' ? { anyOf: [{ enum: [true, false] }, {}] } : {}),
    ...snippet(row),
  };
}

function describe({ says, since, until }: Property): string {
  const sentence = propertyMessages[says];
  if (since !== undefined) return `${sentence} Since ${since}.`;
  return until === undefined ? sentence : `${sentence} Before ${until}.`;
}

/** What completion puts in after the name. */
function snippet({ type }: Property): object {
  if (type === 'object' || type === 'map') return { defaultSnippets: [{ label: '{}', body: {} }] };
  return type === 'list' ? { defaultSnippets: [{ label: '[]', body: [] }] } : {};
}
