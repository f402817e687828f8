import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser that drives the served VS Code: KEYLESS_CHROMIUM, or the first that PATH has. */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    // Chromium's sandbox does not run as root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

function findChromium(): string {
  const override = process.env['KEYLESS_CHROMIUM'];
  const found = override ?? names.map(findOnPath).find((file) => file !== undefined);
  if (found === undefined || !isExecutable(found)) {
    throw new Error(
      override === undefined ? 'Chromium is missing: apt-get install chromium' : `KEYLESS_CHROMIUM is no program: ${override}`,
    );
  }
  return found;
}

export function findOnPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
