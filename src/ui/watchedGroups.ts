import * as vscode from 'vscode';
import { normalizeId } from '../model/resourceId';
import type { Sighting } from './watch/sighting';

/** A container group that is watched. */
export interface WatchedGroup {
  readonly id: string;
  readonly name: string;
  /** Of which Azure it is: a session's. */
  readonly target: string;
  /** As its watcher was last told of it. */
  readonly told?: Sighting;
}

const storeKey = 'watchedGroups';

/** Which container groups are watched: kept with the workspace. */
export class WatchedGroups implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<readonly string[]>();
  /** The ids of those that begin, or cease, to be watched. */
  readonly onDidChange = this.changed.event;
  private groups: ReadonlyMap<string, WatchedGroup>;

  constructor(private readonly state: vscode.Memento) {
    this.groups = new Map(state.get<readonly WatchedGroup[]>(storeKey, []).map((group) => [keyOf(group), group]));
  }

  has(target: string, id: string): boolean {
    return this.groups.has(keyOf({ target, id }));
  }

  of(target: string): readonly WatchedGroup[] {
    return [...this.groups.values()].filter((group) => group.target === target);
  }

  async add(groups: readonly WatchedGroup[]): Promise<void> {
    const added = groups.filter((group) => !this.groups.has(keyOf(group)));
    await this.keep([...this.groups.values(), ...added]);
    this.changed.fire(added.map(({ id }) => id));
  }

  async remove(target: string, ids: readonly string[]): Promise<void> {
    const gone = new Set(ids.map((id) => keyOf({ target, id })));
    await this.keep([...this.groups.values()].filter((group) => !gone.has(keyOf(group))));
    this.changed.fire(ids);
  }

  async tell(target: string, id: string, told: Sighting): Promise<void> {
    const key = keyOf({ target, id });
    await this.keep([...this.groups.values()].map((group) => (keyOf(group) === key ? { ...group, told } : group)));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async keep(groups: readonly WatchedGroup[]): Promise<void> {
    this.groups = new Map(groups.map((group) => [keyOf(group), group]));
    await this.state.update(storeKey, groups);
  }
}

function keyOf({ target, id }: Pick<WatchedGroup, 'target' | 'id'>): string {
  return `${target} ${normalizeId(id)}`;
}
