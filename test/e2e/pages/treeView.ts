import type { Locator, Page } from 'playwright-core';

export interface TreeRow {
  /** From 1. */
  readonly level: number;
  readonly label: string;
  readonly description: string;
  /** Undefined for a row that has no children. */
  readonly expanded: boolean | undefined;
}

/** A tree view of the side bar. VS Code renders the rows that fit: make the window higher for long trees. */
export class TreeView {
  constructor(
    private readonly page: Page,
    private readonly title: string,
  ) {}

  async waitUntilVisible(): Promise<void> {
    await this.tree().waitFor();
  }

  async rows(): Promise<readonly TreeRow[]> {
    const rows = await this.tree().getByRole('treeitem').all();
    return Promise.all(
      rows.map(async (row) => {
        const expanded = await row.getAttribute('aria-expanded');
        return {
          level: Number(await row.getAttribute('aria-level')),
          label: (await row.locator('.label-name').first().innerText()).trim(),
          description: (await row.locator('.label-description').allInnerTexts()).join(' ').trim(),
          expanded: expanded === null ? undefined : expanded === 'true',
        };
      }),
    );
  }

  /** The row with this label; wait for it with `.waitFor()`. */
  row(label: string | RegExp): Locator {
    return this.tree()
      .getByRole('treeitem')
      .filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
  }

  /** Expands one row after the other, each below the one before. */
  async expand(...path: readonly (string | RegExp)[]): Promise<void> {
    for (const label of path) {
      const row = this.row(label);
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) === 'false') {
        await row.locator('.monaco-tl-twistie').click();
        await this.row(label).and(this.page.locator('[aria-expanded="true"]')).waitFor();
      }
    }
  }

  async select(label: string | RegExp): Promise<void> {
    await this.row(label).click();
  }

  /** Opens the row's context menu and answers what it offers. */
  async menu(label: string | RegExp): Promise<readonly string[]> {
    await this.row(label).click({ button: 'right' });
    const items = this.page.getByRole('menuitem');
    await items.first().waitFor();
    const names = await items.allInnerTexts();
    // A key binding follows the name on a line of its own.
    return names.flatMap((name) => name.trim().split('\n').slice(0, 1)).filter((name) => name !== '');
  }

  async chooseFromMenu(label: string | RegExp, item: string | RegExp): Promise<void> {
    await this.menu(label);
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** Clicks an inline button of a row, which shows under the mouse. */
  async clickAction(label: string | RegExp, action: string | RegExp): Promise<void> {
    await this.row(label).hover();
    await this.row(label).getByRole('button', { name: action }).click();
  }

  /** Clicks a button in the title of the view. */
  async clickTitleAction(action: string | RegExp): Promise<void> {
    await this.page.locator('.part.sidebar').hover({ position: { x: 20, y: 20 } });
    await this.page
      .locator('.part.sidebar .title-actions, .part.sidebar .pane-header .actions')
      .getByRole('button', { name: action })
      .click();
  }

  /** What the view says where it has no rows, or above them. */
  async message(): Promise<string> {
    return (
      await this.page
        .locator('.part.sidebar .tree-explorer-viewlet-tree-view .message, .part.sidebar .welcome-view-content')
        .allInnerTexts()
    )
      .join('\n')
      .trim();
  }

  private tree(): Locator {
    return this.page.locator('.part.sidebar').getByRole('tree', { name: this.title });
  }
}
