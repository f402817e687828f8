import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { startChild } from './children';
import { withLock } from './lock';
import { cacheFolder } from './paths';

/** VS Code's server with its workbench, and the Node that runs it. */
export interface ServedVsCode {
  readonly version: string;
  readonly node: string;
  /** The folder that holds `out/server-main.js`. */
  readonly folder: string;
}

/** 4.x.y of code-server carries VS Code 1.x.y. */
export const newestServed = '4.139.1';

/** The oldest VS Code that the manifest's engine allows. */
export const oldestServed = '4.105.1';

const attempts = 3;

/**
 * Installs what is missing of the served VS Code, with the machine's own npm configuration. Several processes may call this at once.
 * Install scripts are never run: they refuse other Nodes than their own, and only speed things up that no test needs.
 */
export async function installServed(version: string): Promise<ServedVsCode> {
  await mkdir(cacheFolder, { recursive: true });
  const home = join(cacheFolder, `code-server-${version}`);
  const codeServer = join(home, 'node_modules/code-server');
  const folder = join(codeServer, 'lib/vscode');
  await once(home, async () => {
    await npm(home, ['install', '--ignore-scripts', '--no-save', `code-server@${version}`]);
  });
  const node = await installNode(await nodeMajorFor(codeServer));
  await once(join(home, 'dependencies'), async () => {
    await dropGitDependencies(folder);
    await npm(folder, ['install', '--omit=dev', '--omit=optional', '--ignore-scripts', '--no-save'], dirname(node));
  });
  return { version, node, folder };
}

interface Lockfile {
  readonly packages: Record<string, { resolved?: string; dependencies?: Record<string, string> }>;
}

/**
 * Some versions take their native file watcher from a Git host, which npm's registry does not stand in for. Unbuilt it would not run in any
 * case, so it is left out.
 */
async function dropGitDependencies(folder: string): Promise<void> {
  const lockFile = join(folder, 'npm-shrinkwrap.json');
  const manifestFile = join(folder, 'package.json');
  const lock = JSON.parse(await readFile(lockFile, 'utf8')) as Lockfile;
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { dependencies: Record<string, string> };
  const paths = Object.keys(lock.packages).filter((path) => lock.packages[path]?.resolved?.startsWith('git') === true);
  for (const path of paths) {
    const name = path.replace('node_modules/', '');
    delete lock.packages[path];
    delete lock.packages['']?.dependencies?.[name];
    delete manifest.dependencies[name];
  }
  await writeFile(lockFile, JSON.stringify(lock));
  await writeFile(manifestFile, JSON.stringify(manifest));
}

async function nodeMajorFor(codeServer: string): Promise<number> {
  const manifest = JSON.parse(await readFile(join(codeServer, 'package.json'), 'utf8')) as { engines: { node: string } };
  return Number.parseInt(manifest.engines.node.replace(/^\D+/, ''), 10);
}

/** The `node` package fetches its binary in an install script; the package that it fetches is asked for directly instead. */
async function installNode(major: number): Promise<string> {
  if (Number.parseInt(process.versions.node, 10) === major) {
    return process.execPath;
  }
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform}-${process.arch}`;
  const home = join(cacheFolder, `node-${major}`);
  await once(home, () => npm(home, ['install', '--ignore-scripts', '--no-save', `${name}@${major}`]));
  return join(home, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node');
}

/** Does `work` unless it was done before; a folder half filled by an earlier try is emptied first. */
async function once(folder: string, work: () => Promise<void>): Promise<void> {
  const marker = join(folder, '.installed');
  if (existsSync(marker)) {
    return;
  }
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(marker)) {
      return;
    }
    for (let attempt = 1; ; attempt += 1) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      try {
        await work();
        break;
      } catch (error) {
        if (attempt === attempts) {
          throw error;
        }
      }
    }
    await writeFile(marker, '');
  });
}

async function npm(folder: string, args: readonly string[], nodeFolder?: string): Promise<void> {
  const path = nodeFolder === undefined ? process.env['PATH'] : [nodeFolder, process.env['PATH']].join(delimiter);
  const child = startChild('npm', ['--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', ...args], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', () => reject(new Error('npm is missing: install Node.js with npm.')));
    child.once('close', resolve);
  });
  if (code !== 0) {
    // npm says the code, the system call and the number before it says what happened.
    const reason = said.split('\n').find((line) => /^npm error (?!(code|syscall|errno) )./.test(line)) ?? `exit code ${code}`;
    throw new Error(`The served VS Code could not be installed: npm ${args.join(' ')}: ${reason}`);
  }
}
