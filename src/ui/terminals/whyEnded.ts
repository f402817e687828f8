import * as vscode from 'vscode';
import type { Azure } from '../../azure/azure';
import { containerSummary, groupState } from '../tree/containerGroupState';
import type { ContainerTarget } from './target';

export interface Reason {
  readonly text: string;
  /** Nothing is left to connect to. */
  readonly forGood: boolean;
}

/** Why a container can't be reached, as far as Azure says; undefined where it runs. A socket ends without a reason. */
export async function whyEnded(azure: Azure, { groupId, groupName, container }: ContainerTarget): Promise<Reason | undefined> {
  const group = await azure.containerGroups.get(groupId);
  if (!group) return { text: vscode.l10n.t('The container group {0} has been deleted.', groupName), forGood: true };
  if (groupState(group).condition === 'stopped')
    return { text: vscode.l10n.t('The container group {0} is stopped.', groupName), forGood: false };
  const found = group.definition.properties.containers.find(({ name }) => name === container);
  if (!found) return { text: vscode.l10n.t('The container group {0} has no container {1} any more.', groupName, container), forGood: true };
  const { word, exitCode } = containerSummary(found);
  if (word === 'Running') return undefined;
  return {
    text:
      exitCode === undefined
        ? vscode.l10n.t('The container {0} is not running. Azure says: {1}.', container, word)
        : vscode.l10n.t('The container {0} has ended with exit code {1}.', container, String(exitCode)),
    forGood: false,
  };
}
