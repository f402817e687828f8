import * as vscode from 'vscode';
import type { Azure } from '../../azure/azure';
import { webSockets } from '../../azure/webSocket';
import { AppError, isCancelled } from '../../model/appError';
import type { SocketAccess, SocketEnd, TerminalSize } from '../../model/containerSocket';
import { message } from '../../model/message';
import { onceSettled } from '../../plan/operations/onceSettled';
import type { App } from '../app';
import { renderError } from '../render';
import type { Session } from '../session';
import { Link } from './link';
import type { ContainerTarget } from './target';
import type { Reason } from './whyEnded';
import { whyEnded } from './whyEnded';

/** Where VS Code does not say how large the terminal is. */
const usualSize: TerminalSize = { rows: 24, columns: 80 };

/** What a program may have left on: another screen (by 1047, since 1049 would also move the cursor), the mouse, pasting in brackets, a hidden cursor, colours. */
const allOff = '\x1b[?1047l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[0m';

/** A terminal of VS Code that is connected to a container, and again where the person wants it after a connection has ended. */
export abstract class ContainerTerminal implements vscode.Pseudoterminal {
  private readonly writing = new vscode.EventEmitter<string>();
  readonly onDidWrite = this.writing.event;
  private readonly closing = new vscode.EventEmitter<void>();
  readonly onDidClose = this.closing.event;
  protected size = usualSize;
  private link: Link | undefined;
  private host = '';
  private stop = new AbortController();
  private isOver = false;
  /** While a socket is asked for, which a group that changes state does not give: how to give up. */
  private asking: AbortController | undefined;
  /** Of the Azure that it was opened in. */
  private tenant: string | undefined;

  constructor(
    private readonly app: App,
    protected readonly target: ContainerTarget,
  ) {}

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    if (dimensions) this.size = dimensions;
    void this.begin();
  }

  close(): void {
    this.stop.abort();
    this.link?.close();
  }

  setDimensions(dimensions: vscode.TerminalDimensions): void {
    this.size = dimensions;
  }

  handleInput(text: string): void {
    if (this.asking) this.typedMeanwhile(text, this.asking);
    else if (this.isOver) this.typedAfter(text);
    else this.typed(text);
  }

  /** Opens the first connection. */
  protected abstract connect(): Promise<void>;
  protected abstract shown(text: string): void;
  protected abstract typed(text: string): void;
  protected abstract ended(end: SocketEnd, reason: Reason | undefined): Promise<void> | void;

  /** What is typed once nothing more will come. */
  protected typedAfter(text: string): void {
    if (text.includes('\r')) void this.begin();
  }

  protected async begin(): Promise<void> {
    this.isOver = false;
    try {
      await this.connect();
    } catch (error) {
      if (isCancelled(error)) return;
      this.app.log.error(`connecting to ${this.target.container} of ${this.target.groupId}`, error);
      this.over(renderError(error));
    }
  }

  /** Asks Azure for a socket, once, and opens it. */
  protected async dial(ask: (azure: Azure, signal: AbortSignal) => Promise<SocketAccess>): Promise<void> {
    const session = await this.app.sessions.require();
    this.tenant ??= session.target;
    if (session.target !== this.tenant) throw new AppError('OtherSession', message('error.otherSession'));
    const access = await this.settled(session, (signal) => ask(session.azure, signal));
    this.host = new URL(access.address).host;
    this.link = new Link(session.openSocket ?? webSockets(), access, {
      shown: (text) => this.shown(text),
      ended: (end) => void this.afterwards(session.azure, end),
    });
  }

  /** Asks again where Azure is at work on the group: what it refuses so it has not begun. */
  private async settled<T>({ clock }: Session, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const asking = new AbortController();
    const signal = AbortSignal.any([this.stop.signal, asking.signal]);
    const unlessAborted = async (waiting: Promise<unknown>): Promise<void> => {
      await waiting;
      if (signal.aborted) throw AppError.cancelled();
    };
    let isSaid = false;
    const report = (): void => {
      if (!isSaid) this.note(vscode.l10n.t('Azure is at work on the container group. Waiting for it; Ctrl+C gives up.'));
      isSaid = true;
    };
    this.asking = asking;
    try {
      const answer = await onceSettled({ now: () => clock.now(), sleep: (ms) => unlessAborted(clock.sleep(ms, signal)), report }, () =>
        ask(signal),
      );
      if (signal.aborted) throw AppError.cancelled();
      return answer;
    } finally {
      if (this.asking === asking) this.asking = undefined;
    }
  }

  private typedMeanwhile(text: string, asking: AbortController): void {
    if (!text.includes('\x03')) return;
    asking.abort();
    this.asking = undefined;
    this.over(vscode.l10n.t('Not connected.'));
  }

  protected send(text: string): void {
    this.link?.send(text);
  }

  protected hangUp(): void {
    this.link?.close();
  }

  protected write(text: string): void {
    this.writing.fire(text);
  }

  /** A line of ours, on a line of its own. */
  protected note(text: string): void {
    this.write(`${allOff}\r\n* ${text}\r\n`);
  }

  /** Says why nothing more comes, and how to begin again. */
  protected over(text: string, forGood = false): void {
    this.isOver = true;
    this.note(forGood ? text : vscode.l10n.t('{0} Press Enter to connect again.', text));
  }

  /** The last word: nothing is begun again. */
  protected finish(text: string): void {
    this.isOver = true;
    this.note(text);
  }

  protected closeTerminal(): void {
    this.closing.fire();
  }

  /** Of a connection that nobody ended, or that was never made. */
  protected cutText(): string {
    if (this.link?.isOpen !== false) return vscode.l10n.t('The connection was cut.');
    return vscode.l10n.t('{0} could not be reached. A firewall or a proxy may keep you from it.', this.host);
  }

  private async afterwards(azure: Azure, end: SocketEnd): Promise<void> {
    if (this.stop.signal.aborted) return;
    this.app.log.debug(`the socket to ${this.target.container} ended: ${end.clean ? 'closed' : 'cut'} ${end.detail ?? ''}`);
    const reason = await whyEnded(azure, this.target).catch((error: unknown) => {
      this.app.log.error(`asking why the socket to ${this.target.container} ended`, error);
      return undefined;
    });
    if (reason) this.app.changed([this.target.groupId]);
    await this.ended(end, reason);
  }
}
