import * as vscode from 'vscode';
import { everybody } from '../../access/denied';
import type { DenyAssignment } from '../../model/denyAssignment';
import { sameId } from '../../model/resourceId';
import { described, inheritedText } from './accessWords';
import type { AccessNode, DenialNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import { factsTooltip } from './tooltip';

export function denialNode(parent: AccessNode, denial: DenyAssignment): DenialNode {
  const id = childNodeId(parent.id, 'denial', denial.id.toLowerCase());
  return { kind: 'denial', id, parent, registry: parent.registry, denial };
}

export function denialItem({ id, registry, denial }: DenialNode): vscode.TreeItem {
  const item = new vscode.TreeItem(denial.denyAssignmentName);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.errorForeground'));
  item.description = described(
    deniedText(denial),
    sameId(denial.scope, registry.id) ? '' : inheritedText(denial.scope),
    denial.condition === undefined ? '' : vscode.l10n.t('with a condition'),
  );
  item.contextValue = contextValue('denial');
  item.accessibilityInformation = { label: vscode.l10n.t('Deny assignment {0}, {1}', denial.denyAssignmentName, item.description) };
  return item;
}

function deniedText({ principals, excludePrincipals }: DenyAssignment): string {
  const count = String(principals.length);
  if (!principals.some(({ id }) => id === everybody)) return vscode.l10n.t('denies {0} principals, whatever their roles', count);
  return excludePrincipals.length === 0
    ? vscode.l10n.t('denies everybody, whatever their roles')
    : vscode.l10n.t('denies everybody but {0} principals', String(excludePrincipals.length));
}

export function denialTooltip({ denial }: DenialNode): vscode.MarkdownString {
  const of = (pick: 'actions' | 'dataActions') => denial.permissions.flatMap((permission) => permission[pick]).join(', ');
  return factsTooltip(
    denial.denyAssignmentName,
    [
      [vscode.l10n.t('Scope'), denial.scope],
      [vscode.l10n.t('Denied actions'), of('actions')],
      [vscode.l10n.t('Denied data actions'), of('dataActions')],
      [vscode.l10n.t('Principals'), denial.principals.map(({ id }) => id).join(', ')],
      [vscode.l10n.t('Except'), denial.excludePrincipals.map(({ id }) => id).join(', ')],
      [vscode.l10n.t('Condition'), denial.condition],
      [vscode.l10n.t('Description'), denial.description],
    ],
    [
      vscode.l10n.t(
        'Azure’s own services make deny assignments (deployment stacks, managed applications); whoever made this one takes it away.',
      ),
    ],
  );
}
