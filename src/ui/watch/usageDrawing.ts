import * as vscode from 'vscode';
import type { UsageLine, UsagePlot } from '../../logs/usagePlot';
import { timeMarks } from '../../logs/usagePlot';
import type { GroupMetrics } from '../../model/metrics';
import { escape } from '../webPage';

export interface Format {
  readonly number: (value: number) => string;
  readonly time: (at: number) => string;
  readonly list: (names: readonly string[]) => string;
}

export function formatIn(language: string): Format {
  const digits = (maximumSignificantDigits: number): Intl.NumberFormat => new Intl.NumberFormat(language, { maximumSignificantDigits });
  const [small, usual] = [digits(2), digits(3)];
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const list = new Intl.ListFormat(language, { type: 'unit', style: 'short' });
  return {
    number: (value) => (value >= 100 ? whole : value < 1 ? small : usual).format(value),
    time: (at) => time.format(new Date(at)),
    list: (names) => list.format(names),
  };
}

const height = 110;

/** Of the lines that are drawn, by container. */
export function numbersOf({ lines }: UsagePlot): ReadonlyMap<string, number> {
  const drawn = lines.filter(({ pieces }) => pieces.length > 0);
  return new Map(drawn.map(({ container }, index) => [container, index + 1]));
}

/** A picture of what the table beside it says. */
export function drawing(plot: UsagePlot, { span }: GroupMetrics, format: Format): string {
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
  const lines = plot.lines.map((line) => drawnLine(line, numbers.get(line.container)));
  return `<div class="area"><svg class="plot" width="100%" height="${height}" aria-hidden="true">
${rows.join('')}${columns.join('')}
<svg viewBox="0 0 1000 ${height}" preserveAspectRatio="none" width="100%" height="${height}">${lines.join('')}</svg>
${ceilingLines(plot, numbers, format)}${endNumbers(plot, numbers)}</svg></div>`;
}

function drawnLine({ container, pieces }: UsageLine, number: number | undefined): string {
  const path = (of: UsageLine['pieces'], kind: string, end: string): string => {
    if (of.length === 0) return '';
    const places = of.map((piece) => piece.map(({ x, y }) => `${(1000 * x).toFixed(1)} ${(height * (1 - y)).toFixed(1)}`));
    const d = places.map((piece) => `M${piece.join('L')}${end}`).join('');
    return `<path class="line line-${number} ${kind}" d="${d}"><title>${escape(container)}</title></path>`;
  };
  // A place alone is a line of no length, whose round ends make a dot.
  const [alone, joined] = [pieces.filter(({ length }) => length === 1), pieces.filter(({ length }) => length > 1)];
  return path(joined, '', '') + path(alone, 'dots', 'h0');
}

const textHeight = 12;

/** Of the lines that are drawn. Those beyond the top are named there. Words that would lie on those of another are left out: the table has them. */
function ceilingLines({ ceilings, top, unit }: UsagePlot, numbers: ReadonlyMap<string, number>, format: Format): string {
  let free = -textHeight;
  return ceilings
    .map(({ value, isLimit, containers }) => {
      const drawn = containers.flatMap((name) => numbers.get(name) ?? []);
      if (drawn.length === 0) return '';
      const isAbove = value > top;
      const y = isAbove ? 0 : height * (1 - value / top);
      const line = isAbove ? '' : `<line class="ceiling" x1="0" x2="100%" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"></line>`;
      const at = y - 4;
      if (at < free) return line;
      free = at + textHeight;
      const amount = format.number(value / unit);
      const words = ceilingWords(isLimit, amount);
      const whose = ceilings.length === 1 ? '' : ` (${format.list(drawn.map(String))})`;
      return `${line}<text x="100%" y="${at.toFixed(1)}" text-anchor="end">${escape(`${isAbove ? '↑ ' : ''}${words}${whose}`)}</text>`;
    })
    .join('');
}

export function ceilingWords(isLimit: boolean, amount: string): string {
  return isLimit ? vscode.l10n.t('limit {0}', amount) : vscode.l10n.t('requested {0}', amount);
}

/** At the ends of lines, where there are several; apart from each other, and not below the plot. */
function endNumbers({ lines, top }: UsagePlot, numbers: ReadonlyMap<string, number>): string {
  if (numbers.size < 2) return '';
  const ends = lines
    .filter(({ pieces }) => pieces.length > 0)
    .map(({ container, latest }) => ({ number: numbers.get(container), y: height * (1 - latest.value / top) }))
    .toSorted((a, b) => b.y - a.y);
  let free = height;
  return ends
    .map(({ number, y }, below) => {
      const at = Math.max(Math.min(y, free), (ends.length - 1 - below) * textHeight);
      free = at - textHeight;
      return `<text x="100%" dx="5" y="${at.toFixed(1)}" dy=".35em">${number}</text>`;
    })
    .join('');
}

/** How its line looks. */
export function sample(container: string, numbers: ReadonlyMap<string, number>): string {
  const number = numbers.get(container);
  if (number === undefined) return '';
  const name = numbers.size < 2 ? '' : `<text x="0" y="10">${number}</text>`;
  const from = numbers.size < 2 ? 1 : 11;
  return `<svg class="plot sample" width="${from + 26}" height="12" aria-hidden="true">${name}<path class="line line-${number}" d="M${from} 6h24"></path></svg>`;
}
