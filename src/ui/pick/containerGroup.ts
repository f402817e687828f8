import * as vscode from 'vscode';
import { AppError } from '../../model/appError';
import type { ContainerGroup } from '../../model/containerGroup';
import { message } from '../../model/message';
import { parseResourceId } from '../../model/resourceId';
import type { Store } from '../store';

/** Asks for a container group of any subscription. Undefined where the user chose none. */
export async function pickContainerGroup(store: Store): Promise<ContainerGroup | undefined> {
  const items = readAll(store).then((groups) => groups.map(pickItem));
  const options = {
    title: vscode.l10n.t('Container group'),
    placeHolder: vscode.l10n.t('Which container group?'),
    matchOnDescription: true,
  };
  const picked = await vscode.window.showQuickPick(items, options);
  return picked?.group;
}

function pickItem(group: ContainerGroup): vscode.QuickPickItem & { group: ContainerGroup } {
  return { label: group.name, description: parseResourceId(group.id)?.resourceGroup ?? '', detail: group.location, group };
}

async function readAll(store: Store): Promise<ContainerGroup[]> {
  const subscriptions = await store.subscriptions();
  const lists = await Promise.all(subscriptions.map((subscription) => store.containerGroups(subscription.id)));
  const groups = lists.flat().sort((a, b) => a.name.localeCompare(b.name));
  if (groups.length === 0) throw new AppError('NothingToPick', message('error.noContainerGroups'));
  return groups;
}
