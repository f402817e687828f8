import * as vscode from 'vscode';
import { AppError } from '../../model/appError';
import type { ContainerGroup } from '../../model/containerGroup';
import { message } from '../../model/message';
import { parseResourceId } from '../../model/resourceId';
import { readSubscriptions } from '../perSubscription';
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
  const { items, failed, reason } = await readSubscriptions(store, ({ id }) => store.containerGroups(id));
  if (items.length === 0 && failed.length > 0) throw reason;
  if (items.length === 0) throw new AppError('NothingToPick', message('error.noContainerGroups'));
  return [...items].sort((a, b) => a.name.localeCompare(b.name));
}
