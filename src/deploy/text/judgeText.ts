import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Finding, Fix } from '../../model/finding';
import { message } from '../../model/message';
import type { JudgedAs } from '../validate';
import { validate } from '../validate';
import { importGroup, judgedOf } from './groupFile';
import type { Format, GroupInText, Span, TextProblem } from './groupText';
import { readText } from './readText';

export interface GroupFinding extends Finding {
  readonly at: Span;
}

export interface JudgedGroup {
  readonly group: GroupInText;
  readonly findings: readonly GroupFinding[];
}

export interface JudgedText {
  readonly groups: readonly JudgedGroup[];
  readonly problems: readonly TextProblem[];
}

/** Reads a text and judges each group in it, with the place of everything that is found. */
export function judgeText(text: string, format: Format, as: JudgedAs): JudgedText {
  const { groups, problems } = readText(text, format);
  return { groups: groups.map((group) => ({ group, findings: judgeGroup(group, as) })), problems };
}

export function judgeGroup(group: GroupInText, as: JudgedAs): readonly GroupFinding[] {
  const { definition } = importGroup(group);
  const misspelled = Object.keys(group.written).filter((name) => /^api[-_]version$/i.test(name));
  // Judged is what is deployed: the api-version counts also where it is misspelled.
  const judged = {
    ...(as.kind === 'file' ? judgedOf(group) : group.written),
    ...(definition['apiVersion'] === undefined ? {} : { apiVersion: definition['apiVersion'] }),
  };
  const findings = validate(judged as unknown as ContainerGroupDefinition, as).map((finding) => spelledFirst(finding, misspelled));
  return [...spelling(misspelled), ...findings]
    .filter(({ code, path }) => !aboutWriting.has(code) || !group.isWorkedOut(path))
    .map((finding) => ({ ...finding, at: group.locate(finding.path) }));
}

/** What is said of how a value is written is not said of one that an expression comes to. */
const aboutWriting: ReadonlySet<string> = new Set(['QuotedNumber', 'QuotedBoolean', 'NotText']);

/** A fix that sets the api-version corrects its name first, so that there are never two. */
function spelledFirst(finding: Finding, [property]: readonly string[]): Finding {
  const { fix } = finding;
  if (property === undefined || !fix?.edits.some(({ path }) => path[0] === 'apiVersion')) return finding;
  return { ...finding, fix: { ...fix, edits: [{ kind: 'rename', path: [property], name: 'apiVersion' }, ...fix.edits] } };
}

function spelling(misspelled: readonly string[]): readonly Finding[] {
  return misspelled.map((property) => {
    const fix: Fix = {
      title: message('fix.rename', { name: 'apiVersion' }),
      edits: [{ kind: 'rename', path: [property], name: 'apiVersion' }],
    };
    return {
      code: 'ApiVersionSpelling',
      severity: 'warning',
      path: [property],
      message: message('definition.apiVersionSpelling', { property }),
      fix,
    };
  });
}
