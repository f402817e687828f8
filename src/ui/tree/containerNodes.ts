import * as vscode from 'vscode';
import { conditionIcon } from './conditionIcon';
import type { ContainerSummary } from './containerGroupState';
import { containerSummary, groupState } from './containerGroupState';
import type { ContainerGroupNode, ContainerNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import { factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

export function containerNodes(parent: ContainerGroupNode): ContainerNode[] {
  return parent.group.definition.properties.containers.map((container) => {
    return { kind: 'container', id: childNodeId(parent.id, 'container', container.name), parent, container };
  });
}

export function containerItem({ id, container, parent }: ContainerNode): vscode.TreeItem {
  const summary = containerSummary(container, groupState(parent.group).condition === 'stopped');
  const item = new vscode.TreeItem(container.name);
  item.id = id;
  item.iconPath = conditionIcon(summary.condition);
  item.description = [
    summary.word,
    keptText(summary.keptAt) ?? summary.detail,
    exitText(summary.exitCode),
    restartsText(summary.restarts),
    container.properties.image,
  ]
    .filter((word) => word !== '')
    .join(' · ');
  item.contextValue = contextValue('container', { running: summary.word.toLowerCase() === 'running' });
  item.accessibilityInformation = { label: vscode.l10n.t('Container {0}, {1}', container.name, item.description) };
  return item;
}

export function containerTooltip({ container }: ContainerNode, { language }: TreeContext): vscode.MarkdownString {
  const { properties } = container;
  const summary = containerSummary(container);
  const state = properties.instanceView?.currentState;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const events = properties.instanceView?.events?.slice(-4).map((event) => `${event.name ?? ''}: ${event.message ?? ''}`);
  return factsTooltip(
    container.name,
    [
      [vscode.l10n.t('Image'), properties.image],
      [vscode.l10n.t('State'), [summary.word, summary.detail].filter((word) => word !== '').join(', ')],
      [vscode.l10n.t('Exit code'), summary.exitCode?.toString()],
      [vscode.l10n.t('Restarts'), String(summary.restarts)],
      [vscode.l10n.t('Started'), state?.startTime && date.format(new Date(state.startTime))],
      [vscode.l10n.t('Finished'), state?.finishTime && date.format(new Date(state.finishTime))],
      [vscode.l10n.t('CPU cores'), String(properties.resources.requests.cpu)],
      [vscode.l10n.t('Memory in GB'), String(properties.resources.requests.memoryInGB)],
    ],
    events,
  );
}

function keptText(keptAt: ContainerSummary['keptAt']): string | undefined {
  if (keptAt === undefined) return undefined;
  return keptAt === 'pull' ? vscode.l10n.t('cannot pull its image') : vscode.l10n.t('cannot start');
}

function exitText(exitCode: number | undefined): string {
  return exitCode === undefined ? '' : vscode.l10n.t('exit code {0}', String(exitCode));
}

function restartsText(restarts: number): string {
  if (restarts === 0) return '';
  return restarts === 1 ? vscode.l10n.t('1 restart') : vscode.l10n.t('{0} restarts', String(restarts));
}
