import * as vscode from 'vscode';
import type { Cloud } from '../../model/cloud';
import { publicCloud } from '../../model/cloud';

/** VS Code's providers of Microsoft accounts: https://code.visualstudio.com/api/references/vscode-api#authentication. */
export function authenticationProvider(cloud: Cloud): string {
  return cloud.name === publicCloud.name ? 'microsoft' : 'microsoft-sovereign-cloud';
}

/** What VS Code's own setting calls a cloud; it is shared by all extensions, so it is the user's to change. */
export function sovereignEnvironment(cloud: Cloud): { readonly value: string | undefined; readonly isSet: boolean } {
  const values: Readonly<Record<string, string | undefined>> = {
    AzureCloud: undefined,
    AzureUSGovernment: 'USGovernment',
    AzureChinaCloud: 'ChinaCloud',
  };
  const value = cloud.name in values ? values[cloud.name] : 'custom';
  const set = vscode.workspace.getConfiguration('microsoft-sovereign-cloud').get<string>('environment');
  return { value, isSet: (set === undefined || set === '' ? undefined : set) === value };
}
