import { isCancelled } from '../../model/appError';
import { TaskQueue } from '../../model/concurrency';
import { renderError } from '../render';
import { isTransitional } from './containerGroupState';
import type { ContainerGroupNode, TagNode, TreeNode } from './node';
import type { TreeContext } from './treeContext';

const requestsAtOnce = 4;
const firstLookMs = 2_000;
const slowestLookMs = 20_000;
const slowDown = 1.5;

/** Where details are shown. */
export interface DetailsView {
  context(): TreeContext | undefined;
  /** Whether this very node is in the tree, in an expanded list of a visible view. */
  isShown(node: TreeNode): boolean;
  show(node: TreeNode): void;
  /** A resource that was listed is gone. */
  gone(node: TreeNode): void;
}

/**
 * Reads what lists do not carry (the states of container groups, the manifests of tags), a few at a time and for what is shown only,
 * and looks again at groups that are on their way, ever more slowly.
 */
export class Details {
  private readonly queue = new TaskQueue(requestsAtOnce);
  private readonly looks = new Map<string, NodeJS.Timeout>();

  constructor(private readonly view: DetailsView) {}

  read(nodes: readonly TreeNode[]): void {
    for (const node of nodes) {
      if (node.kind === 'containerGroup') this.queue.add(() => this.readGroup(node, firstLookMs, false));
      if (node.kind === 'tag' && !node.manifest) this.queue.add(() => this.readManifest(node));
    }
  }

  /** Stops looking, until nodes are read again. */
  pause(): void {
    this.queue.clear();
    for (const timer of this.looks.values()) clearTimeout(timer);
    this.looks.clear();
  }

  /** Resolves once all that was to be read has been. */
  async settled(): Promise<void> {
    await this.queue.idle();
  }

  private async readGroup(node: ContainerGroupNode, nextLookMs: number, again: boolean): Promise<void> {
    const context = this.view.context();
    if (!context || !this.view.isShown(node)) return;
    const before = JSON.stringify(node.group.definition.properties);
    try {
      if (again) context.store.forgetContainerGroup(node.group.id);
      const group = await context.store.containerGroup(node.group.id, context.signal);
      if (!group) return this.view.gone(node);
      node.group = group;
      node.detailed = true;
      delete node.problem;
    } catch (error) {
      if (isCancelled(error)) return;
      node.problem = renderError(error);
    }
    const changed = JSON.stringify(node.group.definition.properties) !== before;
    if (changed || !again) this.view.show(node);
    if (isTransitional(node.group) || node.problem !== undefined) this.lookAgain(node, changed ? firstLookMs : nextLookMs);
  }

  private lookAgain(node: ContainerGroupNode, delay: number): void {
    clearTimeout(this.looks.get(node.id));
    const timer = setTimeout(() => {
      this.looks.delete(node.id);
      this.queue.add(() => this.readGroup(node, Math.min(slowestLookMs, delay * slowDown), true));
    }, delay);
    this.looks.set(node.id, timer);
  }

  private async readManifest(node: TagNode): Promise<void> {
    const context = this.view.context();
    if (!context || !this.view.isShown(node)) return;
    try {
      const { registry, repository, tag } = node;
      const manifest = await context.store.manifest(registry.loginServer, repository, tag.digest, context.signal);
      if (!manifest) return;
      node.manifest = manifest;
      this.view.show(node);
    } catch {
      // The tag still shows what the list said; its platforms and size are absent.
    }
  }
}
