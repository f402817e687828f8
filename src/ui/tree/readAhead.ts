import type { TreeNode } from './node';

export interface Reading {
  /** Never rejects: what cannot be read is a node that says so. */
  read(parent: TreeNode | undefined, signal: AbortSignal): Promise<readonly TreeNode[]>;
  /** Whether the children of a node are shown and take a while to read. */
  isOpen(node: TreeNode): boolean;
  /** Everything below the node, or the whole tree, has been read and is to be shown. */
  done(from: TreeNode | undefined): void;
}

interface Round {
  readonly from: TreeNode | undefined;
  readonly abort: AbortController;
  readonly nodes: Map<string, readonly TreeNode[]>;
}

/** How long what was read is good for being asked for; what VS Code shows it asks for at once. */
const goodForMs = 10_000;

/**
 * What is shown, read anew before VS Code is told of a change. VS Code forgets the nodes below a change as soon as it is told, and a command
 * chosen from the menu of a row that it has forgotten is given no node. So it is told when it can have the new ones at once.
 */
export class ReadAhead {
  private round: Round | undefined;
  private ended: Promise<void> = Promise.resolve();
  private nodes = new Map<string, readonly TreeNode[]>();
  private readAt = 0;

  constructor(
    private readonly reading: Reading,
    private readonly now: () => number = Date.now,
  ) {}

  /** Reads what is shown below a node, or everything. What is under way is given up, and read once more together with it. */
  begin(from: TreeNode | undefined): Promise<void> {
    const before = this.round;
    before?.abort.abort();
    const round: Round = {
      from: before && before.from?.id !== from?.id ? undefined : from,
      abort: new AbortController(),
      nodes: new Map(),
    };
    this.round = round;
    this.ended = this.readRound(round);
    return this.ended;
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    while (this.round) await this.ended;
  }

  /** A node's children, or the top of the tree, where they have just been read and not been taken. */
  peek(parent: TreeNode | undefined): readonly TreeNode[] | undefined {
    return this.now() - this.readAt < goodForMs ? this.nodes.get(keyOf(parent)) : undefined;
  }

  take(parent: TreeNode | undefined): readonly TreeNode[] | undefined {
    const nodes = this.peek(parent);
    this.nodes.delete(keyOf(parent));
    return nodes;
  }

  /** Gives up what is under way and forgets what was read. */
  clear(): void {
    this.round?.abort.abort();
    this.round = undefined;
    this.nodes.clear();
  }

  private async readRound(round: Round): Promise<void> {
    await this.readBelow(round.from, round);
    if (this.round !== round) return;
    this.round = undefined;
    this.nodes = round.nodes;
    this.readAt = this.now();
    this.reading.done(round.from);
  }

  private async readBelow(parent: TreeNode | undefined, round: Round): Promise<void> {
    const nodes = await this.reading.read(parent, round.abort.signal);
    if (round.abort.signal.aborted) return;
    round.nodes.set(keyOf(parent), nodes);
    await Promise.all(nodes.filter((node) => this.reading.isOpen(node)).map((node) => this.readBelow(node, round)));
  }
}

function keyOf(parent: TreeNode | undefined): string {
  return parent?.id ?? '';
}
