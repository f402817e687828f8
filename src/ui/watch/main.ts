/** Where the bundle of watching begins: logs that go by, timelines, and groups that are watched; loaded when the first of them is asked for. */
import * as vscode from 'vscode';
import { containersOf } from '../../logs/runs';
import type { App } from '../app';
import type { TreeNode } from '../tree/node';
import { selectedNodes } from '../tree/selectedNodes';
import type { WatchCommand } from '../watchFeature';
import { GroupWatching } from './groupWatching';
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
  /** @param more flags, or all nodes that are selected. */
  readonly run: (command: WatchCommand, given: WatchArgument, more?: FollowFlags | readonly TreeNode[]) => unknown;
}

export function createWatchFeature(app: App): WatchFeature {
  return app.disposables.add(new Watching(app));
}

class Watching implements WatchFeature, vscode.Disposable {
  private terminals: readonly LogTerminal[] = [];
  private readonly timelines = new Map<string, TimelinePage>();
  private readonly closing: vscode.Disposable;
  private readonly groups: GroupWatching;

  constructor(private readonly app: App) {
    this.groups = new GroupWatching(app);
    this.closing = vscode.window.onDidCloseTerminal((closed) => {
      this.terminals.find(({ terminal }) => terminal === closed)?.stop();
      this.terminals = this.terminals.filter(({ terminal }) => terminal !== closed);
      this.setContext();
    });
  }

  run(command: WatchCommand, given: WatchArgument, more?: FollowFlags | readonly TreeNode[]): unknown {
    switch (command) {
      case 'followLogs':
        return this.follow(given, more && 'from' in more ? more : undefined);
      case 'pauseLogs':
        return this.terminals.find(({ terminal }) => terminal === vscode.window.activeTerminal)?.togglePause();
      case 'showTimeline':
        return this.showTimeline(given);
      case 'watchGroup':
        return this.groups.watch(chosen(given, more));
      case 'stopWatchingGroup':
        return this.groups.stopWatching(chosen(given, more));
    }
  }

  dispose(): void {
    this.closing.dispose();
    for (const one of [this.groups, ...this.terminals, ...this.timelines.values()]) one.dispose();
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
    const session = await this.app.sessions.require();
    const key = group.id.toLowerCase();
    const there = this.timelines.get(key);
    if (there) return there.reveal(session);
    const page = new TimelinePage(this.app, session, group.id);
    this.timelines.set(key, page);
    page.onDidClose(() => this.timelines.delete(key));
  }

  private setContext(): void {
    void vscode.commands.executeCommand('setContext', 'keylessContainers.followsLogs', this.terminals.length > 0);
  }
}

function chosen(given: WatchArgument, more: FollowFlags | readonly TreeNode[] | undefined): readonly WatchArgument[] {
  return typeof given === 'object' ? selectedNodes(given, more) : given === undefined ? [] : [given];
}
