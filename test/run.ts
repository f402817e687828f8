import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExtension } from './launch/bundle';
import { runChild } from './launch/children';
import { runHostTests } from './launch/host';
import { oldestServed } from './launch/install';
import { runMain } from './launch/main';
import { outFolder, projectFolder } from './launch/paths';
import type { Tally } from './report/tally';

/** Each level answers what it came to; a check that is one program counts as one. */
const levels: Readonly<Record<string, (args: readonly string[]) => Promise<Tally>>> = {
  lint: async () => sum([await program('eslint', '.'), await program('prettier', '--check', '--log-level=warn', '.')]),
  types: () => program('tsc', '-p', '.'),
  knip: () => program('knip'),
  unit: (args) => mochaLevel('unit', ['test/unit/**/*.test.ts', ...args]),
  sandbox: (args) => mochaLevel('sandbox', ['test/sandbox/**/*.test.ts', ...args]),
  az: (args) => mochaLevel('az', ['--timeout=120000', 'test/az/**/*.test.ts', ...args]),
  host,
  e2e: async (args) => {
    await buildExtension('development');
    return mochaLevel('e2e', ['--require=test/e2e/harness/window.ts', '--timeout=120000', 'test/e2e/**/*.test.ts', ...args]);
  },
  oldest: () => {
    Object.assign(process.env, { KEYLESS_VSCODE: 'served', KEYLESS_VSCODE_VERSION: oldestServed });
    return host();
  },
  package: (args) => mochaLevel('package', ['--timeout=180000', 'test/package/**/*.test.ts', ...args]),
};

/** Levels that run only when they are named. */
const onlyNamed: readonly string[] = ['oldest'];

/**
 * `tsx test/run.ts [level …] [-- mocha's arguments]`: runs the levels, those for every change if none is named, goes on after a failure, and ends with the
 * line `N passed, N failed`.
 */
async function main(): Promise<number> {
  const separator = process.argv.indexOf('--');
  const named = process.argv.slice(2, separator === -1 ? undefined : separator);
  const mochaArgs = separator === -1 ? [] : process.argv.slice(separator + 1);
  const tallies: Tally[] = [];
  await mkdir(outFolder, { recursive: true });
  for (const name of named.length > 0 ? named : Object.keys(levels).filter((level) => !onlyNamed.includes(level))) {
    const level = levels[name];
    if (level === undefined) {
      throw new Error(`There is no level ${name}: the levels are ${Object.keys(levels).join(', ')}.`);
    }
    console.log(`\n── ${name}`);
    const start = Date.now();
    const tally = await level(mochaArgs).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return failure;
    });
    const seconds = Math.round((Date.now() - start) / 1000);
    console.log(`── ${name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped, ${seconds} s`);
    tallies.push(mochaArgs.length === 0 && tally.passed + tally.failed + tally.skipped === 0 ? failure : tally);
  }
  const { passed, failed } = sum(tallies);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

const failure: Tally = { passed: 0, failed: 1, skipped: 0 };
const success: Tally = { passed: 1, failed: 0, skipped: 0 };

function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.reduce((total, { failed }) => total + failed, 0),
    skipped: tallies.reduce((total, { skipped }) => total + skipped, 0),
  };
}

async function program(name: string, ...args: string[]): Promise<Tally> {
  return (await tool(name, args, {})) === 0 ? success : failure;
}

async function mochaLevel(name: string, args: readonly string[]): Promise<Tally> {
  return tallied(name, (env) => tool('mocha', ['--import=tsx', '--reporter=test/report/tally.ts', ...args], env));
}

async function host(): Promise<Tally> {
  await buildExtension('development');
  const log = join(outFolder, 'host.log');
  rmSync(log, { force: true });
  try {
    return await tallied('host', (env) => runHostTests({ ...env, KEYLESS_LOG: log }));
  } finally {
    console.log(existsSync(log) ? readFileSync(log, 'utf8') : 'The extension host ran no test.');
  }
}

/** A run that ends badly, or leaves no numbers, has failed even where no test has. */
async function tallied(name: string, run: (env: Readonly<Record<string, string>>) => Promise<number>): Promise<Tally> {
  const file = join(outFolder, `${name}.json`);
  rmSync(file, { force: true });
  const code = await run({ KEYLESS_TALLY: file });
  const tally = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Tally) : failure;
  return code !== 0 && tally.failed === 0 ? sum([tally, failure]) : tally;
}

async function tool(name: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  return runChild(join(projectFolder, 'node_modules/.bin', name), args, {
    cwd: projectFolder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}

runMain(main);
