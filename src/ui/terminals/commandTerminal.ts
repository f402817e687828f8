import * as vscode from 'vscode';
import type { SocketEnd } from '../../model/containerSocket';
import { inHexadecimal } from '../../model/windowsStatus';
import type { App } from '../app';
import { ContainerTerminal } from './containerTerminal';
import type { MarkedCommand } from './markedCommand';
import type { ContainerTarget } from './target';
import { Prompt } from './prompt';
import type { Reason } from './whyEnded';

/** A shell that says nothing is told what to do after so long. */
const patienceMs = 2000;

/** *Run Command…*: its output, and with which status it ended. */
export class CommandTerminal extends ContainerTerminal {
  private isSent = false;
  private status: number | undefined;
  private before = '';
  /** Of cmd.exe, which gives up its whole line at Ctrl+C: once it is shown then, no mark will come. */
  private interruptedTo: Prompt | undefined;
  private isOverByInterrupt = false;

  constructor(
    app: App,
    target: ContainerTarget,
    private readonly command: MarkedCommand,
  ) {
    super(app, target);
  }

  protected override async connect(): Promise<void> {
    const { groupId, container } = this.target;
    await this.dial((azure, signal) => azure.containerGroups.exec(groupId, container, this.shell, this.size, signal));
    setTimeout(() => this.sendCommand(), patienceMs);
  }

  protected override shown(text: string): void {
    this.sendCommand();
    if (!this.command.hasBegun) this.before = `${this.before}${text}`.slice(-2000);
    const step = this.command.shown(text);
    this.write(step.text);
    if (step.status === undefined) return this.lookForPrompt(step.text);
    this.status = step.status;
    const said = this.target.windows ? windowsStatusText(step.status) : statusText(step.status);
    this.finish(vscode.l10n.t('{0} Press any key to close the terminal.', said));
    this.hangUp();
  }

  protected override typed(text: string): void {
    if (!this.command.hasBegun) return;
    this.send(text);
    if (this.target.windows && text.includes('\x03')) this.interruptedTo = new Prompt(true);
  }

  /** It is not run again: only the person knows what that would do. */
  protected override typedAfter(): void {
    this.closeTerminal();
  }

  protected override over(text: string): void {
    this.finish(vscode.l10n.t('{0} Press any key to close the terminal.', text));
  }

  protected override ended(end: SocketEnd, reason: Reason | undefined): void {
    if (this.status !== undefined || this.isOverByInterrupt) return;
    this.write(this.command.hasBegun ? this.command.rest() : this.before);
    const why = reason?.text ?? (end.clean ? vscode.l10n.t('The connection has ended.') : this.cutText());
    if (!this.command.hasBegun && end.clean && !reason) {
      this.over(vscode.l10n.t('The command was not run: {0} has no {1} that could be started.', this.target.container, this.shell));
    } else if (this.command.hasBegun || this.isSent) {
      this.over(vscode.l10n.t('{0} Whether the command has run to its end is not known.', why));
    } else this.over(vscode.l10n.t('{0} The command was not run.', why));
  }

  private get shell(): string {
    return this.target.windows ? 'cmd.exe' : '/bin/sh';
  }

  private lookForPrompt(text: string): void {
    this.interruptedTo?.shown(text);
    if (!this.interruptedTo?.seen) return;
    this.isOverByInterrupt = true;
    this.over(vscode.l10n.t('The command was interrupted. With which exit status it ended is not known.'));
    this.hangUp();
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

/** A status that is no small number is one of Windows, written in hexadecimal: https://learn.microsoft.com/openspecs/windows_protocols/ms-erref */
function windowsStatusText(status: number): string {
  if (status === 0) return vscode.l10n.t('Exit status 0: it succeeded.');
  if (status === 9009) return vscode.l10n.t('Exit status 9009: there is no such program.');
  const hexadecimal = inHexadecimal(status);
  if (hexadecimal !== undefined) return vscode.l10n.t('Exit status {0} ({1}): it failed.', String(status), hexadecimal);
  return vscode.l10n.t('Exit status {0}: it failed.', String(status));
}
