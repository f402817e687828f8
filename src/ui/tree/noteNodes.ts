import * as vscode from 'vscode';
import type { TenantFailure } from '../../azure/azure';
import { AppError } from '../../model/appError';
import type { Registry } from '../../model/registry';
import { roles } from '../../model/roles';
import { renderError } from '../render';
import type { MoreNode, Note, NoteNode, TreeNode } from './node';
import { childNodeId, contextValue } from './nodeId';

const rootId = 'root';

/** @param name tells it from other notes of the same parent. */
export function noteNode(parent: TreeNode | undefined, note: Note, name?: string): NoteNode {
  return { kind: 'note', id: childNodeId(parent?.id ?? rootId, 'note', name), parent, note };
}

export function emptyNode(
  parent: TreeNode | undefined,
  label: string,
  next?: { title: string; command: string; args?: unknown[] },
): NoteNode {
  return noteNode(parent, {
    severity: 'information',
    label,
    retry: false,
    ...(next ? { detail: next.title, command: { id: next.command, title: next.title, args: next.args ?? [] } } : {}),
  });
}

export function failureNode(parent: TreeNode | undefined, error: unknown): NoteNode {
  const isAsked = AppError.is(error, 'SignInNeeded');
  return noteNode(parent, failure(isAsked ? vscode.l10n.t('Sign in again') : vscode.l10n.t('Could not be read'), error));
}

/** A tenant that could not be read, beside those that could. */
export function tenantFailureNode({ tenantId, tenantName = tenantId, error }: TenantFailure): NoteNode {
  const isAsked = AppError.is(error, 'SignInNeeded');
  const label = isAsked ? vscode.l10n.t('Sign in to {0}', tenantName) : vscode.l10n.t('{0} could not be read', tenantName);
  const note = failure(label, error);
  return { kind: 'note', id: childNodeId(rootId, `tenant:${tenantId}`), parent: undefined, note };
}

function failure(label: string, error: unknown): Note {
  const note: Note = { severity: 'error', label, detail: renderError(error), retry: true };
  if (!AppError.is(error, 'SignInNeeded')) return note;
  const args = error.more.signIn ? [error.more.signIn] : [];
  return { ...note, severity: 'warning', command: { id: 'keylessContainers.signInAgain', title: vscode.l10n.t('Sign In Again'), args } };
}

/** Why a registry does not show its images, in terms of who asks: others, Container Instances among them, may well get in. */
export function imagesFailureNode(parent: TreeNode, registry: Registry, error: unknown): NoteNode {
  if (AppError.is(error, 'DENIED')) {
    return noteNode(parent, {
      severity: 'warning',
      label: vscode.l10n.t("The registry's firewall refuses your address"),
      detail: registry.trustedServicesBypass
        ? vscode.l10n.t('Container Instances may still pull with a managed identity, as a trusted service.')
        : vscode.l10n.t('It refuses Container Instances too: trusted services are not let through.'),
      retry: true,
    });
  }
  if (!AppError.is(error, 'UNAUTHORIZED')) return failureNode(parent, error);
  const missing =
    registry.mode === 'abac'
      ? vscode.l10n.t('It takes “{0}” and “{1}”, even for an Owner.', roles.catalogLister.name, roles.repositoryReader.name)
      : vscode.l10n.t('It takes “{0}”.', roles.acrPull.name);
  return noteNode(parent, {
    severity: 'warning',
    label: vscode.l10n.t('You may not list repositories here'),
    detail: missing,
    retry: true,
    flag: 'dataAccess',
    command: {
      id: 'keylessContainers.grantSelfDataAccess',
      title: vscode.l10n.t('Grant Yourself Access to Repositories…'),
      args: [parent],
    },
  });
}

const noteIcons = {
  information: new vscode.ThemeIcon('info'),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
};

export function noteItem({ id, note }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(note.label);
  item.id = id;
  item.iconPath = noteIcons[note.severity];
  item.contextValue = contextValue('note', { retry: note.retry, ...(note.flag ? { [note.flag]: true } : {}) });
  if (note.detail !== undefined) item.description = note.detail;
  item.tooltip = [note.label, note.detail, note.command?.title].filter((line) => line !== undefined).join('\n');
  if (note.command) item.command = { command: note.command.id, title: note.command.title, arguments: [...note.command.args] };
  item.accessibilityInformation = { label: spoken(note) };
  return item;
}

function spoken({ severity, label, detail }: Note): string {
  const said = detail === undefined ? label : vscode.l10n.t('{0}, {1}', label, detail);
  switch (severity) {
    case 'information':
      return vscode.l10n.t('Note: {0}', said);
    case 'warning':
      return vscode.l10n.t('Warning: {0}', said);
    case 'error':
      return vscode.l10n.t('Error: {0}', said);
  }
}

export function moreNode(parent: TreeNode, shown: number, total?: number): MoreNode {
  return { kind: 'more', id: childNodeId(parent.id, 'more'), parent, shown, ...(total === undefined ? {} : { total }) };
}

export function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load More'));
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.description =
    node.total === undefined
      ? vscode.l10n.t('{0} shown', String(node.shown))
      : vscode.l10n.t('{0} of {1} shown', String(node.shown), String(node.total));
  item.contextValue = contextValue('more');
  item.command = { command: 'keylessContainers.loadMore', title: vscode.l10n.t('Load More'), arguments: [node] };
  return item;
}
