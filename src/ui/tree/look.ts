import type * as vscode from 'vscode';
import { accessChildren, accessItem } from './accessNodes';
import { containerGroupChildren, containerGroupItem, containerGroupTooltip } from './containerGroupNodes';
import { containerItem, containerTooltip } from './containerNodes';
import { eventItem, eventNodes, eventsItem, eventTooltip } from './eventNodes';
import { denialItem, denialTooltip } from './denialNodes';
import { grantItem, grantTooltip } from './grantNodes';
import { identityChildren, identityItem, identityPartItem, identityTooltip } from './identityNodes';
import type { TreeNode } from './node';
import { moreItem, noteItem } from './noteNodes';
import { principalChildren, principalItem, principalTooltip } from './principalNodes';
import { registryChildren, registryItem, registryTooltip } from './registryNodes';
import { repositoryChildren, repositoryItem, repositoryTooltip, tagItem, tagTooltip } from './repositoryNodes';
import { roleItem, rolesChildren, roleTooltip } from './roleNodes';
import { listChildren, listItem, listNodes, subscriptionItem, subscriptionTooltip } from './subscriptionNodes';
import type { TreeContext } from './treeContext';
import { useItem, usesChildren } from './useNodes';

/** How a node shows itself. */
export function itemOf(node: TreeNode, context: TreeContext): vscode.TreeItem {
  switch (node.kind) {
    case 'subscription':
      return subscriptionItem(node);
    case 'list':
      return listItem(node);
    case 'registry':
      return registryItem(node);
    case 'access':
      return accessItem(node);
    case 'principal':
      return principalItem(node);
    case 'grant':
      return grantItem(node);
    case 'denial':
      return denialItem(node);
    case 'repository':
      return repositoryItem(node);
    case 'tag':
      return tagItem(node, context);
    case 'identity':
      return identityItem(node);
    case 'roles':
    case 'usedBy':
      return identityPartItem(node);
    case 'use':
      return useItem(node);
    case 'role':
      return roleItem(node);
    case 'containerGroup':
      return containerGroupItem(node, context);
    case 'container':
      return containerItem(node);
    case 'events':
      return eventsItem(node);
    case 'event':
      return eventItem(node, context);
    case 'more':
      return moreItem(node);
    case 'note':
      return noteItem(node);
  }
}

/** What a node says when it is pointed at; undefined where its item already says it. */
export function tooltipOf(node: TreeNode, context: TreeContext): vscode.MarkdownString | undefined {
  switch (node.kind) {
    case 'subscription':
      return subscriptionTooltip(node, context);
    case 'registry':
      return registryTooltip(node, context);
    case 'principal':
      return principalTooltip(node, context);
    case 'grant':
      return grantTooltip(node, context);
    case 'denial':
      return denialTooltip(node);
    case 'repository':
      return repositoryTooltip(node);
    case 'tag':
      return tagTooltip(node, context);
    case 'identity':
      return identityTooltip(node, context);
    case 'role':
      return roleTooltip(node, context);
    case 'containerGroup':
      return containerGroupTooltip(node, context);
    case 'container':
      return containerTooltip(node, context);
    case 'event':
      return eventTooltip(node, context);
    case 'events':
    case 'list':
    case 'access':
    case 'roles':
    case 'usedBy':
    case 'use':
    case 'more':
    case 'note':
      return undefined;
  }
}

/** Reads what is below a node. */
export async function childrenOf(node: TreeNode, context: TreeContext): Promise<TreeNode[]> {
  switch (node.kind) {
    case 'subscription':
      return listNodes(node.subscription, node);
    case 'list':
      return listChildren(node, context);
    case 'registry':
      return registryChildren(node, context);
    case 'access':
      return accessChildren(node, context);
    case 'principal':
      return principalChildren(node);
    case 'repository':
      return repositoryChildren(node, context);
    case 'identity':
      return identityChildren(node);
    case 'roles':
      return rolesChildren(node, context);
    case 'usedBy':
      return usesChildren(node, context);
    case 'containerGroup':
      return containerGroupChildren(node);
    case 'events':
      return eventNodes(node);
    case 'grant':
    case 'denial':
    case 'tag':
    case 'role':
    case 'use':
    case 'container':
    case 'event':
    case 'more':
    case 'note':
      return [];
  }
}
