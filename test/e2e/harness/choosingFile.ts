import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../launch/temporary';
import type { Workbench } from '../pages/workbench';
import { eventually } from './eventually';

/** Chooses a new file in VS Code's dialog, which is its own box where a browser shows the window: a path of the server's disk is typed there. */
export async function choosingFile({ quickInput }: Workbench, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  const isListed = async (label: string) => assert.ok((await quickInput.items()).some((item) => item.label === label));
  // Until it has read the folder that it begins with, the dialog writes that one's path over what is typed.
  await eventually(async () => {
    await isListed('..');
    assert.match(await quickInput.value(), /\/$/);
  });
  await eventually(async () => {
    await quickInput.type(path);
    await eventually(async () => {
      await isListed(name);
      assert.equal(await quickInput.value(), path);
    }, 3_000);
  });
  await quickInput.accept();
}
