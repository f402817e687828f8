import * as vscode from 'vscode';
import type { Cause, FailureRepair } from '../../deploy/failure/judgeFailure';
import type { FindingMessage } from '../../model/message';
import { message } from '../../model/message';
import { renderFinding } from '../renderFinding';
import { escape } from '../webPage';

/** Why a group fails, the likeliest cause first. Empty where nothing fails. */
export function causesHtml(causes: readonly Cause[], button: (place: string, label: string) => string): string {
  if (causes.length === 0) return '';
  const items = causes.map((cause, at) => {
    const source = cause.source === undefined ? '' : ` <a href="${escape(cause.source)}">${vscode.l10n.t('Source')}</a>`;
    const evidence = cause.evidence
      .map((text, index) => `<div class="detail">${escape(renderFinding(text))}${index === cause.evidence.length - 1 ? source : ''}</div>`)
      .join('');
    const log =
      cause.log === undefined ? '' : `<pre aria-label="${escape(vscode.l10n.t('Last lines of its log'))}">${escape(cause.log)}</pre>`;
    const repairs = cause.repairs.map((repair, index) => button(`${at}.${index}`, renderFinding(failureRepairInWords(repair)))).join(' ');
    const title = `<div><span class="mark" aria-hidden="true">✗</span> <span class="what">${escape(renderFinding(cause.title))}</span></div>`;
    return `<li class="shut">${title}${evidence}${log}${repairs === '' ? '' : `<p class="buttons">${repairs}</p>`}</li>`;
  });
  return `<h2>${vscode.l10n.t('Why it fails')}</h2><ol class="causes">${items.join('')}</ol>`;
}

function failureRepairInWords(repair: FailureRepair): FindingMessage {
  switch (repair.kind) {
    case 'memory':
      return message('failure.repair.memory', { memory: repair.memoryInGB, container: repair.container });
    case 'variable':
      return message('failure.repair.variable', { name: repair.name });
    case 'region':
      return message('failure.repair.region');
    case 'smaller':
      return message('failure.repair.smaller', { cpu: repair.size.cpu, memory: repair.size.memoryInGB });
    case 'delay':
      return message('failure.repair.delay', { seconds: repair.seconds });
    case 'logs':
      return message('failure.repair.logs', { container: repair.container });
    case 'restart':
      return message('failure.repair.restart');
    case 'redeploy':
      return message('failure.repair.redeploy');
    case 'edit':
      return message('failure.repair.edit');
    case 'restartOnFailure':
      return message('failure.repair.restartOnFailure');
  }
}
