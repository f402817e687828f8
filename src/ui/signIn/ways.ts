import * as vscode from 'vscode';
import type { CustomCloud } from '../../model/customCloud';
import { findOnPath } from '../findOnPath';
import { authenticationProvider, isProvidersCloud } from './vscodeProvider';

const wayNames = ['vscode', 'azureCli', 'deviceCode', 'servicePrincipal', 'default'] as const;
export type WayName = (typeof wayNames)[number];

export interface Way {
  readonly name: WayName;
  readonly label: string;
  readonly detail: string;
  /** Why it cannot be had here, in a sentence. Absent where it can. */
  readonly missing?: string;
}

/** Every way to sign in, and whether this VS Code on this machine has it. Asks nobody. */
export function waysToSignIn(cloud: CustomCloud): readonly Way[] {
  return wayNames.map((name) => {
    const missing = whyMissing(name, cloud);
    return { name, ...look(name), ...(missing === undefined ? {} : { missing }) };
  });
}

function look(name: WayName): Pick<Way, 'label' | 'detail'> {
  switch (name) {
    case 'vscode':
      return {
        label: vscode.l10n.t('VS Code Account'),
        detail: vscode.l10n.t('The Microsoft account that VS Code is signed in with, or another one.'),
      };
    case 'azureCli':
      return { label: vscode.l10n.t('Azure CLI'), detail: vscode.l10n.t('Whoever is signed in with “az login” on this machine.') };
    case 'deviceCode':
      return {
        label: vscode.l10n.t('Device Code'),
        detail: vscode.l10n.t('A code to enter in a browser, on this machine or another one.'),
      };
    case 'servicePrincipal':
      return { label: vscode.l10n.t('Service Principal'), detail: vscode.l10n.t('An application’s client id and secret.') };
    case 'default':
      return {
        label: vscode.l10n.t('Environment or Managed Identity'),
        detail: vscode.l10n.t(
          'DefaultAzureCredential: environment variables, workload identity, this machine’s managed identity, developer tools.',
        ),
      };
  }
}

function whyMissing(name: WayName, cloud: CustomCloud): string | undefined {
  if (name === 'azureCli' && findOnPath('az') === undefined) return vscode.l10n.t('The program “az” is not on the PATH of this machine.');
  if (name !== 'vscode') return undefined;
  const provider = authenticationProvider(cloud);
  const has = vscode.extensions.all.some((extension) => {
    const manifest = extension.packageJSON as { contributes?: { authentication?: readonly { id: string }[] } };
    return manifest.contributes?.authentication?.some(({ id }) => id === provider) === true;
  });
  if (!has) return vscode.l10n.t('This build of VS Code has no accounts of the kind “{0}”.', provider);
  if (isProvidersCloud(cloud)) return undefined;
  return vscode.l10n.t('The setting {0} names another cloud.', 'microsoft-sovereign-cloud.environment');
}
