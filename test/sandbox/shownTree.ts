import './vscodeStandIn';
import type { TreeItem } from 'vscode';
import { connect } from '../../src/azure/main';
import { realClock } from '../../src/plan/clock';
import type { OpenSandbox } from '../../src/sandbox/main';
import { Sessions } from '../../src/ui/session';
import { Store } from '../../src/ui/store';
import type { ListKind, TreeNode } from '../../src/ui/tree/node';
import { ResourceProvider } from '../../src/ui/tree/provider';

/** VS Code's number for a node that is open when it is first shown. */
const expanded = 2;

/** The product's tree over a sandbox, asked as VS Code's view asks it. */
export class ShownTree {
  /** Every request, `GET /subscriptions/…`, without its query. */
  readonly requests: string[] = [];
  /** The most requests that were on their way at one time. */
  mostAtOnce = 0;
  /** As VS Code holds them. */
  private readonly items = new Map<TreeNode, TreeItem>();
  private readonly sessions = new Sessions();
  private readonly store = new Store(this.sessions);
  private readonly provider = new ResourceProvider(
    this.sessions,
    this.store,
    (work) => work(),
    (doing, error) => {
      throw new Error(doing, { cause: error });
    },
    () => false,
  );

  /** @param travel how long a request is on its way before Azure has it. */
  static async open(open: OpenSandbox, travel: () => Promise<unknown>): Promise<ShownTree> {
    const tree = new ShownTree();
    const { cloud, credential } = open;
    const azure = connect({
      cloud,
      tenants: [{ tenantId: open.sandbox.world.tenantId, credential }],
      httpClient: tree.watched(open, travel),
      userAgent: 'test/1',
    });
    const signedIn = await azure.signedIn();
    const session = { kind: 'sandbox', cloud, azure, target: 'test-world', signedIn, clock: realClock } as const;
    await tree.sessions.open(async () => ({ session, dispose: () => undefined }));
    tree.provider.setVisible(true);
    return tree;
  }

  /** What is there when the view is opened: the top, and what is open from the beginning. Answers the top. */
  first(): Promise<readonly TreeNode[]> {
    return this.show(undefined);
  }

  expand(node: TreeNode): Promise<readonly TreeNode[]> {
    this.provider.setCollapsed(node, false);
    return this.show(node);
  }

  /** Opens every list of a kind, whatever is above them, all at once. Answers what they hold. */
  async expandLists(kind: ListKind): Promise<readonly TreeNode[]> {
    const top = await this.provider.known();
    const lists = await Promise.all(top.map(async (node) => (node.kind === 'list' ? node : this.expand(node))));
    const wanted = lists.flat().filter((node) => node.kind === 'list' && node.list === kind);
    return (await Promise.all(wanted.map((list) => this.expand(list)))).flat();
  }

  /** What a node that is open already shows. */
  known(node: TreeNode): Promise<readonly TreeNode[]> {
    return this.provider.known(node);
  }

  async loadMore(parent: TreeNode): Promise<readonly TreeNode[]> {
    await this.provider.showMore(parent);
    return this.show(parent);
  }

  /** Waits until the states of all these container groups have been read. */
  detailed(nodes: readonly TreeNode[]): Promise<void> {
    const isRead = () => nodes.every((node) => node.kind !== 'containerGroup' || node.detailed);
    return new Promise((resolve) => {
      const changes = this.provider.onDidChangeTreeData(() => {
        if (!isRead()) return;
        changes.dispose();
        resolve();
      });
    });
  }

  /** All that has been shown, as VS Code was given it last. */
  shownItems(): readonly TreeItem[] {
    return [...this.items.values()];
  }

  dispose(): void {
    this.provider.dispose();
    this.store.dispose();
    this.sessions.dispose();
  }

  private async show(parent: TreeNode | undefined): Promise<readonly TreeNode[]> {
    const nodes = await this.provider.getChildren(parent);
    for (const node of nodes) this.items.set(node, this.provider.getTreeItem(node));
    const open = nodes.filter((node) => Number(this.items.get(node)?.collapsibleState) === expanded);
    await Promise.all(open.map((node) => this.show(node)));
    return nodes;
  }

  private watched({ httpClient }: OpenSandbox, travel: () => Promise<unknown>): OpenSandbox['httpClient'] {
    let underWay = 0;
    return {
      sendRequest: async (request) => {
        this.requests.push(`${request.method} ${new URL(request.url).pathname}`);
        this.mostAtOnce = Math.max(this.mostAtOnce, ++underWay);
        try {
          await travel();
          return await httpClient.sendRequest(request);
        } finally {
          underWay--;
        }
      },
    };
  }
}
