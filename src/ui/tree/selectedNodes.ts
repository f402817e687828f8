import type { TreeNode } from './node';

/** All that are selected, where the command is of one of them; else the one alone. @param more VS Code's second argument. */
export function selectedNodes(node: TreeNode, more: unknown): readonly TreeNode[] {
  const selected = Array.isArray(more) ? (more as readonly TreeNode[]) : [];
  return selected.some(({ id }) => id === node.id) ? selected : [node];
}
