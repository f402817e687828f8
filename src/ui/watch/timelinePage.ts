import * as vscode from 'vscode';
import { AppError, isCancelled } from '../../model/appError';
import { message } from '../../model/message';
import type { MetricSpan } from '../../model/metrics';
import { resourceName } from '../../model/resourceId';
import { Gate } from '../../logs/gate';
import { goesOn, timelineOf } from '../../logs/timeline';
import type { App } from '../app';
import type { Session } from '../session';
import { groupState, isTransitional } from '../tree/containerGroupState';
import { WebPage } from '../webPage';
import type { TimelineView } from './timelineHtml';
import { timelineBody } from './timelineHtml';
import { mayHaveMetrics } from './usageHtml';
import type { Hours } from './usageWatch';
import { periods, UsageWatch } from './usageWatch';

const firstLookMs = 2_000;
const slowestLookMs = 20_000;
const slowDown = 1.5;

/** The timeline of one container group: it looks again while anything moves, the page is in sight and the Azure that it is of is open. */
export class TimelinePage implements vscode.Disposable {
  private readonly page: WebPage;
  private readonly name: string;
  private readonly gate = new Gate();
  private readonly subscribed: vscode.Disposable;
  private usage: UsageWatch;
  private state: TimelineView['state'] = { kind: 'reading' };
  private looking = new AbortController();
  private before = '';
  readonly onDidClose: vscode.Event<void>;

  constructor(
    private readonly app: App,
    private session: Session,
    private readonly groupId: string,
  ) {
    this.name = resourceName(groupId);
    this.usage = this.usageOf(session);
    this.page = new WebPage({
      type: 'keylessContainers.timeline',
      title: vscode.l10n.t('Timeline: {0}', this.name),
      column: vscode.ViewColumn.Active,
      body: this.body(),
      handle: (command, argument) => this.handle(command, argument),
    });
    this.onDidClose = this.page.onDidClose;
    this.page.onDidClose(() => this.end());
    this.page.onDidChangeActive(() => this.gate.set(this.page.isVisible));
    this.subscribed = app.sessions.onDidChange((session) => this.follow(session));
    void this.look();
  }

  /** Asked for again, of the Azure that is open now. */
  reveal(session: Session): void {
    this.page.reveal();
    if (session === this.session && this.state.kind !== 'closed') this.again();
    else this.begin(session);
  }

  dispose(): void {
    this.end();
    this.page.dispose();
  }

  private end(): void {
    this.subscribed.dispose();
    this.stop();
  }

  private stop(): void {
    this.looking.abort();
    this.usage.dispose();
  }

  /** Another session may be of the same Azure: other subscriptions were selected, or the persona was switched. */
  private follow(session: Session | undefined): void {
    if (session?.target === this.session.target) {
      if (session !== this.session || this.state.kind === 'closed') this.begin(session);
    } else if (this.state.kind !== 'closed') {
      this.stop();
      this.show({ kind: 'closed' });
    }
  }

  private begin(session: Session): void {
    const { hours } = this.usage.state;
    this.stop();
    this.session = session;
    this.before = '';
    this.usage = this.usageOf(session, hours);
    this.show({ kind: 'reading' });
    void this.look();
  }

  private usageOf({ azure, clock }: Session, hours?: Hours): UsageWatch {
    const source = {
      read: (span: MetricSpan, signal: AbortSignal) => azure.containerGroups.metrics(this.groupId, span, signal),
      clock,
      gate: this.gate,
      changed: () => this.show(),
      failed: (error: unknown) => this.app.log.error(`reading the metrics of ${this.name}`, error),
    };
    return new UsageWatch(source, hours);
  }

  private handle(command: string, argument: string | undefined): void {
    const period = periods.find(({ hours }) => String(hours) === argument);
    if (this.state.kind === 'closed') return;
    if (command === 'again') this.again();
    if (command === 'period' && period) this.usage.choose(period.hours);
    if (command === 'logs') void vscode.commands.executeCommand('keylessContainers.followLogs', this.groupId);
  }

  private again(): void {
    this.usage.again();
    void this.look();
  }

  /** Looks, and again while anything moves. Another look takes the place of this one. */
  private async look(): Promise<void> {
    this.looking.abort();
    this.looking = new AbortController();
    const { signal } = this.looking;
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
      if (signal.aborted) return undefined;
      if (!group) throw new AppError('NotFound', message('error.notFound', { name: this.name }));
      const isLive = isTransitional(group);
      const timeline = timelineOf(group, this.session.clock.now());
      this.show({ kind: 'read', group, timeline, state: groupState(group).word, isLive });
      if (mayHaveMetrics(group)) this.usage.follow(goesOn(timeline));
      const now = JSON.stringify(group.definition.properties);
      const changed = now !== this.before;
      this.before = now;
      return isLive ? (changed ? 'changed' : 'same') : undefined;
    } catch (error) {
      if (isCancelled(error) || signal.aborted) return undefined;
      this.app.log.error(`reading the timeline of ${this.name}`, error);
      this.usage.rest();
      this.show({ kind: 'failed', error });
      return undefined;
    }
  }

  private show(state = this.state): void {
    this.state = state;
    this.page.show(this.body());
  }

  private body(): string {
    const { name, state, session, usage } = this;
    return timelineBody({ name, isSandbox: session.kind === 'sandbox', language: vscode.env.language, state, usage: usage.state });
  }
}
