import type { Locator, Page } from 'playwright-core';

export class Editor {
  constructor(private readonly page: Page) {}

  async tabs(): Promise<readonly string[]> {
    const tabs = await this.page.locator('.part.editor .tab').all();
    return Promise.all(tabs.map(async (tab) => (await tab.getAttribute('data-resource-name')) ?? ''));
  }

  tab(title: string | RegExp): Locator {
    return this.page.locator('.part.editor .tab').filter({ hasText: title });
  }

  /** Puts the caret at the end of the first line that contains `text`, and types there. */
  async typeAfter(text: string, typed: string): Promise<void> {
    await this.page.locator('.part.editor .view-line').filter({ hasText: text }).first().click();
    await this.page.keyboard.press('End');
    await this.page.keyboard.type(typed);
  }

  async waitUntilFocused(): Promise<void> {
    await this.page.locator('.part.editor .editor-instance .monaco-editor.focused').waitFor();
  }

  squiggles(severity: 'error' | 'warning' | 'info' | 'hint'): Locator {
    return this.page.locator(`.part.editor .squiggly-${severity}`);
  }

  /** What stands above a line, to be clicked. */
  lens(title: string): Locator {
    return this.page.locator('.part.editor .codelens-decoration a').filter({ hasText: title });
  }

  /** A button in the title bar of the editor group. */
  titleButton(name: string | RegExp): Locator {
    return this.page.locator('.part.editor .editor-actions').getByRole('button', { name });
  }
}
