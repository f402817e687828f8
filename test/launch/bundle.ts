import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { runChild } from './children';
import { outFolder, projectFolder } from './paths';

const common: BuildOptions = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  sourcemap: 'inline',
  logLevel: 'warning',
  mainFields: ['module', 'main'],
};

/** Builds `dist/` as it is in development or, minified, as it is packaged. */
export async function buildExtension(kind: 'development' | 'production'): Promise<void> {
  const args = kind === 'production' ? ['--production'] : [];
  if ((await runChild(process.execPath, [join(projectFolder, 'esbuild.config.mjs'), ...args], { stdio: 'inherit' })) !== 0) {
    throw new Error('The extension could not be built.');
  }
}

/** Bundles the driver extension of the end-to-end tests into a folder of installed extensions. */
export async function installDriver(extensionsFolder: string): Promise<void> {
  const folder = join(extensionsFolder, 'keyless-test.driver-0.0.1');
  const manifest = {
    name: 'driver',
    publisher: 'keyless-test',
    version: '0.0.1',
    engines: { vscode: '^1.105.0' },
    activationEvents: ['*'],
    main: './driver.js',
    contributes: {
      authentication: [{ id: 'microsoft-sovereign-cloud', label: 'Microsoft Sovereign Cloud' }],
      configuration: {
        properties: {
          'microsoft-sovereign-cloud.environment': { type: 'string', default: '' },
          'microsoft-sovereign-cloud.customEnvironment': { type: 'object', default: {} },
        },
      },
    },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await build({
    ...common,
    entryPoints: [join(projectFolder, 'test/e2e/driver/driver.ts')],
    outfile: join(folder, 'driver.js'),
    external: ['vscode'],
  });
}

/** Bundles the tests that run inside the extension host; answers the module that VS Code calls. */
export async function buildHostTests(): Promise<string> {
  const folder = join(outFolder, 'host');
  const sources = join(projectFolder, 'test/host');
  const tests = (await readdir(sources, { recursive: true })).filter((file) => file.endsWith('.test.ts'));
  await rm(folder, { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: [
      { in: join(sources, 'run.ts'), out: 'index' },
      ...tests.map((file) => ({ in: join(sources, file), out: file.replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-') })),
    ],
    outdir: folder,
    external: ['vscode', 'mocha'],
  });
  return join(folder, 'index.js');
}
