import * as vscode from 'vscode';
import type { Asked, Finding } from '../../model/finding';

/** What is to be asked for a placeholder of a document. */
export interface AskedFor {
  /** Which of the document's groups. */
  readonly index: number;
  readonly path: Finding['path'];
  readonly asks: Asked;
}

/** The command of a quick fix that asks, and its title. */
export function askingCommand(uri: vscode.Uri, asked: AskedFor): vscode.Command {
  return { command: 'keylessContainers.fillIn', title: titleOf(asked.asks), arguments: [uri, asked] };
}

function titleOf(asks: Asked): string {
  switch (asks) {
    case 'identity':
      return vscode.l10n.t('Choose a Managed Identity…');
    case 'subnet':
      return vscode.l10n.t('Choose a Subnet…');
    case 'registry':
      return vscode.l10n.t('Choose a Registry…');
    case 'image':
      return vscode.l10n.t('Choose an Image…');
  }
}
