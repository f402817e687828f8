import type { App } from './app';
import type { FollowFlags, WatchFeature } from './watch/main';
import type { WatchArgument } from './watch/target';

const watchCommands = ['followLogs', 'pauseLogs', 'showTimeline'] as const;

export type WatchCommand = (typeof watchCommands)[number];

/** Registers following logs and timelines; what is behind it is in a bundle of its own, loaded when it is first needed. */
export function registerWatching(app: App): void {
  let loading: Promise<WatchFeature> | undefined;
  const feature = (): Promise<WatchFeature> =>
    (loading ??= import('./watch/main').then(({ createWatchFeature }) => createWatchFeature(app)));
  for (const command of watchCommands) {
    const handler = async (given: WatchArgument, flags?: unknown): Promise<unknown> =>
      (await feature()).run(command, given, isFlags(flags) ? flags : undefined);
    app.disposables.add(app.commands.register(`keylessContainers.${command}`, handler));
  }
}

/** VS Code gives the selected nodes as a second argument. */
function isFlags(given: unknown): given is FollowFlags {
  return typeof given === 'object' && given !== null && 'from' in given;
}
