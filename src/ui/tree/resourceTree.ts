import * as vscode from 'vscode';
import { AppError } from '../../model/appError';
import { publicCloud } from '../../model/cloud';
import { message } from '../../model/message';
import { parseResourceId, resourceName } from '../../model/resourceId';
import { Disposables } from '../disposables';
import type { Log } from '../log';
import { personaName } from '../sandbox/personaNames';
import type { Session, Sessions } from '../session';
import type { Store } from '../store';
import type { ListKind, TreeNode } from './node';
import { resourceNodeId } from './nodeId';
import { ResourceProvider } from './provider';

const viewId = 'keylessContainers.resources';

/** The view *Resources*. */
export class ResourceTree implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly provider: ResourceProvider;
  private readonly view: vscode.TreeView<TreeNode>;

  constructor(
    private readonly sessions: Sessions,
    private readonly store: Store,
    log: Log,
  ) {
    this.provider = this.disposables.add(
      new ResourceProvider(
        sessions,
        store,
        (work) => vscode.window.withProgress({ location: { viewId } }, work),
        (doing, error) => log.error(doing, error),
      ),
    );
    this.view = this.disposables.add(vscode.window.createTreeView(viewId, { treeDataProvider: this.provider, showCollapseAll: true }));
    this.disposables.add(this.view.onDidChangeVisibility(({ visible }) => this.provider.setVisible(visible)));
    this.disposables.add(this.view.onDidCollapseElement(({ element }) => this.provider.setCollapsed(element, true)));
    this.disposables.add(this.view.onDidExpandElement(({ element }) => this.provider.setCollapsed(element, false)));
    this.disposables.add(sessions.onDidChange((session) => this.describe(session)));
    this.provider.setVisible(this.view.visible);
  }

  /** Reads everything again. */
  refresh(): void {
    this.sessions.forgive();
    this.store.clear();
    this.provider.reload();
  }

  /** Shows anew what was read again after a write. */
  show(): void {
    this.provider.reload();
  }

  /** Reads again what a note, or a node, stands for. */
  retry(node: TreeNode): void {
    const above = node.kind === 'note' ? node.parent : node;
    const id = above && idOf(above);
    if (id === undefined) return this.refresh();
    this.store.changed([id]);
    this.provider.reload(above);
  }

  loadMore(node: TreeNode): void {
    if (node.parent) this.provider.showMore(node.parent);
  }

  /** What is selected, for commands that were not given a node. */
  get selection(): readonly TreeNode[] {
    return this.view.selection;
  }

  /** Shows and selects a registry, identity or container group, where it is in the tree and the tree is in sight. */
  async reveal(resourceId: string): Promise<void> {
    if (!this.view.visible) return;
    const node = await this.find(resourceId);
    if (node) await this.view.reveal(node, { select: true, focus: false, expand: true });
  }

  /** The same where the user asks for it: the tree comes into sight, and has the focus. */
  async showInTree(resourceId: string): Promise<void> {
    const node = await this.find(resourceId);
    if (!node) throw new AppError('NotInTree', message('error.notFound', { name: resourceName(resourceId) }));
    await this.view.reveal(node, { select: true, focus: true, expand: true });
  }

  /** Opens what uses an identity. */
  async showUses(identityId: string): Promise<void> {
    const identity = await this.find(identityId);
    const uses = identity && (await this.provider.known(identity)).find(({ kind }) => kind === 'usedBy');
    if (uses) await this.view.reveal(uses, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async find(resourceId: string): Promise<TreeNode | undefined> {
    const parsed = parseResourceId(resourceId);
    const list = parsed && listOfType(parsed.type);
    if (!parsed || !list) return undefined;
    const top = await this.provider.known();
    const subscription = top.find(
      (node) => node.kind === 'subscription' && node.subscription.id.toLowerCase() === parsed.subscriptionId.toLowerCase(),
    );
    const lists = subscription ? await this.provider.known(subscription) : top;
    const listed = lists.find((node) => node.kind === 'list' && node.list === list);
    return listed && this.findIn(listed, resourceNodeId(resourceId));
  }

  /** Also beyond what is shown of a long list. */
  private async findIn(list: TreeNode, id: string): Promise<TreeNode | undefined> {
    for (;;) {
      const nodes = await this.provider.known(list);
      const found = nodes.find((node) => node.id === id);
      if (found || nodes.at(-1)?.kind !== 'more') return found;
      this.provider.showMore(list);
      await this.provider.getChildren(list);
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
      return node.parent.group.id;
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
