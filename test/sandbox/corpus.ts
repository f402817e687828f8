/** Real data to check against, kept outside the project; tests that need it say so and skip where it is missing. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

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
  /** Absent from examples. */
  readonly headers?: Readonly<Record<string, string>>;
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

export interface Example {
  readonly operation: string;
  readonly method: string;
  /** Of the operation: `/subscriptions/{subscriptionId}/…`. */
  readonly template: string;
  readonly file: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly responses: Readonly<Record<string, { readonly body?: unknown }>>;
}

/** Every official example that is there, and how many others the descriptions name. */
export function examples(): { readonly found: readonly Example[]; readonly absent: number } {
  const found: Example[] = [];
  let absent = 0;
  const folder = join(root, 'specs');
  for (const description of filesUnder(folder).filter((file) => file.endsWith('.json') && !/examples/i.test(dirname(file)))) {
    const { paths = {} } = JSON.parse(readFileSync(description, 'utf8')) as Description;
    for (const [template, methods] of Object.entries(paths)) {
      for (const [method, { operationId = '', 'x-ms-examples': named = {} }] of Object.entries(methods)) {
        for (const { $ref } of Object.values(named)) {
          const file = resolve(dirname(description), $ref);
          if (!existsSync(file)) absent++;
          else
            found.push({
              operation: operationId,
              method: method.toUpperCase(),
              template,
              file: relative(folder, file),
              ...readExample(file),
            });
        }
      }
    }
  }
  return { found, absent };
}

interface Description {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, OperationDescription>>>>;
}

interface OperationDescription {
  readonly operationId?: string;
  readonly 'x-ms-examples'?: Readonly<Record<string, { readonly $ref: string }>>;
}

function readExample(file: string): Pick<Example, 'parameters' | 'responses'> {
  return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as Pick<Example, 'parameters' | 'responses'>;
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

/** The text of one file, or undefined where it is not there. */
export function corpusFile(path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Every file under a folder that is there, with its text. */
export function corpusFiles(folder: string): readonly { readonly file: string; readonly text: string }[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return filesUnder(path).map((file) => ({ file: relative(root, file), text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') }));
}
