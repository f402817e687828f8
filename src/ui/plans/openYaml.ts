import * as vscode from 'vscode';
import { asWritten } from '../../deploy/asWritten';
import type { Exported } from '../../deploy/text/exportYaml';
import type { ContainerGroup, ContainerGroupDefinition } from '../../model/containerGroup';
import { parseResourceId, resourceName } from '../../model/resourceId';

/** Opens a container group that Azure has as the YAML of a file, not saved yet. @param isSandbox whether its ids exist only there. */
export async function openGroupAsYaml({ id, definition }: ContainerGroup, isSandbox: boolean): Promise<void> {
  await open(id, 'azure', asWritten(definition), isSandbox);
}

/** Opens the definition of a plan. */
export async function openPlannedAsYaml(id: string, definition: ContainerGroupDefinition, isSandbox: boolean): Promise<void> {
  await open(id, 'plan', definition, isSandbox);
}

async function open(id: string, origin: Exported['origin'], definition: ContainerGroupDefinition, isSandbox: boolean): Promise<void> {
  const { explainedYaml } = await import('../review/editing');
  const resourceGroup = parseResourceId(id)?.resourceGroup ?? '';
  const notes = isSandbox ? ['Made in the sandbox: the names and ids in it exist only there.'] : [];
  const content = explainedYaml({ name: resourceName(id), resourceGroup, origin }, definition, notes);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'yaml', content }), { preview: false });
}
