import * as vscode from 'vscode';
import type { ContainerFailure } from '../../deploy/failure/containerFailure';
import type { Notice, NoticeButton } from '../notices/noticeQueue';
import { failureLine } from '../tree/failureLine';
import type { GroupNews } from './groupWatcher';
import type { News } from './news';

interface ActionButton extends NoticeButton {
  readonly run: () => unknown;
}

/** Where something fails comes before where all is well. */
const order: readonly News['kind'][] = ['failing', 'failed', 'deleted', 'unreadable', 'stopped', 'ended', 'running', 'started'];

/** One notification of all that is new: the worst of it, with what helps; the rest is a button away. */
export function groupNotice(all: readonly GroupNews[]): Notice<ActionButton> | undefined {
  const sorted = [...all].sort((a, b) => order.indexOf(a.news.kind) - order.indexOf(b.news.kind));
  const [first, ...others] = sorted;
  if (!first) return undefined;
  const isGood = ['ended', 'running', 'started'].includes(first.news.kind);
  const severity = isGood ? 'information' : 'warning';
  const text = newsLine(first);
  const actions = actionsOf(first);
  if (others.length === 0) return { severity, text, buttons: actions };
  const showAll = { title: vscode.l10n.t('Show All…'), run: () => chooseNews(sorted) };
  return {
    severity,
    text:
      others.length === 1
        ? vscode.l10n.t('{0} There is news of another watched container group, too.', text)
        : vscode.l10n.t('{0} There is news of {1} more watched container groups.', text, String(others.length)),
    buttons: [...actions.slice(0, 1), showAll],
  };
}

export function newsLine({ watched: { name }, news }: GroupNews): string {
  switch (news.kind) {
    case 'failing':
      return vscode.l10n.t('{0} is failing: {1}.', name, news.failures.map(failureLine).join(', '));
    case 'failed':
      return vscode.l10n.t('{0} has failed.', name);
    case 'stopped':
      return vscode.l10n.t('{0} was stopped from outside this window.', name);
    case 'deleted':
      return vscode.l10n.t('{0} was deleted from outside this window, and is no longer watched.', name);
    case 'unreadable':
      return vscode.l10n.t('{0} can’t be watched: you may not read it.', name);
    case 'ended':
      return vscode.l10n.t('{0} has done its work and ended.', name);
    case 'running':
      return vscode.l10n.t('{0} is running again.', name);
    case 'started':
      return vscode.l10n.t('{0} is running now.', name);
  }
}

function actionsOf({ watched: { id }, news, group }: GroupNews): readonly ActionButton[] {
  const command = (title: string, name: string, ...args: readonly unknown[]): ActionButton => ({
    title,
    run: () => vscode.commands.executeCommand(`keylessContainers.${name}`, id, ...args),
  });
  const explain = command(vscode.l10n.t('Explain Failure'), 'explainFailure');
  const timeline = command(vscode.l10n.t('Show Timeline'), 'showTimeline');
  const follow = (...failures: readonly ContainerFailure[]): ActionButton =>
    command(
      vscode.l10n.t('Follow Logs'),
      'followLogs',
      ...(failures.length > 0 ? [{ containers: failures.map(({ container }) => container), from: 'tail' }] : []),
    );
  switch (news.kind) {
    case 'failing': {
      // What never started has written nothing.
      const ended = news.failures.filter(({ kind }) => kind === 'exit');
      return [explain, ended.length > 0 ? follow(...ended) : timeline];
    }
    case 'failed':
      return [explain, timeline];
    case 'stopped':
      return [command(vscode.l10n.t('Start'), 'startContainerGroup'), timeline];
    case 'deleted':
      return group ? [command(vscode.l10n.t('Deploy Again…'), 'deployAgain', group)] : [];
    case 'unreadable':
      return [command(vscode.l10n.t('Stop Watching'), 'stopWatchingGroup'), command(vscode.l10n.t('Show Log'), 'showLog')];
    case 'ended':
      return [command(vscode.l10n.t('Open Logs'), 'openLogs')];
    case 'running':
    case 'started':
      return [follow(), timeline];
  }
}

/** All that was new, to choose whose first action to take. */
async function chooseNews(all: readonly GroupNews[]): Promise<void> {
  const items = all.map((one) => {
    const [action] = actionsOf(one);
    return { label: newsLine(one), detail: action?.title ?? '', run: action?.run };
  });
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('News of Watched Container Groups') });
  await picked?.run?.();
}
