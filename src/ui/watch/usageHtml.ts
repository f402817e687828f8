import * as vscode from 'vscode';
import type { Timeline } from '../../logs/timeline';
import { goesOn } from '../../logs/timeline';
import type { UsageKind, UsageLine, UsagePlot } from '../../logs/usagePlot';
import { gigabyte, mostLines, usagePlot } from '../../logs/usagePlot';
import { AppError } from '../../model/appError';
import type { ContainerGroup } from '../../model/containerGroup';
import type { GroupMetrics } from '../../model/metrics';
import { renderError } from '../render';
import { escape } from '../webPage';
import type { Format } from './usageDrawing';
import { ceilingWords, drawing, formatIn, numbersOf, sample } from './usageDrawing';
import type { Hours, UsageState } from './usageWatch';
import { periods } from './usageWatch';

export interface UsageView {
  readonly group: ContainerGroup;
  readonly timeline: Timeline;
  readonly usage: UsageState;
  /** BCP 47. */
  readonly language: string;
}

/** Azure Monitor measures containers of Linux alone: https://learn.microsoft.com/azure/container-instances/monitor-azure-container-instances. */
export function mayHaveMetrics(group: ContainerGroup): boolean {
  return group.definition.properties.osType?.toLowerCase() !== 'windows';
}

/** CPU and memory as plots, with tables that say what can be told of them. */
export function usageSection(view: UsageView): string {
  const { group, usage } = view;
  const title = `<h2 id="usage">${escape(vscode.l10n.t('CPU and memory'))}</h2>`;
  if (!mayHaveMetrics(group)) {
    return title + hint(vscode.l10n.t('Azure Monitor has no metrics of Windows container groups.'));
  }
  const parts = [title, periodButtons(usage.hours)];
  if (usage.error !== undefined) parts.push(`<p class="usage bad">${escape(`✗ ${failure(usage.error)}`)}</p>`);
  if (usage.metrics) parts.push(plots(view, usage.metrics));
  else if (usage.error === undefined) parts.push(hint(vscode.l10n.t('Reading CPU and memory from Azure Monitor…')));
  return `<section aria-labelledby="usage">${parts.join('')}</section>`;
}

function failure(error: unknown): string {
  return AppError.is(error, 'AuthorizationFailed')
    ? vscode.l10n.t(
        'You may not read the metrics of this container group: that takes {0}, which the roles Reader and Monitoring Reader have.',
        'Microsoft.Insights/metrics/read',
      )
    : vscode.l10n.t('CPU and memory can’t be read: {0}', renderError(error));
}

function periodButtons(chosen: Hours): string {
  const labels: Readonly<Record<Hours, string>> = {
    1: vscode.l10n.t('Last hour'),
    6: vscode.l10n.t('6 hours'),
    24: vscode.l10n.t('24 hours'),
  };
  const buttons = periods.map(
    ({ hours }) =>
      `<button id="period-${hours}" data-command="period" data-argument="${hours}" aria-pressed="${hours === chosen}">${escape(labels[hours])}</button>`,
  );
  return `<p class="periods" role="group" aria-label="${escape(vscode.l10n.t('Period'))}">${buttons.join('')}</p>`;
}

function plots(view: UsageView, metrics: GroupMetrics): string {
  const { group, timeline, usage, language } = view;
  const shown = (['cpu', 'memory'] as const).map((kind) => ({ kind, plot: usagePlot(group, metrics, kind) }));
  if (shown.every(({ plot }) => plot === undefined)) {
    return hint(
      goesOn(timeline)
        ? vscode.l10n.t('Azure Monitor has no values yet: the first come some minutes after a container has started.')
        : vscode.l10n.t(
            'Azure Monitor has no values of this period. Values take some minutes to arrive, and a run of less than a minute may have none.',
          ),
    );
  }
  const format = formatIn(language);
  const figures = shown.map(({ kind, plot }) => (plot ? figure(kind, plot, metrics, format) : noValues(kind)));
  const at = new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(usage.at ?? metrics.span.to));
  const minutes = String(metrics.span.stepMs / 60_000);
  const told = vscode.l10n.t('Averages of {0} min, read from Azure Monitor at {1}. New values take some minutes to arrive.', minutes, at);
  return `<div class="plots">${figures.join('')}</div>${hint(told)}`;
}

function heading(kind: UsageKind, unit?: number): string {
  if (kind === 'cpu') return vscode.l10n.t('CPU (cores)');
  if (unit === undefined) return vscode.l10n.t('Memory');
  return unit === gigabyte ? vscode.l10n.t('Memory (GB)') : vscode.l10n.t('Memory (MB)');
}

function noValues(kind: UsageKind): string {
  return `<div><h3>${escape(heading(kind))}</h3>${hint(vscode.l10n.t('Azure Monitor has no values yet.'))}</div>`;
}

function figure(kind: UsageKind, plot: UsagePlot, metrics: GroupMetrics, format: Format): string {
  const title = heading(kind, plot.unit);
  const left = plot.lines.filter(({ pieces }) => pieces.length === 0).length;
  const more =
    left === 0 ? '' : hint(vscode.l10n.t('Lines are drawn of the {0} containers that use the most; the table has all.', String(mostLines)));
  return `<div><h3>${escape(title)}</h3>${drawing(plot, metrics, format)}${table(title, plot, metrics, format)}${more}</div>`;
}

function table(title: string, plot: UsagePlot, { span }: GroupMetrics, format: Format): string {
  const numbers = numbersOf(plot);
  const amount = (value: number): string => format.number(value / plot.unit);
  const rows = plot.lines.map(({ container, latest, average, maximum, ceiling }) => {
    const cells = [latestWords(latest, span.to, amount, format), amount(average), amount(maximum)];
    const most = ceiling ? `<br><span class="word">${escape(ceilingWords(ceiling.isLimit, amount(ceiling.value)))}</span>` : '';
    const name = `<th scope="row">${sample(container, numbers)}${escape(container)}${most}</th>`;
    return `<tr>${name}${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;
  });
  const heads = [vscode.l10n.t('Container'), vscode.l10n.t('Latest'), vscode.l10n.t('Average'), vscode.l10n.t('Maximum')];
  const head = heads.map((text) => `<th scope="col">${escape(text)}</th>`).join('');
  return `<table class="usage" aria-label="${escape(title)}"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** A value that is older than values that are on their way has its time. */
function latestWords(latest: UsageLine['latest'], to: number, amount: (value: number) => string, format: Format): string {
  const value = amount(latest.value);
  return to - latest.at > 30 * 60_000 ? vscode.l10n.t('{0} at {1}', value, format.time(latest.at)) : value;
}

function hint(text: string): string {
  return `<p class="hint usage">${escape(text)}</p>`;
}
