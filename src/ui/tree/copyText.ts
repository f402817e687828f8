import type { TreeNode } from './node';

export type CopyKind = 'resourceId' | 'principalId' | 'clientId' | 'tenantId' | 'loginServer' | 'imageReference' | 'fqdn';

/** What is copied of a node; undefined where the node has no such thing. */
export function resourceNodeText(node: TreeNode, kind: CopyKind): string | undefined {
  switch (kind) {
    case 'resourceId':
      return resourceIdText(node);
    case 'principalId':
      return principalIdText(node);
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

function principalIdText(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'identity':
    case 'role':
      return node.identity.principalId;
    case 'principal':
      return node.access.principalId;
    case 'grant':
      return node.parent.access.principalId;
    default:
      return undefined;
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
    case 'principal':
      return node.access.grants.length === 1 ? node.access.grants[0]?.assignment.id : undefined;
    case 'grant':
      return node.grant.assignment.id;
    case 'denial':
      return node.denial.id;
    case 'use':
      return node.use.group.id;
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
