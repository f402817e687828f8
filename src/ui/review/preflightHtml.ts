import * as vscode from 'vscode';
import type { PlannedPull } from '../../access/diagnosis/plannedPulls';
import { definitionOf } from '../../deploy/planDeploy';
import type { Finding, Severity } from '../../model/finding';
import type { OpenPlan } from '../plans/openPlan';
import { render } from '../render';
import { renderFinding } from '../renderFinding';
import { escape } from '../webPage';

/** What Azure says of the container group beforehand. It keeps nothing from running: by then it may be otherwise. */
export function preflightPart({ plan, preflight, account, running }: OpenPlan): string {
  if (!definitionOf(plan) || running || (account && account.status !== 'changed')) return '';
  if (!preflight) return `<p class="hint">${vscode.l10n.t('Asking Azure about the region, the quota, the names and the images…')}</p>`;
  const rows = [...preflight.findings.map(findingRow), ...preflight.pulls.map(pullRow)];
  if (rows.length === 0) return '';
  const isWarning =
    preflight.findings.some(({ severity }) => severity !== 'information') || preflight.pulls.some(({ answer }) => answer === false);
  return `<section${isWarning ? ' class="warning"' : ''}><h2>${vscode.l10n.t('What Azure says beforehand')}</h2><ul class="consequences">${rows.join('')}</ul></section>`;
}

function findingRow({ severity, message, source }: Finding): string {
  const more = source ? ` <a href="${escape(source)}">${vscode.l10n.t('Source')}</a>` : '';
  return row(markOf(severity), `${escape(renderFinding(message))}${more}`);
}

function pullRow({ answer, headline, evidence, diagnosis }: PlannedPull, index: number): string {
  const { registry } = diagnosis.facts;
  const isForeign = registry.known && registry.value.kind === 'foreign';
  const why = evidence ? `<div class="hint">${escape(render(evidence))}</div>` : '';
  const button =
    // Of a registry that is not Azure's, a diagnosis would say the same.
    answer === true || isForeign
      ? ''
      : ` <button id="diagnose-${index}" data-command="diagnose" data-argument="${index}">${vscode.l10n.t('Diagnose')}</button>`;
  return row(pullMark(answer), `${escape(render(headline))}${why}${button}`);
}

type Mark = readonly [mark: string, word: string];

function markOf(severity: Severity): Mark {
  switch (severity) {
    case 'error':
      return ['✗', vscode.l10n.t('Error')];
    case 'warning':
      return ['⚠', vscode.l10n.t('Warning')];
    case 'information':
      return ['ℹ', vscode.l10n.t('Note')];
  }
}

function pullMark(answer: PlannedPull['answer']): Mark {
  if (answer === undefined) return ['?', vscode.l10n.t('Can’t tell')];
  return answer ? ['✓', vscode.l10n.t('Can be pulled')] : ['✗', vscode.l10n.t('Cannot be pulled')];
}

function row([mark, word]: Mark, html: string): string {
  return `<li><span role="img" aria-label="${escape(word)}">${mark}</span><span>${html}</span></li>`;
}
