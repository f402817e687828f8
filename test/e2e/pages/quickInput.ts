import type { Locator, Page } from 'playwright-core';

export interface QuickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** The box at the top of the window that asks: a pick list or an input. */
export class QuickInput {
  private readonly widget: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget').filter({ visible: true });
  }

  async waitUntilOpen(title?: string | RegExp): Promise<void> {
    await (title === undefined ? this.widget : this.widget.filter({ has: this.titleElement(title) })).waitFor();
  }

  async waitUntilClosed(): Promise<void> {
    await this.widget.waitFor({ state: 'detached' });
  }

  /** With the step, as VS Code shows it: `Title (1/3)`. */
  async title(): Promise<string> {
    return (await this.widget.locator('.quick-input-title').innerText()).trim();
  }

  /** The title where it is open, else undefined. */
  async openTitle(): Promise<string | undefined> {
    return (await this.widget.locator('.quick-input-title').allInnerTexts())[0]?.trim();
  }

  async placeholder(): Promise<string> {
    return (await this.input().getAttribute('placeholder')) ?? '';
  }

  /** The rows in sight; a long list shows only as many as fit. */
  async items(): Promise<readonly QuickItem[]> {
    const rows = await this.rows().all();
    return Promise.all(
      rows.map(async (row) => ({
        label: await textOf(row.locator('.quick-input-list-label .label-name').first()),
        description: await textOf(row.locator('.quick-input-list-label .label-description').first()),
        detail: await textOf(row.locator('.quick-input-list-label-meta').first()),
      })),
    );
  }

  /** Chooses the row whose label is, or begins with, `label`. */
  async pick(label: string | RegExp): Promise<void> {
    const name = this.page.locator('.label-name').filter({ hasText: typeof label === 'string' ? beginsWith(label) : label });
    await this.rows().filter({ has: name }).first().click();
  }

  /** Replaces what the box contains. */
  async type(text: string, timeout?: number): Promise<void> {
    await this.input().fill(text, timeout === undefined ? {} : { timeout });
  }

  async value(): Promise<string> {
    return this.input().inputValue();
  }

  async accept(): Promise<void> {
    await this.input().press('Enter');
  }

  async cancel(): Promise<void> {
    await this.input().press('Escape');
  }

  /** How many rows are checked. */
  async count(): Promise<number> {
    return Number.parseInt(await textOf(this.widget.locator('.quick-input-count')), 10);
  }

  /** What the box says about the value that it contains, or its prompt. */
  async message(): Promise<string> {
    return textOf(this.widget.locator('.quick-input-message'));
  }

  async back(): Promise<void> {
    await this.button('Back').click();
  }

  button(name: string | RegExp): Locator {
    return this.widget.getByRole('button', { name });
  }

  private input(): Locator {
    return this.widget.locator('.quick-input-box input');
  }

  private rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  private titleElement(title: string | RegExp): Locator {
    return this.page.locator('.quick-input-title').filter({ hasText: title });
  }
}

async function textOf(element: Locator): Promise<string> {
  // Without waiting: a row may go while one reads.
  return (await element.allInnerTexts())[0]?.trim() ?? '';
}

function beginsWith(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
