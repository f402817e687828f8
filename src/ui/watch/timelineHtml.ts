import * as vscode from 'vscode';
import type { Happening, Span, Timeline } from '../../logs/timeline';
import { scaleOf } from '../../logs/timeline';
import type { ContainerGroup } from '../../model/containerGroup';
import { renderError } from '../render';
import { escape } from '../webPage';
import { usageSection } from './usageHtml';
import type { UsageState } from './usageWatch';

export interface TimelineView {
  readonly name: string;
  readonly isSandbox: boolean;
  /** BCP 47. */
  readonly language: string;
  readonly state:
    | { readonly kind: 'reading' }
    /** The Azure that it is of is not open any more. */
    | { readonly kind: 'closed' }
    | { readonly kind: 'failed'; readonly error: unknown }
    | {
        readonly kind: 'read';
        readonly group: ContainerGroup;
        readonly timeline: Timeline;
        readonly state: string;
        readonly isLive: boolean;
      };
  readonly usage: UsageState;
}

export function timelineBody(view: TimelineView): string {
  const sandbox = view.isSandbox
    ? `<p class="sandbox" role="note">${vscode.l10n.t('Sandbox: this is about an Azure on your own machine.')}</p>`
    : '';
  return [sandbox, `<h1>${escape(vscode.l10n.t('Timeline: {0}', view.name))}</h1>`, ...content(view)].join('\n');
}

function content({ state, language, usage }: TimelineView): readonly string[] {
  switch (state.kind) {
    case 'reading':
      return [status('', vscode.l10n.t('Reading what happened…'))];
    case 'closed':
      return [
        status('', vscode.l10n.t('The Azure of this container group is not open any more. Once it is open again, this page goes on.')),
      ];
    case 'failed':
      return [status('bad', `✗ ${renderError(state.error)}`), buttons('again')];
    case 'read': {
      const { timeline } = state;
      const live = state.isLive ? vscode.l10n.t('It is on its way: this page follows it.') : vscode.l10n.t('Nothing is on its way now.');
      const word = state.state === '' ? vscode.l10n.t('State unknown') : state.state;
      if (timeline.happenings.length === 0 && timeline.containers.every(({ spans }) => spans.length === 0)) {
        return [
          status('', `${word}. ${live}`),
          `<p>${vscode.l10n.t('Azure tells of no event of this container group.')}</p>`,
          buttons('again'),
        ];
      }
      const times = timesIn(language, timeline);
      return [
        status('', `${word}. ${live}`),
        bars(timeline, times),
        usageSection({ group: state.group, timeline, usage, language }),
        spansTable(timeline, times),
        eventsTable(timeline.happenings, times),
        `<p class="hint">${vscode.l10n.t('Azure keeps the first and the last time of each kind of event, and the present and the previous run of a container.')}</p>`,
        buttons('again', 'logs'),
      ];
    }
  }
}

interface Times {
  readonly at: (time: number) => string;
  readonly lasted: (ms: number) => string;
}

/** Times of one day without their date. */
function timesIn(language: string, { from, to }: Timeline): Times {
  const isOneDay = new Date(from).toDateString() === new Date(to).toDateString();
  const format = new Intl.DateTimeFormat(language, isOneDay ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'medium' });
  return { at: (time) => format.format(new Date(time)), lasted: duration };
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return vscode.l10n.t('{0} s', String(seconds));
  if (seconds < 3600) return vscode.l10n.t('{0} min {1} s', String(Math.floor(seconds / 60)), String(seconds % 60));
  const hours = Math.floor(seconds / 3600);
  if (hours < 48) return vscode.l10n.t('{0} h {1} min', String(hours), String(Math.floor((seconds % 3600) / 60)));
  return vscode.l10n.t('{0} days {1} h', String(Math.floor(hours / 24)), String(hours % 24));
}

const rowHeight = 34;
const marks: Readonly<Record<Span['kind'], string>> = { pull: '↓', start: '›', run: '▶', backOff: '…' };

/** A picture of the tables below it, which say all that it says. */
function bars(timeline: Timeline, { at }: Times): string {
  const { containers, from, to } = timeline;
  const { place, breaks } = scaleOf(timeline);
  const rows = containers.map(({ name, spans }, row) => {
    const top = row * rowHeight;
    const drawn = spans.map((span) => {
      const left = place(span.from);
      const width = Math.max(0.6, place(span.to ?? to) - left);
      const failed = span.hasFailed || (span.exitCode ?? 0) !== 0 ? ' failed' : '';
      const mark = width > 3 ? `<text x="${fixed(left + width / 2)}%" y="${top + 27}" text-anchor="middle">${marks[span.kind]}</text>` : '';
      const x = Math.min(left, 100 - width);
      return `<rect class="${span.kind}${failed}" x="${fixed(x)}%" y="${top + 15}" width="${fixed(width)}%" height="15" rx="2"></rect>${mark}`;
    });
    return `<text class="name" x="0" y="${top + 11}">${escape(name)}</text>${drawn.join('')}`;
  });
  const height = containers.length * rowHeight + 4;
  const cuts = breaks.map((x) => `<text x="${fixed(x)}%" y="${height - 10}" text-anchor="middle">//</text>`);
  const key = [
    `↓ ${vscode.l10n.t('pulling')}`,
    `› ${vscode.l10n.t('starting')}`,
    `▶ ${vscode.l10n.t('running')}`,
    `… ${vscode.l10n.t('waiting to restart')}`,
    ...(breaks.length > 0 ? [`// ${vscode.l10n.t('left out')}`] : []),
  ].join(' · ');
  return `<svg class="timeline" width="100%" height="${height}" aria-hidden="true">${rows.join('')}${cuts.join('')}</svg>
<p class="hint ends"><span>${escape(at(from))}</span><span>${escape(at(to))}</span></p><p class="hint" aria-hidden="true">${escape(key)}</p>`;
}

function fixed(value: number): string {
  return value.toFixed(2);
}

function spansTable({ containers, to }: Timeline, { at, lasted }: Times): string {
  const rows = containers.flatMap(({ name, spans, restarts }) =>
    spans.map((span) => [
      name,
      `${marks[span.kind]} ${spanWords(span, restarts)}`,
      at(span.from),
      span.to === undefined ? vscode.l10n.t('{0} so far', lasted(Math.max(0, to - span.from))) : lasted(span.to - span.from),
    ]),
  );
  const heads = [vscode.l10n.t('Container'), vscode.l10n.t('What'), vscode.l10n.t('Since'), vscode.l10n.t('For')];
  return table('spans', vscode.l10n.t('Durations'), heads, rows);
}

function spanWords({ kind, to, exitCode, hasFailed }: Span, restarts: number): string {
  switch (kind) {
    case 'pull':
      if (hasFailed) return vscode.l10n.t('✗ could not pull its image');
      return to === undefined ? vscode.l10n.t('pulling its image') : vscode.l10n.t('pulled its image');
    case 'start':
      return vscode.l10n.t('started');
    case 'run':
      if (to === undefined)
        return restarts === 0 ? vscode.l10n.t('running') : vscode.l10n.t('running after {0} restarts', String(restarts));
      return exitCode === undefined ? vscode.l10n.t('ran') : vscode.l10n.t('ran, exit code {0}', String(exitCode));
    case 'backOff':
      return to === undefined ? vscode.l10n.t('waiting to restart') : vscode.l10n.t('waited to restart');
  }
}

function eventsTable(happenings: readonly Happening[], { at }: Times): string {
  const rows = happenings.map(({ container, name, text, isWarning, count, first, last }) => [
    at(last),
    count > 1 && first !== last ? at(first) : '',
    container ?? vscode.l10n.t('(group)'),
    isWarning ? `⚠ ${vscode.l10n.t('{0} (warning)', name)}` : name,
    String(count),
    text,
  ]);
  const heads = [
    vscode.l10n.t('Last'),
    vscode.l10n.t('First'),
    vscode.l10n.t('Container'),
    vscode.l10n.t('Event'),
    vscode.l10n.t('Count'),
    vscode.l10n.t('Message'),
  ];
  return table('events', vscode.l10n.t('Events'), heads, rows);
}

/** In a narrow panel rows are laid out as paragraphs: the roles say that they are rows all the same. */
function table(kind: 'spans' | 'events', title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head = heads.map((text) => `<th role="columnheader" scope="col">${escape(text)}</th>`).join('');
  const cell = (text: string, column: number): string => `<td role="cell" data-head="${escape(heads[column] ?? '')}">${escape(text)}</td>`;
  const body = rows.map((cells) => `<tr role="row">${cells.map(cell).join('')}</tr>`).join('');
  return `<h2>${escape(title)}</h2><table role="table" class="folding ${kind}" aria-label="${escape(title)}">
<thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body}</tbody></table>`;
}

function status(kind: '' | 'bad', text: string): string {
  return `<p id="status" tabindex="-1" class="status ${kind}">${escape(text)}</p>`;
}

function buttons(...commands: readonly ('again' | 'logs')[]): string {
  const labels = { again: vscode.l10n.t('Refresh'), logs: vscode.l10n.t('Follow Logs') };
  return `<p class="buttons">${commands.map((command) => `<button id="${command}" data-command="${command}">${escape(labels[command])}</button>`).join(' ')}</p>`;
}
