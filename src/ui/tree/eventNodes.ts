import * as vscode from 'vscode';
import { happeningsOf } from '../../logs/timeline';
import { formatAge } from '../../model/format';
import type { ContainerGroupNode, EventNode, EventsNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import { factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

const shown = 10;

/** None where Azure tells of no event. */
export function eventsNodes(parent: ContainerGroupNode): EventsNode[] {
  return happeningsOf(parent.group).length === 0 ? [] : [{ kind: 'events', id: childNodeId(parent.id, 'events'), parent }];
}

export function eventNodes(parent: EventsNode): EventNode[] {
  return happeningsOf(parent.parent.group)
    .slice(0, shown)
    .map((happening): EventNode => {
      const id = childNodeId(parent.id, 'event', `${happening.container ?? ''}/${happening.name}/${happening.first}`);
      return { kind: 'event', id, parent, happening };
    })
    .filter((node, at, all) => all.findIndex(({ id }) => id === node.id) === at);
}

export function eventsItem({ id, parent }: EventsNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Events'), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('history');
  item.contextValue = contextValue('events');
  item.tooltip = vscode.l10n.t('The newest events of {0}', parent.group.name);
  return item;
}

export function eventItem({ id, happening }: EventNode, { language, session }: TreeContext): vscode.TreeItem {
  const { name, container, count, isWarning, last } = happening;
  const item = new vscode.TreeItem(name);
  item.id = id;
  item.iconPath = isWarning
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : new vscode.ThemeIcon('circle-small');
  item.description = [
    container ?? '',
    count > 1 ? vscode.l10n.t('{0} times', String(count)) : '',
    formatAge(new Date(last).toISOString(), session.clock.now(), language),
  ]
    .filter((part) => part !== '')
    .join(' · ');
  item.contextValue = contextValue('event');
  const label = isWarning
    ? vscode.l10n.t('Warning {0}, {1}', name, item.description)
    : vscode.l10n.t('Event {0}, {1}', name, item.description);
  item.accessibilityInformation = { label };
  return item;
}

export function eventTooltip({ happening }: EventNode, { language }: TreeContext): vscode.MarkdownString {
  const { name, container, text, count, first, last } = happening;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  return factsTooltip(name, [
    [vscode.l10n.t('Container'), container],
    [vscode.l10n.t('Message'), text],
    [vscode.l10n.t('Times'), String(count)],
    [vscode.l10n.t('First'), count > 1 ? date.format(first) : undefined],
    [vscode.l10n.t('Last'), date.format(last)],
  ]);
}
