import * as vscode from 'vscode';
import { runPlan } from '../../plan/executor';
import type { Account, StillRunning } from '../../plan/account';
import { operationType } from '../../plan/operations';
import { resourceName } from '../../model/resourceId';
import { abortSignalOf } from '../abortSignal';
import type { App } from '../app';
import { render } from '../render';
import type { OpenPlan } from './openPlan';
import type { PlanStore } from './planStore';
import { ownIds, touchedIds } from './touchedIds';

/**
 * Runs an open plan with progress in a notification and on its page; every step of the account is stored as it comes.
 * @param awaited operations that somebody else is waited for to do.
 */
export async function runInWindow(app: App, store: PlanStore, open: OpenPlan, awaited: ReadonlySet<string> = new Set()): Promise<Account> {
  const session = await app.sessions.require();
  const cancel = new AbortController();
  const stopWaiting = new AbortController();
  const progressOptions = { location: vscode.ProgressLocation.Notification, title: render(open.plan.title), cancellable: true };
  return vscode.window.withProgress(progressOptions, async (progress, token) => {
    const user = abortSignalOf(token);
    const signal = AbortSignal.any([user.signal, cancel.signal]);
    open.update({ running: { cancel: () => cancel.abort(), stopWaiting: () => stopWaiting.abort() } });
    let done = new Set<string>();
    const writing = app.writes.begin(ownIds(open.plan));
    try {
      return await runPlan(open.plan, {
        azure: session.azure,
        target: session.target,
        clock: session.clock,
        signal,
        stopWaiting: stopWaiting.signal,
        secrets: open.secrets,
        awaited,
        ...(open.account ? { account: open.account } : {}),
        onStillRunning: askStillRunning,
        onChange: (account) => {
          open.update({ account });
          void store.save({ plan: open.plan, account });
          progress.report({ message: progressText(open, account) });
          done = tellTree(app, open, account, done);
        },
      });
    } finally {
      user.dispose();
      writing.dispose();
      open.update({ running: undefined });
      app.changed(touchedIds(open.plan));
    }
  });
}

/** What the notification says: the first operation under way, and what it says of itself. */
function progressText(open: OpenPlan, account: Account): string {
  const running = open.plan.operations.find(({ key }) => account.entries[key]?.state === 'running');
  if (!running) return '';
  const text = render(operationType(running).describe(running));
  const progress = account.entries[running.key]?.progress;
  return progress ? `${text} — ${render(progress)}` : text;
}

/** The tree shows each thing as soon as it is there, not only at the end. */
function tellTree(app: App, open: OpenPlan, account: Account, told: Set<string>): Set<string> {
  const done = new Set(
    Object.values(account.entries)
      .filter(({ state, applied }) => state === 'done' || applied)
      .map(({ key }) => key),
  );
  const fresh = open.plan.operations.filter(({ key }) => done.has(key) && !told.has(key));
  if (fresh.length > 0) app.changed(touchedIds({ ...open.plan, operations: fresh }));
  return done;
}

async function askStillRunning(running: readonly StillRunning[]): Promise<'wait' | 'leave' | 'delete'> {
  const names = running.map(({ op }) => ('id' in op ? resourceName(op.id) : op.key)).join(', ');
  const wait: vscode.MessageItem = { title: vscode.l10n.t('Wait for It') };
  const leave: vscode.MessageItem = { title: vscode.l10n.t('Leave It'), isCloseAffordance: true };
  const remove: vscode.MessageItem = { title: vscode.l10n.t('Delete It') };
  const removable = running.some(({ op }) => operationType(op).remove !== undefined);
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Cancelled here, but Azure is still working on {0}.', names),
    { modal: true, detail: vscode.l10n.t('Nothing further starts. What shall become of what is already running in Azure?') },
    ...[wait, leave, ...(removable ? [remove] : [])],
  );
  return chosen === wait ? 'wait' : chosen === remove ? 'delete' : 'leave';
}
