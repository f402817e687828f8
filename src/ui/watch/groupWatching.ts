import * as vscode from 'vscode';
import type { ContainerGroup } from '../../model/containerGroup';
import { parseResourceId } from '../../model/resourceId';
import type { App } from '../app';
import { Disposables } from '../disposables';
import { pickContainerGroup } from '../pick/containerGroup';
import type { Session } from '../session';
import type { WatchedGroup } from '../watchedGroups';
import { groupNotice } from './groupNotice';
import { GroupWatcher } from './groupWatcher';
import { sightingOf } from './sighting';
import type { WatchArgument } from './target';
import { groupOfNode } from './target';

const subject = 'watched groups';

/** Watches container groups for as long as their Azure is open in this window, and tells what matters. */
export class GroupWatching implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private watcher: GroupWatcher | undefined;
  private stopping = new AbortController();

  constructor(private readonly app: App) {
    const { sessions, watched, writes } = app;
    this.disposables.add(sessions.onDidChange((session) => this.begin(session)));
    this.disposables.add(watched.onDidChange(() => this.watcher?.wake()));
    this.disposables.add(writes.onDidChange((ids) => this.watcher?.wrote(ids)));
    this.begin(sessions.current);
  }

  /** @param given what was selected, or resource ids; or nothing: then it is asked for. */
  async watch(given: readonly WatchArgument[]): Promise<void> {
    const { target, clock } = await this.app.sessions.require();
    const read = given.map(async (one) => (typeof one === 'string' ? this.app.store.containerGroup(one) : one && groupOfNode(one)));
    const groups = (await Promise.all(read)).filter((group) => group !== undefined);
    const picked = groups.length === 0 ? await pickContainerGroup(this.app.store) : undefined;
    const chosen = picked ? [picked] : groups;
    await this.app.watched.add(chosen.map((group) => watchedGroup(group, target, clock.now())));
    if (picked) await this.app.tree.reveal(picked.id);
  }

  async stopWatching(given: readonly WatchArgument[]): Promise<void> {
    const { target } = await this.app.sessions.require();
    const ids = given.flatMap((one) => (typeof one === 'string' ? one : ((one && groupOfNode(one)?.id) ?? [])));
    await this.app.watched.remove(target, ids.length > 0 ? ids : await askWhich(this.app.watched.of(target)));
  }

  dispose(): void {
    this.stopping.abort();
    this.disposables.dispose();
  }

  private begin(session: Session | undefined): void {
    this.stopping.abort();
    this.watcher = undefined;
    if (!session) return;
    this.stopping = new AbortController();
    const { app } = this;
    const { target } = session;
    const watcher = new GroupWatcher({
      azure: session.azure.containerGroups,
      clock: session.clock,
      watched: () => app.watched.of(target),
      keep: (id, told) => void app.watched.tell(target, id, told),
      isWriting: (id) => app.writes.has(id),
      signal: this.stopping.signal,
      seen: (id, group) => this.show(id, group),
      told: () => void this.tell(watcher),
      gone: (id) => void app.watched.remove(target, [id]),
      fail: (id, error) => app.log.error(`watching ${id}`, error),
    });
    this.watcher = watcher;
    void watcher.run();
  }

  private show(id: string, group: ContainerGroup | undefined): void {
    this.app.store.forgetContainerGroup(id);
    if (group) this.app.tree.showGroup(group);
    else this.app.changed([id]);
  }

  /** When its turn comes, of all that is new by then. */
  private async tell(watcher: GroupWatcher): Promise<void> {
    const pressed = await this.app.notices.add(subject, () => {
      if (watcher !== this.watcher) return undefined;
      const news = watcher.untold();
      const notice = groupNotice(news);
      watcher.tell(news);
      const deleted = news.filter((one) => one.news.kind === 'deleted').map(({ watched }) => watched);
      for (const { target, id } of deleted) void this.app.watched.remove(target, [id]);
      return notice;
    });
    if (pressed) await this.app.commands.run('news of watched groups', () => pressed.run());
  }
}

/** A list tells nothing of a group's state: what was read from one is read anew. */
function watchedGroup(group: ContainerGroup, target: string, now: number): WatchedGroup {
  const { id, name, definition } = group;
  return { id, name, target, ...(definition.properties.instanceView ? { told: sightingOf(group, undefined, now) } : {}) };
}

async function askWhich(groups: readonly WatchedGroup[]): Promise<readonly string[]> {
  const items = groups.map(({ id, name }) => ({ label: name, description: parseResourceId(id)?.resourceGroup ?? '', picked: true, id }));
  const options = {
    title: vscode.l10n.t('Stop Watching'),
    placeHolder: vscode.l10n.t('Which container groups?'),
    canPickMany: true,
  } as const;
  return ((await vscode.window.showQuickPick(items, options)) ?? []).map(({ id }) => id);
}
