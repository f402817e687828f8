import * as vscode from 'vscode';
import { resourceNodeText } from '../tree/copyText';
import type { CopyKind } from '../tree/copyText';
import type { TreeNode } from '../tree/node';
import type { App } from '../app';

const commands: readonly (readonly [id: string, kind: CopyKind])[] = [
  ['copyResourceId', 'resourceId'],
  ['copyPrincipalId', 'principalId'],
  ['copyClientId', 'clientId'],
  ['copyTenantId', 'tenantId'],
  ['copyLoginServer', 'loginServer'],
  ['copyImageReference', 'imageReference'],
  ['copyFqdn', 'fqdn'],
];

/** *Copy …*: of the node that the menu was opened on, or the one that is selected. */
export function registerCopyCommands(app: App): void {
  for (const [id, kind] of commands) {
    app.disposables.add(
      app.commands.register(`keylessContainers.${id}`, async (node?: TreeNode) => {
        const from = node ?? app.tree.selection[0];
        const text = from && resourceNodeText(from, kind);
        if (text === undefined) {
          void vscode.window.showInformationMessage(vscode.l10n.t('Select something that has it in the Keyless Containers view first.'));
          return;
        }
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Copied {0}', text), 3000);
      }),
    );
  }
}
