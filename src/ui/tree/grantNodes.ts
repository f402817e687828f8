import * as vscode from 'vscode';
import { conditionInWords } from '../../access/conditionWords';
import type { RegistryGrant } from '../../access/registryAccess';
import type { Registry } from '../../model/registry';
import { render } from '../render';
import { abilitiesText, conditionText, described, inheritedText } from './accessWords';
import type { GrantNode } from './node';
import { contextValue } from './nodeId';
import type { Fact } from './tooltip';
import { factsTooltip } from './tooltip';
import type { TreeContext } from './treeContext';

export function grantItem({ id, registry, grant, parent }: GrantNode): vscode.TreeItem {
  const item = new vscode.TreeItem(grant.roleName);
  item.id = id;
  item.iconPath = grantIcon(grant, new vscode.ThemeIcon('shield'));
  item.description = described(...grantWords(registry, grant));
  item.contextValue = contextValue('grant', { ignored: grant.ignored, inherited: grant.inherited });
  item.accessibilityInformation = { label: vscode.l10n.t('Role {0} of {1}, {2}', grant.roleName, parent.who.name, item.description) };
  return item;
}

export function grantTooltip({ registry, grant }: GrantNode, context: TreeContext): vscode.MarkdownString {
  return factsTooltip(grant.roleName, grantFacts(grant, context), grantRemarks(registry, grant));
}

export function grantIcon({ ignored, abilities }: RegistryGrant, usual: vscode.ThemeIcon): vscode.ThemeIcon {
  if (abilities === undefined) return new vscode.ThemeIcon('question');
  return ignored ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')) : usual;
}

/** What an assignment does, where it comes from and what it is narrowed to. */
export function grantWords(registry: Registry, grant: RegistryGrant): readonly string[] {
  return [
    effectText(registry, grant),
    grant.inherited ? inheritedText(grant.assignment.scope) : '',
    grant.ignored ? '' : conditionText(grant.assignment),
  ];
}

export function effectText(registry: Registry, { ignored, abilities }: RegistryGrant): string {
  if (abilities === undefined) return vscode.l10n.t('what its role lets do is not known');
  if (ignored) {
    return registry.mode === 'abac'
      ? vscode.l10n.t('no effect on images: the registry uses ABAC')
      : vscode.l10n.t('no effect on images: the registry does not use ABAC');
  }
  return abilities.length === 0 ? vscode.l10n.t('only part of what it takes') : abilitiesText(abilities);
}

export function grantFacts({ assignment, roleName, abilities }: RegistryGrant, { language }: TreeContext): readonly Fact[] {
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return [
    [vscode.l10n.t('Role'), roleName],
    [vscode.l10n.t('May'), abilities && abilitiesText(abilities)],
    [vscode.l10n.t('Scope'), assignment.scope],
    [vscode.l10n.t('In words'), assignment.condition && render(conditionInWords(assignment.condition))],
    [vscode.l10n.t('Condition'), assignment.condition],
    [vscode.l10n.t('Description'), assignment.description],
    [vscode.l10n.t('Assigned'), assignment.createdOn && date.format(new Date(assignment.createdOn))],
  ];
}

export function grantRemarks(registry: Registry, { roleName, ignored }: RegistryGrant): readonly string[] {
  if (!ignored) return [];
  return [
    registry.mode === 'abac'
      ? vscode.l10n.t('{0} opens no image in {1}: that registry uses ABAC repository permissions.', roleName, registry.name)
      : vscode.l10n.t('{0} opens no image in {1}: that registry uses registry permissions, such as AcrPull.', roleName, registry.name),
  ];
}
