import assert from 'node:assert/strict';
import type { Filling } from '../../src/deploy/fillIn';
import { fillIn } from '../../src/deploy/fillIn';
import { canonical } from '../../src/deploy/properties/canonical';
import type { Format } from '../../src/deploy/text/groupText';
import { apply } from '../../src/deploy/text/groupText';
import type { GroupFinding } from '../../src/deploy/text/judgeText';
import { editText, readText } from '../../src/deploy/text/readText';
import type { Asked } from '../../src/model/finding';
import { articleResource, articleYaml, plainYaml } from './definitions';
import { findingsIn, fixedAll } from './fixing';

const subscription = '/subscriptions/9d1c0f3e-0000-0000-0000-000000000000';
const identity = `${subscription}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-own`;
const subnet = `${subscription}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/own`;
const fillings: Readonly<Record<Asked, Filling>> = {
  identity: { kind: 'identity', id: identity },
  subnet: { kind: 'subnet', subnet: { id: subnet, location: 'northeurope' } },
  registry: { kind: 'registry', loginServer: 'own.azurecr.io' },
  image: { kind: 'image', loginServer: 'own.azurecr.io', image: 'own.azurecr.io/app:1' },
};

/** The text with something of one's own in the place of a placeholder. */
function filled(text: string, { path, asks }: GroupFinding, format: Format = 'yaml'): string {
  const group = readText(text, format).groups[0];
  assert.ok(group && asks);
  const edit = editText(text, format, 0, fillIn(canonical(group.written), path, fillings[asks]));
  assert.ok(edit, `${path.join('.')} is not filled in`);
  return apply(text, [edit]);
}

function filledAll(text: string, format: Format): { readonly text: string; readonly asked: readonly string[] } {
  const asked: string[] = [];
  for (let changed = text; ;) {
    const finding = findingsIn(changed, format).find(({ asks }) => asks);
    if (!finding?.asks) return { text: changed, asked };
    asked.push(finding.asks);
    assert.ok(asked.length < 10);
    changed = filled(changed, finding, format);
  }
}

describe('Placeholders of the article on pulling with an identity', () => {
  const rows: readonly (readonly [
    what: string,
    text: string,
    format: Format,
    found: Readonly<Record<string, number>>,
    asked: readonly Asked[],
  ])[] = [
    [
      'its YAML',
      articleYaml,
      'yaml',
      { NameAsked: 1, InvalidContainerName: 2, QuotedNumber: 4, NotText: 2, SmallGroup: 1, LooksLikePlaceholder: 3, SampleRegistry: 3 },
      ['identity', 'image', 'subnet'],
    ],
    [
      'its template',
      articleResource,
      'json',
      { InvalidContainerGroupName: 1, LooksLikePlaceholder: 2, SampleRegistry: 2 },
      ['identity', 'image'],
    ],
  ];
  for (const [what, text, format, counts, asked] of rows) {
    it(`are found in ${what}, each once, and every finding has one way to put it right`, () => {
      const found = findingsIn(text, format);
      const counted: Record<string, number> = {};
      for (const { code } of found) counted[code] = (counted[code] ?? 0) + 1;
      assert.deepEqual(counted, counts);
      assert.deepEqual(
        found.filter(({ fix, asks }) => (fix === undefined) === (asks === undefined)).map(({ code }) => code),
        [],
      );
      assert.equal(new Set(found.map(({ code, at }) => `${code} ${at.offset}`)).size, found.length);
      const own = filledAll(text, format);
      assert.deepEqual([...own.asked].sort(), asked);
      const { text: whole } = fixedAll(own.text, format);
      assert.deepEqual(findingsIn(whole, format), []);
      assert.doesNotMatch(whole, /xxxx|myacr|mySubnet/i);
    });
  }

  it('take the group to the region of its subnet, and the friendly name along', () => {
    const finding = findingsIn(articleYaml).find(({ asks }) => asks === 'subnet') ?? assert.fail();
    const text = filled(articleYaml, finding);
    assert.match(text, /^location: northeurope$/m);
    assert.match(text, /^ {4}name: own$/m);
  });

  it('of a registry with several images are that registry alone, and of one image all places of it', () => {
    const several = articleYaml.replace('myimage:latest', 'other:2');
    const server = findingsIn(several).find(({ path }) => path.at(-1) === 'server') ?? assert.fail();
    assert.equal(server.asks, 'registry');
    const text = filled(several, server);
    assert.match(text, /server: own\.azurecr\.io$/m);
    assert.deepEqual(text.match(/image: .*/g), ['image: own.azurecr.io/other:2', 'image: own.azurecr.io/myimage:latest']);
  });

  it('are taken out where the identity that is chosen is attached already', () => {
    const both = articleYaml.replace("myACRId': {}\n", `myACRId': {},\n    '${identity}': {}\n`);
    const finding = findingsIn(both).find(({ asks }) => asks === 'identity') ?? assert.fail();
    const text = filled(both, finding);
    assert.equal(text.split(identity).length, 3);
    assert.doesNotMatch(text, /myACRId/);
  });

  const others: readonly (readonly [what: string, text: string, found: readonly string[]])[] = [
    ['a registry of one’s own', plainYaml().replace('nginx:1.27', 'contoso.azurecr.io/app:1'), []],
    ['an image with a gap', plainYaml().replace('nginx:1.27', '"<registry>.azurecr.io/app:1"'), ['image']],
    ['a command that says such things', plainYaml({ container: '      command: ["echo", "<text>", "myacr.azurecr.io/x"]\n' }), []],
  ];
  for (const [what, text, found] of others) {
    it(`are told from ${what}`, () =>
      assert.deepEqual(
        findingsIn(text).flatMap(({ asks }) => asks ?? []),
        found,
      ));
  }
});
