import * as vscode from 'vscode';
import { azScript } from '../../plan/formats/azScript';
import { handOver } from '../../plan/handOver';
import type { OpenPlan } from './openPlan';

/** Opens a plan as a script, for somebody who may run it. */
export async function openScript(open: OpenPlan): Promise<void> {
  const note = open.isSandbox ? vscode.l10n.t('Made in the sandbox: the names and ids in it exist only there.') : undefined;
  const { account, plan } = open;
  const awaited = Object.values(account?.entries ?? {}).filter(({ awaited: is, state }) => is && state !== 'done');
  // While somebody else is waited for, the script is what is left to them.
  const part = account && awaited.length > 0 ? handOver(plan, account, new Set(awaited.map(({ key }) => key))) : plan;
  const document = await vscode.workspace.openTextDocument({ language: 'shellscript', content: azScript(part, note) });
  await vscode.window.showTextDocument(document, { preview: false });
}
