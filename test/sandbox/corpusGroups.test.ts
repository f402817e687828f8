import assert from 'node:assert/strict';
import { propertyAt } from '../../src/deploy/properties/find';
import { exportYaml } from '../../src/deploy/text/exportYaml';
import { importGroup } from '../../src/deploy/text/groupFile';
import type { Format } from '../../src/deploy/text/groupText';
import { apply } from '../../src/deploy/text/groupText';
import type { GroupFinding } from '../../src/deploy/text/judgeText';
import { judgeText } from '../../src/deploy/text/judgeText';
import { editText, readText } from '../../src/deploy/text/readText';
import { validate } from '../../src/deploy/validate';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import type { Path } from '../../src/model/finding';
import { pullingResource, twoInSubnet } from '../unit/definitions';
import { fixedAll } from '../unit/fixing';
import { inWords } from '../unit/inWords';
import { corpusFiles, corpusMissing } from './corpus';
import { furnished } from './furnished';

/** Of those that use only what the sandbox knows. To be raised, never lowered. */
const least = { deployed: 28, share: 0.95 };

interface Outcome {
  readonly file: string;
  /** `retired`: what Azure has none of any more, and the sandbox none to refer to. */
  readonly result: 'deployed' | 'notInSandbox' | 'retired' | 'refused';
  /** What somebody had to do first: fixes taken by a click, values written. */
  readonly work: string;
  readonly reason: string;
}

describe('Container groups of real files', function () {
  this.timeout(60_000);

  it('are read, judged, exported, read again as the same, and deployed', async function () {
    if (corpusMissing()) return this.skip();
    const outcomes: Outcome[] = [];
    for (const { file, text } of [...corpusFiles('aci-yaml'), ...corpusFiles('arm-templates'), ...corpusFiles('bicep')]) {
      const format: Format | undefined = /\.ya?ml$/.test(file) ? 'yaml' : file.endsWith('.json') ? 'json' : undefined;
      if (!format) continue;
      const count = judgeText(text, format, { kind: 'file' }).groups.length;
      for (let index = 0; index < count; index++) outcomes.push(await tryGroup(file, text, format, index));
    }
    for (const { file, result, work, reason } of outcomes) {
      console.log(`    ${result.padEnd(12)} ${work.padEnd(20)} ${file}${reason ? ` — ${reason}` : ''}`);
    }
    const known = outcomes.filter(({ result }) => result === 'deployed' || result === 'refused');
    const deployed = known.filter(({ result }) => result === 'deployed');
    const apart = outcomes.length - known.length;
    console.log(`    ${deployed.length} of ${known.length} deployed; ${apart} more use what is retired or what the sandbox does not know`);
    assert.ok(deployed.length >= least.deployed, `${deployed.length}`);
    assert.ok(deployed.length / known.length >= least.share, `${deployed.length} of ${known.length}`);
    assert.deepEqual(
      known.filter(({ result, reason }) => result === 'refused' && reason === ''),
      [],
    );
  });
});

describe('The group of the article on identities in virtual networks', () => {
  for (const [what, text, format] of [
    ['YAML', twoInSubnet, 'yaml'],
    ['template', pullingResource, 'json'],
  ] as const) {
    it(`is deployed from its ${what} as it stands, once every fix is taken`, async () => {
      const [group] = readText(fixedAll(text, format).text, format).groups;
      assert.ok(group);
      const imported = importGroup(group);
      const { fixture, definition } = furnished(imported.definition);
      const { apiVersion, ...body } = definition;
      const answer = await fixture.put(body, imported.name, { apiVersion: String(apiVersion) });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      fixture.pass(300);
      const read = await fixture.get(imported.name);
      assert.equal(read.body['properties']?.['provisioningState'], 'Succeeded');
    });
  }
});

async function tryGroup(file: string, text: string, format: Format, index: number): Promise<Outcome> {
  const { text: mended, fixes } = mend(text, format, index);
  const group = judgeText(mended, format, { kind: 'file' }).groups[index];
  assert.ok(group, file);
  const imported = importGroup(group.group);
  const again = judgeText(exportYaml(imported.name, imported.definition), 'yaml', { kind: 'file' }).groups[0];
  assert.ok(again, `${file} is lost when it is exported`);
  const { definition } = imported;
  assert.deepEqual(importGroup(again.group), { ...imported, definition: { apiVersion: '2023-05-01', ...definition } }, file);
  const { filled, values } = withValues({ location: 'westeurope', ...definition }, group.findings);
  const work = [fixes > 0 ? `${fixes} fixed` : '', values > 0 ? `${values} written` : ''].filter(Boolean).join(', ') || 'as it stands';
  const findings = validate(filled);
  const [error] = findings.filter(({ severity }) => severity === 'error');
  if (error) return { file, result: 'refused', work, reason: `${error.code}: ${inWords(error.message)}` };
  const { fixture, definition: own } = furnished(filled);
  const { apiVersion, ...body } = own;
  const answer = await fixture.put(body, 'sample', typeof apiVersion === 'string' ? { apiVersion } : {});
  if (answer.status === 201) return { file, result: 'deployed', work, reason: '' };
  const { code, message } = answer.body['error'] as unknown as { code: string; message: string };
  if (answer.status === 501) return { file, result: 'notInSandbox', work, reason: message };
  // Refused by Azure and not by us: then we have at least warned of it.
  const warned = findings.find((finding) => message.toLowerCase().includes(String(finding.path.at(-1)).toLowerCase().slice(0, 7)));
  assert.ok(warned, `${file}: ${code} ${message}`);
  const result = /Retired$/.test(warned.code) ? 'retired' : 'refused';
  return { file, result, work, reason: `${warned.code}: ${inWords(warned.message)}` };
}

/** Takes the fixes of errors, one after another, as by a click on each. */
function mend(text: string, format: Format, index: number): { readonly text: string; readonly fixes: number } {
  let changed = text;
  for (let fixes = 0; fixes < 50; fixes++) {
    const findings = judgeText(changed, format, { kind: 'file' }).groups[index]?.findings ?? [];
    const edits = findings
      .filter(({ severity }) => severity === 'error')
      .flatMap(({ fix }) => (fix ? [editText(changed, format, index, fix.edits)] : []));
    const edit = edits.find((each) => each !== undefined);
    if (!edit) return { text: changed, fixes };
    changed = apply(changed, [edit]);
  }
  throw new Error('There is no end of fixes.');
}

/** Writes a value at each place that is said to need one. */
function withValues(
  definition: ContainerGroupDefinition,
  findings: readonly GroupFinding[],
): { filled: ContainerGroupDefinition; values: number } {
  const filled = structuredClone(definition);
  const open = findings.filter(({ code }) => ['ValueMissing', 'LooksLikePlaceholder', 'InaccessibleImage'].includes(code));
  // What stands for the same is the same.
  const marks: string[] = [];
  for (const { path } of open) {
    const mark = String(path.reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], filled));
    if (!marks.includes(mark)) marks.push(mark);
    put(filled, path, sample(path, marks.indexOf(mark)));
  }
  return { filled, values: open.length };
}

function put(definition: ContainerGroupDefinition, path: Path, value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], definition);
  if (typeof parent === 'object' && parent !== null) Object.assign(parent, { [path.at(-1) as string]: value });
}

const sampleContainer = {
  name: 'sample',
  properties: { image: 'nginx:latest', ports: [{ port: 8080 }], resources: { requests: { cpu: 1, memoryInGB: 1 } } },
};

function sample(path: Path, index: number): unknown {
  const row = propertyAt(path);
  if (row?.values) return row.values[0];
  switch (row?.type) {
    case 'number':
      return 1;
    case 'integer':
      return 8080;
    case 'boolean':
      return false;
    case 'list':
      return { containers: [sampleContainer], ports: [{ port: 8080 }] }[String(path.at(-1))] ?? [];
    case 'object':
    case 'map':
      return path.at(-1) === 'ipAddress' ? { type: 'Public', ports: [{ port: 8080 }] } : {};
    default:
      return (
        { image: 'nginx:latest', mountPath: '/mnt/sample', id: '/sample' }[String(path.at(-1))] ??
        (path.includes('secret') ? 'c2FtcGxl' : `sample${index}`)
      );
  }
}
