import { once } from 'node:events';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, stopChild } from './children';
import { installServed, newestServed } from './install';
import { projectFolder } from './paths';
import { settings } from './settings';
import { removeTemporary, temporaryFolder } from './temporary';

export interface ServedOptions {
  /** Of code-server: 4.x.y carries VS Code 1.x.y. */
  readonly version?: string;
  /** Added to the environment of the server, and so of its extension hosts. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Whether windows may name an extension under development or tests. VS Code then shows no notifications as toasts and warns of dialogs,
   * so what is to look as it does for a user is installed instead: `linkExtension`.
   */
  readonly development?: boolean;
  /** Called with the folder for installed extensions before the server starts. */
  readonly installExtensions?: (folder: string) => Promise<void>;
}

export interface WindowOptions {
  readonly workspace?: string;
  /** The extension under development, beside those that are installed. */
  readonly developmentFolder?: string;
  /** A module with `run()`, which the extension host calls. */
  readonly testsModule?: string;
}

export interface Served {
  readonly version: string;
  url(window: WindowOptions): string;
  stop(): Promise<void>;
}

/** Starts VS Code's server on a free port of the loopback interface, with folders of its own that `stop` removes. */
export async function startServed(options: ServedOptions = {}): Promise<Served> {
  const { version, node, folder } = await installServed(options.version ?? newestServed);
  const home = await temporaryFolder();
  const extensions = join(home, 'extensions');
  await mkdir(extensions);
  await mkdir(join(home, 'user/User'), { recursive: true });
  await writeFile(join(home, 'user/User/settings.json'), JSON.stringify(settings, undefined, 2));
  await options.installExtensions?.(extensions);
  const server = startChild(
    node,
    [
      join(folder, 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
      ...['--server-data-dir', join(home, 'server'), '--user-data-dir', join(home, 'user'), '--extensions-dir', extensions],
      ...(options.development ? ['--enable-smoke-test-driver'] : []),
      ...['--disable-workspace-trust', '--telemetry-level', 'off'],
    ],
    { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = async (): Promise<void> => {
    await stopChild(server);
    removeTemporary(home);
  };
  try {
    const authority = `127.0.0.1:${await listeningPort(server)}`;
    return { version, url: (window) => windowUrl(authority, window), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Installs the extension from its folder, as it is built. */
export async function linkExtension(extensionsFolder: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as Record<string, string>;
  await symlink(projectFolder, join(extensionsFolder, `${publisher}.${name}-${version}`), 'dir');
}

/** Installs a packaged extension as a user would, into a folder of installed extensions. */
export async function installPackage(file: string, extensionsFolder: string): Promise<void> {
  const { node, folder } = await installServed(process.env['KEYLESS_VSCODE_VERSION'] ?? newestServed);
  const install = startChild(
    node,
    [
      ...[join(folder, 'out/server-main.js'), '--install-extension', file, '--extensions-dir', extensionsFolder],
      ...['--server-data-dir', join(extensionsFolder, '../server'), '--accept-server-license-terms'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  install.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  install.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(install, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error(`VS Code did not install ${file}:\n${said}`);
  }
}

async function listeningPort(server: ReturnType<typeof startChild>): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
      if (port !== undefined) {
        resolve(port);
      }
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`The served VS Code ended with code ${code}: ${said.trim().split('\n').at(-1)}`)));
  });
}

/** The workbench takes what desktop VS Code takes as arguments from the parameter `payload`. */
function windowUrl(authority: string, { workspace, developmentFolder, testsModule }: WindowOptions): string {
  const payload = [['skipWelcome', 'true']];
  if (developmentFolder !== undefined) {
    payload.push(['extensionDevelopmentPath', `vscode-remote://${authority}${developmentFolder}`]);
  }
  if (testsModule !== undefined) {
    payload.push(['extensionTestsPath', `vscode-remote://${authority}${testsModule}`]);
  }
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  query.set(workspace === undefined ? 'ew' : 'folder', workspace ?? 'true');
  return `http://${authority}/?${query.toString()}`;
}
