import * as vscode from 'vscode';
import type { Account } from '../../plan/account';
import { changedNothing, createdAnything, firstError } from '../../plan/account';
import { deployedGroup } from '../../deploy/planDeploy';
import type { Operation, Plan } from '../../plan/plan';
import { resourceName } from '../../model/resourceId';
import type { Notice, NoticeQueue } from '../notices/noticeQueue';
import { describe } from '../../plan/operations';
import { stateWord } from '../review/planPageHtml';
import { refusalOf } from '../review/refusalHtml';
import { render } from '../render';
import type { OpenPlan } from './openPlan';
import { isRefusal } from './openPlan';

export type NextStep = 'explain' | 'signIn' | 'continue' | 'wait' | 'remove' | 'page' | 'script' | 'logs' | 'browse' | 'copyUrl';

interface Button extends vscode.MessageItem {
  readonly step: NextStep;
}

/** Who waits for so long has turned to something else: what tells them of the end comes by itself. */
const turnedAwayMs = 10_000;

/**
 * Tells how a run ended, in one sentence with the buttons that help; resolves to the one chosen. What takes long waits for its turn among what comes by
 * itself, and is not told where the plan runs again by then.
 */
export async function tellOutcome(notices: NoticeQueue, open: OpenPlan, account: Account, tookMs: number): Promise<NextStep | undefined> {
  const notice = outcomeNotice(open, account);
  if (tookMs < turnedAwayMs) return (await notices.answer(notice))?.step;
  return (await notices.add(`plan ${open.plan.id}`, () => (open.running ? undefined : notice)))?.step;
}

function outcomeNotice(open: OpenPlan, account: Account): Notice<Button> {
  const { plan } = open;
  if (account.status === 'succeeded') {
    if (changedNothing(account)) {
      const text = vscode.l10n.t('{0}: everything was already so. Nothing was changed.', render(plan.title));
      return { severity: 'information', text, buttons: [] };
    }
    const [text, buttons] = success(open, account);
    return { severity: 'information', text, buttons };
  }
  const buttons: Button[] = [
    { title: vscode.l10n.t('Continue'), step: 'continue' },
    ...(createdAnything(account) ? [{ title: vscode.l10n.t('Remove What Was Created'), step: 'remove' } as const] : []),
    ...explanations(open, account),
  ];
  if (account.status === 'cancelled') {
    const text = vscode.l10n.t('{0} was cancelled. {1}', render(plan.title), accountLine(plan, account));
    return { severity: 'warning', text, buttons };
  }
  const error = firstError(account);
  const said = error ? render(error.message) : '';
  const names = failedAmongSeveral(plan, account);
  const text =
    names.length > 0
      ? vscode.l10n.t('{0}: {1} failed, the others are finished. {2}', render(plan.title), names.join(', '), said)
      : vscode.l10n.t('{0} stopped: {1}', render(plan.title), said);
  return { severity: 'error', text, buttons: [...fixesOf(open, error?.code), ...buttons] };
}

/** Which of several groups failed, where all others are done. */
function failedAmongSeveral(plan: Plan, account: Account): readonly string[] {
  const ids = new Set(plan.operations.flatMap((op) => ('id' in op ? [op.id] : [])));
  const failed = [...ids].filter((id) =>
    plan.operations.some((op) => 'id' in op && op.id === id && account.entries[op.key]?.state === 'failed'),
  );
  const others = plan.operations.filter((op) => !('id' in op && failed.includes(op.id)));
  const areDone = others.every(({ key }) => ['done', 'unchanged'].includes(account.entries[key]?.state ?? ''));
  const areGroups = plan.operations.every(({ kind }) => kind === 'stopGroup' || kind === 'containerGroup');
  return areGroups && ids.size > 1 && areDone ? failed.map(resourceName) : [];
}

/** A group that failed to start is there to be looked at; why one was refused is on the plan's page. */
function explanations(open: OpenPlan, account: Account): Button[] {
  const failed = open.plan.operations.flatMap((op) => {
    const code = account.entries[op.key]?.error?.code;
    return code === undefined ? [] : [{ op, code }];
  });
  const page: Button = { title: vscode.l10n.t('Show Plan'), step: 'page' };
  if (failed.some(isFailedGroup)) return [{ title: vscode.l10n.t('Explain Failure'), step: 'explain' }, page];
  const isExplained = failed.some(({ op, code }) => refusalOf(open, op, code) !== undefined);
  return isExplained ? [{ title: vscode.l10n.t('Explain Failure'), step: 'page' }] : [page];
}

function isFailedGroup({ op, code }: { readonly op: Operation; readonly code: string }): boolean {
  return op.kind === 'containerGroup' && ['GroupFailed', 'InsufficientCapacity', 'TookTooLong'].includes(code);
}

/** The first group of a plan that was made and failed. */
export function failedGroupId({ plan }: OpenPlan, account: Account): string | undefined {
  const found = plan.operations.find((op) => isFailedGroup({ op, code: account.entries[op.key]?.error?.code ?? '' }));
  return found && 'id' in found ? found.id : undefined;
}

function fixesOf(open: OpenPlan, code = ''): Button[] {
  if (code === 'SignInNeeded') return [{ title: vscode.l10n.t('Sign In and Continue'), step: 'signIn' }];
  if (!isRefusal(code)) return [];
  const script: Button = { title: vscode.l10n.t('Open Script for an Administrator'), step: 'script' };
  return open.isWaitable ? [script, { title: vscode.l10n.t('Wait for the Grant'), step: 'wait' }] : [script];
}

function success({ plan, isSandbox }: OpenPlan, account: Account): [string, Button[]] {
  const group = deployedGroup(plan);
  if (group) {
    const name = resourceName(group.id);
    const url = groupUrl(plan, account);
    const logs: Button = { title: vscode.l10n.t('Open Logs'), step: 'logs' };
    if (!url) return [vscode.l10n.t('{0} is deployed.', name), [logs]];
    if (isSandbox) {
      const copy: Button = { title: vscode.l10n.t('Copy URL'), step: 'copyUrl' };
      return [vscode.l10n.t('{0} is deployed: {1} — in the sandbox, so no browser finds it.', name, url), [logs, copy]];
    }
    return [vscode.l10n.t('{0} is deployed: {1}', name, url), [{ title: vscode.l10n.t('Open in Browser'), step: 'browse' }, logs]];
  }
  if (plan.operations.some(({ kind }) => kind === 'roleAssignment')) {
    return [vscode.l10n.t('{0}: granted. It can take some minutes until Azure honours it.', render(plan.title)), []];
  }
  if (plan.operations.every((op) => op.kind === 'delete' && op.revokes !== undefined)) {
    // https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignment-changes-are-not-being-detected
    return [vscode.l10n.t('{0}: done. It can take some minutes until Azure goes by it.', render(plan.title)), []];
  }
  return [vscode.l10n.t('{0}: done.', render(plan.title)), []];
}

/** Ports on which a browser is likely to find something, the likeliest first. */
const webPorts = [443, 80, 8080, 8443, 8000, 8888, 3000, 5000];

/** Where a browser may find a deployed group; undefined where it has no name, or opens no port for that. */
export function groupUrl(plan: Plan, account: Account): string | undefined {
  const group = deployedGroup(plan);
  const fqdn = group && account.entries[group.key]?.outputs.fqdn;
  if (!group || !fqdn) return undefined;
  const open = (group.definition.properties.ipAddress?.ports ?? []).filter(({ protocol }) => protocol !== 'UDP').map(({ port }) => port);
  const port = webPorts.find((one) => open.includes(one));
  if (port === undefined) return undefined;
  return port === 443 ? `https://${fqdn}` : port === 80 ? `http://${fqdn}` : `http://${fqdn}:${port}`;
}

/** The account in a line: each operation and what became of it. */
function accountLine(plan: Plan, account: Account): string {
  return plan.operations
    .map((op) => vscode.l10n.t('{0}: {1}.', render(describe(op)), stateWord(account.entries[op.key]?.state ?? 'waiting')))
    .join(' ');
}
