import type { Registry } from '../../model/registry';
import type { TreeNode } from '../tree/node';

/** What of an image a node of the tree says. */
export interface ImageOfNode {
  readonly registry?: Registry;
  readonly repository?: string;
  /** `:tag`. */
  readonly suffix?: string;
}

/** What a node says of an image, for wizards that then do not ask for it. */
export function imageOfNode(node: TreeNode | undefined): ImageOfNode {
  switch (node?.kind) {
    case 'registry':
      return { registry: node.registry };
    case 'repository':
      return { registry: node.registry, repository: node.repository };
    case 'tag':
      return { registry: node.registry, repository: node.repository, suffix: `:${node.tag.name}` };
    default:
      return {};
  }
}
