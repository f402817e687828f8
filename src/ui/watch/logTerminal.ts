import * as vscode from 'vscode';
import { followGroup } from '../../logs/followGroup';
import { Gate } from '../../logs/gate';
import { resourceName } from '../../model/resourceId';
import type { App } from '../app';
import { render, renderError } from '../render';
import type { Session } from '../session';
import { aside, harmless, plain, prefix } from './ansi';

export interface LogTarget {
  readonly groupId: string;
  readonly containers: readonly string[];
  readonly from: 'tail' | 'start';
}

const interrupt = '\u0003';

/**
 * A terminal in which logs go by. VS Code does not tell an extension whether a terminal is in sight, only which one was used last: while that is
 * another one, nothing is asked for, and all that came meanwhile comes when this one is chosen again.
 */
export class LogTerminal implements vscode.Pseudoterminal, vscode.Disposable {
  private readonly written = new vscode.EventEmitter<string>();
  readonly onDidWrite = this.written.event;
  private readonly closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.closed.event;
  readonly terminal: vscode.Terminal;
  private readonly gate = new Gate();
  private readonly stopping = new AbortController();
  private readonly subscribed: vscode.Disposable;
  private isPaused = false;
  private isOver = false;

  constructor(
    private readonly app: App,
    private readonly session: Session,
    private readonly target: LogTarget,
  ) {
    this.terminal = vscode.window.createTerminal({ name: titleOf(target), pty: this, iconPath: new vscode.ThemeIcon('output') });
    this.subscribed = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTerminal(() => this.setGate()),
      app.sessions.onDidChange(() => this.stop()),
    );
  }

  get isFollowing(): boolean {
    return !this.isOver;
  }

  show(preserveFocus = false): void {
    this.terminal.show(preserveFocus);
  }

  open(): void {
    const { containers, groupId } = this.target;
    this.say(
      containers.length === 1
        ? vscode.l10n.t('Following {0} in {1}. Space pauses, Ctrl+C stops.', containers[0] ?? '', resourceName(groupId))
        : vscode.l10n.t('Following {0} containers of {1}. Space pauses, Ctrl+C stops.', String(containers.length), resourceName(groupId)),
    );
    void this.follow();
  }

  close(): void {
    this.stop();
  }

  handleInput(data: string): void {
    if (this.isOver) return this.closed.fire();
    if (data === interrupt) this.stop();
    else if (data === ' ' || data.toLowerCase() === 'p') this.togglePause();
  }

  togglePause(): void {
    if (this.isOver) return;
    this.isPaused = !this.isPaused;
    this.say(this.isPaused ? vscode.l10n.t('Paused. Space goes on.') : vscode.l10n.t('Going on.'));
    this.setGate();
  }

  stop(): void {
    this.stopping.abort();
  }

  dispose(): void {
    this.stop();
    this.subscribed.dispose();
    this.terminal.dispose();
  }

  private async follow(): Promise<void> {
    const { groupId, containers, from } = this.target;
    const width = Math.max(...containers.map((name) => name.length));
    const beginning = (name: string): string => (containers.length === 1 ? '' : prefix(name, containers.indexOf(name), width));
    this.setGate();
    try {
      await followGroup({
        azure: this.session.azure.containerGroups,
        clock: this.session.clock,
        groupId,
        containers,
        from,
        gate: this.gate,
        signal: this.stopping.signal,
        view: {
          line: (name, { text }) => this.write(`${beginning(name)}${harmless(text)}${plain}`),
          say: (text, name) => this.write(`${name === undefined ? '' : beginning(name)}${aside(render(text))}`),
          fail: (name, error) => {
            this.app.log.error(`following the log of ${name} in ${groupId}`, error);
            this.say(vscode.l10n.t('The log of {0} can’t be followed: {1}', name, renderError(error)));
          },
        },
      });
    } finally {
      this.isOver = true;
      this.subscribed.dispose();
      this.say(vscode.l10n.t('No longer following. Any key closes this terminal.'));
    }
  }

  private setGate(): void {
    const { activeTerminal } = vscode.window;
    this.gate.set(!this.isPaused && (activeTerminal === undefined || activeTerminal === this.terminal));
  }

  private say(text: string): void {
    this.write(aside(text));
  }

  private write(line: string): void {
    this.written.fire(`${line}\r\n`);
  }
}

function titleOf({ groupId, containers }: LogTarget): string {
  const group = resourceName(groupId);
  return containers.length === 1 ? vscode.l10n.t('Logs: {0} in {1}', containers[0] ?? '', group) : vscode.l10n.t('Logs: {0}', group);
}
