import * as vscode from 'vscode';
import type { Timeline } from '../../logs/timeline';
import { goesOn } from '../../logs/timeline';
import type { UsageKind, UsageLine, UsagePlot } from '../../logs/usagePlot';
import { gigabyte, mostLines, timeMarks, usagePlot } from '../../logs/usagePlot';
import { AppError } from '../../model/appError';
import type { ContainerGroup } from '../../model/containerGroup';
import type { GroupMetrics } from '../../model/metrics';
import { renderError } from '../render';
import { escape } from '../webPage';
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
        : vscode.l10n.t('Azure Monitor has no values of this period: no container ran.'),
    );
  }
  const format = formatIn(language);
  const figures = shown.map(({ kind, plot }) => (plot ? figure(kind, plot, metrics, format) : noValues(kind)));
  const at = new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(usage.at ?? metrics.span.to));
  const minutes = String(metrics.span.stepMs / 60_000);
  const told = vscode.l10n.t('Averages of {0} min, read from Azure Monitor at {1}. New values take some minutes to arrive.', minutes, at);
  return `<div class="plots">${figures.join('')}</div>${hint(told)}`;
}

interface Format {
  readonly number: (value: number) => string;
  readonly time: (at: number) => string;
  readonly list: (names: readonly string[]) => string;
}

function formatIn(language: string): Format {
  const digits = (maximumSignificantDigits: number): Intl.NumberFormat => new Intl.NumberFormat(language, { maximumSignificantDigits });
  const [small, usual] = [digits(2), digits(3)];
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const list = new Intl.ListFormat(language, { type: 'unit', style: 'narrow' });
  return {
    number: (value) => (value >= 100 ? whole : value < 1 ? small : usual).format(value),
    time: (at) => time.format(new Date(at)),
    list: (names) => list.format(names),
  };
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

const height = 110;

/** The number of each line that is drawn; none where there is only one. */
function numbersOf({ lines }: UsagePlot): ReadonlyMap<string, number> {
  const drawn = lines.filter(({ pieces }) => pieces.length > 0);
  return new Map(drawn.map(({ container }, index) => [container, index + 1]));
}

function drawing(plot: UsagePlot, { span }: GroupMetrics, format: Format): string {
  const { top, marks, unit } = plot;
  const numbers = numbersOf(plot);
  const y = (value: number): string => (height * (1 - value / top)).toFixed(1);
  const rows = marks.map(
    (mark) =>
      `<line class="grid" x1="0" x2="100%" y1="${y(mark)}" y2="${y(mark)}"></line>` +
      `<text class="value" x="-6" y="${y(mark)}" dy=".35em" text-anchor="end">${escape(format.number(mark / unit))}</text>`,
  );
  const aheadMs = -new Date(span.to).getTimezoneOffset() * 60_000;
  const columns = timeMarks(span, aheadMs).map((at) => {
    const x = `${((100 * (at - span.from)) / (span.to - span.from)).toFixed(2)}%`;
    return (
      `<line class="grid" x1="${x}" x2="${x}" y1="${height}" y2="${height + 4}"></line>` +
      `<text x="${x}" y="${height + 16}" text-anchor="middle">${escape(format.time(at))}</text>`
    );
  });
  const lines = plot.lines.map(({ container, pieces }) => {
    const places = pieces.map((piece) => piece.map(({ x, y: up }) => `${(1000 * x).toFixed(1)} ${(height * (1 - up)).toFixed(1)}`));
    const [alone, joined] = [places.filter((piece) => piece.length === 1), places.filter((piece) => piece.length > 1)];
    const named = `line-${numbers.get(container)}"><title>${escape(container)}</title></path>`;
    const line = joined.length === 0 ? '' : `<path d="${joined.map((piece) => `M${piece.join('L')}`).join('')}" class="line ${named}`;
    return (
      line + (alone.length === 0 ? '' : `<path d="${alone.map((piece) => `M${piece.join('')}h0`).join('')}" class="line dots ${named}`)
    );
  });
  return `<div class="area"><svg class="plot" width="100%" height="${height}" aria-hidden="true">
${rows.join('')}${columns.join('')}${ceilingLines(plot, numbers, format)}
<svg viewBox="0 0 1000 ${height}" preserveAspectRatio="none" width="100%" height="${height}">${lines.join('')}</svg>
${endNumbers(plot, numbers)}</svg></div>`;
}

const textHeight = 12;

/** Beyond the top they are named there. Words that would lie on those of another are left out: the table has them. */
function ceilingLines({ ceilings, top, unit }: UsagePlot, numbers: ReadonlyMap<string, number>, format: Format): string {
  let free = -textHeight;
  return ceilings
    .map(({ value, isLimit, containers }) => {
      const isAbove = value > top;
      const y = isAbove ? 0 : height * (1 - value / top);
      const line = isAbove ? '' : `<line class="ceiling" x1="0" x2="100%" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"></line>`;
      const at = y - 3;
      if (at < free) return line;
      free = at + textHeight;
      const amount = format.number(value / unit);
      const words = ceilingWords(isLimit, amount);
      const whose = ceilings.length === 1 ? '' : ` (${format.list(containers.flatMap((name) => String(numbers.get(name) ?? name)))})`;
      return `${line}<text x="100%" y="${at.toFixed(1)}" text-anchor="end">${escape(`${isAbove ? '↑ ' : ''}${words}${whose}`)}</text>`;
    })
    .join('');
}

function ceilingWords(isLimit: boolean, amount: string): string {
  return isLimit ? vscode.l10n.t('limit {0}', amount) : vscode.l10n.t('requested {0}', amount);
}

/** At the ends of lines, where there are several. */
function endNumbers({ lines, top }: UsagePlot, numbers: ReadonlyMap<string, number>): string {
  if (numbers.size < 2) return '';
  let free = -textHeight;
  return lines
    .filter(({ pieces }) => pieces.length > 0)
    .map(({ container, latest }) => ({ number: numbers.get(container), y: height * (1 - latest.value / top) }))
    .toSorted((a, b) => a.y - b.y)
    .map(({ number, y }) => {
      const at = Math.max(y, free);
      free = at + textHeight;
      return `<text x="100%" dx="5" y="${at.toFixed(1)}" dy=".35em">${number}</text>`;
    })
    .join('');
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

/** How its line looks. */
function sample(container: string, numbers: ReadonlyMap<string, number>): string {
  const number = numbers.get(container);
  if (number === undefined) return '';
  const name = numbers.size < 2 ? '' : `<text x="0" y="10">${number}</text>`;
  const from = numbers.size < 2 ? 1 : 11;
  return `<svg class="plot sample" width="${from + 26}" height="12" aria-hidden="true">${name}<path class="line line-${number}" d="M${from} 6h24"></path></svg>`;
}

/** A value that is older than values that are on their way has its time. */
function latestWords(latest: UsageLine['latest'], to: number, amount: (value: number) => string, format: Format): string {
  const value = amount(latest.value);
  return to - latest.at > 30 * 60_000 ? vscode.l10n.t('{0} at {1}', value, format.time(latest.at)) : value;
}

function hint(text: string): string {
  return `<p class="hint usage">${escape(text)}</p>`;
}
