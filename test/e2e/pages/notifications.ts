import type { Locator, Page } from 'playwright-core';
import { eventually } from '../harness/eventually';

const usualLimit = 20_000;
/** How long nothing need be in sight before one looks behind the bell. */
const patience = 2_000;

/**
 * What the window tells, as a toast or in the notification center. A toast hides by itself after some seconds, and VS Code shows none at all
 * for the fourth notification within 0.8 seconds: tests are that fast. In the center is every notification that nobody has closed.
 */
export class Notifications {
  private readonly items: Locator;
  private readonly center: Locator;
  private readonly bell: Locator;

  constructor(page: Page) {
    this.items = page.locator('.notifications-toasts, .notifications-center').locator('.notification-list-item').filter({ visible: true });
    this.center = page.locator('.notifications-center.visible');
    this.bell = page.locator('[id="status.notifications"]').getByRole('button');
  }

  /** The notification that contains `text`. */
  with(text: string | RegExp): { waitFor(options?: { readonly timeout?: number }): Promise<void> } {
    return { waitFor: async ({ timeout = usualLimit } = {}) => this.look(text, timeout, () => Promise.resolve()) };
  }

  /** Waits for the notification and clicks its button. */
  async click(text: string | RegExp, button: string | RegExp): Promise<void> {
    await this.look(text, usualLimit, (item) => item.getByRole('button', { name: button }).click({ timeout: patience }));
  }

  /** Waits for a notification and does something with it; opens the center where that is needed, and closes it again. */
  private async look(text: string | RegExp, timeout: number, act: (item: Locator) => Promise<void>): Promise<void> {
    const start = Date.now();
    const item = this.items.filter({ hasText: text }).first();
    await eventually(async () => {
      if (!(await item.isVisible())) {
        const shown = await this.items.allInnerTexts();
        const waited = Date.now() - start;
        const isTimeToLook = waited > timeout / 2 || (shown.length === 0 && waited > patience);
        if (isTimeToLook && !(await this.center.isVisible())) await this.bell.click();
        throw new Error(`No notification says ${String(text)}, but: ${shown.join(' | ')}`);
      }
      await act(item);
    }, timeout);
    if (await this.center.isVisible()) {
      await this.bell.click();
      await this.center.waitFor({ state: 'detached' });
    }
  }
}
