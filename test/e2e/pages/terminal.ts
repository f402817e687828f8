import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../harness/eventually';

/** The terminal that is shown in the panel. Its rows are elements where `terminal.integrated.gpuAcceleration` is `off`. */
export class Terminal {
  constructor(private readonly page: Page) {}

  /** What the screen shows, without empty rows at its end. */
  async text(): Promise<string> {
    const rows = await this.screen().locator('.xterm-rows > div').allTextContents();
    return rows
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }

  async shows(pattern: RegExp): Promise<void> {
    await eventually(async () => assert.match(await this.text(), pattern));
  }

  /** Types into it, as a person does who has clicked on it. */
  async type(text: string): Promise<void> {
    await this.screen().locator('.xterm-screen').click();
    await this.page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  async waitUntilClosed(): Promise<void> {
    await this.screen().waitFor({ state: 'detached' });
  }

  private screen(): Locator {
    return this.page.locator('.terminal-wrapper.active .xterm');
  }
}
