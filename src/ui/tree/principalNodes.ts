import * as vscode from 'vscode';
import type { PrincipalAccess } from '../../access/registryAccess';
import { abilitiesText, described } from './accessWords';
import { effectText, grantFacts, grantIcon, grantRemarks, grantWords } from './grantNodes';
import type { AccessNode, GrantNode, PrincipalNode } from './node';
import { childNodeId, contextValue } from './nodeId';
import type { PrincipalIdentities, PrincipalIdentity } from './principalNames';
import { factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

export function principalNode(parent: AccessNode, access: PrincipalAccess, names: PrincipalIdentities): PrincipalNode {
  const key = access.principalId.toLowerCase();
  const unknown: PrincipalIdentity = { name: access.principalId, named: false, kind: 'other', deleted: false };
  const id = childNodeId(parent.id, 'principal', key);
  return { kind: 'principal', id, parent, registry: parent.registry, access, who: names.get(key) ?? unknown };
}

export function principalChildren(parent: PrincipalNode): GrantNode[] {
  const { registry, access } = parent;
  return access.grants.map((grant) => {
    return { kind: 'grant', id: childNodeId(parent.id, 'grant', grant.assignment.id.toLowerCase()), parent, registry, grant };
  });
}

export function principalItem(node: PrincipalNode): vscode.TreeItem {
  const { id, access, who } = node;
  const [first, ...more] = access.grants;
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(who.name, more.length === 0 ? None : Collapsed);
  item.id = id;
  item.iconPath = icon(node);
  item.description = described(...words(node));
  item.contextValue = contextValue('principal', {
    one: more.length === 0,
    deleted: who.deleted,
    ignored: access.grants.every(({ ignored }) => ignored),
    inherited: more.length === 0 && first?.inherited === true,
  });
  item.accessibilityInformation = { label: vscode.l10n.t('{0} {1}, {2}', kindText(who.kind), who.name, item.description) };
  return item;
}

export function principalTooltip({ registry, access, who }: PrincipalNode, context: TreeContext): vscode.MarkdownString {
  const [first, ...more] = access.grants;
  return factsTooltip(
    who.name,
    [
      [vscode.l10n.t('Kind'), kindText(who.kind)],
      [vscode.l10n.t('Signs in as'), who.signInName],
      [vscode.l10n.t('Principal ID'), access.principalId],
      ...(first && more.length === 0
        ? grantFacts(first, context)
        : ([[vscode.l10n.t('Roles'), access.grants.map(({ roleName }) => roleName).join(', ')]] as const)),
    ],
    [
      ...(who.deleted
        ? [vscode.l10n.t('The directory does not know this principal any more: nobody can use what is assigned to it.')]
        : []),
      ...access.grants.flatMap((grant) => grantRemarks(registry, grant)),
      ...access.deniedBy.map((denial) => vscode.l10n.t('The deny assignment “{0}” stands above its roles.', denial.denyAssignmentName)),
    ],
  );
}

function icon({ access, who }: PrincipalNode): vscode.ThemeIcon {
  if (who.deleted || access.grants.every(({ ignored }) => ignored)) {
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  }
  if (access.deniedBy.length > 0) return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.errorForeground'));
  const [first, ...more] = access.grants;
  const usual = new vscode.ThemeIcon(kindIcons[who.kind]);
  return first && more.length === 0 ? grantIcon(first, usual) : usual;
}

const kindIcons: Readonly<Record<PrincipalIdentity['kind'], string>> = {
  identity: 'account',
  user: 'person',
  group: 'organization',
  servicePrincipal: 'plug',
  other: 'question',
};

/** What is wrong first, then what it may do, by which role, where from. */
function words({ registry, access, who }: PrincipalNode): readonly string[] {
  const [first, ...more] = access.grants;
  const kind = who.deleted ? vscode.l10n.t('deleted principal') : who.named ? '' : kindText(who.kind);
  const denied = access.deniedBy.map((denial) => vscode.l10n.t('denied by {0}', denial.denyAssignmentName));
  if (first && more.length === 0) {
    const [effect = '', ...rest] = grantWords(registry, first);
    return [kind, ...denied, effect, first.roleName, ...rest];
  }
  const ignored = access.grants.find((grant) => grant.ignored);
  return [
    kind,
    ...denied,
    abilitiesText(access.abilities),
    vscode.l10n.t('{0} roles', String(access.grants.length)),
    ignored ? vscode.l10n.t('{0} has {1}', ignored.roleName, effectText(registry, ignored)) : '',
  ];
}

function kindText(kind: PrincipalIdentity['kind']): string {
  switch (kind) {
    case 'identity':
      return vscode.l10n.t('Managed identity');
    case 'user':
      return vscode.l10n.t('User');
    case 'group':
      return vscode.l10n.t('Group');
    case 'servicePrincipal':
      return vscode.l10n.t('Service principal');
    case 'other':
      return vscode.l10n.t('Principal');
  }
}
