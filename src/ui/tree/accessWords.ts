import * as vscode from 'vscode';
import type { Ability } from '../../access/abilities';
import { conditionInWords } from '../../access/conditionWords';
import { parseResourceId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import { render } from '../render';

/** What somebody may do with images; empty where that is nothing, or not known. */
export function abilitiesText(abilities: readonly Ability[]): string {
  return abilities.map(abilityWord).join(', ');
}

function abilityWord(ability: Ability): string {
  switch (ability) {
    case 'list':
      return vscode.l10n.t('list');
    case 'pull':
      return vscode.l10n.t('pull');
    case 'push':
      return vscode.l10n.t('push');
    case 'delete':
      return vscode.l10n.t('delete');
  }
}

/** Where an assignment above a registry comes from. */
export function inheritedText(scope: string): string {
  const parsed = parseResourceId(scope);
  if (parsed?.resourceGroup !== undefined) return vscode.l10n.t('inherited from resource group {0}', parsed.resourceGroup);
  return parsed ? vscode.l10n.t('inherited from the subscription') : vscode.l10n.t('inherited from above the subscription');
}

/** An assignment's condition, short enough for a row: its text, where that is all there is to say, is for the tooltip. */
export function conditionText({ condition }: RoleAssignment): string {
  if (condition === undefined) return '';
  const words = conditionInWords(condition);
  const isText = words.key === 'access.condition' || words.key === 'access.conditionUnreadable';
  return isText ? vscode.l10n.t('with a condition') : render(words);
}

/** What is set, in the order given, for a row's description. */
export function described(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
