import type { TreeNode } from './node';

export type CopyKind = 'resourceId' | 'principalId' | 'clientId' | 'tenantId' | 'loginServer' | 'imageReference' | 'fqdn';

/** What is copied of a node; undefined where the node has no such thing. */
export function resourceNodeText(node: TreeNode, kind: CopyKind): string | undefined {
  switch (kind) {
    case 'resourceId':
      return resourceIdText(node);
    case 'principalId':
      return node.kind === 'identity' || node.kind === 'role' ? node.identity.principalId : undefined;
    case 'clientId':
      return node.kind === 'identity' ? node.identity.clientId : undefined;
    case 'tenantId':
      return node.kind === 'identity' ? node.identity.tenantId : node.kind === 'subscription' ? node.subscription.tenantId : undefined;
    case 'loginServer':
      return node.kind === 'registry' || node.kind === 'repository' || node.kind === 'tag' ? node.registry.loginServer : undefined;
    case 'imageReference':
      return imageReferenceText(node);
    case 'fqdn':
      return node.kind === 'containerGroup' ? node.group.definition.properties.ipAddress?.fqdn : undefined;
  }
}

function resourceIdText(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'subscription':
      return `/subscriptions/${node.subscription.id}`;
    case 'registry':
      return node.registry.id;
    case 'identity':
      return node.identity.id;
    case 'role':
      return node.assignment.id;
    case 'containerGroup':
      return node.group.id;
    default:
      return undefined;
  }
}

function imageReferenceText(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'repository':
      return `${node.registry.loginServer}/${node.repository}`;
    case 'tag':
      return `${node.registry.loginServer}/${node.repository}:${node.tag.name}`;
    case 'container':
      return node.container.properties.image;
    default:
      return undefined;
  }
}
