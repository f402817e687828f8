import assert from 'node:assert/strict';
import { everybody } from '../../src/access/denied';
import { repositoryCondition } from '../../src/access/repositoryCondition';
import { imageDenials, registryAccess } from '../../src/access/registryAccess';
import type { DenyAssignment } from '../../src/model/denyAssignment';
import type { Permission, RoleAssignment, RoleDefinition } from '../../src/model/roleAssignment';
import { someRegistry } from './someRegistry';

const classic = someRegistry();
const abac = someRegistry({ mode: 'abac' });
const above = '/subscriptions/s/resourceGroups/rg';

const registries = 'Microsoft.ContainerRegistry/registries';
const permission = (part: Partial<Permission>): Permission => ({
  actions: [],
  notActions: [],
  dataActions: [],
  notDataActions: [],
  ...part,
});
const role = (roleId: string, part: Partial<Permission>): RoleDefinition => {
  return { id: `/x/${roleId}`, roleId, roleName: roleId, custom: false, permissions: [permission(part)] };
};
const definitions = [
  role('pull', { actions: [`${registries}/pull/read`] }),
  role('push', { actions: [`${registries}/pull/read`, `${registries}/push/write`] }),
  role('onlyPush', { actions: [`${registries}/push/write`] }),
  role('owner', { actions: ['*'] }),
  role('repositoryReader', { dataActions: [`${registries}/repositories/content/read`, `${registries}/repositories/metadata/read`] }),
  role('lister', { dataActions: [`${registries}/catalog/read`] }),
  role('locks', { actions: ['Microsoft.Authorization/locks/*'] }),
];

const assigned = (principalId: string, roleId: string, scope: string, condition?: string): RoleAssignment => {
  const name = `${principalId}-${roleId}`;
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  return { id, name, scope, principalId, principalType: 'ServicePrincipal', roleId, ...(condition ? { condition } : {}) };
};

const denial = (part: Partial<DenyAssignment>): DenyAssignment => ({
  id: '/d',
  name: 'd',
  denyAssignmentName: 'Locked by a stack',
  scope: above,
  permissions: [permission({ actions: ['*'], dataActions: ['*'] })],
  principals: [{ id: everybody, type: 'SystemDefined' }],
  excludePrincipals: [],
  doNotApplyToChildScopes: false,
  isSystemProtected: true,
  ...part,
});

const narrow = repositoryCondition('pull', { repositories: [], prefixes: ['team-a/'] });

describe('registryAccess', () => {
  const cases: readonly (readonly [
    says: string,
    registry: typeof classic,
    assignment: RoleAssignment,
    expected: readonly [abilities: string, effect: 'honoured' | 'ignored', place: 'here' | 'inherited'] | undefined,
  ])[] = [
    ['a role at the registry', classic, assigned('p', 'pull', classic.id), ['list pull', 'honoured', 'here']],
    ['a role above it', classic, assigned('p', 'push', above), ['list pull push', 'honoured', 'inherited']],
    ['part of what pushing takes', classic, assigned('p', 'onlyPush', classic.id), ['', 'honoured', 'here']],
    ['an Owner', classic, assigned('p', 'owner', '/subscriptions/s'), ['list pull push delete', 'honoured', 'inherited']],
    ['an Owner of an ABAC registry', abac, assigned('p', 'owner', '/subscriptions/s'), ['', 'ignored', 'inherited']],
    ['AcrPull on an ABAC registry', abac, assigned('p', 'pull', abac.id), ['', 'ignored', 'here']],
    ['a narrowed role', abac, assigned('p', 'repositoryReader', abac.id, narrow), ['pull', 'honoured', 'here']],
    ['a role on the catalog alone', abac, assigned('p', 'lister', abac.id), ['list', 'honoured', 'here']],
    ['an ABAC role on a classic registry', classic, assigned('p', 'lister', classic.id), ['', 'ignored', 'here']],
    ['a condition that cannot be read', abac, assigned('p', 'repositoryReader', abac.id, 'what?'), ['pull', 'honoured', 'here']],
    ['a role about something else', classic, assigned('p', 'locks', classic.id), undefined],
    ['a scope elsewhere', classic, assigned('p', 'pull', '/subscriptions/other'), undefined],
    ['a scope below', classic, assigned('p', 'pull', `${classic.id}/replications/x`), undefined],
  ];
  for (const [says, registry, assignment, expected] of cases) {
    it(`${says}: ${expected ? expected.join(', ') : 'left out'}`, () => {
      const [found, ...more] = registryAccess(registry, { assignments: [assignment], definitions, denials: [] });
      assert.deepEqual(more, []);
      const [grant] = found?.grants ?? [];
      const effect = grant && [grant.abilities?.join(' '), grant.ignored ? 'ignored' : 'honoured', grant.inherited ? 'inherited' : 'here'];
      assert.deepEqual(effect, expected);
    });
  }

  it('keeps a role whose definition is not known, and says that what it lets do is not', () => {
    const [found] = registryAccess(classic, { assignments: [assigned('p', 'gone', classic.id)], definitions, denials: [] });
    assert.deepEqual([found?.grants[0]?.abilities, found?.grants[0]?.ignored, found?.abilities], [undefined, false, []]);
  });

  it('groups by principal, whatever case its id is in, the registry’s own assignments first, and adds up what they let do', () => {
    const assignments = [
      assigned('P', 'owner', '/subscriptions/s'),
      assigned('other', 'pull', classic.id),
      assigned('p', 'onlyPush', above),
      assigned('p', 'pull', classic.id),
    ].map((each) => (each.roleId === 'owner' ? { ...each, roleId: 'lister' } : each));
    const found = registryAccess(classic, { assignments, definitions, denials: [] });
    assert.deepEqual(
      found.map(({ grants, abilities }) => [grants.map(({ roleName }) => roleName).join(' '), abilities.join(' ')]),
      [
        ['pull onlyPush lister', 'list pull push'],
        ['pull', 'list pull'],
      ],
    );
  });

  it('takes away what a deny assignment denies for certain, and keeps what it may deny', () => {
    const assignments = [assigned('p', 'push', classic.id)];
    const pushes = [permission({ actions: [`${registries}/push/write`] })];
    const access = (by: DenyAssignment) => registryAccess(classic, { assignments, definitions, denials: [by] })[0];
    const certain = access(denial({ permissions: pushes }));
    assert.deepEqual([certain?.abilities, certain?.deniedBy.map(({ id }) => id)], [['list', 'pull'], ['/d']]);
    const perhaps = access(denial({ permissions: pushes, principals: [{ id: 'some-group', type: 'Group' }] }));
    assert.deepEqual([perhaps?.abilities, perhaps?.deniedBy], [['list', 'pull', 'push'], []]);
  });
});

describe('imageDenials', () => {
  const cases: readonly (readonly [says: string, denial: DenyAssignment, shown: boolean])[] = [
    ['everything, above the registry', denial({}), true],
    ['everything, above it and not below', denial({ doNotApplyToChildScopes: true }), false],
    ['everything, at the registry and not below', denial({ doNotApplyToChildScopes: true, scope: classic.id }), true],
    ['everything, elsewhere', denial({ scope: '/subscriptions/other' }), false],
    ['deletion of resources', denial({ permissions: [permission({ actions: ['*/delete'] })] }), true],
    ['locks', denial({ permissions: [permission({ actions: ['Microsoft.Authorization/locks/*'] })] }), false],
    ['data of an ABAC registry, at a classic one', denial({ permissions: [permission({ dataActions: ['*'] })] }), false],
  ];
  for (const [says, one, shown] of cases) {
    it(`${shown ? 'shows' : 'leaves out'} what denies ${says}`, () => {
      assert.deepEqual(imageDenials(classic, [one]), shown ? [one] : []);
    });
  }
});
