import type { Locator, Page } from 'playwright-core';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../harness/eventually';

export interface TreeRow {
  /** From 0, counted over the whole tree. */
  readonly index: number;
  /** From 1. */
  readonly level: number;
  readonly label: string;
  readonly description: string;
  /** Undefined for a row that has no children. */
  readonly expanded: boolean | undefined;
}

/** What is read of a row's element; the tests are compiled without the types of a browser. */
interface RowElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): { readonly innerText: string } | null;
}

/** Within so many milliseconds a row that was found can be used, or has moved. */
const soon = 3_000;
/** What is being read, or hangs, draws nothing anew for longer. */
const patience = 10_000;

/** A tree view of the side bar. VS Code renders the rows that fit: make the window higher for long trees. */
export class TreeView {
  constructor(
    private readonly page: Page,
    private readonly title: string,
    /** Resolves once nothing is about to be drawn anew. */
    private readonly settled: () => Promise<unknown>,
  ) {}

  async waitUntilVisible(): Promise<void> {
    await this.tree().waitFor();
  }

  /** The rows in sight, from the top down: read at one instant, since the view draws them anew at any time. */
  async rows(): Promise<readonly TreeRow[]> {
    const read = await this.tree()
      .getByRole('treeitem')
      .evaluateAll((rows: RowElement[]) =>
        rows.map((row) => ({
          index: Number(row.getAttribute('data-index')),
          level: Number(row.getAttribute('aria-level')),
          label: (row.querySelector('.label-name')?.innerText ?? '').trim(),
          description: (row.querySelector('.label-description')?.innerText ?? '').trim(),
          state: row.getAttribute('aria-expanded'),
        })),
      );
    return read
      .map(({ state, ...row }) => ({ ...row, expanded: state === null ? undefined : state === 'true' }))
      .sort((one, other) => one.index - other.index);
  }

  /** The first row with this label; wait for it with `.waitFor()`. Where a label occurs more than once, `find` takes a path. */
  row(label: string | RegExp): Locator {
    return this.tree()
      .getByRole('treeitem')
      .filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
  }

  /**
   * Waits for a row below others, given from the top level down, and answers it. It is found by its place and its label: where rows move before
   * it is used, it is no row at all, rather than another one.
   */
  async find(...path: readonly (string | RegExp)[]): Promise<Locator> {
    return eventually(async () => {
      const rows = await this.rows();
      let at = -1;
      path.forEach((label, depth) => {
        const end = rows.findIndex(({ level }, index) => index > at && level <= depth);
        at = rows.findIndex(
          (row, index) => index > at && (end === -1 || index < end) && row.level === depth + 1 && matches(row.label, label),
        );
        if (at === -1) {
          throw new Error(`No row ${String(label)} in the place asked for. The rows are:\n${outline(rows)}`);
        }
      });
      const { index, level, label } = rows[at] as TreeRow;
      return this.tree()
        .locator(`[role="treeitem"][data-index="${index}"][aria-level="${level}"]`)
        .filter({ has: this.page.locator('.label-name').filter({ hasText: exactly(label) }) });
    });
  }

  /** Expands the rows of a path that are not expanded yet. */
  async expand(...path: readonly (string | RegExp)[]): Promise<void> {
    for (let depth = 1; depth <= path.length; depth += 1) {
      const above = path.slice(0, depth);
      const isExpanded = async (): Promise<boolean> =>
        (await (await this.find(...above)).getAttribute('aria-expanded', { timeout: soon })) === 'true';
      // Once more where the row was expanded by something else at the same time, so that the click folded it up.
      await eventually(async () => {
        if (await isExpanded()) return;
        await (await this.find(...above)).locator('.monaco-tl-twistie').click({ timeout: soon });
        await eventually(async () => {
          if (!(await isExpanded())) throw new Error(`${above.join(' › ')} does not expand.`);
        }, soon);
      });
    }
  }

  async select(...path: readonly (string | RegExp)[]): Promise<void> {
    await this.act(path, (row) => row.click({ timeout: soon }));
  }

  /** Opens the row's context menu and answers what it offers. */
  async menu(...path: readonly (string | RegExp)[]): Promise<readonly string[]> {
    // A command of a row that is drawn anew would be given no node.
    await Promise.race([this.settled(), delay(patience)]);
    await this.act(path, (row) => row.click({ button: 'right', timeout: soon }));
    const items = this.page.getByRole('menuitem');
    await items.first().waitFor();
    const names = await items.allInnerTexts();
    // A key binding follows the name on a line of its own.
    return names.flatMap((name) => name.trim().split('\n').slice(0, 1)).filter((name) => name !== '');
  }

  async chooseFromMenu(path: readonly (string | RegExp)[], item: string | RegExp): Promise<void> {
    await this.menu(...path);
    const chosen = this.page.getByRole('menuitem', { name: item });
    // By keyboard: VS Code ignores a click on the item that opened under the pointer.
    await chosen.hover();
    await this.page.locator('.action-item.focused').filter({ has: chosen }).waitFor();
    await this.page.keyboard.press('Enter');
    await chosen.waitFor({ state: 'detached' });
  }

  /** Clicks an inline button of a row, which shows under the mouse. */
  async clickAction(path: readonly (string | RegExp)[], action: string | RegExp): Promise<void> {
    await this.act(path, async (row) => {
      await row.hover({ timeout: soon });
      await row.getByRole('button', { name: action }).click({ timeout: soon });
    });
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

  /** Does something with a row, which is looked for again where it moved before that could be done. */
  private async act(path: readonly (string | RegExp)[], action: (row: Locator) => Promise<void>): Promise<void> {
    await eventually(async () => action(await this.find(...path)));
  }

  private tree(): Locator {
    return this.page.locator('.part.sidebar').getByRole('tree', { name: this.title });
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

function matches(label: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? label === wanted : wanted.test(label);
}

function outline(rows: readonly TreeRow[]): string {
  return rows.map(({ level, label, description }) => `${'  '.repeat(level)}${label} ${description}`).join('\n');
}
