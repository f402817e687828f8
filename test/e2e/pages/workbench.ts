import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { projectFolder } from '../../launch/paths';
import type { Driver } from '../harness/driver';
import { eventually } from '../harness/eventually';
import { Dialog } from './dialog';
import { Editor } from './editor';
import { Notifications } from './notifications';
import { QuickInput } from './quickInput';
import { Terminal } from './terminal';
import { TreeView } from './treeView';
import { Webview } from './webview';

export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly text: string;
}

export interface Problem {
  readonly uri: string;
  readonly message: string;
  readonly severity: 'Error' | 'Warning' | 'Information' | 'Hint';
  /** From 1. */
  readonly line: number;
}

/** In how many of its databases VS Code has written a mark; one is of the user, one of the workspace. The tests are compiled without a browser's types. */
const countMarked = `async (mark) => {
  const answer = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  let marked = 0;
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const database = await answer(indexedDB.open(name));
    const values = await answer(database.transaction('ItemTable').objectStore('ItemTable').getAll());
    database.close();
    if (values.some((value) => String(value).includes(mark))) marked += 1;
  }
  return marked;
}`;

/** A window of VS Code. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly dialog: Dialog;
  readonly editor: Editor;
  readonly terminal: Terminal;

  constructor(
    readonly page: Page,
    private readonly driver: Driver,
  ) {
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
    this.editor = new Editor(page);
    this.terminal = new Terminal(page);
  }

  /** Resolves when the window shows its parts and its extension host answers. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.driver.ask('commands');
    await this.run('workbench.action.closeAuxiliaryBar');
  }

  /** As when VS Code is closed and opened again: another extension host, with what the one before has stored. */
  async reload(): Promise<void> {
    await this.stored();
    this.driver.expectWindow();
    await this.page.reload();
    await this.ready();
  }

  /** Waits until VS Code has written what extensions store, which it does a while after they are told that it is stored: in the order it came. */
  private async stored(): Promise<void> {
    const mark = randomUUID();
    await this.driver.ask('store', mark);
    await eventually(async () =>
      assert.equal(await this.page.evaluate<number>(`(${countMarked})("${mark}")`), 2, 'what is stored is written'),
    );
  }

  /** Runs a command by its id and answers what it answers, as far as JSON can carry it. */
  async run(command: string, ...args: unknown[]): Promise<unknown> {
    return this.driver.ask('runCommand', command, ...args);
  }

  /** Starts a command that answers only after the user has; its errors are the window's to show. */
  start(command: string, ...args: unknown[]): void {
    void this.run(command, ...args).catch(() => undefined);
  }

  /** Runs a command by keyboard alone, as a user does who waits for the palette to find it. */
  async runByKeyboard(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.waitUntilOpen();
    await this.page.keyboard.type(title);
    await eventually(async () => assert.equal((await this.quickInput.items())[0]?.label, title));
    await this.page.keyboard.press('Enter');
  }

  /** Runs a command as a user does: by its title in the command palette. */
  async runByTitle(title: string): Promise<void> {
    // A dialog that is about to go, or a focus that is about to come, closes the palette again.
    await eventually(async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.type(`>${title}`, 1_000);
    });
    await this.quickInput.pick(title);
  }

  /** Moves the caret of the first editor by commands, and types there once the editor has the focus. */
  async typeAt(moves: readonly string[], typed: string): Promise<void> {
    await this.run('workbench.action.focusFirstEditorGroup');
    await this.editor.waitUntilFocused();
    for (const move of moves) await this.run(move);
    await this.page.keyboard.type(typed);
  }

  async commands(): Promise<readonly string[]> {
    return (await this.driver.ask('commands')) as string[];
  }

  async setSetting(key: string, value: unknown): Promise<void> {
    await this.driver.ask('setSetting', key, value);
  }

  async setTheme(theme: 'Default Light Modern' | 'Default Dark Modern' | 'Default High Contrast'): Promise<void> {
    const kind = { 'Default Light Modern': 'vs', 'Default Dark Modern': 'vs-dark', 'Default High Contrast': 'hc-black' }[theme];
    await this.setSetting('workbench.colorTheme', theme);
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  async isActive(extension: string): Promise<boolean> {
    return (await this.driver.ask('isActive', extension)) as boolean;
  }

  /** Every document that is open, shown or not. */
  async documents(): Promise<readonly OpenDocument[]> {
    return (await this.driver.ask('documents')) as OpenDocument[];
  }

  async problems(): Promise<readonly Problem[]> {
    return (await this.driver.ask('problems')) as Problem[];
  }

  /** Opens a text that is in no file, and answers its URI. */
  async openText(language: string, content: string): Promise<string> {
    return (await this.driver.ask('openText', language, content)) as string;
  }

  async clipboard(): Promise<string> {
    return (await this.driver.ask('clipboard')) as string;
  }

  /** The icon of a view container in the activity bar. */
  activity(title: string): Locator {
    return this.page.locator('.part.activitybar').getByRole('tab', { name: title });
  }

  tree(title: string): TreeView {
    return new TreeView(this.page, title, () => this.run('keylessContainers.test.settled'));
  }

  webview(): Webview {
    return new Webview(this.page);
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: text });
  }

  /** Drags the border of the side bar until it is about `width` pixels wide. */
  async resizeSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) {
      throw new Error('The side bar is closed.');
    }
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Leaves nothing of a test behind: the sandbox's world, editors, questions, notifications. */
  async reset(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.run('workbench.action.closeQuickOpen');
    await this.driver.ask('activate', 'keyless.keyless-containers');
    await this.run('keylessContainers.test.reset');
    // One by one: closing all at once would ask what becomes of those with changes.
    while ((await this.page.locator('.part.editor .tab').count()) > 0) {
      await this.run('workbench.action.revertAndCloseActiveEditor');
    }
    await this.run('notifications.clearAll');
  }

  /** Writes a picture of the window to `test-results/`, and where KEYLESS_PICTURES is 1 to `media/readme/`, if the README shows one of that name. */
  async picture(name: string): Promise<string> {
    const file = join(projectFolder, 'test-results', `${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    const shown = `media/readme/${name}.png`;
    if (process.env['KEYLESS_PICTURES'] === '1' && (await readFile(join(projectFolder, 'README.md'), 'utf8')).includes(`(${shown})`)) {
      await copyFile(file, join(projectFolder, shown));
    }
    return file;
  }

  /** What a person can read in the window; frames are not in it. */
  async text(): Promise<string> {
    return this.page.locator('body').innerText();
  }
}
