import { join } from 'node:path';
import { containerGroupSchema } from '../../src/deploy/properties/schema';
import { projectFolder } from '../launch/paths';

export const schemaFile = join(projectFolder, 'schemas/containerGroup.schema.json');

export function schemaText(): string {
  return `${JSON.stringify(containerGroupSchema(), null, 1)}\n`;
}
