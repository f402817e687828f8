import * as vscode from 'vscode';
import type { Gate, GateKind, GateState } from '../../access/diagnosis/gate';
import type { Diagnosis } from '../../access/diagnosis/judgePull';
import { decisiveGate, headline } from '../../access/diagnosis/judgePull';
import { allRun, observed } from '../../access/diagnosis/observed';
import { repairInWords } from '../../access/diagnosis/planRepair';
import type { MissingRight } from '../../access/missingRights';
import type { Cause } from '../../deploy/failure/judgeFailure';
import { resourceName } from '../../model/resourceId';
import { describe } from '../../plan/operations';
import type { Plan } from '../../plan/plan';
import { render, renderError } from '../render';
import { escape } from '../webPage';
import { causesHtml } from './causesHtml';

/** What the page shows. */
export interface DiagnosisView {
  /** Of the subject. */
  readonly name: string;
  /** Whether it is about why something fails, and not only about its pulls. */
  readonly isFailure: boolean;
  readonly isSandbox: boolean;
  /** A repair has run, and it can't be told yet whether the group runs. */
  readonly isUnsettled?: boolean;
  readonly state:
    | { readonly kind: 'reading' }
    | { readonly kind: 'failed'; readonly error: unknown }
    | {
        readonly kind: 'done';
        readonly causes: readonly Cause[];
        readonly diagnoses: readonly Diagnosis[];
        readonly repair?: OfferedRepair;
      }
    /** `following`: the repair has run, and whether the group runs is waited for. */
    | { readonly kind: 'repairing' | 'following'; readonly diagnoses: readonly Diagnosis[] };
}

/** What opens every shut gate at once. */
export interface OfferedRepair {
  readonly plan: Plan;
  readonly asksForSecrets: boolean;
  /** Undefined until it has been asked. */
  readonly missing?: readonly MissingRight[];
}

/**
 * What the buttons ask for. `repairOne` has an argument: the places of the diagnosis, the gate and the repair, as `0.3.0`; `cause` those of the
 * cause and the repair.
 */
export type DiagnosisCommand = 'repair' | 'review' | 'repairOne' | 'cause' | 'again' | 'markdown' | 'json' | 'script';

export function diagnosisBody(view: DiagnosisView): string {
  return [
    view.isSandbox ? `<p class="sandbox" role="note">${vscode.l10n.t('Sandbox: this is about an Azure on your own machine.')}</p>` : '',
    `<h1>${escape(titleOf(view))}</h1>`,
    ...body(view),
  ].join('\n');
}

/** Of the page and of its tab. */
export function titleOf({ name, isFailure }: Pick<DiagnosisView, 'name' | 'isFailure'>): string {
  return isFailure ? vscode.l10n.t('Failure: {0}', name) : vscode.l10n.t('Pull access: {0}', name);
}

function body({ state, isFailure, isUnsettled }: DiagnosisView): readonly string[] {
  switch (state.kind) {
    case 'reading':
      return [status('', '', isFailure ? vscode.l10n.t('Reading why it fails…') : vscode.l10n.t('Reading what the pull depends on…'))];
    case 'failed':
      return [status('bad', '✗', renderError(state.error)), buttons(button('again', vscode.l10n.t('Try Again'), true))];
    case 'repairing':
      return [
        status('', '', vscode.l10n.t('Repairing… The notification tells how far it is.')),
        ...state.diagnoses.map((one, at) => section(one, at, false)),
      ];
    case 'following':
      return [
        status('', '', vscode.l10n.t('The repair has run. Waiting until it can be told whether the group runs…')),
        ...state.diagnoses.map((one, at) => section(one, at, false)),
        buttons(button('again', vscode.l10n.t('Diagnose Again'))),
      ];
    case 'done':
      return [
        isUnsettled
          ? `<p class="hint" role="note">${vscode.l10n.t('The repair has run. Five minutes later it can’t be told yet whether the group runs: diagnose it again in a while.')}</p>`
          : '',
        ...causesPart(state.causes),
        summary(state.diagnoses),
        offer(state.repair),
        ...state.diagnoses.map((one, at) => section(one, at, true)),
        reports(state),
      ];
  }
}

/** What fails comes before how the pulls are. */
function causesPart(causes: readonly Cause[]): readonly string[] {
  const html = causesHtml(causes, (place, label) => button('cause', label, false, place));
  return html === '' ? [] : [html, `<h2>${vscode.l10n.t('The pulls')}</h2>`];
}

/** One line for all pulls together: the worst of them. */
function summary(diagnoses: readonly Diagnosis[]): string {
  const shut = diagnoses.find(({ answer }) => answer === false);
  const untold = diagnoses.find(({ answer, question }) => answer === undefined && !allRun(question));
  if (!shut && !untold && diagnoses.some(({ answer }) => answer === undefined)) {
    return status('good', '✓', vscode.l10n.t('Every container runs, so each image was pulled, though not everything could be read.'));
  }
  const worst = shut ?? untold ?? diagnoses[0];
  if (!worst) return status('', '', vscode.l10n.t('It has no container, so it pulls nothing.'));
  const [kind, mark] =
    worst.answer === undefined ? (['', '?'] as const) : worst.answer ? (['good', '✓'] as const) : (['bad', '✗'] as const);
  const decisive = worst.answer === true ? undefined : decisiveGate(worst);
  const reason = decisive ? `<p class="lead"><b>${escape(gateTitle(decisive.kind))}</b> · ${escape(render(decisive.evidence[0]))}</p>` : '';
  return `${status(kind, mark, render(headline(worst)))}${reason}`;
}

function offer(repair: OfferedRepair | undefined): string {
  if (!repair) return '';
  const steps = repair.plan.operations.map((op) => `<li>${escape(render(describe(op)))}</li>`).join('');
  const missing = repair.missing ?? [];
  const lacks = missing
    .map(({ action, scope }) => `<li><code>${escape(action)}</code> ${vscode.l10n.t('on {0}', escape(resourceName(scope)))}</li>`)
    .join('');
  const list = `<h2>${vscode.l10n.t('The repair')}</h2><ol class="steps">${steps}</ol>`;
  if (missing.length > 0) {
    const warning = `<section class="warning"><p>⚠ ${vscode.l10n.t('You may not make this repair yourself. Hand its script to somebody who has these rights:')}</p><ul>${lacks}</ul></section>`;
    return `${list}${warning}${buttons(button('script', vscode.l10n.t('Open as Azure CLI Script'), true), button('review', vscode.l10n.t('Review Plan')))}`;
  }
  const first = repair.asksForSecrets
    ? `<p class="hint">${vscode.l10n.t('Azure never gives secrets back: they are to be written into the definition before it is sent again.')}</p>${buttons(button('review', vscode.l10n.t('Review Plan'), true), button('script', vscode.l10n.t('Open as Azure CLI Script')))}`
    : buttons(
        button('repair', vscode.l10n.t('Repair and Diagnose Again'), true),
        button('review', vscode.l10n.t('Review Plan')),
        button('script', vscode.l10n.t('Open as Azure CLI Script')),
      );
  return `${list}${first}`;
}

function section(diagnosis: Diagnosis, at: number, isLive: boolean): string {
  const { question, gates } = diagnosis;
  const containers = question.containers ? vscode.l10n.t('Containers: {0}', question.containers.join(', ')) : '';
  const seen = observed(question).map((text) => `<p class="hint">${escape(render(text))}</p>`);
  const rows = gates.map((gate, index) => row(diagnosis, gate, `${at}.${index}`, isLive));
  return `<h2>${escape(question.image)}</h2>${containers === '' ? '' : `<p class="hint">${escape(containers)}</p>`}${seen.join('')}<ol>${rows.join('')}</ol>`;
}

const marks: Readonly<Record<GateState, string>> = { open: '✓', shut: '✗', unknown: '?', warning: '!' };

function row(diagnosis: Diagnosis, gate: Gate, place: string, isLive: boolean): string {
  const source = gate.source === undefined ? '' : ` <a href="${escape(gate.source)}">${vscode.l10n.t('Source')}</a>`;
  const evidence = gate.evidence
    .map((text, index) => `<div class="detail">${escape(render(text))}${index === gate.evidence.length - 1 ? source : ''}</div>`)
    .join('');
  const repairs =
    gate.state === 'open' || !isLive
      ? []
      : (gate.repairs ?? []).map((repair, index) =>
          button('repairOne', render(repairInWords({ diagnosis, repair })), false, `${place}.${index}`),
        );
  return `<li class="${gate.state}"><div><span class="mark" aria-hidden="true">${marks[gate.state]}</span> <span class="what">${escape(gateTitle(gate.kind))}</span> <span class="word">${escape(stateWord(gate.state))}</span></div>${evidence}${repairs.length > 0 ? buttons(...repairs) : ''}</li>`;
}

function reports({ diagnoses }: { readonly diagnoses: readonly Diagnosis[] }): string {
  if (diagnoses.length === 0) return buttons(button('again', vscode.l10n.t('Diagnose Again')));
  return buttons(
    button('again', vscode.l10n.t('Diagnose Again')),
    button('markdown', vscode.l10n.t('Report as Markdown')),
    button('json', vscode.l10n.t('Report as JSON')),
  );
}

/** It takes the focus of a button that is gone. */
function status(kind: '' | 'good' | 'bad', mark: string, text: string): string {
  return `<p id="status" tabindex="-1" class="status ${kind}">${mark} ${escape(text)}</p>`;
}

function buttons(...shown: readonly string[]): string {
  return `<p class="buttons">${shown.join(' ')}</p>`;
}

function button(command: DiagnosisCommand, label: string, primary = false, argument?: string): string {
  const id = argument === undefined ? command : `${command}-${argument}`;
  const given = argument === undefined ? '' : ` data-argument="${escape(argument)}"`;
  return `<button id="${escape(id)}" data-command="${command}"${given}${primary ? ' class="primary"' : ''}>${escape(label)}</button>`;
}

function stateWord(state: GateState): string {
  switch (state) {
    case 'open':
      return vscode.l10n.t('open');
    case 'shut':
      return vscode.l10n.t('shut');
    case 'unknown':
      return vscode.l10n.t('can’t tell');
    case 'warning':
      return vscode.l10n.t('mind');
  }
}

function gateTitle(kind: GateKind): string {
  switch (kind) {
    case 'reference':
      return vscode.l10n.t('Reference');
    case 'registry':
      return vscode.l10n.t('Registry');
    case 'image':
      return vscode.l10n.t('Repository and tag');
    case 'platform':
      return vscode.l10n.t('Platform');
    case 'credential':
      return vscode.l10n.t('Credential');
    case 'identity':
      return vscode.l10n.t('Identity');
    case 'attached':
      return vscode.l10n.t('Identity attached');
    case 'role':
      return vscode.l10n.t('Role');
    case 'condition':
      return vscode.l10n.t('Condition');
    case 'denied':
      return vscode.l10n.t('Deny assignments');
    case 'effective':
      return vscode.l10n.t('In effect');
    case 'network':
      return vscode.l10n.t('Network');
    case 'sku':
      return vscode.l10n.t('SKU');
    case 'limits':
      return vscode.l10n.t('Known limits');
  }
}
