import * as vscode from 'vscode';
import { AppError } from '../../model/appError';
import type { SocketEnd } from '../../model/containerSocket';
import type { App } from '../app';
import { ContainerTerminal, cutText } from './containerTerminal';
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
  private hasTyped = false;

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
    const resize = new Resize((text) => this.send(text));
    this.resize = resize;
    this.hasTyped = false;
    try {
      await this.dial((azure, signal) => azure.containerGroups.exec(groupId, container, shell, size, signal));
    } catch (error) {
      // Whether Azure refuses a program that is missing, or lets its socket end, is not documented.
      if (AppError.is(error) && error.more.status === 400 && this.tryNext()) return this.connect();
      throw error;
    }
    if (size !== this.size) this.tellSize(resize);
  }

  protected override shown(text: string): void {
    const told = this.resize?.works;
    this.write(this.resize?.shown(text) ?? text);
    if (told === true && this.resize?.works === false) this.sayNoResize();
  }

  protected override typed(text: string): void {
    this.hasTyped = true;
    if (this.resize) this.resize.typed(text);
  }

  protected override async ended(end: SocketEnd, reason: Reason | undefined): Promise<void> {
    const wasThere = this.resize?.prompt.seen === true;
    this.resize = undefined;
    if (reason) this.over(reason.text, reason.forGood);
    else if (!end.clean) this.over(cutText());
    else if (wasThere) this.closeTerminal();
    else if (!this.hasTyped && this.tryNext()) {
      this.write(clearScreen);
      await this.begin();
    } else if (this.hasTyped) this.over(vscode.l10n.t('The shell has ended.'));
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
    if (this.target.windows || !resize.works) return this.sayNoResize();
    if (!resize.want(this.size)) {
      const text = vscode.l10n.t('{0}: the shell learns the terminal’s new size at its next prompt.', this.target.container);
      void vscode.window.setStatusBarMessage(text, 4000);
      return;
    }
    setTimeout(() => {
      if (resize.isTelling && this.resize === resize) {
        this.write(resize.giveUp());
        this.sayNoResize();
      }
    }, tellingMs);
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
