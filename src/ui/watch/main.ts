/** Where the bundle of watching begins: logs that go by, and timelines; loaded by the first command that asks for them. */
import * as vscode from 'vscode';
import { containersOf } from '../../logs/runs';
import type { App } from '../app';
import type { WatchCommand } from '../watchFeature';
import { LogTerminal } from './logTerminal';
import type { WatchArgument } from './target';
import { askWhatToFollow, groupGiven } from './target';
import { TimelinePage } from './timelinePage';

/** Asks nothing where it is given: which containers, and from where. */
export interface FollowFlags {
  readonly containers?: readonly string[];
  readonly from: 'tail' | 'start';
}

export interface WatchFeature {
  readonly run: (command: WatchCommand, given: WatchArgument, flags?: FollowFlags) => unknown;
}

export function createWatchFeature(app: App): WatchFeature {
  return app.disposables.add(new Watching(app));
}

class Watching implements WatchFeature, vscode.Disposable {
  private terminals: readonly LogTerminal[] = [];
  private readonly timelines = new Map<string, TimelinePage>();
  private readonly closing: vscode.Disposable;

  constructor(private readonly app: App) {
    this.closing = vscode.window.onDidCloseTerminal((closed) => {
      this.terminals.find(({ terminal }) => terminal === closed)?.stop();
      this.terminals = this.terminals.filter(({ terminal }) => terminal !== closed);
      this.setContext();
    });
  }

  run(command: WatchCommand, given: WatchArgument, flags?: FollowFlags): unknown {
    switch (command) {
      case 'followLogs':
        return this.follow(given, flags);
      case 'pauseLogs':
        return this.terminals.find(({ terminal }) => terminal === vscode.window.activeTerminal)?.togglePause();
      case 'showTimeline':
        return this.showTimeline(given);
    }
  }

  dispose(): void {
    this.closing.dispose();
    for (const one of [...this.terminals, ...this.timelines.values()]) one.dispose();
  }

  private async follow(given: WatchArgument, flags: FollowFlags | undefined): Promise<void> {
    const group = await groupGiven(this.app, given);
    if (!group) return;
    const only = typeof given === 'object' && given.kind === 'container' ? given.container.name : undefined;
    const chosen = flags ?? (await askWhatToFollow(group, only));
    if (!chosen) return;
    const session = await this.app.sessions.require();
    const all = only === undefined ? containersOf(group).map(({ name }) => name) : [only];
    const { containers = all, from } = chosen;
    const terminal = new LogTerminal(this.app, session, { groupId: group.id, containers, from });
    this.terminals = [...this.terminals, terminal];
    this.setContext();
    terminal.show();
  }

  private async showTimeline(given: WatchArgument): Promise<void> {
    const group = await groupGiven(this.app, given);
    if (!group) return;
    const key = group.id.toLowerCase();
    const there = this.timelines.get(key);
    if (there) return there.reveal();
    const page = new TimelinePage(this.app, await this.app.sessions.require(), group.id);
    this.timelines.set(key, page);
    page.onDidClose(() => this.timelines.delete(key));
  }

  private setContext(): void {
    void vscode.commands.executeCommand('setContext', 'keylessContainers.followsLogs', this.terminals.length > 0);
  }
}
