import assert from 'node:assert/strict';
import { placeInYaml, propertyInYaml } from '../../src/deploy/text/placeInYaml';

const before = [
  'apiVersion: 2021-10-01',
  'properties:',
  '  containers:',
  '  - name: web',
  '    properties:',
  '      image: nginx',
  '      ports:',
  '        - port: 80',
  '          # a comment',
];

describe('A place in a YAML text', () => {
  const rows: readonly (readonly [line: string, before: readonly string[], kind: string, expected: string])[] = [
    ['', before, 'name', 'location'],
    ['  os', before, 'name', 'osType'],
    ['  - ', before, 'name', 'properties'],
    ['    pro', before, 'name', 'properties'],
    ['      env', before, 'name', 'environmentVariables'],
    ['        - ', before, 'name', 'protocol'],
    ['          pro', before, 'name', 'protocol'],
    ['  osType: ', before, 'value', 'osType'],
    ['          protocol: U', before, 'value', 'protocol'],
    ['loc', [...before, '---'], 'name', 'location'],
  ];
  for (const [line, lines, kind, expected] of rows) {
    it(`${JSON.stringify(line)} is the ${kind} of ${expected}`, () => {
      const place = placeInYaml([...lines, line]);
      assert.equal(place?.kind, kind);
      const wanted = expected.split(' ').at(-1);
      if (place?.kind === 'name')
        assert.ok(
          place.rows.some(({ name }) => name === wanted),
          place.rows.map(({ name }) => name).join(),
        );
      if (place?.kind === 'value') assert.equal(place.row.name, wanted);
    });
  }

  it('of what nobody knows, and of a comment, is none', () => {
    assert.equal(placeInYaml([...before, '  unknown:', '    a']), undefined);
    assert.equal(placeInYaml([...before, '# a']), undefined);
  });

  it('has a property where its name stands, in any case', () => {
    const lines = [...before, '      Resources:', '        requests:', '          memoryInGb: 1'];
    assert.deepEqual(propertyInYaml(lines, 12)?.row.name, 'memoryInGB');
    assert.equal(propertyInYaml(lines, 10)?.start, 10);
    assert.equal(propertyInYaml(lines, 24), undefined);
  });
});
