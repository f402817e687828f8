import assert from 'node:assert/strict';
import type { Workbench } from '../pages/workbench';
import { eventually } from './eventually';

/** Answers a wizard's questions, each recognised by its title. */
export class Asking {
  constructor(private readonly workbench: () => Workbench) {}

  /** Waits until the list offers a row, and chooses it. */
  async choose(title: RegExp, label: RegExp): Promise<void> {
    const { quickInput } = this.workbench();
    await quickInput.waitUntilOpen(title);
    await eventually(async () => {
      const items = await quickInput.items();
      assert.ok(
        items.some((item) => label.test(item.label)),
        `${label} is offered among ${items.map((item) => item.label).join(' | ')}`,
      );
    });
    await quickInput.pick(label);
  }

  /** Checks several rows and takes them. */
  async chooseSeveral(title: RegExp, ...labels: readonly RegExp[]): Promise<void> {
    for (const label of labels) await this.choose(title, label);
    const { quickInput } = this.workbench();
    await eventually(async () => assert.equal(await quickInput.count(), labels.length));
    await quickInput.accept();
  }

  /** Takes the suggested text, or gives one. */
  async answer(title: RegExp, text?: string): Promise<void> {
    const { quickInput } = this.workbench();
    await quickInput.waitUntilOpen(title);
    if (text !== undefined) await quickInput.type(text);
    await quickInput.accept();
  }

  /** Clicks on what stands above a line of the editor, until the question that it leads to is open: VS Code draws it anew. */
  async fromLens(title: string): Promise<void> {
    const { editor, quickInput } = this.workbench();
    await eventually(async () => {
      await editor.lens(title).click({ timeout: 3_000 });
      await eventually(async () => assert.notEqual(await quickInput.openTitle(), undefined), 3_000);
    });
  }

  /** Waits until the plan's page says something. */
  async page(text: RegExp): Promise<string> {
    return eventually(async () => {
      const shown = await this.workbench().webview().text();
      assert.match(shown, text);
      return shown;
    });
  }

  /** Requests to the sandbox so far that wrote something, as `METHOD path status`. */
  async writes(): Promise<readonly string[]> {
    const requests = (await this.workbench().run('keylessContainers.test.requests')) as string[];
    return requests.filter(
      (line) => /^(PUT|PATCH|DELETE) /.test(line) || /^POST .*\/(start|stop|restart|importImage|register) /i.test(line),
    );
  }
}
