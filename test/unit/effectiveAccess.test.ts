import assert from 'node:assert/strict';
import type { Ability } from '../../src/access/abilities';
import { abilities } from '../../src/access/abilities';
import { assignmentAttempt, registryAttempt } from '../../src/access/attempt';
import { conditionAdmits } from '../../src/access/conditionAdmits';
import type { Authorization, Verdict } from '../../src/access/effectiveAccess';
import { answerOf, effectiveAccess } from '../../src/access/effectiveAccess';
import { admitsAction } from '../../src/access/permission';
import type { DenyAssignment } from '../../src/model/denyAssignment';
import type { Registry, RoleAssignmentMode } from '../../src/model/registry';
import type { RoleAssignment, RoleDefinition } from '../../src/model/roleAssignment';
import { roleName, roles } from '../../src/model/roles';
import { mayOnlyAssign } from '../../src/sandbox/personas';
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

function canPull(
  of: Registry,
  principal: string,
  assignments: readonly RoleAssignment[],
  known: readonly RoleDefinition[],
  repository?: string,
): Verdict {
  return effectiveAccess('pull', of, principal, { assignments, of: 'everybody', definitions: known, denials: [] }, repository);
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

  it('can’t tell beside a narrowed role where another role’s definition is not known', () => {
    const elsewhere = assigned(roles.repositoryReader.id, registryId, only('web/other'));
    const answer = (...assignments: RoleAssignment[]) =>
      answerOf(canPull(registry('abac'), principalId, assignments, definitions, 'web/shop'));
    assert.deepEqual([answer(elsewhere), answer(elsewhere, assigned('a-custom-role'))], [false, undefined]);
  });

  it('does not ask a classic registry for repositories: a condition on their data actions leaves AcrPull as it is', () => {
    const narrowed = [assigned(roles.acrPull.id, registryId, only('web/other'))];
    assert.equal(canPull(registry('legacy'), principalId, narrowed, definitions, 'web/shop').kind, 'yes');
  });
});

describe('What roles let a principal do', () => {
  const more = [
    ...definitions,
    definition(roles.acrPush.id, [`${prefix}/pull/read`, `${prefix}/push/write`]),
    definition(roles.acrDelete.id, [`${prefix}/artifacts/delete`]),
    definition(
      roles.repositoryWriter.id,
      [],
      ['content/read', 'metadata/read', 'content/write', 'metadata/write'].map((action) => `${prefix}/repositories/${action}`),
    ),
    definition(roles.repositoryContributor.id, [], [`${prefix}/repositories/*`]),
  ];
  const rows: readonly (readonly [role: string, mode: RoleAssignmentMode, abilities: readonly Ability[]])[] = [
    [roles.acrPull.id, 'legacy', ['list', 'pull']],
    [roles.acrPush.id, 'legacy', ['list', 'pull', 'push']],
    [roles.acrDelete.id, 'legacy', ['delete']],
    [roles.owner.id, 'legacy', ['list', 'pull', 'push', 'delete']],
    [roles.owner.id, 'abac', []],
    [roles.acrPush.id, 'abac', []],
    [roles.catalogLister.id, 'abac', ['list']],
    [roles.repositoryReader.id, 'abac', ['pull']],
    [roles.repositoryWriter.id, 'abac', ['pull', 'push']],
    [roles.repositoryContributor.id, 'abac', ['pull', 'push', 'delete']],
    [roles.repositoryContributor.id, 'legacy', []],
  ];
  for (const [role, mode, can] of rows) {
    it(`${roleName(role)} in ${mode} mode: ${can.join(', ') || 'nothing'}`, () => {
      const authorization: Authorization = { assignments: [assigned(role)], of: 'everybody', definitions: more, denials: [] };
      const found = abilities.filter((ability) => answerOf(effectiveAccess(ability, registry(mode), principalId, authorization)) === true);
      assert.deepEqual(found, can);
    });
  }

  it('takes roles of groups for the principal’s own where Azure was asked for those assigned to it', () => {
    const ofGroup = { ...assigned(roles.acrPull.id), principalId: 'a-group', principalType: 'Group' };
    const authorization: Authorization = { assignments: [ofGroup], of: 'principal', definitions, denials: [] };
    assert.equal(effectiveAccess('pull', registry('legacy'), principalId, authorization).kind, 'yes');
  });

  it('can’t tell of a role whose definition could not be read', () => {
    const authorization: Authorization = { assignments: [assigned('a-role')], of: 'principal', definitions: [], denials: [] };
    assert.equal(answerOf(effectiveAccess('pull', registry('legacy'), principalId, authorization)), undefined);
  });
});

describe('A deny assignment', () => {
  const denial = (more: Partial<DenyAssignment>): DenyAssignment => ({
    id: 'd',
    name: 'd',
    denyAssignmentName: 'Locked by a managed application',
    scope: '/subscriptions/s/resourceGroups/rg',
    permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
    principals: [{ id: principalId, type: 'ServicePrincipal' }],
    excludePrincipals: [],
    doNotApplyToChildScopes: false,
    isSystemProtected: true,
    ...more,
  });
  const everybody = { id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' };
  const group = { id: 'a-group', type: 'Group' };
  const rows: readonly (readonly [what: string, denial: DenyAssignment, answer: boolean | undefined])[] = [
    ['of the principal', denial({}), false],
    ['of everybody', denial({ principals: [everybody] }), false],
    ['of everybody but the principal', denial({ principals: [everybody], excludePrincipals: [{ id: principalId }] }), true],
    ['of everybody but a group', denial({ principals: [everybody], excludePrincipals: [group] }), undefined],
    ['of somebody else', denial({ principals: [{ id: 'other', type: 'User' }] }), true],
    ['of a group', denial({ principals: [group] }), undefined],
    ['at another resource group', denial({ scope: '/subscriptions/s/resourceGroups/r' }), true],
    ['not for what is below its scope', denial({ doNotApplyToChildScopes: true }), true],
    ['at the registry, not for what is below', denial({ scope: registryId, doNotApplyToChildScopes: true }), false],
    ['of writing alone', denial({ permissions: [{ actions: ['*/write'], notActions: [], dataActions: [], notDataActions: [] }] }), true],
    [
      'of all but pulling',
      denial({ permissions: [{ actions: ['*'], notActions: ['*/pull/read'], dataActions: [], notDataActions: [] }] }),
      true,
    ],
    ['under a condition nobody can parse', denial({ condition: '(((' }), undefined],
  ];
  for (const [what, by, answer] of rows) {
    it(`${what}: ${answer === undefined ? 'can’t tell' : answer ? 'changes nothing' : 'keeps it from pulling'}`, () => {
      const authorization: Authorization = { assignments: [assigned(roles.acrPull.id)], of: 'principal', definitions, denials: [by] };
      assert.equal(answerOf(effectiveAccess('pull', registry('legacy'), principalId, authorization)), answer);
    });
  }
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
    [`${name} StringNotEquals 'a'`, 'b', true],
    [`${name} StringNotStartsWithIgnoreCase 'TEAM/'`, 'team/x', false],
    [`${name} StringLike 'a\\*'`, 'a*', true],
    [`${name} StringLike 'a\\*'`, 'ab', false],
    [`${name} StringLikeIgnoreCase 'TEAM/?'`, 'team/x', true],
    [`${name} StringMatches '.*'`, 'a', undefined],
    [`${name} ForAnyOfAnyValues:StringEquals {'a', 'b'}`, 'b', true],
    [`${name} ForAllOfAnyValues:StringEquals {'a', 'b'}`, 'c', false],
    [`${name} ForAnyOfAllValues:StringEquals {'a', 'b'}`, 'a', false],
    [`${name} ForAllOfAllValues:StringNotEquals {'a', 'b'}`, 'c', true],
    [`Exists ${name}`, 'a', true],
    [`@Resource[${prefix}/repositories:name] StringEquals 'a'`, 'a', false],
    [`@Resource[${prefix}/repositories:name] StringNotEquals 'a'`, 'b', undefined],
    [`@Request[${prefix}/repositories:tag] StringEquals 'a'`, 'a', undefined],
    [`SubOperationMatches{'x'}`, 'a', undefined],
  ];
  for (const [condition, repository, admits] of rows) {
    it(`${condition.replaceAll(prefix, '…')} with ${repository}: ${String(admits)}`, () => {
      assert.equal(conditionAdmits(condition, registryAttempt(action, repository)), admits);
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

describe('Whether a constrained delegation lets somebody assign a role', () => {
  const condition = mayOnlyAssign([roles.acrPull.id, roles.repositoryReader.id]);
  const attempt = (verb: 'write' | 'delete', roleId: string) =>
    conditionAdmits(condition, assignmentAttempt({ verb, roleId, principalId: 'p', principalType: 'ServicePrincipal' }));
  for (const verb of ['write', 'delete'] as const) {
    it(`${verb}s an assignment of a role that is named, in any case`, () =>
      assert.equal(attempt(verb, roles.acrPull.id.toUpperCase()), true));
    it(`${verb}s none of another role`, () => assert.equal(attempt(verb, roles.catalogLister.id), false));
  }

  it('can’t tell of a principal that is still to be made', () => {
    const only = `@Request[Microsoft.Authorization/roleAssignments:PrincipalId] ForAnyOfAnyValues:GuidEquals {${principalId}}`;
    const of = (principal: string | undefined) =>
      conditionAdmits(
        only,
        assignmentAttempt({ verb: 'write', roleId: roles.acrPull.id, principalId: principal, principalType: 'ServicePrincipal' }),
      );
    assert.deepEqual([of(principalId), of('another'), of(undefined)], [true, false, undefined]);
  });
});
