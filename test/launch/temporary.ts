import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();

process.once('exit', () => folders.forEach(removeTemporary));

/** An empty folder that goes at the latest when this process does. Its path is short: VS Code opens sockets below it, whose paths are limited. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyless-'));
  folders.add(folder);
  return folder;
}

export function removeTemporary(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
