import * as vscode from 'vscode';
import { conditionInWords } from '../../access/conditionWords';
import type { MissingRight } from '../../access/missingRights';
import { costPerDay, prices } from '../../deploy/cost';
import { definitionOf } from '../../deploy/planDeploy';
import { roleName } from '../../model/roles';
import { parseResourceId, resourceName } from '../../model/resourceId';
import type { Account, Entry, EntryState } from '../../plan/account';
import { createdAnything } from '../../plan/account';
import { inOrder } from '../../plan/graph';
import { describe } from '../../plan/operations';
import type { ImageRegistryCredential } from '../../model/containerGroup';
import type { EnsureRoleAssignment, Operation } from '../../plan/plan';
import { isRef } from '../../plan/plan';
import type { OpenPlan } from '../plans/openPlan';
import { render } from '../render';
import { renderFinding } from '../renderFinding';
import { escape } from '../webPage';
import { preflightPart } from './preflightHtml';
import { refusalHtml } from './refusalHtml';

/** The body of the plan's page. Everything that comes from elsewhere is escaped. */
export function planPageBody(open: OpenPlan): string {
  const { plan } = open;
  const steps = inOrder(plan.operations).map((op) => step(open, op));
  return [
    open.isSandbox
      ? `<p class="sandbox" role="note">${vscode.l10n.t('Sandbox: this plan runs in an Azure on your own machine. Nothing costs money.')}</p>`
      : '',
    `<h1>${escape(render(plan.title))}</h1>`,
    status(open),
    // A run's buttons stand at the top, where neither a long plan nor a notification hides them.
    open.account ? buttons(open) : '',
    missingValues(open),
    rights(open),
    preflightPart(open),
    consequences(open),
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
  if (running && isAwaiting(account)) {
    return statusLine('', '', vscode.l10n.t('Waiting for somebody who has the rights. The plan goes on by itself.'));
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

/** Of a group that is there Azure gives no secret back. */
function missingValues({ missingSecrets, running }: OpenPlan): string {
  if (missingSecrets.length === 0 || running) return '';
  const names = missingSecrets.map(({ name }) => `<code>${escape(name)}</code>`).join(', ');
  return `<section class="warning"><p>⚠ ${vscode.l10n.t('Values are missing that Azure never gives back: {0}.', names)}</p></section>`;
}

function isAwaiting(account: Account | undefined): boolean {
  return Object.values(account?.entries ?? {}).some(({ awaited, state }) => awaited && state === 'running');
}

/** It takes the focus of a button that is gone. */
function statusLine(kind: '' | 'good' | 'bad', mark: string, text: string): string {
  return `<p id="status" tabindex="-1" class="status ${kind}">${mark} ${escape(text)}</p>`;
}

function rights({ missing, unsure, portal, isWaitable, account, running }: OpenPlan): string {
  if (running || account?.status === 'succeeded') return '';
  if (missing === undefined) return `<p class="hint">${vscode.l10n.t('Checking what you may do…')}</p>`;
  const hints = [...new Set(unsure.map(render))].map((text) => `<p class="hint">${escape(text)}</p>`).join('');
  if (missing.length === 0) return hints;
  const rows = [...new Set(missing.map((right) => missingRow(right, portal)))];
  const hand = isWaitable
    ? vscode.l10n.t('Hand its script to somebody who has these rights. The plan can wait, and go on by itself when it has been granted.')
    : vscode.l10n.t('Hand its script to somebody who has these rights.');
  return `<section class="warning"><p>⚠ ${vscode.l10n.t('You may not run this plan yourself.')} ${hand}</p><ul>${rows.join('')}</ul></section>${hints}`;
}

/** What the plan's operations do not say of themselves. Once it has run it has come about. */
function consequences({ plan, account }: OpenPlan): string {
  const all = plan.consequences ?? [];
  if (all.length === 0 || account?.status === 'succeeded') return '';
  const rows = all.map(({ severity, message }) => {
    const [mark, word] = severity === 'warning' ? ['⚠', vscode.l10n.t('Warning')] : ['ℹ', vscode.l10n.t('Note')];
    return `<li><span role="img" aria-label="${escape(word)}">${mark}</span><span>${escape(render(message))}</span></li>`;
  });
  const isWarning = all.some(({ severity }) => severity === 'warning');
  return `<section${isWarning ? ' class="warning"' : ''}><h2>${vscode.l10n.t('Before you run it')}</h2><ul class="consequences">${rows.join('')}</ul></section>`;
}

function missingRow({ action, scope, delegation, eligible }: MissingRight, portal: string | undefined): string {
  const where = `<span title="${escape(scope)}">${escape(resourceName(scope))}</span>`;
  const refused = delegation ? `<div>${escape(render(delegation.says))}</div><div>${escape(render(delegation.only))}</div>` : '';
  const link =
    portal === undefined ? '' : ` <a href="${escape(`${portal}/${activationPage}`)}">${vscode.l10n.t('Activate in the Azure portal')}</a>`;
  const hint = eligible ? `<div>${escape(render(eligible))}${link}</div>` : '';
  return `<li><code>${escape(action)}</code> ${vscode.l10n.t('on {0}', where)}${refused}${hint}</li>`;
}

/** Where people activate roles: https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-activate-your-roles */
const activationPage = '#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/azurerbac';

function step(open: OpenPlan, op: Operation): string {
  const entry = open.account?.entries[op.key];
  // What an interrupted run left behind is not under way.
  const isLive = open.running !== undefined;
  const state = entry?.state ?? 'waiting';
  const isRunning = state === 'running' && isLive;
  const marks = stateMarks[state];
  const effects = op.kind === 'containerGroup' ? (open.effect?.effects ?? []) : [];
  const all = [...details(op), ...effects.map((effect): readonly [string, string?] => [renderFinding(effect)])];
  const detail = all.map(([text, id]) => `<div class="detail"${id ? ` title="${escape(id)}"` : ''}>${escape(text)}</div>`);
  const conditions = op.kind === 'roleAssignment' ? conditionDetails(op) : '';
  const progress = entry?.progress && isRunning ? `<div class="progress">${escape(render(entry.progress))}</div>` : '';
  const clock = isRunning && entry?.startedAt !== undefined ? `<span class="clock" data-key="${escape(op.key)}"></span>` : '';
  const error = entry?.error
    ? `<div class="error">${escape(render(entry.error.message))} <span class="code">${escape(entry.error.code)}</span></div>`
    : '';
  const refusal = entry?.error ? refusalHtml(open, op, entry.error.code) : '';
  const word = entry ? `<span class="word">${escape(entryWord(entry, isLive))}</span> ${clock}` : '';
  return `<li class="${state}"><div><span class="mark" aria-hidden="true">${marks}</span> <span class="what">${escape(render(describe(op)))}</span> ${word}</div>${detail.join('')}${conditions}${progress}${error}${refusal}</li>`;
}

function entryWord({ state, awaited }: Entry, isLive: boolean): string {
  if (state === 'running' && !isLive) return vscode.l10n.t('interrupted');
  if (awaited && state === 'running') return vscode.l10n.t('waiting for somebody else');
  return awaited && state === 'done' ? vscode.l10n.t('done by somebody else') : stateWord(state);
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
        isRef(op.scope) ? [op.scope.ref] : [scopeText(op.scope), op.scope],
        ...(op.reaches ? [[vscode.l10n.t('Reaches these registries, and those to come: {0}', op.reaches.join(', '))] as const] : []),
        ...(isRef(op.principalId) ? [] : [[principalText(op.principalType, op.principalId)] as const]),
      ];
    case 'containerGroup': {
      const { containers, imageRegistryCredentials, ipAddress } = op.definition.properties;
      const images = (containers ?? []).map(({ properties }) => properties?.image ?? '');
      return [
        [vscode.l10n.t('Image: {0}', [...new Set(images)].join(', '))],
        ...(imageRegistryCredentials ?? []).flatMap(pullDetails),
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
      return [place(op.id)];
    case 'delete':
      return op.revokes ? [[vscode.l10n.t('Role assignment: {0}', resourceName(op.id)), op.id]] : [place(op.id)];
    case 'resourceGroup':
      return [[vscode.l10n.t('Subscription: {0}', parseResourceId(op.id)?.subscriptionId ?? ''), op.id]];
    case 'provider':
      return [[vscode.l10n.t('Subscription: {0}', op.subscriptionId)]];
    case 'importImage':
      return isRef(op.registryId) ? [] : [[vscode.l10n.t('Registry: {0}', resourceName(op.registryId)), op.registryId]];
  }
}

function pullDetails({ server, identity, username }: ImageRegistryCredential): readonly (readonly [text: string, id?: string])[] {
  if (identity) return [[vscode.l10n.t('Pulls from {0} as {1}', server, resourceName(identity)), identity]];
  return username ? [[vscode.l10n.t('Pulls from {0} as {1}, with a password', server, username)]] : [];
}

function scopeText(scope: string): string {
  const parsed = parseResourceId(scope);
  if (parsed?.type === 'Microsoft.Resources/subscriptions') return vscode.l10n.t('Scope: subscription {0}', parsed.subscriptionId);
  if (parsed?.type === 'Microsoft.Resources/resourceGroups') return vscode.l10n.t('Scope: resource group {0}', parsed.name);
  return vscode.l10n.t('Scope: {0}, in {1}', resourceName(scope), groupOf(scope));
}

function principalText(type: EnsureRoleAssignment['principalType'], id: string): string {
  switch (type) {
    case 'ServicePrincipal':
      return vscode.l10n.t('Principal: service principal {0}', id);
    case 'Group':
      return vscode.l10n.t('Principal: group {0}', id);
    case 'User':
      return vscode.l10n.t('Principal: user {0}', id);
  }
}

/** Under which condition a role is granted, and what the condition that is there becomes: in words, and as Azure keeps it. */
function conditionDetails({ condition, changes }: EnsureRoleAssignment): string {
  const shown = (label: string, text: string | undefined): string => {
    const words = text === undefined ? vscode.l10n.t('All repositories, without a condition') : render(conditionInWords(text));
    const kept = text === undefined ? '' : `<code>${escape(text)}</code>`;
    return `<div class="detail condition"><strong>${escape(label)}</strong> ${escape(words)}${kept}</div>`;
  };
  if (changes) return shown(vscode.l10n.t('Condition now:'), changes.condition) + shown(vscode.l10n.t('Condition afterwards:'), condition);
  return condition === undefined ? '' : shown(vscode.l10n.t('Condition:'), condition);
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
    if (isAwaiting(account)) shown.push(button('script', vscode.l10n.t('Open as Azure CLI Script')));
  } else {
    const isLate = account !== undefined && account.status !== 'changed';
    const isMissing = (open.missing ?? []).length > 0;
    const script = button('script', vscode.l10n.t('Open as Azure CLI Script'), isMissing && !isLate);
    if (open.missingSecrets.length > 0) shown.push(button('giveSecrets', vscode.l10n.t('Give Secret Values…'), true));
    if (open.isRunnable) shown.push(button('run', isLate ? vscode.l10n.t('Continue') : runLabel(open), true));
    else if (open.isWaitable && isLate) shown.push(button('wait', vscode.l10n.t('Continue'), true));
    else if (open.isWaitable) shown.push(script, button('wait', vscode.l10n.t('Wait for the Grant')));
    if (account && createdAnything(account)) shown.push(button('remove', vscode.l10n.t('Remove What Was Created')));
    if (definitionOf(open.plan) && account?.status !== 'succeeded') shown.push(button('add', vscode.l10n.t('Add…')));
    if (!shown.includes(script)) shown.push(script);
    if (definitionOf(open.plan)) shown.push(button('yaml', vscode.l10n.t('Open as YAML')));
    if (isMissing && account?.status !== 'succeeded') shown.push(button('askRights', vscode.l10n.t('Check My Rights Again')));
  }
  return `<p class="buttons">${shown.join(' ')}</p>`;
}

function runLabel({ plan }: OpenPlan): string {
  return definitionOf(plan) ? vscode.l10n.t('Deploy') : vscode.l10n.t('Run Plan');
}
