import { inEnglish } from '../../model/message';
import type { Gate, GateKind, GateState } from './gate';
import type { Diagnosis } from './judgePull';
import { headline, pullerName } from './judgePull';
import { observed } from './observed';
import { repairInWords } from './planRepair';

/** What a report is about, for its head. */
export interface ReportSubject {
  readonly title: string;
  /** ISO 8601, by Azure's clock. */
  readonly at: string;
  /** Such as that it was made in the sandbox. */
  readonly note?: string;
}

/** In English, as everything that leaves the window. */
export const gateTitles: Readonly<Record<GateKind, string>> = {
  reference: 'Reference',
  registry: 'Registry',
  image: 'Repository and tag',
  platform: 'Platform',
  credential: 'Credential',
  identity: 'Identity',
  attached: 'Identity attached',
  role: 'Role',
  condition: 'Condition',
  denied: 'Deny assignments',
  effective: 'In effect',
  network: 'Network',
  sku: 'SKU',
  limits: 'Known limits',
};

const stateWords: Readonly<Record<GateState, string>> = { open: 'open', shut: 'SHUT', unknown: 'can’t tell', warning: 'note' };

/** A diagnosis to forward, as Markdown. It holds names and ids, and no secret. */
export function markdownReport({ title, at, note }: ReportSubject, diagnoses: readonly Diagnosis[]): string {
  const unread = unreadGates(diagnoses);
  return [
    `# Pull access: ${title}`,
    '',
    `${at}${note === undefined ? '' : ` · ${note}`}`,
    '',
    ...(unread.length > 0 ? [`Could not be read: ${unread.map((kind) => gateTitles[kind]).join(', ')}.`, ''] : []),
    ...diagnoses.flatMap(section),
  ].join('\n');
}

function section(diagnosis: Diagnosis): string[] {
  const { gates, question } = diagnosis;
  const seen = observed(question).map(inEnglish);
  const repairs = gates.flatMap((gate) =>
    gate.state === 'open' ? [] : (gate.repairs ?? []).map((repair) => repairInWords({ diagnosis, repair })),
  );
  return [
    `## ${question.image}`,
    '',
    `**${inEnglish(headline(diagnosis))}**${seen.length > 0 ? ` ${seen.join(' ')}` : ''}`,
    '',
    '| Gate | | Evidence |',
    '| --- | --- | --- |',
    ...gates.map((gate) => `| ${gateTitles[gate.kind]} | ${stateWords[gate.state]} | ${cell(gate)} |`),
    '',
    ...(repairs.length > 0 ? ['Repairs:', '', ...[...new Set(repairs.map(inEnglish))].map((text) => `- ${text}`), ''] : []),
  ];
}

function cell({ evidence, source }: Gate): string {
  const text = evidence.map(inEnglish).join(' ').replace(/\|/g, '\\|').replace(/\s+/g, ' ');
  return source === undefined ? text : `${text} ([source](${source}))`;
}

/** The same for programs; `version` counts up when a property changes its meaning. */
export function jsonReport({ title, at, note }: ReportSubject, diagnoses: readonly Diagnosis[]): string {
  const report = {
    version: 1,
    subject: title,
    at,
    ...(note === undefined ? {} : { note }),
    unread: unreadGates(diagnoses),
    pulls: diagnoses.map((diagnosis) => ({
      image: diagnosis.question.image,
      puller: { kind: diagnosis.question.puller.kind, name: pullerName(diagnosis.question) },
      canPull: diagnosis.answer ?? null,
      observed: observed(diagnosis.question).map(inEnglish),
      gates: diagnosis.gates.map((gate) => ({
        gate: gate.kind,
        state: gate.state,
        code: gate.evidence[0].key,
        evidence: gate.evidence.map(inEnglish),
        ...(gate.source === undefined ? {} : { source: gate.source }),
        ...(gate.state === 'open' || !gate.repairs
          ? {}
          : { repairs: gate.repairs.map((repair) => inEnglish(repairInWords({ diagnosis, repair }))) }),
      })),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Gates that who is signed in could not read. */
function unreadGates(diagnoses: readonly Diagnosis[]): readonly GateKind[] {
  const unread = diagnoses.flatMap(({ gates }) => gates.filter(isUnread).map(({ kind }) => kind));
  return [...new Set(unread)];
}

const refusals: readonly string[] = [
  'diagnosis.unread',
  'diagnosis.image.refused',
  'diagnosis.image.firewalled',
  'diagnosis.registry.unseen',
];

function isUnread({ state, evidence }: Gate): boolean {
  return state === 'unknown' && refusals.includes(evidence[0].key);
}
