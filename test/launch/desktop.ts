import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from './children';
import type { WindowOptions } from './served';
import { settings } from './settings';
import { removeTemporary, temporaryFolder } from './temporary';

/** Opens a desktop VS Code with folders of its own and waits until it has been closed; answers its exit code. */
export async function runDesktop(executable: string, window: WindowOptions, env: Readonly<Record<string, string>>): Promise<number> {
  const home = await temporaryFolder();
  try {
    await mkdir(join(home, 'User'));
    await writeFile(join(home, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
    return await runChild(executable, desktopArguments(home, window), {
      env: { ...withoutElectronVariables(), ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  } finally {
    removeTemporary(home);
  }
}

function desktopArguments(home: string, { workspace, developmentFolder, testsModule }: WindowOptions): string[] {
  return [
    ...(workspace === undefined ? [] : [workspace]),
    ...(developmentFolder === undefined ? [] : [`--extensionDevelopmentPath=${developmentFolder}`]),
    ...(testsModule === undefined ? [] : [`--extensionTestsPath=${testsModule}`]),
    `--user-data-dir=${home}`,
    `--extensions-dir=${join(home, 'extensions')}`,
    ...['--new-window', '--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', '--disable-updates', '--no-sandbox'],
  ];
}

/** Started from a terminal inside VS Code, its variables would turn the application into a plain Node. */
function withoutElectronVariables(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => name !== 'ELECTRON_RUN_AS_NODE' && !name.startsWith('VSCODE_'));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
