import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { isCancelled } from '../../model/appError';
import type { ContainerGroup } from '../../model/containerGroup';
import { Disposables } from '../disposables';
import type { Sessions, Session } from '../session';
import type { Store } from '../store';
import { Details } from './details';
import { childrenOf, itemOf, tooltipOf } from './look';
import type { ContainerGroupNode, TreeNode } from './node';
import { resourceNodeId } from './nodeId';
import { failureNode, noteItem } from './noteNodes';
import { ReadAhead } from './readAhead';
import { rootNodes } from './subscriptionNodes';
import type { TreeContext } from './treeContext';

/** Shows the view's progress bar while work goes on. */
export type Progress = <T>(work: () => Promise<T>) => Thenable<T>;

const rootKey = '';
/** VS Code gathers changes for 200 ms before it asks for what is new. */
const calmMs = 400;

/** The tree's nodes, read as they are expanded. */
export class ResourceProvider implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /** Children that VS Code has, by their parent's id. */
  private readonly children = new Map<string, readonly TreeNode[]>();
  private readonly pages = new Map<string, number>();
  private readonly collapsed = new Set<string>();
  private visible = false;
  private touchedAt = 0;
  private aborted = new AbortController();
  private readonly details: Details;
  private readonly ahead: ReadAhead;
  private readonly subscribed = new Disposables();

  constructor(
    private readonly sessions: Sessions,
    private readonly store: Store,
    private readonly progress: Progress,
    private readonly log: (doing: string, error: unknown) => void,
    private readonly isWatched: (target: string, groupId: string) => boolean,
  ) {
    this.details = new Details({
      context: () => (this.sessions.current ? this.context(this.sessions.current) : undefined),
      isShown: (node) => this.visible && this.isCurrent(node) && this.isUncovered(node),
      show: (node) => this.changed.fire(node),
      gone: (node) => void this.reload(node.parent),
    });
    this.ahead = new ReadAhead({
      read: async (parent, signal) => (await this.read(parent, signal)).nodes,
      // A group's containers are in the group, with the state that is known of it when they are asked for.
      isOpen: (node) => node.kind !== 'containerGroup' && this.children.has(node.id) && !this.collapsed.has(node.id),
      done: (from) => this.changed.fire(from),
    });
    this.subscribed.add(sessions.onDidChange(() => this.restart()));
    this.subscribed.add(this.changed.event(() => this.touch()));
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    this.touch();
    const session = this.sessions.current;
    if (session) return itemOf(node, this.context(session));
    // Why none could be opened.
    return node.kind === 'note' ? noteItem(node) : new vscode.TreeItem('');
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const session = this.sessions.current;
    const tooltip = session && tooltipOf(node, this.context(session));
    if (tooltip) item.tooltip = tooltip;
    return item;
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    const ahead = this.ahead.take(parent);
    if (ahead) return this.keep(parent, [...ahead]);
    const read = () => this.read(parent);
    const { nodes, signal } = parent?.kind === 'containerGroup' || parent?.kind === 'events' ? await read() : await this.progress(read);
    // Another session has begun: what was read is of the one before.
    return signal.aborted ? [] : this.keep(parent, nodes);
  }

  /** What VS Code has now. */
  private keep(parent: TreeNode | undefined, nodes: TreeNode[]): TreeNode[] {
    this.touch();
    this.keepDetails(parent, nodes);
    this.children.set(parent?.id ?? rootKey, nodes);
    if (parent) this.collapsed.delete(parent.id);
    this.details.read(nodes);
    return nodes;
  }

  /** Children as VS Code has them, or is about to; read where it has none yet. */
  async known(parent?: TreeNode): Promise<readonly TreeNode[]> {
    await this.ahead.settled();
    return this.ahead.peek(parent) ?? this.children.get(parent?.id ?? rootKey) ?? this.getChildren(parent);
  }

  /** Resolves once nothing is being read, details included, and VS Code has asked for all that it was told of. */
  async settled(): Promise<void> {
    for (;;) {
      await this.ahead.settled();
      await this.details.settled();
      const left = calmMs - (Date.now() - this.touchedAt);
      if (left <= 0) return;
      await delay(left);
    }
  }

  /** Reads a node's children again, or everything. What is shown stays, and can be worked with, until they have been read. */
  async reload(node?: TreeNode): Promise<void> {
    if (node?.kind === 'list' && node.list === 'containerGroups') this.store.changed(this.groupIds(node));
    await this.showAnew(node);
  }

  async showMore(parent: TreeNode): Promise<void> {
    this.pages.set(parent.id, (this.pages.get(parent.id) ?? 1) + 1);
    await this.showAnew(parent);
  }

  private async showAnew(node: TreeNode | undefined): Promise<void> {
    if (this.visible) await this.progress(() => this.ahead.begin(node));
    else this.changed.fire(node);
  }

  /** Shows rows of container groups again. @param read what was read of one meanwhile. */
  showGroups(groupIds: readonly string[], read?: ContainerGroup): void {
    const ids = new Set(groupIds.map(resourceNodeId));
    for (const node of [...this.children.values()].flat()) {
      if (node.kind !== 'containerGroup' || !ids.has(node.id)) continue;
      if (read) {
        node.group = read;
        node.detailed = true;
        delete node.problem;
      }
      this.changed.fire(node);
    }
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    if (visible) this.resume();
    else this.details.pause();
  }

  setCollapsed(node: TreeNode, collapsed: boolean): void {
    if (collapsed) this.collapsed.add(node.id);
    else {
      this.collapsed.delete(node.id);
      this.details.read(this.unread(this.children.get(node.id) ?? []));
    }
  }

  dispose(): void {
    this.subscribed.dispose();
    this.details.pause();
    this.ahead.clear();
    this.aborted.abort();
    this.changed.dispose();
  }

  /** @param stop gives up before the session ends. */
  private async read(parent: TreeNode | undefined, stop?: AbortSignal): Promise<{ nodes: TreeNode[]; signal: AbortSignal }> {
    let signal = this.aborted.signal;
    try {
      if (!parent) {
        // What opens, or fails to open, is what this reads.
        await this.sessions.resume().finally(() => (signal = this.aborted.signal));
      }
      const session = this.sessions.current;
      if (!session) return { nodes: [], signal };
      const context = this.context(session, stop);
      return { nodes: parent ? await childrenOf(parent, context) : await rootNodes(context), signal };
    } catch (error) {
      if (isCancelled(error)) return { nodes: [], signal };
      this.log(`reading ${parent?.id ?? 'subscriptions'}`, error);
      return { nodes: [failureNode(parent, error)], signal };
    }
  }

  private context(session: Session, stop?: AbortSignal): TreeContext {
    return {
      session,
      store: this.store,
      language: vscode.env.language,
      pagesShown: (id) => this.pages.get(id) ?? 1,
      isWatched: (id) => this.isWatched(session.target, id),
      signal: stop ? AbortSignal.any([this.aborted.signal, stop]) : this.aborted.signal,
    };
  }

  private touch(): void {
    this.touchedAt = Date.now();
  }

  private restart(): void {
    this.details.pause();
    this.ahead.clear();
    this.aborted.abort();
    this.aborted = new AbortController();
    this.children.clear();
    this.pages.clear();
    this.changed.fire(undefined);
  }

  private resume(): void {
    for (const nodes of this.children.values()) this.details.read(this.unread(nodes));
  }

  /** Those whose details are absent, or may have changed while nobody looked. */
  private unread(nodes: readonly TreeNode[]): TreeNode[] {
    return nodes.filter((node) => node.kind === 'containerGroup' || (node.kind === 'tag' && !node.manifest));
  }

  /** A list that is read again keeps what was known of its groups until their states have been read again. */
  private keepDetails(parent: TreeNode | undefined, nodes: readonly TreeNode[]): void {
    const before = new Map((this.children.get(parent?.id ?? rootKey) ?? []).map((node) => [node.id, node]));
    for (const node of nodes) {
      const old = before.get(node.id);
      if (node.kind === 'containerGroup' && old?.kind === 'containerGroup' && old.detailed) keepState(node, old);
      if (node.kind === 'tag' && old?.kind === 'tag' && old.manifest && old.tag.digest === node.tag.digest) node.manifest = old.manifest;
    }
  }

  private isCurrent(node: TreeNode): boolean {
    return this.children.get(node.parent?.id ?? rootKey)?.includes(node) ?? false;
  }

  private isUncovered(node: TreeNode): boolean {
    for (let above = node.parent; above; above = above.parent) {
      if (this.collapsed.has(above.id)) return false;
    }
    return true;
  }

  private groupIds(list: TreeNode): string[] {
    return (this.children.get(list.id) ?? []).flatMap((node) => (node.kind === 'containerGroup' ? [node.group.id] : []));
  }
}

function keepState(node: ContainerGroupNode, old: ContainerGroupNode): void {
  node.group = old.group;
  node.detailed = true;
}
