import * as vscode from 'vscode';
import type { App } from './app';
import type { TreeNode } from './tree/node';
import type { FollowFlags, WatchFeature } from './watch/main';
import type { WatchArgument } from './watch/target';

const watchCommands = ['followLogs', 'pauseLogs', 'showTimeline', 'watchGroup', 'stopWatchingGroup'] as const;

export type WatchCommand = (typeof watchCommands)[number];

/** Registers following logs, timelines and watching; what is behind it is in a bundle of its own, loaded when it is first needed. */
export function registerWatching(app: App): void {
  const { disposables, sessions, watched } = app;
  let loading: Promise<WatchFeature> | undefined;
  const feature = (): Promise<WatchFeature> =>
    (loading ??= import('./watch/main').then(({ createWatchFeature }) => createWatchFeature(app)));
  for (const command of watchCommands) {
    const handler = async (given: WatchArgument, more?: unknown): Promise<unknown> =>
      (await feature()).run(command, given, isFlags(more) || isNodes(more) ? more : undefined);
    disposables.add(app.commands.register(`keylessContainers.${command}`, handler));
  }
  const look = (): void => {
    const isWatching = sessions.current !== undefined && watched.of(sessions.current.target).length > 0;
    void vscode.commands.executeCommand('setContext', 'keylessContainers.watchesGroups', isWatching);
    // What is remembered of an earlier window goes on as soon as its Azure is open.
    if (isWatching) void feature();
  };
  disposables.add(sessions.onDidChange(look));
  disposables.add(watched.onDidChange(look));
}

/** VS Code gives the selected nodes as a second argument. */
function isNodes(given: unknown): given is readonly TreeNode[] {
  return Array.isArray(given);
}

function isFlags(given: unknown): given is FollowFlags {
  return typeof given === 'object' && given !== null && 'from' in given;
}
