/** Real data to check against, kept outside the project; tests that need it say so and skip where it is missing. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(process.env['KEYLESS_CORPUS'] ?? '../shared/corpus');

export function corpusMissing(): boolean {
  if (existsSync(root)) return false;
  console.log(`    skipped: no corpus at ${root} (set KEYLESS_CORPUS)`);
  return true;
}

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
}

/** Every recorded exchange with Resource Manager and registries, one after another. */
export function* recordings(): Generator<Exchange> {
  for (const file of filesUnder(join(root, 'recordings'))) {
    if (!file.endsWith('.jsonl')) continue;
    for (const line of readFileSync(file, 'utf8').split('\n')) if (line.trim() !== '') yield JSON.parse(line) as Exchange;
  }
}

export interface Recorded extends Exchange {
  readonly headers: Readonly<Record<string, string>>;
}

/** Recordings by file, each in its order. */
export function recordingFiles(): { readonly file: string; readonly exchanges: readonly Recorded[] }[] {
  const folder = join(root, 'recordings');
  return filesUnder(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => {
      const lines = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '');
      return { file: relative(folder, file), exchanges: lines.map((line) => JSON.parse(line) as Recorded) };
    });
}

/** `{code, message}` of an error file under `errors/`, or undefined where there is no such file. */
export function recordedError(path: string): { code: string; message: string } {
  const body = JSON.parse(readFileSync(join(root, 'errors', path), 'utf8')) as { error: { code: string; message: string } };
  return body.error;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}
