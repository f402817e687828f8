import * as vscode from 'vscode';
import type { Cloud } from '../../model/cloud';
import { publicCloud } from '../../model/cloud';

/** VS Code's providers of Microsoft accounts: https://code.visualstudio.com/api/references/vscode-api#authentication. */
export function authenticationProvider(cloud: Cloud): string {
  return cloud.name === publicCloud.name ? 'microsoft' : 'microsoft-sovereign-cloud';
}

/** Whether VS Code's own setting names the cloud; it is shared by all extensions, so it is the user's to change. */
export function isProvidersCloud(cloud: Cloud): boolean {
  const values: Readonly<Record<string, string | undefined>> = {
    AzureCloud: undefined,
    AzureUSGovernment: 'USGovernment',
    AzureChinaCloud: 'ChinaCloud',
  };
  const value = cloud.name in values ? values[cloud.name] : 'custom';
  const set = vscode.workspace.getConfiguration('microsoft-sovereign-cloud').get<string>('environment');
  return (set === undefined || set === '' ? undefined : set) === value;
}
