import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { fetchStableVersions } from '@vscode/test-electron/out/download';
import { findOnPath } from '../../src/ui/findOnPath';
import { newestServed } from './install';
import { cacheFolder } from './paths';

/** Which VS Code runs, and why in one line. */
export type Choice =
  | { readonly kind: 'desktop'; readonly executable: string; readonly reason: string }
  | { readonly kind: 'served'; readonly version: string; readonly reason: string };

/** Milliseconds for the first answer of VS Code's update server: a closed network may never answer. */
const probeLimit = 10_000;

/**
 * An installed desktop VS Code, else a downloaded one, else the one that npm serves into a browser. KEYLESS_VSCODE overrides with `desktop`,
 * `download`, `served` or the path of VS Code's executable, KEYLESS_VSCODE_VERSION the version of the latter two.
 */
export async function chooseVsCode(): Promise<Choice> {
  const override = process.env['KEYLESS_VSCODE'] ?? '';
  const version = process.env['KEYLESS_VSCODE_VERSION'];
  switch (override) {
    case 'desktop':
      return { kind: 'desktop', executable: required(installedDesktop(), 'VS Code is missing: no `code` on PATH.'), reason: 'installed' };
    case 'download':
      return { kind: 'desktop', executable: await download(version), reason: 'downloaded' };
    case 'served':
      return served(version, 'asked for');
    case '':
      return chooseForMachine(version);
    default:
      if (!existsSync(override)) {
        throw new Error(`KEYLESS_VSCODE is neither desktop, download, served nor a file: ${override}`);
      }
      return { kind: 'desktop', executable: override, reason: 'named by KEYLESS_VSCODE' };
  }
}

async function chooseForMachine(version: string | undefined): Promise<Choice> {
  if (!hasDisplay()) {
    return served(version, 'there is no display');
  }
  const installed = installedDesktop();
  if (installed !== undefined && version === undefined) {
    return { kind: 'desktop', executable: installed, reason: 'installed' };
  }
  if (await canDownload()) {
    return { kind: 'desktop', executable: await download(version), reason: 'downloaded' };
  }
  return served(version, 'no desktop VS Code is installed and the update server does not answer');
}

function served(version: string | undefined, reason: string): Choice {
  return { kind: 'served', version: version?.replace(/^1\./, '4.') ?? newestServed, reason };
}

async function download(version: string | undefined): Promise<string> {
  return downloadAndUnzipVSCode({ version: version?.replace(/^4\./, '1.') ?? 'stable', cachePath: cacheFolder });
}

async function canDownload(): Promise<boolean> {
  const answer = fetchStableVersions(true, probeLimit).then(
    (versions) => versions.length > 0,
    () => false,
  );
  return Promise.race([answer, delay(probeLimit, false, { ref: false })]);
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** PATH has VS Code's command line program; tests need the application beside it. */
function installedDesktop(): string | undefined {
  const program = findOnPath('code');
  if (program === undefined) {
    return undefined;
  }
  const folder = dirname(dirname(realpathSync(program)));
  const applications = [
    join(folder, 'Code.exe'),
    join(folder, 'code'),
    join(folder, '../../MacOS/Electron'),
    join(folder, '../../MacOS/Code'),
  ];
  return applications.find((file) => existsSync(file) && basename(dirname(file)) !== 'bin');
}

function required<T>(value: T | undefined, missing: string): T {
  if (value === undefined) {
    throw new Error(missing);
  }
  return value;
}
