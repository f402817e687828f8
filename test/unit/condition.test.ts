import assert from 'node:assert/strict';
import type { Condition } from '../../src/model/condition';
import { inEnglish } from '../../src/model/message';
import { parseCondition } from '../../src/model/parseCondition';

const name = 'Microsoft.ContainerRegistry/registries/repositories:name';
const request = { kind: 'attribute', source: 'Request', name } as const;

function parsed(text: string): Condition {
  const result = parseCondition(text);
  assert.ok(result.ok, result.ok ? '' : inEnglish(result.problem.message));
  return result.condition;
}

function action(pattern: string): Condition {
  return { kind: 'actionMatches', pattern };
}

describe('parsing a condition', () => {
  const oneRepository: Condition = {
    kind: 'or',
    any: [
      {
        kind: 'and',
        all: [
          { kind: 'not', of: action('X/content/read') },
          { kind: 'not', of: action('X/metadata/read') },
        ],
      },
      { kind: 'compare', attribute: request, operator: 'StringEqualsIgnoreCase', operand: { kind: 'values', values: ['hello-world'] } },
    ],
  };

  const written: readonly [string, string][] = [
    [
      'on many lines',
      `(\n (\n  !(ActionMatches{'X/content/read'})\n  AND\n  !(ActionMatches{'X/metadata/read'})\n )\n OR \n (\n  @Request[${name}] StringEqualsIgnoreCase 'hello-world'\n )\n)`,
    ],
    [
      'on one line, as Azure echoes it',
      `( (  !(ActionMatches{'X/content/read'})  AND  !(ActionMatches{'X/metadata/read'}) ) OR  (  @Request[${name}] StringEqualsIgnoreCase 'hello-world' ))`,
    ],
    [
      'with signs for words',
      `(!(ActionMatches{'X/content/read'}) && !(ActionMatches{'X/metadata/read'})) || @Request[${name}] StringEqualsIgnoreCase 'hello-world'`,
    ],
    [
      'with NOT for the sign, in any case',
      `not ActionMatches{'X/content/read'} and NOT ActionMatches{'X/metadata/read'} or @REQUEST[${name}] stringequalsignorecase 'hello-world'`,
    ],
  ];
  for (const [how, text] of written) {
    it(`reads one repository's condition ${how}`, () => assert.deepEqual(parsed(text), oneRepository));
  }

  it('binds AND before OR', () => {
    assert.deepEqual(parsed("ActionMatches{'a'} OR ActionMatches{'b'} AND ActionMatches{'c'}"), {
      kind: 'or',
      any: [action('a'), { kind: 'and', all: [action('b'), action('c')] }],
    });
  });

  const comparisons: readonly [string, Partial<Extract<Condition, { kind: 'compare' }>>][] = [
    [
      '@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {7f951dda-4ed3-4680-a7ca-43fe172d538d, b93aa761-3e63-49ed-ac28-beffa264f7ac}',
      {
        quantifier: 'ForAnyOfAnyValues',
        operator: 'GuidEquals',
        operand: { kind: 'values', values: ['7f951dda-4ed3-4680-a7ca-43fe172d538d', 'b93aa761-3e63-49ed-ac28-beffa264f7ac'] },
      },
    ],
    ["@Resource[a:b] ForAllOfAllValues:StringNotLike {'x*', 'y'}", { quantifier: 'ForAllOfAllValues', operator: 'StringNotLike' }],
    [
      "@Environment[UtcNow] DateTimeLessThan '2026-01-01T00:00:00Z'",
      { attribute: { kind: 'attribute', source: 'Environment', name: 'UtcNow' } },
    ],
    ['@Environment[isPrivateLink] BoolEquals true', { operand: { kind: 'values', values: ['true'] } }],
    ['@Request[a:b] StringEquals @Principal[c:d]', { operand: { kind: 'attribute', source: 'Principal', name: 'c:d' } }],
    ["@Request[a:b] StringEquals 'it''s'", { operand: { kind: 'values', values: ["it's"] } }],
    ['@Request[a:b] NumericGreaterThanEquals 5', { operator: 'NumericGreaterThanEquals', operand: { kind: 'values', values: ['5'] } }],
  ];
  for (const [text, expected] of comparisons) {
    it(`reads ${text}`, () => {
      const condition = parsed(text);
      assert.equal(condition.kind, 'compare');
      assert.deepEqual({ ...condition, ...expected }, condition);
    });
  }

  it('reads Exists and SubOperationMatches', () => {
    assert.deepEqual(parsed("Exists @Resource[a:b] AND SubOperationMatches{'Blob.List'}"), {
      kind: 'and',
      all: [
        { kind: 'exists', attribute: { kind: 'attribute', source: 'Resource', name: 'a:b' } },
        { kind: 'subOperationMatches', pattern: 'Blob.List' },
      ],
    });
  });

  const wrong: readonly [string, string, number][] = [
    ['', 'condition.expectedTerm', 0],
    ['   ', 'condition.expectedTerm', 3],
    ["ActionMatches{'a'} OR", 'condition.expectedTerm', 21],
    ["(ActionMatches{'a'}", 'condition.expectedClosing', 19],
    ["ActionMatches{'a'", 'condition.expectedClosingBrace', 17],
    ['ActionMatches{a}', 'condition.expectedPattern', 14],
    ["ActionMatches 'a'", 'condition.expectedPattern', 14],
    ["ActionMatches{'a'} ActionMatches{'b'}", 'condition.expectedAndOr', 19],
    ["@Request[a:b] StringAlmostEquals 'x'", 'condition.unknownOperator', 14],
    ["@Request[a:b] ForSomeOfValues:StringEquals 'x'", 'condition.unknownOperator', 14],
    ["@Request[a:b] 'x'", 'condition.expectedOperator', 14],
    ['@Request[a:b] StringEquals', 'condition.expectedValue', 26],
    ["@Request[a:b] StringEquals {'x',}", 'condition.expectedValue', 32],
    ["@Request[a:b StringEquals 'x'", 'condition.unclosedAttribute', 0],
    ["@Somebody[a:b] StringEquals 'x'", 'condition.unknownSource', 0],
    ["@Request[] StringEquals 'x'", 'condition.expectedAttribute', 0],
    ["@Request[a:b] StringEquals 'x", 'condition.unclosedString', 27],
    ["ActionMatches{'a'} ; ActionMatches{'b'}", 'condition.unknownCharacter', 19],
    ['Exists 5', 'condition.expectedAttribute', 7],
  ];
  for (const [text, key, start] of wrong) {
    it(`says where “${text}” goes wrong`, () => {
      const result = parseCondition(text);
      assert.ok(!result.ok);
      assert.deepEqual([result.problem.message.key, result.problem.start], [key, start]);
    });
  }
});
