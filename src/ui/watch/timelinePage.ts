import * as vscode from 'vscode';
import { AppError, isCancelled } from '../../model/appError';
import { message } from '../../model/message';
import { resourceName } from '../../model/resourceId';
import { Gate } from '../../logs/gate';
import { timelineOf } from '../../logs/timeline';
import type { App } from '../app';
import type { Session } from '../session';
import { groupState, isTransitional } from '../tree/containerGroupState';
import { WebPage } from '../webPage';
import type { TimelineView } from './timelineHtml';
import { timelineBody } from './timelineHtml';

const firstLookMs = 2_000;
const slowestLookMs = 20_000;
const slowDown = 1.5;

/** The timeline of one container group: it looks again while anything moves and the page is in sight. */
export class TimelinePage implements vscode.Disposable {
  private readonly page: WebPage;
  private readonly name: string;
  private readonly gate = new Gate();
  private readonly stopping = new AbortController();
  private readonly subscribed: vscode.Disposable;
  private looking = new AbortController();
  private before = '';
  readonly onDidClose: vscode.Event<void>;

  constructor(
    private readonly app: App,
    private readonly session: Session,
    private readonly groupId: string,
  ) {
    this.name = resourceName(groupId);
    this.page = new WebPage({
      type: 'keylessContainers.timeline',
      title: vscode.l10n.t('Timeline: {0}', this.name),
      column: vscode.ViewColumn.Active,
      body: this.body({ kind: 'reading' }),
      handle: (command) => {
        if (command === 'again') void this.look();
        if (command === 'logs') void vscode.commands.executeCommand('keylessContainers.followLogs', groupId);
      },
    });
    this.onDidClose = this.page.onDidClose;
    this.page.onDidClose(() => this.end());
    this.page.onDidChangeActive(() => this.gate.set(this.page.isVisible));
    this.subscribed = app.sessions.onDidChange(() => this.end());
    void this.look();
  }

  reveal(): void {
    this.page.reveal();
    void this.look();
  }

  dispose(): void {
    this.end();
    this.page.dispose();
  }

  private end(): void {
    this.subscribed.dispose();
    this.stopping.abort();
  }

  /** Looks, and again while anything moves. Another look takes the place of this one. */
  private async look(): Promise<void> {
    this.looking.abort();
    this.looking = new AbortController();
    const signal = AbortSignal.any([this.looking.signal, this.stopping.signal]);
    const { clock } = this.session;
    let delay = firstLookMs;
    for (;;) {
      await this.gate.passed(signal);
      if (signal.aborted) return;
      const moves = await this.lookOnce(signal);
      if (!moves || signal.aborted) return;
      await clock.sleep(delay, signal);
      delay = moves === 'changed' ? firstLookMs : Math.min(slowestLookMs, delay * slowDown);
    }
  }

  /** Whether it is worth another look, and whether it has changed. */
  private async lookOnce(signal: AbortSignal): Promise<'changed' | 'same' | undefined> {
    try {
      const group = await this.session.azure.containerGroups.get(this.groupId, signal);
      if (!group) throw new AppError('NotFound', message('error.notFound', { name: this.name }));
      const isLive = isTransitional(group);
      this.page.show(
        this.body({ kind: 'read', timeline: timelineOf(group, this.session.clock.now()), state: groupState(group).word, isLive }),
      );
      const now = JSON.stringify(group.definition.properties);
      const changed = now !== this.before;
      this.before = now;
      return isLive ? (changed ? 'changed' : 'same') : undefined;
    } catch (error) {
      if (isCancelled(error)) return undefined;
      this.app.log.error(`reading the timeline of ${this.name}`, error);
      this.page.show(this.body({ kind: 'failed', error }));
      return undefined;
    }
  }

  private body(state: TimelineView['state']): string {
    return timelineBody({ name: this.name, isSandbox: this.session.kind === 'sandbox', language: vscode.env.language, state });
  }
}
