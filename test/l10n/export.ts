import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMain } from '../launch/main';
import { projectFolder } from '../launch/paths';
import { bundleTexts } from './translated';

/** Writes what translators translate: the English texts, by which VS Code looks up the translated ones. */
async function main(): Promise<number> {
  const texts = bundleTexts();
  await mkdir(join(projectFolder, 'l10n'), { recursive: true });
  await writeFile(join(projectFolder, 'l10n/bundle.l10n.json'), `${JSON.stringify(texts, null, 2)}\n`);
  console.log(`${Object.keys(texts).length} texts in l10n/bundle.l10n.json`);
  return 0;
}

runMain(main);
