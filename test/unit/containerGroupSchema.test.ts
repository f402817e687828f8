import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { propertyAt } from '../../src/deploy/properties/find';
import { groupRows } from '../../src/deploy/properties/groupRows';
import type { Property } from '../../src/deploy/properties/property';
import { corpusFile } from '../sandbox/corpus';
import { schemaFile, schemaText } from '../schema/schemaText';

describe('The table of properties', () => {
  it('is what the contributed schema says; if not, `npm run schema` writes it anew', () => {
    assert.equal(readFileSync(schemaFile, 'utf8'), schemaText());
  });

  it('names each property once among its siblings, whatever the case', () => {
    const visit = (rows: readonly Property[]): void => {
      const names = rows.map(({ name }) => name.toLowerCase());
      assert.deepEqual([...new Set(names)], names);
      for (const { members } of rows) if (members) visit(members);
    };
    visit(groupRows);
  });

  it('finds a property by a path in any case', () => {
    assert.equal(propertyAt(['Properties', 'containers', 0, 'properties', 'resources', 'requests', 'memoryInGb'])?.name, 'memoryInGB');
    assert.equal(propertyAt(['properties', 'containers', 0, 'properties', 'nothing']), undefined);
  });

  it('has every property of Azure’s own schema, with its type and values', function () {
    const text = corpusFile(join('arm-schemas', '2025-09-01', 'Microsoft.ContainerInstance.json'));
    if (text === undefined) return this.skip();
    const schema = JSON.parse(text) as { definitions: Record<string, Schema>; resourceDefinitions: Record<string, Schema> };
    const lacking: string[] = [];
    const compare = (theirs: Schema, rows: readonly Property[], path: string): void => {
      for (const [name, wrapped] of Object.entries(theirs.properties ?? {})) {
        const theirProperty = first(wrapped);
        const target = theirProperty.$ref ? (schema.definitions[theirProperty.$ref.split('/').at(-1) ?? ''] ?? {}) : theirProperty;
        const row = rows.find((each) => each.name === name);
        const at = `${path}.${name}`;
        if (!row) {
          lacking.push(at);
          continue;
        }
        const missing = (target.enum ?? []).filter((value) => !row.values?.includes(value));
        if (row.values && missing.length > 0) lacking.push(`${at}: ${missing.join()}`);
        if ((target.type === 'array') !== (row.type === 'list')) lacking.push(`${at}: ${target.type}`);
        if (target.type === 'boolean' && row.type !== 'boolean') lacking.push(`${at}: boolean`);
        const item = target.items ? first(target.items) : target;
        const inner = item.$ref ? (schema.definitions[item.$ref.split('/').at(-1) ?? ''] ?? {}) : item;
        if (row.members) compare(inner, row.members, at);
      }
    };
    compare(schema.resourceDefinitions['containerGroups'] ?? {}, groupRows, '');
    assert.deepEqual(lacking, []);
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
}

/** The other one is an expression. */
function first(schema: Schema): Schema {
  return schema.oneOf?.[0] ?? schema;
}
