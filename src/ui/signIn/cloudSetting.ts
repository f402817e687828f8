import * as vscode from 'vscode';
import { clouds, publicCloud } from '../../model/cloud';
import type { CustomCloud } from '../../model/customCloud';
import { readCustomCloud } from '../../model/customCloud';

/** The cloud that the settings name. Throws `InvalidCloud` where they describe none. */
export function configuredCloud(): CustomCloud {
  const settings = vscode.workspace.getConfiguration('keylessContainers');
  const name = settings.get<string>('cloud') ?? publicCloud.name;
  return clouds.find((cloud) => cloud.name === name) ?? readCustomCloud(settings.get('customCloud'));
}
