import * as vscode from 'vscode';
import type { SocketEnd } from '../../model/containerSocket';
import type { App } from '../app';
import { ContainerTerminal } from './containerTerminal';
import type { MarkedCommand } from './markedCommand';
import type { ContainerTarget } from './target';
import type { Reason } from './whyEnded';

/** A shell that says nothing is told what to do after so long. */
const patienceMs = 2000;

/** *Run Command…*: its output, and with which status it ended. */
export class CommandTerminal extends ContainerTerminal {
  private isSent = false;
  private status: number | undefined;
  private before = '';

  constructor(
    app: App,
    target: ContainerTarget,
    private readonly command: MarkedCommand,
  ) {
    super(app, target);
  }

  protected override async connect(): Promise<void> {
    const { groupId, container } = this.target;
    await this.dial((azure, signal) => azure.containerGroups.exec(groupId, container, '/bin/sh', this.size, signal));
    setTimeout(() => this.sendCommand(), patienceMs);
  }

  protected override shown(text: string): void {
    this.sendCommand();
    if (!this.command.hasBegun) this.before = `${this.before}${text}`.slice(-2000);
    const step = this.command.shown(text);
    this.write(step.text);
    if (step.status === undefined) return;
    this.status = step.status;
    this.finish(vscode.l10n.t('{0} Press any key to close the terminal.', statusText(step.status)));
    this.hangUp();
  }

  protected override typed(text: string): void {
    if (this.command.hasBegun) this.send(text);
  }

  /** It is not run again: only the person knows what that would do. */
  protected override typedAfter(): void {
    this.closeTerminal();
  }

  protected override over(text: string): void {
    this.finish(vscode.l10n.t('{0} Press any key to close the terminal.', text));
  }

  protected override ended(end: SocketEnd, reason: Reason | undefined): void {
    if (this.status !== undefined) return;
    this.write(this.command.hasBegun ? this.command.rest() : this.before);
    const why = reason?.text ?? (end.clean ? vscode.l10n.t('The connection has ended.') : this.cutText());
    if (!this.command.hasBegun && end.clean && !reason) {
      this.over(vscode.l10n.t('The command was not run: {0} has no /bin/sh that could be started.', this.target.container));
    } else if (this.command.hasBegun || this.isSent) {
      this.over(vscode.l10n.t('{0} Whether the command has run to its end is not known.', why));
    } else this.over(vscode.l10n.t('{0} The command was not run.', why));
  }

  private sendCommand(): void {
    if (this.isSent || this.command.line === undefined) return;
    this.isSent = true;
    this.send(this.command.line);
  }
}

/** What a shell means by a status: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, 2.8.2. */
function statusText(status: number): string {
  if (status === 0) return vscode.l10n.t('Exit status 0: it succeeded.');
  if (status === 126) return vscode.l10n.t('Exit status 126: the program could not be run.');
  if (status === 127) return vscode.l10n.t('Exit status 127: there is no such program.');
  if (status > 128 && status < 160) return vscode.l10n.t('Exit status {0}: ended by signal {1}.', String(status), String(status - 128));
  return vscode.l10n.t('Exit status {0}: it failed.', String(status));
}
