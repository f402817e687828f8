import * as vscode from 'vscode';
import type { SocketEnd } from '../../model/containerSocket';
import { ContainerTerminal } from './containerTerminal';
import type { Reason } from './whyEnded';

/** *Attach*: what the container writes from now on. Azure lets nothing be written to it. */
export class AttachTerminal extends ContainerTerminal {
  protected override async connect(): Promise<void> {
    const { groupId, container } = this.target;
    await this.dial((azure, signal) => azure.containerGroups.attach(groupId, container, signal));
    this.note(vscode.l10n.t('Attached to {0}: what it writes from now on. It takes no input.', container));
  }

  protected override shown(text: string): void {
    this.write(text.replace(/\r?\n/g, '\r\n'));
  }

  protected override typed(): void {
    void vscode.window.setStatusBarMessage(vscode.l10n.t('An attached container takes no input. Open a shell for that.'), 4000);
  }

  protected override ended(end: SocketEnd, reason: Reason | undefined): void {
    if (reason) this.over(reason.text, reason.forGood);
    else this.over(end.clean ? vscode.l10n.t('The connection has ended.') : this.cutText());
  }
}
