import * as vscode from 'vscode';
import { costPerDay, prices } from '../../deploy/cost';
import { definitionOf } from '../../deploy/planDeploy';
import { roleName } from '../../model/roles';
import { parseResourceId, resourceName } from '../../model/resourceId';
import type { Entry, EntryState } from '../../plan/account';
import { createdAnything } from '../../plan/account';
import { inOrder } from '../../plan/graph';
import { describe } from '../../plan/operations';
import type { Operation } from '../../plan/plan';
import { isRef } from '../../plan/plan';
import type { OpenPlan } from '../plans/openPlan';
import { render } from '../render';
import { escape } from '../webPage';

/** The body of the plan's page. Everything that comes from elsewhere is escaped. */
export function planPageBody(open: OpenPlan): string {
  const { plan } = open;
  const steps = inOrder(plan.operations).map((op) => step(op, open.account?.entries[op.key], open.running !== undefined));
  return [
    open.isSandbox
      ? `<p class="sandbox" role="note">${vscode.l10n.t('Sandbox: this plan runs in an Azure on your own machine. Nothing costs money.')}</p>`
      : '',
    `<h1>${escape(render(plan.title))}</h1>`,
    status(open),
    // A run's buttons stand at the top, where neither a long plan nor a notification hides them.
    open.account ? buttons(open) : '',
    rights(open),
    `<h2>${vscode.l10n.t('What happens, in this order')}</h2>`,
    `<ol>${steps.join('')}</ol>`,
    cost(open),
    open.account ? '' : buttons(open),
  ].join('\n');
}

function status({ account, running, errors }: OpenPlan): string {
  if (errors > 0) {
    return statusLine('bad', '✗', vscode.l10n.t('The definition has errors ({0}); they are underlined and listed under Problems.', errors));
  }
  if (running) return statusLine('', '', vscode.l10n.t('Running…'));
  switch (account?.status) {
    case 'succeeded':
      return statusLine('good', '✓', vscode.l10n.t('Done.'));
    case 'failed':
      return statusLine(
        'bad',
        '✗',
        vscode.l10n.t('Stopped by a failure. What is done stays; you can continue, or remove what was created.'),
      );
    case 'cancelled':
      return statusLine('', '■', vscode.l10n.t('Cancelled. What is done stays; you can continue, or remove what was created.'));
    case 'running':
      return statusLine('', '■', vscode.l10n.t('Interrupted. Continue looks at Azure first and does only what is missing.'));
    case 'changed':
      return statusLine('', '', vscode.l10n.t('Changed since it ran. Deploy does what is different.'));
    case undefined:
      return statusLine('', '', vscode.l10n.t('Nothing has been done yet.'));
  }
}

/** It takes the focus of a button that is gone. */
function statusLine(kind: '' | 'good' | 'bad', mark: string, text: string): string {
  return `<p id="status" tabindex="-1" class="status ${kind}">${mark} ${escape(text)}</p>`;
}

function rights({ missing }: OpenPlan): string {
  if (missing === undefined) return `<p class="hint">${vscode.l10n.t('Checking what you may do…')}</p>`;
  if (missing.length === 0) return '';
  const rows = missing.map(({ action, scope }) => {
    const where = escape(resourceName(scope));
    return `<li><code>${escape(action)}</code> ${vscode.l10n.t('on {0}', `<span title="${escape(scope)}">${where}</span>`)}</li>`;
  });
  return `<section class="warning"><p>⚠ ${vscode.l10n.t('You may not run this plan yourself. Hand its script to somebody who has these rights:')}</p><ul>${rows.join('')}</ul></section>`;
}

/** @param isLive the plan runs; what an interrupted run left behind is not under way. */
function step(op: Operation, entry: Entry | undefined, isLive: boolean): string {
  const state = entry?.state ?? 'waiting';
  const isRunning = state === 'running' && isLive;
  const marks = stateMarks[state];
  const detail = details(op).map(([text, id]) => `<div class="detail"${id ? ` title="${escape(id)}"` : ''}>${escape(text)}</div>`);
  const progress = entry?.progress && isRunning ? `<div class="progress">${escape(render(entry.progress))}</div>` : '';
  const clock = isRunning && entry?.startedAt !== undefined ? `<span class="clock" data-key="${escape(op.key)}"></span>` : '';
  const error = entry?.error
    ? `<div class="error">${escape(render(entry.error.message))} <span class="code">${escape(entry.error.code)}</span></div>`
    : '';
  const word = entry
    ? `<span class="word">${escape(state === 'running' && !isLive ? vscode.l10n.t('interrupted') : stateWord(state))}</span> ${clock}`
    : '';
  return `<li class="${state}"><div><span class="mark" aria-hidden="true">${marks}</span> <span class="what">${escape(render(describe(op)))}</span> ${word}</div>${detail.join('')}${progress}${error}</li>`;
}

const stateMarks: Record<EntryState, string> = {
  waiting: '○',
  running: '◔',
  done: '✓',
  unchanged: '＝',
  failed: '✗',
  leftRunning: '↷',
  removed: '⌫',
};

export function stateWord(state: EntryState): string {
  switch (state) {
    case 'waiting':
      return vscode.l10n.t('not started');
    case 'running':
      return vscode.l10n.t('running');
    case 'done':
      return vscode.l10n.t('done');
    case 'unchanged':
      return vscode.l10n.t('was already so');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'leftRunning':
      return vscode.l10n.t('left running in Azure');
    case 'removed':
      return vscode.l10n.t('deleted again');
  }
}

/** What an administrator would ask about an operation: text, and the resource id that it abbreviates. */
function details(op: Operation): readonly (readonly [text: string, id?: string])[] {
  switch (op.kind) {
    case 'roleAssignment':
      return [
        [vscode.l10n.t('Role: {0} ({1})', roleName(op.roleId), op.roleId)],
        isRef(op.scope) ? [op.scope.ref] : [vscode.l10n.t('Scope: {0}, in {1}', resourceName(op.scope), groupOf(op.scope)), op.scope],
        ...(isRef(op.principalId) ? [] : [[vscode.l10n.t('Principal: {0}', op.principalId)] as const]),
        ...(op.replacesCondition ? [[vscode.l10n.t('Condition taken away: {0}', op.replacesCondition)] as const] : []),
      ];
    case 'containerGroup': {
      const { containers, imageRegistryCredentials, ipAddress } = op.definition.properties;
      const images = (containers ?? []).map(({ properties }) => properties?.image ?? '');
      return [
        [vscode.l10n.t('Image: {0}', images.join(', '))],
        ...(imageRegistryCredentials ?? []).flatMap(({ server, identity }) =>
          identity ? [[vscode.l10n.t('Pulls from {0} as {1}', server, resourceName(identity)), identity] as const] : [],
        ),
        ...(ipAddress?.dnsNameLabel ? [[vscode.l10n.t('Public address: DNS name label {0}', ipAddress.dnsNameLabel)] as const] : []),
        place(op.id),
      ];
    }
    case 'identity':
    case 'registry':
    case 'registrySettings':
    case 'subnetDelegation':
    case 'startGroup':
    case 'stopGroup':
    case 'restartGroup':
    case 'delete':
      return [place(op.id)];
    case 'resourceGroup':
      return [[vscode.l10n.t('Subscription: {0}', parseResourceId(op.id)?.subscriptionId ?? ''), op.id]];
    case 'provider':
      return [[vscode.l10n.t('Subscription: {0}', op.subscriptionId)]];
    case 'importImage':
      return isRef(op.registryId) ? [] : [[vscode.l10n.t('Registry: {0}', resourceName(op.registryId)), op.registryId]];
  }
}

function place(id: string): readonly [string, string] {
  return [vscode.l10n.t('Resource group: {0}', groupOf(id)), id];
}

function groupOf(id: string): string {
  return parseResourceId(id)?.resourceGroup ?? '';
}

function cost({ plan }: OpenPlan): string {
  const definition = definitionOf(plan);
  if (!definition) return '';
  const perDay = costPerDay(definition);
  const text =
    perDay === undefined
      ? vscode.l10n.t('Cost: no estimate for this kind of container group.')
      : vscode.l10n.t(
          'Cost: about ${0} a day while it runs (Linux, East US list price of {1}; regions differ).',
          perDay.toFixed(2),
          prices.asOf,
        );
  return `<p class="hint">${escape(text)}</p>`;
}

function buttons(open: OpenPlan): string {
  const { account, running } = open;
  const isWaiting = Object.values(account?.entries ?? {}).some(({ progress }) => progress?.key === 'plan.roleNotEffective');
  const button = (command: string, label: string, primary = false): string =>
    `<button id="${command}" data-command="${command}"${primary ? ' class="primary"' : ''}>${escape(label)}</button>`;
  const shown: string[] = [];
  if (running) {
    if (isWaiting) shown.push(button('stopWaiting', vscode.l10n.t('Stop Waiting')));
    shown.push(button('cancel', vscode.l10n.t('Cancel')));
  } else {
    if (open.isRunnable)
      shown.push(button('run', account && account.status !== 'changed' ? vscode.l10n.t('Continue') : runLabel(open), true));
    if (account && createdAnything(account)) shown.push(button('remove', vscode.l10n.t('Remove What Was Created')));
    shown.push(button('script', vscode.l10n.t('Open as Azure CLI Script'), (open.missing ?? []).length > 0));
  }
  return `<p class="buttons">${shown.join(' ')}</p>`;
}

function runLabel({ plan }: OpenPlan): string {
  return definitionOf(plan) ? vscode.l10n.t('Deploy') : vscode.l10n.t('Run Plan');
}
