import assert from 'node:assert/strict';
import { canPull } from '../../src/access/canPull';
import { conditionAdmits } from '../../src/access/conditionAdmits';
import { admitsAction } from '../../src/access/permission';
import type { Registry, RoleAssignmentMode } from '../../src/model/registry';
import type { RoleAssignment, RoleDefinition } from '../../src/model/roleAssignment';
import { roles } from '../../src/model/roles';
import { someRegistry } from './someRegistry';

const registryId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso';
const principalId = '00000000-0000-0000-0000-00000000000a';
const prefix = 'Microsoft.ContainerRegistry/registries';

const registry = (mode: RoleAssignmentMode): Registry => someRegistry({ id: registryId, mode });

function definition(roleId: string, actions: readonly string[], dataActions: readonly string[] = []): RoleDefinition {
  return {
    id: roleId,
    roleId,
    roleName: roleId,
    custom: false,
    permissions: [{ actions, notActions: [], dataActions, notDataActions: [] }],
  };
}

const definitions = [
  definition(roles.acrPull.id, [`${prefix}/pull/read`]),
  definition(roles.owner.id, ['*']),
  definition(roles.reader.id, ['*/read']),
  definition(roles.repositoryReader.id, [], [`${prefix}/repositories/content/read`, `${prefix}/repositories/metadata/read`]),
  definition(roles.catalogLister.id, [], [`${prefix}/catalog/read`]),
];

function assigned(roleId: string, scope = registryId, condition?: string): RoleAssignment {
  return { id: `${scope}/a`, name: 'a', scope, principalId, roleId, ...(condition ? { condition } : {}) };
}

function only(repository: string): string {
  const not = (action: string): string => `!(ActionMatches{'${prefix}/repositories/${action}'})`;
  return `((${not('content/read')} AND ${not('metadata/read')}) OR (@Request[${prefix}/repositories:name] StringEqualsIgnoreCase '${repository}'))`;
}

describe('Whether roles let an identity pull', () => {
  const rows: readonly (readonly [what: string, mode: RoleAssignmentMode, assignment: RoleAssignment | undefined, verdict: string])[] = [
    ['AcrPull on a classic registry', 'legacy', assigned(roles.acrPull.id), 'yes'],
    ['AcrPull on an ABAC registry', 'abac', assigned(roles.acrPull.id), 'no, 1 ignored'],
    ['Repository Reader on an ABAC registry', 'abac', assigned(roles.repositoryReader.id), 'yes'],
    ['Repository Reader on a classic registry', 'legacy', assigned(roles.repositoryReader.id), 'no, 1 ignored'],
    ['Owner on a classic registry', 'legacy', assigned(roles.owner.id), 'yes'],
    ['Owner on an ABAC registry', 'abac', assigned(roles.owner.id), 'no, 1 ignored'],
    ['Reader on a classic registry', 'legacy', assigned(roles.reader.id), 'yes'],
    ['Catalog Lister on an ABAC registry', 'abac', assigned(roles.catalogLister.id), 'no, 0 ignored'],
    ['AcrPull on the resource group', 'legacy', assigned(roles.acrPull.id, '/subscriptions/S/resourcegroups/RG'), 'yes'],
    [
      'AcrPull on another resource group whose name begins alike',
      'legacy',
      assigned(roles.acrPull.id, '/subscriptions/s/resourceGroups/r'),
      'no, 0 ignored',
    ],
    ['AcrPull on the root', 'legacy', assigned(roles.acrPull.id, '/'), 'yes'],
    ['Repository Reader for this repository', 'abac', assigned(roles.repositoryReader.id, registryId, only('web/shop')), 'yes'],
    ['Repository Reader for another repository', 'abac', assigned(roles.repositoryReader.id, registryId, only('web/other')), 'narrowed'],
    ['Repository Reader under a condition nobody can parse', 'abac', assigned(roles.repositoryReader.id, registryId, '((('), 'conditional'],
    ['nothing', 'legacy', undefined, 'no, 0 ignored'],
  ];
  for (const [what, mode, assignment, expected] of rows) {
    it(`${what}: ${expected}`, () => {
      const verdict = canPull(registry(mode), principalId, assignment ? [assignment] : [], definitions, 'web/shop');
      assert.equal(verdict.kind === 'no' ? `no, ${verdict.ignored.length} ignored` : verdict.kind, expected);
    });
  }

  it('does not decide on a condition without knowing the repository', () => {
    const assignments = [assigned(roles.repositoryReader.id, registryId, only('web/shop'))];
    assert.equal(canPull(registry('abac'), principalId, assignments, definitions).kind, 'conditional');
  });

  it('counts no assignment of somebody else', () => {
    const others = [{ ...assigned(roles.acrPull.id), principalId: 'somebody-else' }];
    assert.equal(canPull(registry('legacy'), principalId, others, definitions).kind, 'no');
  });

  it('takes one action from one assignment and the other from another', () => {
    const half = (action: string): string =>
      `(!(ActionMatches{'${prefix}/repositories/${action}'}) OR @Request[${prefix}/repositories:name] StringEquals 'web/other')`;
    const content = assigned(roles.repositoryReader.id, registryId, half('content/read'));
    const metadata = assigned(roles.repositoryReader.id, '/subscriptions/s', half('metadata/read'));
    const kindOf = (...assignments: RoleAssignment[]) => canPull(registry('abac'), principalId, assignments, definitions, 'web/shop').kind;
    assert.deepEqual([kindOf(content), kindOf(metadata), kindOf(content, metadata)], ['narrowed', 'narrowed', 'yes']);
  });

  it('names the groups by whose role the identity may pull, if it is in one', () => {
    const ofGroup = { ...assigned(roles.acrPull.id), principalId: 'a-group', principalType: 'Group' };
    const groupsOf = (mode: RoleAssignmentMode) => {
      const verdict = canPull(registry(mode), principalId, [ofGroup], definitions, 'web/shop');
      return verdict.kind === 'no' ? verdict.groups : undefined;
    };
    assert.deepEqual([groupsOf('legacy'), groupsOf('abac')], [[ofGroup], []]);
  });

  it('does not ask a classic registry for repositories: a condition on their data actions leaves AcrPull as it is', () => {
    const narrowed = [assigned(roles.acrPull.id, registryId, only('web/other'))];
    assert.equal(canPull(registry('legacy'), principalId, narrowed, definitions, 'web/shop').kind, 'yes');
  });
});

describe('Whether a condition admits an action', () => {
  const name = `@Request[${prefix}/repositories:name]`;
  const action = `${prefix}/repositories/content/read`;
  const rows: readonly (readonly [condition: string, repository: string, admits: boolean | undefined])[] = [
    [`${name} StringEquals 'a/b'`, 'a/b', true],
    [`${name} StringEquals 'A/b'`, 'a/b', false],
    [`${name} StringEqualsIgnoreCase 'A/b'`, 'a/b', true],
    [`${name} StringStartsWith 'team/'`, 'team/x', true],
    [`${name} StringStartsWith 'team/'`, 'teamwork/x', false],
    [`${name} StringLike 'team/*'`, 'team/x', true],
    [`!(${name} StringEquals 'a')`, 'b', true],
    [`${name} StringEquals 'a' OR ${name} StringEquals 'b'`, 'b', true],
    [`${name} StringEquals 'a' AND ActionMatches{'*/write'}`, 'a', false],
    [`@Principal[x] StringEquals 'a'`, 'a', undefined],
    [`@Principal[x] StringEquals 'a' OR ${name} StringEquals 'b'`, 'b', true],
    [`@Principal[x] StringEquals 'a' AND ${name} StringEquals 'b'`, 'c', false],
    ['this is no condition', 'a', undefined],
  ];
  for (const [condition, repository, admits] of rows) {
    it(`${condition.replaceAll(prefix, '…')} with ${repository}: ${String(admits)}`, () => {
      assert.equal(conditionAdmits(condition, { action, repository }), admits);
    });
  }
});

describe('Wildcards of permissions', () => {
  for (const [pattern, action, admitted] of [
    ['*', 'Microsoft.X/y/write', true],
    ['*/read', 'Microsoft.X/y/read', true],
    ['*/read', 'Microsoft.X/y/write', false],
    ['microsoft.x/*', 'Microsoft.X/y/z/action', true],
    ['Microsoft.X/y', 'Microsoft.X/yy', false],
    ['Microsoft.X/y.z', 'Microsoft.X/yaz', false],
  ] as const) {
    it(`${pattern} ${admitted ? 'admits' : 'does not admit'} ${action}`, () => {
      assert.equal(admitsAction([{ actions: [pattern], notActions: [], dataActions: [], notDataActions: [] }], action), admitted);
    });
  }

  it('takes away what notActions say', () => {
    const contributor = { actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'], dataActions: [], notDataActions: [] };
    assert.equal(admitsAction([contributor], 'Microsoft.Authorization/roleAssignments/write'), false);
    assert.equal(admitsAction([contributor], 'Microsoft.ContainerRegistry/registries/write'), true);
  });
});
