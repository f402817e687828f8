import type { Locator, Page } from 'playwright-core';

/** The modal question in the middle of the window. */
export class Dialog {
  private readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** Waits for the question; its detail follows it after a line break. */
  async text(): Promise<string> {
    return (await this.box.locator('.dialog-message-container').innerText()).trim();
  }

  async buttons(): Promise<readonly string[]> {
    return this.box.locator('.dialog-buttons').getByRole('button').allInnerTexts();
  }

  async choose(button: string): Promise<void> {
    await this.box.locator('.dialog-buttons').getByRole('button', { name: button, exact: true }).click();
    await this.box.waitFor({ state: 'detached' });
  }
}
