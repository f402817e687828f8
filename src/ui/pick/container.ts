import * as vscode from 'vscode';
import type { ContainerGroup } from '../../model/containerGroup';
import type { Store } from '../store';
import type { TreeNode } from '../tree/node';
import { pickContainerGroup } from './containerGroup';

export interface PickedContainer {
  readonly group: ContainerGroup;
  readonly container: string;
}

/**
 * Asks for a container, as far as it is not given. Undefined where the user chose none.
 * @param given a node of the tree, or a container group's resource id.
 */
export async function pickContainer(
  store: Store,
  given: TreeNode | string | undefined,
  title: string,
): Promise<PickedContainer | undefined> {
  const node = typeof given === 'string' ? undefined : given;
  if (node?.kind === 'container') return { group: node.parent.group, container: node.container.name };
  const group = typeof given === 'string' ? await store.containerGroup(given) : (groupOf(node) ?? (await pickContainerGroup(store)));
  if (!group) return undefined;
  const names = group.definition.properties.containers.map(({ name }) => name);
  const placeHolder = vscode.l10n.t('Which container of {0}?', group.name);
  const container = names.length < 2 ? names[0] : await vscode.window.showQuickPick(names, { title, placeHolder });
  return container === undefined ? undefined : { group, container };
}

function groupOf(node: TreeNode | undefined): ContainerGroup | undefined {
  return node?.kind === 'containerGroup' ? node.group : undefined;
}
