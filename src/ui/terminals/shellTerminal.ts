import * as vscode from 'vscode';
import { AppError } from '../../model/appError';
import type { SocketEnd } from '../../model/containerSocket';
import type { App } from '../app';
import { ContainerTerminal } from './containerTerminal';
import { Resize } from './resize';
import type { ContainerTarget } from './target';
import type { Reason } from './whyEnded';

/** How long a shell may take to say its prompt again after it was told its size. */
const tellingMs = 3000;
const clearScreen = '\x1b[2J\x1b[3J\x1b[H';

/** *Open Shell*: the best shell that the container has. */
export class ShellTerminal extends ContainerTerminal {
  private readonly shells: readonly string[];
  private at = 0;
  private resize: Resize | undefined;
  private patience: NodeJS.Timeout | undefined;
  private hasSentLine = false;
  /** What is typed of a line, and whether the last one was to leave: Azure too may end a quiet socket, which the person should be told. */
  private line = '';
  private isLeaving = false;

  constructor(app: App, target: ContainerTarget) {
    super(app, target);
    this.shells = target.windows ? ['cmd.exe'] : ['/bin/bash', '/bin/sh'];
  }

  override setDimensions(dimensions: vscode.TerminalDimensions): void {
    const { rows, columns } = this.size;
    super.setDimensions(dimensions);
    if (rows === dimensions.rows && columns === dimensions.columns) return;
    if (this.resize) this.tellSize(this.resize);
  }

  protected override async connect(): Promise<void> {
    const { groupId, container } = this.target;
    const shell = this.shells[this.at] ?? '';
    const size = this.size;
    const resize: Resize = new Resize(
      (text) => this.send(text),
      () => {
        clearTimeout(this.patience);
        this.patience = setTimeout(() => this.giveUpTelling(resize), tellingMs);
      },
      this.target.windows,
    );
    this.resize = resize;
    this.hasSentLine = false;
    this.isLeaving = false;
    try {
      await this.dial((azure, signal) => azure.containerGroups.exec(groupId, container, shell, size, signal));
    } catch (error) {
      // Whether Azure refuses a program that is missing, or lets its socket end, is not documented.
      if (AppError.is(error) && error.more.status === 400 && this.tryNext()) return this.connect();
      throw error;
    }
  }

  protected override shown(text: string): void {
    const told = this.resize?.works;
    this.write(this.resize?.shown(text) ?? text);
    if (told === true && this.resize?.works === false) this.sayNoResize();
  }

  protected override typed(text: string): void {
    this.hasSentLine ||= text.includes('\r');
    this.notice(text);
    if (this.resize) this.resize.typed(text);
  }

  protected override async ended(end: SocketEnd, reason: Reason | undefined): Promise<void> {
    const wasThere = this.hasSentLine || this.resize?.prompt.seen === true;
    this.resize = undefined;
    if (reason) this.over(reason.text, reason.forGood);
    else if (!end.clean) this.over(this.cutText());
    else if (this.isLeaving) this.closeTerminal();
    else if (!wasThere && this.tryNext()) {
      this.write(clearScreen);
      await this.begin();
    } else if (wasThere) this.over(vscode.l10n.t('The shell has ended.'));
    else if (this.target.windows) this.over(vscode.l10n.t('cmd.exe could not be started in {0}.', this.target.container));
    else
      this.over(vscode.l10n.t('No shell could be started in {0}. An image that is made of one program has none.', this.target.container));
  }

  /** The shell that works is the first to try when connecting again. */
  private tryNext(): boolean {
    if (this.at + 1 >= this.shells.length) return false;
    this.at += 1;
    return true;
  }

  private tellSize(resize: Resize): void {
    if (!resize.works) return this.sayNoResize();
    if (resize.want(this.size) || !resize.prompt.seen) return;
    const text = vscode.l10n.t('{0}: the shell learns the terminal’s new size at its next prompt.', this.target.container);
    void vscode.window.setStatusBarMessage(text, 4000);
  }

  private giveUpTelling(resize: Resize): void {
    if (!resize.isTelling || this.resize !== resize) return;
    this.write(resize.giveUp());
    this.sayNoResize();
  }

  private notice(text: string): void {
    for (const character of text) {
      if (character === '\r' || character === '\x04') {
        this.isLeaving = character === '\x04' || /^\s*(exit|logout)\b/.test(this.line);
        this.line = '';
      } else if (character === '\x03' || character === '\x15') this.line = '';
      else this.line = character === '\x7f' ? this.line.slice(0, -1) : `${this.line}${character}`;
    }
  }

  private sayNoResize(): void {
    const { rows, columns } = this.size;
    const text = vscode.l10n.t(
      '{0}: the shell can’t be told that the terminal now has {1} rows and {2} columns.',
      this.target.container,
      String(rows),
      String(columns),
    );
    void vscode.window.setStatusBarMessage(text, 6000);
  }
}
