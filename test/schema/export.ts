import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runMain } from '../launch/main';
import { schemaFile, schemaText } from './schemaText';

/** Writes the schema that the manifest contributes, from the table of properties. */
async function main(): Promise<number> {
  await mkdir(dirname(schemaFile), { recursive: true });
  await writeFile(schemaFile, schemaText());
  console.log(schemaFile);
  return 0;
}

runMain(main);
