import * as vscode from 'vscode';
import type { DeviceCode } from '../../azure/identity/main';

/** Shows the code to enter in a browser. Resolves to false where the user gives up. */
export async function showDeviceCode({ userCode, verificationUri }: DeviceCode): Promise<boolean> {
  const open = vscode.l10n.t('Copy Code and Open Browser');
  const copy = vscode.l10n.t('Copy Code');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Your code is {0}', userCode),
    { modal: true, detail: vscode.l10n.t('Enter it at {0} and sign in there.', verificationUri) },
    open,
    copy,
  );
  if (answer === undefined) return false;
  await vscode.env.clipboard.writeText(userCode);
  if (answer === open) await vscode.env.openExternal(vscode.Uri.parse(verificationUri));
  return true;
}
