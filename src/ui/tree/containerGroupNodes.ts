import * as vscode from 'vscode';
import { containerFailures } from '../../deploy/failure/containerFailure';
import { parseResourceId } from '../../model/resourceId';
import { conditionIcon } from './conditionIcon';
import { containerNodes } from './containerNodes';
import { eventsNodes } from './eventNodes';
import { groupState } from './containerGroupState';
import { failureLine } from './failureLine';
import type { ContainerGroupNode, ListNode, TreeNode } from './node';
import { contextValue, resourceNodeId } from './nodeId';
import { emptyNode, moreNode } from './noteNodes';
import { appendPortal, factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

/** Each costs a request for its state. */
const groupsAPage = 50;

/** States that a group leaves only when it is started. */
const ended: readonly string[] = ['stopped', 'succeeded', 'failed'];

export async function containerGroupNodes(parent: ListNode, context: TreeContext): Promise<TreeNode[]> {
  const groups = await context.store.containerGroups(parent.subscription.id, context.signal);
  if (groups.length === 0) {
    const title = vscode.l10n.t('Deploy one…');
    return [
      emptyNode(parent, vscode.l10n.t('No container groups'), { title, command: 'keylessContainers.deployContainerGroup', args: [parent] }),
    ];
  }
  const sorted = [...groups].sort((a, b) => a.name.localeCompare(b.name));
  const shown = sorted.slice(0, context.pagesShown(parent.id) * groupsAPage);
  const nodes: TreeNode[] = shown.map((group): ContainerGroupNode => {
    return { kind: 'containerGroup', id: resourceNodeId(group.id), parent, group, detailed: false };
  });
  return shown.length < sorted.length ? [...nodes, moreNode(parent, shown.length, sorted.length)] : nodes;
}

export function containerGroupChildren(node: ContainerGroupNode): TreeNode[] {
  return [...containerNodes(node), ...eventsNodes(node)];
}

export function containerGroupItem(node: ContainerGroupNode, context: TreeContext): vscode.TreeItem {
  const { group } = node;
  const { word, condition } = groupState(group);
  const fqdn = group.definition.properties.ipAddress?.fqdn;
  const item = new vscode.TreeItem(group.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = node.id;
  item.iconPath = node.problem === undefined ? conditionIcon(condition) : new vscode.ThemeIcon('question');
  const failing = node.problem === undefined ? containerFailures(group) : [];
  const watched = context.isWatched(group.id);
  item.description = [
    node.problem === undefined ? word : vscode.l10n.t('state unknown'),
    watched ? vscode.l10n.t('watched') : '',
    failing.map(failureLine).join(', '),
    fqdn ?? '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
  item.contextValue = contextValue('containerGroup', {
    startable: ended.includes(word.toLowerCase()) || word === '',
    stoppable: !ended.includes(word.toLowerCase()),
    fqdn: fqdn !== undefined,
    failing: failing.length > 0 || condition === 'failed',
    watched,
  });
  item.accessibilityInformation = { label: vscode.l10n.t('Container group {0}, {1}', group.name, item.description) };
  return item;
}

export function containerGroupTooltip({ group, problem }: ContainerGroupNode, context: TreeContext): vscode.MarkdownString {
  const { session } = context;
  const { properties } = group.definition;
  const ports = properties.ipAddress?.ports.map(({ port, protocol }) => `${port}/${protocol ?? 'TCP'}`).join(', ');
  const credentials = properties.imageRegistryCredentials?.map(({ server, identity, username }) => {
    const who =
      identity === undefined
        ? vscode.l10n.t('user name {0} and a password', username ?? '')
        : (parseResourceId(identity)?.name ?? identity);
    return `${server}: ${who}`;
  });
  const events = properties.instanceView?.events?.slice(-3).map((event) => `${event.name ?? ''}: ${event.message ?? ''}`) ?? [];
  const text = factsTooltip(
    group.name,
    [
      [vscode.l10n.t('State'), problem ?? properties.instanceView?.state],
      [vscode.l10n.t('Provisioning state'), properties.provisioningState],
      [vscode.l10n.t('Domain name'), properties.ipAddress?.fqdn],
      [vscode.l10n.t('IP address'), properties.ipAddress?.ip],
      [vscode.l10n.t('Ports'), ports],
      [vscode.l10n.t('Pulls with'), credentials?.join(', ')],
      [vscode.l10n.t('Restart policy'), properties.restartPolicy],
      [vscode.l10n.t('Resource group'), parseResourceId(group.id)?.resourceGroup],
      [vscode.l10n.t('Location'), group.location],
      [vscode.l10n.t('Watched'), context.isWatched(group.id) ? vscode.l10n.t('yes') : undefined],
    ],
    events,
  );
  return appendPortal(text, session.cloud, session.signedIn.tenantId, group.id);
}
