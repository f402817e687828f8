import * as vscode from 'vscode';
import type { CustomCloud } from '../../model/customCloud';
import type { Way, WayName } from './ways';
import { waysToSignIn } from './ways';

/** The way that the setting names, or else the one that the user chooses. What is not to be had here stands last, with the reason. */
export async function chooseWay(cloud: CustomCloud): Promise<WayName | undefined> {
  const ways = waysToSignIn(cloud);
  const setting = vscode.workspace.getConfiguration('keylessContainers').get<string>('signInWith');
  const fixed = ways.find(({ name }) => name === setting);
  if (fixed && fixed.missing === undefined) return fixed.name;
  if (fixed) tellMissing(fixed);
  const possible = ways.filter(({ missing }) => missing === undefined).map((way) => ({ label: way.label, detail: way.detail, way }));
  const missing = ways.flatMap((way) =>
    way.missing === undefined ? [] : [{ label: `$(circle-slash) ${way.label}`, detail: way.missing, way }],
  );
  const divider = { label: vscode.l10n.t('Not possible here'), kind: vscode.QuickPickItemKind.Separator, way: undefined };
  const picked = await vscode.window.showQuickPick([...possible, ...(missing.length > 0 ? [divider, ...missing] : [])], {
    title: vscode.l10n.t('Sign In'),
    placeHolder: vscode.l10n.t('How do you want to sign in to {0}?', cloud.name),
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  if (!picked?.way) return undefined;
  if (picked.way.missing === undefined) return picked.way.name;
  tellMissing(picked.way);
  return undefined;
}

function tellMissing({ label, missing, name }: Way): void {
  const settings = vscode.l10n.t('Open Settings');
  const query = name === 'vscode' ? 'microsoft-sovereign-cloud' : 'keylessContainers.signInWith';
  void vscode.window
    .showWarningMessage(vscode.l10n.t('{0} is not possible here: {1}', label, missing ?? ''), settings)
    .then((answer) => answer === settings && vscode.commands.executeCommand('workbench.action.openSettings', query));
}
