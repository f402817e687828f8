import type { Locator, Page } from 'playwright-core';

export class Notifications {
  constructor(private readonly page: Page) {}

  /** The notification that contains `text`; wait for it with `.waitFor()`. */
  with(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  async messages(): Promise<readonly string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  /** Waits for the notification and clicks its button. */
  async click(text: string | RegExp, button: string | RegExp): Promise<void> {
    await this.with(text).first().getByRole('button', { name: button }).click();
  }
}
