import assert from 'node:assert/strict';
import { registryAttempt } from '../../src/access/attempt';
import { conditionAdmits } from '../../src/access/conditionAdmits';
import { conditionInWords } from '../../src/access/conditionWords';
import type { RepositorySelection } from '../../src/access/repositoryCondition';
import { mergeConditions, repositoryCondition, selectionOf } from '../../src/access/repositoryCondition';
import { inEnglish } from '../../src/model/message';
import { parseCondition } from '../../src/model/parseCondition';
import { printCondition } from '../../src/model/printCondition';
import { mayOnlyAssign } from '../../src/sandbox/personas';

const prefix = 'Microsoft.ContainerRegistry/registries/repositories';
const name = `@Request[${prefix}:name]`;
const select = (repositories: readonly string[], prefixes: readonly string[] = []): RepositorySelection => ({ repositories, prefixes });

function admitted(condition: string | undefined, action: string, repository: string): boolean | undefined {
  return conditionAdmits(condition ?? '', registryAttempt(`${prefix}/${action}`, repository));
}

describe('A condition that narrows a role to repositories', () => {
  const condition = repositoryCondition('pull', select(['hello-world', 'web/shop'], ['team-a/']));
  const rows: readonly (readonly [action: string, repository: string, admits: boolean])[] = [
    ['content/read', 'hello-world', true],
    ['metadata/read', 'Hello-World', true],
    ['content/read', 'hello-world-2', false],
    ['content/read', 'web/shop', true],
    ['content/read', 'team-a/orders', true],
    ['content/read', 'team-ab/orders', false],
    ['metadata/read', 'team-a', false],
    // Not one of the role's actions on repositories: the condition leaves it alone.
    ['content/write', 'other', true],
  ];
  for (const [action, repository, admits] of rows) {
    it(`${admits ? 'admits' : 'does not admit'} ${action} of ${repository}`, () =>
      assert.equal(admitted(condition, action, repository), admits));
  }

  it('guards what a role for pushing adds, and what one for deleting adds', () => {
    const push = repositoryCondition('push', select(['a']));
    const remove = repositoryCondition('delete', select(['a']));
    assert.deepEqual(
      ['content/write', 'metadata/write', 'content/delete'].map((action) => admitted(push, action, 'b')),
      [false, false, true],
    );
    assert.deepEqual(
      ['content/read', 'content/write', 'content/delete', 'metadata/delete'].map((action) => admitted(remove, action, 'b')),
      [false, false, false, false],
    );
  });

  it('is the same as the one of the documentation, but for white space', () => {
    const documented = `( ( !(ActionMatches{'${prefix}/content/read'}) AND !(ActionMatches{'${prefix}/metadata/read'}) ) OR ( ${name} StringEqualsIgnoreCase 'hello-world' ) )`;
    const plain = (text: string): string => text.replace(/\s+/g, '');
    assert.equal(plain(repositoryCondition('pull', select(['hello-world']))), plain(documented));
  });

  it('is recognised, also on one line and with values in a set', () => {
    assert.deepEqual(selectionOf(condition), select(['hello-world', 'web/shop'], ['team-a/']));
    assert.deepEqual(selectionOf(condition.replace(/\s+/g, ' ')), select(['hello-world', 'web/shop'], ['team-a/']));
    const set = `(!(ActionMatches{'${prefix}/content/read'}) OR ${name} ForAnyOfAnyValues:StringEquals {'a', 'b'})`;
    assert.deepEqual(selectionOf(set), select(['a', 'b']));
  });

  for (const other of [`${name} StringNotEquals 'a'`, `@Principal[x] StringEquals 'a'`, '(((', `${name} StringEquals 'a'`]) {
    it(`does not recognise ${other}`, () => assert.equal(selectionOf(other), undefined));
  }
});

describe('Merging conditions', () => {
  it('of one shape names each repository once, and none that a prefix covers', () => {
    const merged = mergeConditions(
      repositoryCondition('pull', select(['a', 'web/shop'])),
      repositoryCondition('pull', select(['A'], ['web/'])),
    );
    assert.deepEqual(selectionOf(merged ?? ''), select(['a'], ['web/']));
  });

  it('of different shapes admits what either admits', () => {
    const merged = mergeConditions(
      `(!(ActionMatches{'${prefix}/content/read'}) OR ${name} StringLike '*-public')`,
      repositoryCondition('pull', select(['a'])),
    );
    assert.deepEqual(
      ['a', 'x-public', 'b'].map((repository) => admitted(merged, 'content/read', repository)),
      [true, true, false],
    );
  });

  it('gives up on one that cannot be read, so that nothing of it is lost', () => {
    assert.equal(mergeConditions('this is none', repositoryCondition('pull', select(['a']))), undefined);
  });
});

describe('Printing a condition', () => {
  const texts = [
    repositoryCondition('push', select(['a', 'b'], ['c/'])),
    mayOnlyAssign(['7f951dda-4ed3-4680-a7ca-43fe172d538d', 'b93aa761-3e63-49ed-ac28-beffa264f7ac']),
    `NOT (${name} StringLike 'it''s \\*' OR !Exists @Resource[a:b]) AND !!SubOperationMatches{'x\\\\y'}`,
    `@Principal[a:b] ForAllOfAnyValues:StringEquals {'x', 'y'} || @Environment[c] DateTimeLessThan '2030-01-01T00:00:00Z'`,
    `@Request[a:n] NumericLessThan 5 AND @Request[a:b] BoolEquals true AND @Request[a:b] StringEquals @Resource[c:d]`,
  ];
  for (const text of texts) {
    it(`gives the same condition again: ${text.replace(/\s+/g, ' ').slice(0, 90)}`, () => {
      const parsed = parseCondition(text);
      assert.ok(parsed.ok);
      assert.deepEqual(parseCondition(printCondition(parsed.condition)), parsed);
    });
  }
});

describe('A condition in words', () => {
  const rows: readonly (readonly [condition: string, words: string])[] = [
    [repositoryCondition('pull', select(['a', 'b'])), 'Only these repositories: a, b'],
    [repositoryCondition('pull', select([], ['team-a/'])), 'Only repositories whose names begin so: team-a/*'],
    [repositoryCondition('pull', select(['a'], ['c/'])), 'Only these repositories: a, and those whose names begin so: c/*'],
    [
      mayOnlyAssign(['7f951dda-4ed3-4680-a7ca-43fe172d538d', 'b93aa761-3e63-49ed-ac28-beffa264f7ac']),
      'Only for assigning these roles: AcrPull, Container Registry Repository Reader',
    ],
    [`${name}\n  StringNotEquals 'a'`, `Only under this condition: ${name} StringNotEquals 'a'`],
    ['(((', 'Only under a condition that can’t be read here: ((('],
  ];
  for (const [condition, words] of rows) it(words, () => assert.equal(inEnglish(conditionInWords(condition)), words));
});
