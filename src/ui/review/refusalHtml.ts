import * as vscode from 'vscode';
import type { Refusal, RefusalRepair } from '../../deploy/failure/judgeRefusal';
import { judgeRefusal } from '../../deploy/failure/judgeRefusal';
import { deployedGroup } from '../../deploy/planDeploy';
import type { FindingMessage } from '../../model/message';
import { message } from '../../model/message';
import type { Operation } from '../../plan/plan';
import type { OpenPlan } from '../plans/openPlan';
import { renderFinding } from '../renderFinding';
import { escape } from '../webPage';

/** Why Azure refused a container group, and what may help, below Azure's own words. */
export function refusalHtml(open: OpenPlan, op: Operation, code: string): string {
  const refusal = refusalOf(open, op, code);
  if (!refusal) return '';
  const source = ` <a href="${escape(refusal.source)}">${vscode.l10n.t('Source')}</a>`;
  const evidence = refusal.evidence.map((text) => escape(renderFinding(text))).join(' ');
  const title = `<strong>${escape(renderFinding(refusal.title))}</strong>`;
  return `<div class="detail">${title} ${evidence}${source}</div>${repairs(open, op, refusal)}`;
}

/** What Azure said beforehand is of the plan's own definition: the first, where there are several. */
export function refusalOf({ plan, preflight }: OpenPlan, op: Operation, code: string): Refusal | undefined {
  if (op.kind !== 'containerGroup') return undefined;
  return judgeRefusal(code, op.definition, deployedGroup(plan) === op ? preflight?.findings : undefined);
}

/** The definition that is open beside the page is that of the only group. */
function repairs({ plan, running }: OpenPlan, op: Operation, refusal: Refusal): string {
  const isOnly = plan.operations.every((other) => other.kind !== 'containerGroup' || other === op);
  if (running || !isOnly || refusal.repairs.length === 0) return '';
  const shown = refusal.repairs.map(
    (repair) => `<button id="${repair.kind}" data-command="${repair.kind}">${escape(renderFinding(repairInWords(repair)))}</button>`,
  );
  return `<p class="buttons">${shown.join(' ')}</p>`;
}

function repairInWords(repair: RefusalRepair): FindingMessage {
  switch (repair.kind) {
    case 'region':
      return message('failure.repair.region');
    case 'smaller':
      return message('refusal.repair.smaller', { cpu: repair.size.cpu, memory: repair.size.memoryInGB });
    case 'keepIdentities':
      return message('refusal.repair.keepIdentities');
  }
}
