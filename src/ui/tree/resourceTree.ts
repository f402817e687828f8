import * as vscode from 'vscode';
import { AppError } from '../../model/appError';
import { publicCloud } from '../../model/cloud';
import type { ContainerGroup } from '../../model/containerGroup';
import { message } from '../../model/message';
import { parseResourceId, resourceName } from '../../model/resourceId';
import { Disposables } from '../disposables';
import type { Log } from '../log';
import { personaName } from '../sandbox/personaNames';
import type { Session, Sessions } from '../session';
import type { Store } from '../store';
import type { WatchedGroups } from '../watchedGroups';
import type { ListKind, TreeNode } from './node';
import { resourceNodeId } from './nodeId';
import { ResourceProvider } from './provider';

const viewId = 'keylessContainers.resources';
const mostReveals = 5;

/** The view *Resources*. */
export class ResourceTree implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly provider: ResourceProvider;
  private readonly view: vscode.TreeView<TreeNode>;

  constructor(
    private readonly sessions: Sessions,
    private readonly store: Store,
    private readonly log: Log,
    watched: WatchedGroups,
  ) {
    this.provider = this.disposables.add(
      new ResourceProvider(
        sessions,
        store,
        (work) => vscode.window.withProgress({ location: { viewId } }, work),
        (doing, error) => log.error(doing, error),
        (target, groupId) => watched.has(target, groupId),
      ),
    );
    this.view = this.disposables.add(
      vscode.window.createTreeView(viewId, { treeDataProvider: this.provider, showCollapseAll: true, canSelectMany: true }),
    );
    this.disposables.add(this.view.onDidChangeVisibility(({ visible }) => this.provider.setVisible(visible)));
    this.disposables.add(this.view.onDidCollapseElement(({ element }) => this.provider.setCollapsed(element, true)));
    this.disposables.add(this.view.onDidExpandElement(({ element }) => this.provider.setCollapsed(element, false)));
    this.disposables.add(sessions.onDidChange((session) => this.describe(session)));
    this.disposables.add(watched.onDidChange((ids) => this.provider.showGroups(ids)));
    this.provider.setVisible(this.view.visible);
  }

  /** Reads everything again. */
  async refresh(): Promise<void> {
    this.sessions.forgive();
    this.store.clear();
    await this.provider.reload();
  }

  /** Shows anew what was read again after a write. */
  show(): void {
    void this.provider.reload();
  }

  /** Shows what was read of a container group meanwhile. */
  showGroup(group: ContainerGroup): void {
    this.provider.showGroups([group.id], group);
  }

  /** Waits until VS Code shows what was read last: until then its rows may be those of before. */
  async shown(): Promise<void> {
    await this.revealed(async () => (await this.provider.known())[0], { select: false, focus: false });
  }

  /** Waits until VS Code shows what was read last, details included. */
  async settled(): Promise<void> {
    await this.provider.settled();
    await this.shown();
  }

  /** Reads again what a note, or a node, stands for. */
  async retry(node: TreeNode | undefined): Promise<void> {
    const above = node?.kind === 'note' ? node.parent : node;
    const id = above && idOf(above);
    if (id === undefined) return this.refresh();
    this.store.changed([id]);
    await this.provider.reload(above);
  }

  async loadMore(node: TreeNode | undefined): Promise<void> {
    if (node?.parent) await this.provider.showMore(node.parent);
  }

  /** What is selected, for commands that were not given a node. */
  get selection(): readonly TreeNode[] {
    return this.view.selection;
  }

  /** Shows and selects a registry, identity or container group, where it is in the tree and the tree is in sight. */
  async reveal(resourceId: string): Promise<void> {
    await this.revealed(() => this.find(resourceId), { select: true, focus: false, expand: true });
  }

  /** The same where the user asks for it: the tree comes into sight and has the focus, and long lists are read until it is there. */
  async showInTree(resourceId: string): Promise<void> {
    const isThere = await this.revealed(() => this.find(resourceId, true), { select: true, focus: true, expand: true }, true);
    if (!isThere) throw new AppError('NotInTree', message('error.notFound', { name: resourceName(resourceId) }));
  }

  /** Opens what uses an identity. */
  async showUses(identityId: string): Promise<void> {
    const uses = async (): Promise<TreeNode | undefined> => {
      const identity = await this.find(identityId, true);
      return identity && (await this.provider.known(identity)).find(({ kind }) => kind === 'usedBy');
    };
    await this.revealed(uses, { select: true, focus: true, expand: true }, true);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /**
   * VS Code reveals after every change that it has been told of, and rejects where yet another one has made it forget the node meanwhile.
   * @param opensView brings the view into sight; otherwise one that is out of sight stays so.
   * @returns false where there is no such node.
   */
  private async revealed(
    find: () => Promise<TreeNode | undefined>,
    options: Parameters<typeof this.view.reveal>[1],
    opensView = false,
  ): Promise<boolean> {
    for (let tries = 0; tries < mostReveals && (opensView || this.view.visible); tries++) {
      const node = await find();
      if (!node) return false;
      try {
        await this.view.reveal(node, options);
        return true;
      } catch (error) {
        this.log.error(`revealing ${node.id}`, error);
      }
    }
    return true;
  }

  private async find(resourceId: string, readsOn = false): Promise<TreeNode | undefined> {
    const parsed = parseResourceId(resourceId);
    const list = parsed && listOfType(parsed.type);
    if (!parsed || !list) return undefined;
    const top = await this.provider.known();
    const subscription = top.find(
      (node) => node.kind === 'subscription' && node.subscription.id.toLowerCase() === parsed.subscriptionId.toLowerCase(),
    );
    const lists = subscription ? await this.provider.known(subscription) : top;
    const listed = lists.find((node) => node.kind === 'list' && node.list === list);
    return listed && this.findIn(listed, resourceNodeId(resourceId), readsOn);
  }

  /** @param readsOn also beyond what is shown of a long list. */
  private async findIn(list: TreeNode, id: string, readsOn: boolean): Promise<TreeNode | undefined> {
    for (;;) {
      const nodes = await this.provider.known(list);
      const found = nodes.find((node) => node.id === id);
      const last = nodes.at(-1);
      if (found || !readsOn || last?.kind !== 'more') return found;
      await this.provider.showMore(list);
      // A view that is out of sight reads nothing by itself.
      const longer = (await this.provider.known(list)).at(-1);
      if (longer?.kind === 'more' && longer.shown === last.shown) await this.provider.getChildren(list);
    }
  }

  private describe(session: Session | undefined): void {
    const persona = session?.sandbox && personaName(session.sandbox.persona);
    this.view.description = persona === undefined ? (session?.signedIn.name ?? '') : vscode.l10n.t('Sandbox · {0}', persona);
    // A view that is alone in its container does not show its description.
    this.view.message = session ? messageOf(session, persona) : '';
  }
}

function messageOf({ cloud, signedIn }: Session, persona: string | undefined): string {
  if (persona !== undefined) return vscode.l10n.t('Sandbox, not Azure · {0}', persona);
  return cloud.name === publicCloud.name ? signedIn.name : vscode.l10n.t('{0} · {1}', signedIn.name, cloud.name);
}

function idOf(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'subscription':
    case 'list':
      return `/subscriptions/${node.subscription.id}`;
    case 'registry':
    case 'access':
    case 'principal':
    case 'grant':
    case 'denial':
    case 'repository':
    case 'tag':
      return node.registry.id;
    case 'identity':
    case 'roles':
    case 'usedBy':
    case 'use':
    case 'role':
      return node.identity.id;
    case 'containerGroup':
      return node.group.id;
    case 'container':
    case 'events':
      return node.parent.group.id;
    case 'event':
      return node.parent.parent.group.id;
    case 'more':
    case 'note':
      return node.parent && idOf(node.parent);
  }
}

function listOfType(type: string): ListKind | undefined {
  switch (type.toLowerCase()) {
    case 'microsoft.containerregistry/registries':
      return 'registries';
    case 'microsoft.managedidentity/userassignedidentities':
      return 'identities';
    case 'microsoft.containerinstance/containergroups':
      return 'containerGroups';
    default:
      return undefined;
  }
}
