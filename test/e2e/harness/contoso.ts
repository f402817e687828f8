import assert from 'node:assert/strict';
import type { TreeView } from '../pages/treeView';
import type { Workbench } from '../pages/workbench';
import { eventually } from './eventually';

export interface OpenOptions {
  readonly persona?: string;
  /** How many times as fast as real time the sandbox's clock goes. */
  readonly speed?: number;
}

/** The sandbox's Contoso in a window. */
export class Contoso {
  constructor(private readonly workbench: () => Workbench) {}

  get tree(): TreeView {
    return this.workbench().tree('Keyless Containers');
  }

  /** Shows the view in a window of that height, with hovers out of the way. */
  async show(height = 1000): Promise<void> {
    await this.workbench().page.setViewportSize({ width: 1280, height });
    await this.workbench().run('keylessContainers.resources.focus');
    await this.workbench().setSetting('workbench.hover.delay', 60_000);
  }

  /** Puts everything back, as somebody, with the tree folded up. */
  async open({ persona = 'owner', speed = 200 }: OpenOptions = {}): Promise<void> {
    await this.workbench().run('keylessContainers.test.reset', { persona, speed });
    await eventually(async () => assert.match((await this.tree.message()).toLowerCase(), new RegExp(persona)));
    await this.workbench().run('workbench.actions.treeView.keylessContainers.resources.collapseAll');
    await eventually(async () => assert.equal((await this.tree.rows()).length, 2));
  }

  /** What the row of a container group says of it. */
  async stateOf(group: string): Promise<string> {
    return (await this.tree.rows()).find(({ label }) => label === group)?.description ?? '';
  }
}
