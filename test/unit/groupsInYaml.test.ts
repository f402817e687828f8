import assert from 'node:assert/strict';
import { exportYaml } from '../../src/deploy/text/exportYaml';
import { importGroup } from '../../src/deploy/text/groupFile';
import { apply } from '../../src/deploy/text/groupText';
import { judgeText } from '../../src/deploy/text/judgeText';
import { readYaml } from '../../src/deploy/text/readYaml';
import { plainYaml, twoInSubnet } from './definitions';
import { findingsIn, fixed, fixedAll } from './fixing';

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

describe('A container group in YAML', () => {
  it('has nothing to be found where nothing is wrong', () => {
    assert.deepEqual(findingsIn(plainYaml()), []);
  });

  const rows: readonly (readonly [what: string, text: string, code: string, at: string, severity: string, after: RegExp | undefined])[] = [
    [
      'api-version for apiVersion',
      plainYaml().replace('apiVersion: 2021-10-01', 'api-version: 2021-10-01'),
      'ApiVersionSpelling',
      '2021-10-01',
      'warning',
      /^apiVersion: 2021-10-01$/m,
    ],
    ['no name', plainYaml().replace('name: web\nlocation', 'location'), 'NameAsked', 'apiVersion', 'information', /^name: from-file$/m],
    ['no region', plainYaml().replace('location: westeurope\n', ''), 'LocationAsked', 'apiVersion', 'information', undefined],
    ['a number in quotes', plainYaml().replace('cpu: 1', "cpu: '1.0'"), 'QuotedNumber', "'1.0'", 'information', /^ {10}cpu: 1$/m],
    [
      'a number as a value',
      plainYaml({ container: lines('      environmentVariables:', '      - name: N', '        value: 1.0 # one') }),
      'NotText',
      '1.0',
      'warning',
      /^ {8}value: '1\.0' # one$/m,
    ],
    [
      'true as a value',
      plainYaml({ container: lines('      environmentVariables:', '      - {name: N, value: true}') }),
      'NotText',
      'true',
      'warning',
      /- \{name: N, value: 'true'\}/,
    ],
    [
      'a container’s name in capitals',
      plainYaml().replace('- name: web', '- name: My_Web'),
      'InvalidContainerName',
      'My_Web',
      'error',
      /^ {2}- name: my-web$/m,
    ],
    [
      'a group’s name in capitals, with which samples of Microsoft’s run',
      plainYaml().replace('\nname: web', '\nname: myWeb'),
      'InvalidContainerGroupName',
      'myWeb',
      'warning',
      /^name: myweb$/m,
    ],
    [
      'a property that is spelled wrong',
      plainYaml({ more: lines('  restartPolcy: Never') }),
      'UnknownProperty',
      'Never',
      'information',
      /^ {2}restartPolicy: Never$/m,
    ],
    ['a property that nobody knows', plainYaml({ more: lines('  colour: red') }), 'UnknownProperty', 'red', 'information', undefined],
    [
      'a property that the api-version can’t carry',
      plainYaml({ more: lines('  priority: Regular') }),
      'PropertyNotInApiVersion',
      'Regular',
      'warning',
      /^apiVersion: '?2023-05-01'?$/m,
    ],
    [
      'no memory',
      plainYaml().replace('          memoryInGB: 1.5\n', ''),
      'ResourceSomeRequestsNotSpecified',
      'requests',
      'error',
      /^ {8}requests:\n {10}memoryInGB: 1\.5\n {10}cpu: 1$/m,
    ],
    [
      'no requests',
      plainYaml().replace(/ {6}resources:[^]*/, ''),
      'ResourceRequestsNotSpecified',
      'properties',
      'error',
      /^ {6}resources: \{ requests: \{ cpu: 1, memoryInGB: 1\.5 \} \}\n {6}image: nginx/m,
    ],
    [
      'requests without a value',
      plainYaml().replace(/ {8}requests:[^]*/, '        requests:\n'),
      'ResourceRequestsNotSpecified',
      'resources',
      'error',
      /^ {8}requests: \{ cpu: 1, memoryInGB: 1\.5 \}$/m,
    ],
    [
      'a graphics processor, which is retired',
      plainYaml({ container: lines('          gpu:', '            count: 1', '            sku: V100') }),
      'GpuRetired',
      'gpu',
      'warning',
      /memoryInGB: 1\.5$/m,
    ],
    [
      'a list of identities',
      plainYaml({
        top: lines(
          'identity:',
          '  type: UserAssigned',
          '  userAssignedIdentities:',
          '  - /subscriptions/s/resourceGroups/r/providers/a/b/c',
        ),
      }),
      'InvalidRequestContent',
      'userAssignedIdentities',
      'error',
      /userAssignedIdentities:\s+\{ \/subscriptions\/s\/resourceGroups\/r\/providers\/a\/b\/c: \{\} \}/,
    ],
    [
      'an image with a scheme',
      plainYaml().replace('nginx:1.27', 'https://nginx.azurecr.io/a:1'),
      'InaccessibleImage',
      'https://nginx.azurecr.io/a:1',
      'error',
      /image: nginx\.azurecr\.io\/a:1$/m,
    ],
    [
      'a placeholder for a secret',
      plainYaml({ container: lines('      environmentVariables:', '      - name: N', "        secureValue: '{{secret:web/N}}'") }),
      'SecretMissing',
      "'{{secret:web/N}}'",
      'error',
      undefined,
    ],
    [
      'what looks like a placeholder',
      plainYaml({ container: lines('      environmentVariables:', '      - name: N', '        value: <your key>') }),
      'LooksLikePlaceholder',
      '<your key>',
      'warning',
      undefined,
    ],
    [
      'a volume that is not there',
      plainYaml({
        container: lines('      volumeMounts:', '      - name: scratsh', '        mountPath: /tmp'),
        more: lines('  volumes:', '  - name: scratch', '    emptyDir: {}'),
      }),
      'NoSuchVolume',
      'scratsh',
      'warning',
      /^ {6}- name: scratch$/m,
    ],
  ];
  for (const [what, text, code, at, severity, after] of rows) {
    it(`with ${what}: one finding at its place${after ? ', and one fix' : ''}`, () => {
      const [finding, ...more] = findingsIn(text);
      assert.ok(finding);
      const place = text.slice(finding.at.offset, finding.at.offset + finding.at.length);
      assert.deepEqual([finding.code, place, finding.severity, more.map((each) => each.code)], [code, at, severity, []]);
      assert.equal(finding.fix !== undefined, after !== undefined);
      if (!after) return;
      const mended = fixed(text, finding);
      assert.match(mended, after);
      assert.deepEqual(findingsIn(mended), []);
    });
  }

  it('has a property twice: the last one counts, and the first can be taken away', () => {
    const text = plainYaml().replace('          cpu: 1\n', '          cpu: 8\n          CPU: 1\n');
    const { problems, groups } = readYaml(text);
    assert.deepEqual(
      problems.map(({ code, offset, length }) => [code, text.slice(offset, offset + length)]),
      [['DuplicateKey', 'cpu']],
    );
    const mended = apply(text, problems[0]?.fix?.edits ?? []);
    assert.deepEqual(readYaml(mended).problems, []);
    assert.deepEqual(groups[0] && importGroup(groups[0]).definition.properties.containers[0]?.properties.resources.requests, {
      cpu: 1,
      memoryInGB: 1.5,
    });
    assert.match(mended, /^ {10}CPU: 1$/m);
  });

  it('is indented with tabs: one finding, one fix, and all the rest is judged', () => {
    const text = plainYaml()
      .replace('- name: web', '- name: Web')
      .replace(/^( {2})+/gm, (indent) => '\t'.repeat(indent.length / 2));
    const { problems, groups } = judgeText(text, 'yaml', { kind: 'file' });
    assert.deepEqual(
      problems.map(({ code, severity }) => `${severity} ${code}`),
      ['warning TabIndentation'],
    );
    assert.deepEqual(
      groups[0]?.findings.map(({ code }) => code),
      ['InvalidContainerName'],
    );
    const mended = apply(text, problems[0]?.fix?.edits ?? []);
    assert.doesNotMatch(mended, /\t/);
    assert.deepEqual(readYaml(mended).problems, []);
  });

  it('may stand with others in one file, each with its own findings', () => {
    const text = `${plainYaml()}---\n${plainYaml().replace('- name: web', '- name: Web')}---\nkind: Something\n`;
    const { groups } = judgeText(text, 'yaml', { kind: 'file' });
    assert.deepEqual(
      groups.map(({ findings }) => findings.map(({ code }) => code)),
      [[], ['InvalidContainerName']],
    );
    const [finding] = groups[1]?.findings ?? [];
    assert.ok(finding);
    assert.equal(findingsIn(fixed(text, finding, 'yaml', 1)).length, 0);
  });

  it('may have anchors, aliases and merged properties; a fix changes what they mean', () => {
    const text = `${plainYaml({
      container: lines(
        '      environmentVariables: &env',
        '      - name: N',
        '        value: 5',
        '      ports: &ports',
        '      - port: 80',
      ),
    })}${lines('  - name: side', '    properties:', '      image: nginx:1', '      environmentVariables: *env', '      <<: &common', '        resources:', '          requests: {cpu: "1", memoryInGB: 1}')}  ipAddress:\n    type: Public\n    ports: *ports\n`;
    const [group] = readYaml(text).groups;
    assert.ok(group);
    const { containers, ipAddress } = importGroup(group).definition.properties;
    assert.deepEqual(containers[1]?.properties.environmentVariables, [{ name: 'N', value: '5' }]);
    assert.deepEqual(containers[1]?.properties.resources.requests, { cpu: 1, memoryInGB: 1 });
    assert.deepEqual(ipAddress?.ports, [{ port: 80 }]);
    const { text: mended } = fixedAll(text);
    assert.match(mended, /^ {8}value: '5'$/m);
    assert.match(mended, /requests: \{cpu: 1, memoryInGB: 1\}/);
    assert.deepEqual(findingsIn(mended), []);
  });

  it('is known by its content, and other YAML is nobody’s', () => {
    const ours = [plainYaml(), plainYaml().replace(/^type: .*\n/m, '')];
    const others = [
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  containers:\n  - name: Web\n',
      'services:\n  web:\n    image: nginx\n',
      `type: Microsoft.Web/sites\nproperties:\n  osType: Linux\n  containers: []\n`,
      '- osType: Linux\n- containers:\n',
      'containers: [\nosType:',
      '',
    ];
    assert.deepEqual(
      ours.map((text) => readYaml(text).groups.length),
      [1, 1],
    );
    for (const text of others) assert.deepEqual(readYaml(text).groups, [], text);
    assert.deepEqual(readYaml(others[0] ?? '').problems, []);
  });

  it('is exported and read again as the same, with what nobody knows', () => {
    const text = plainYaml({
      container: lines(
        '      command: ["/bin/sh", "-c", "echo \'a: b\' # no comment"]',
        '      environmentVariables:',
        '      - {name: A, value: "007"}',
        '      - {name: B, value: "yes"}',
        '      - {name: C, value: "two\\nlines"}',
        "      - {name: D, value: '1e3'}",
      ),
      more: lines('  somethingNew: { a: [1, "2"] }'),
    });
    const [group] = readYaml(text).groups;
    assert.ok(group);
    const imported = importGroup(group);
    const [again] = readYaml(exportYaml(imported.name, imported.definition)).groups;
    assert.ok(again);
    assert.deepEqual(importGroup(again), imported);
    assert.deepEqual(imported.definition.properties['somethingNew'], { a: [1, '2'] });
  });

  it('keeps the line breaks of a file from Windows', () => {
    const text = plainYaml().replace('          memoryInGB: 1.5\n', '').replaceAll('\n', '\r\n');
    const { text: mended } = fixedAll(text);
    assert.doesNotMatch(mended, /[^\r]\n/);
    assert.deepEqual(findingsIn(mended), []);
  });

  it('of the article on identities in virtual networks: every defect has one finding and one fix, and then there is none', () => {
    const found = findingsIn(twoInSubnet);
    const counted = new Map<string, number>();
    for (const { code } of found) counted.set(code, (counted.get(code) ?? 0) + 1);
    assert.deepEqual(Object.fromEntries(counted), { NameAsked: 1, InvalidContainerName: 2, QuotedNumber: 4, NotText: 2, SmallGroup: 1 });
    assert.deepEqual(
      found.filter(({ fix }) => !fix),
      [],
    );
    assert.equal(new Set(found.map(({ code, at }) => `${code} ${at.offset}`)).size, found.length);
    const { text, fixes } = fixedAll(twoInSubnet);
    assert.equal(fixes, found.length);
    assert.deepEqual(findingsIn(text), []);
    // What was right is as it was.
    assert.deepEqual(
      text.split('\n').filter((line) => /subnet|server|identit|#/.test(line)),
      twoInSubnet.split('\n').filter((line) => /subnet|server|identit|#/.test(line)),
    );
  });
});
