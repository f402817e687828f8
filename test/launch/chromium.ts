import { chromium, type Browser } from 'playwright-core';
import { findOnPath, isExecutable } from '../../src/ui/findOnPath';

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
