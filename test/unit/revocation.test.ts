import assert from 'node:assert/strict';
import type { Puller } from '../../src/access/diagnosis/pullQuestion';
import { everybody } from '../../src/access/denied';
import type { Authorization } from '../../src/access/effectiveAccess';
import { planDeleteIdentity } from '../../src/access/planDeleteIdentity';
import { planRevoke } from '../../src/access/planRevoke';
import { repositoryCondition } from '../../src/access/repositoryCondition';
import { lostPulls, reachedBy, rolePulls } from '../../src/access/revocation';
import type { ContainerGroup } from '../../src/model/containerGroup';
import type { DenyAssignment } from '../../src/model/denyAssignment';
import { inEnglish } from '../../src/model/message';
import { resourceName } from '../../src/model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../../src/model/roleAssignment';
import { inOrder } from '../../src/plan/graph';
import { azScript } from '../../src/plan/formats/azScript';
import { describe as describeOperation } from '../../src/plan/operations';
import { someRegistry } from './someRegistry';

const group = '/subscriptions/s/resourceGroups/rg';
const registryAt = (name: string) => {
  return someRegistry({ id: `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`, name, loginServer: `${name}.azurecr.io` });
};
const contoso = { ...registryAt('contoso'), mode: 'abac' } as const;
const other = registryAt('other');

const registries = 'Microsoft.ContainerRegistry/registries/repositories';
const definition = (roleId: string, dataActions: readonly string[], actions: readonly string[] = []): RoleDefinition => {
  return {
    id: `/x/${roleId}`,
    roleId,
    roleName: `role ${roleId}`,
    custom: false,
    permissions: [{ actions, notActions: [], dataActions, notDataActions: [] }],
  };
};
const definitions = [
  definition('reader', [`${registries}/content/read`, `${registries}/metadata/read`]),
  definition('content', [`${registries}/content/read`]),
  definition('metadata', [`${registries}/metadata/read`]),
  definition('acrPull', [], ['Microsoft.ContainerRegistry/registries/pull/read']),
];

const assigned = (name: string, roleId: string, more: Partial<RoleAssignment> = {}): RoleAssignment => {
  const { scope = contoso.id } = more;
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  return { id, name, scope, principalId: 'p', principalType: 'ServicePrincipal', roleId, ...more };
};
const only = (...repositories: string[]): Pick<RoleAssignment, 'condition'> => {
  return { condition: repositoryCondition('pull', { repositories, prefixes: [] }) };
};

const identityId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;

function groupOf(
  name: string,
  images: readonly string[],
  more: { readonly attached?: boolean; readonly username?: string } = {},
): ContainerGroup {
  const servers = [...new Set(images.map((image) => image.split('/')[0] ?? ''))];
  const credential = more.username === undefined ? { identity: identityId } : { username: more.username };
  const resources = { requests: { cpu: 1, memoryInGB: 1 } };
  const definition = {
    identity: { type: 'UserAssigned', userAssignedIdentities: more.attached === false ? {} : { [identityId.toUpperCase()]: {} } },
    properties: {
      containers: images.map((image, index) => ({ name: `c${index}`, properties: { image, resources } })),
      imageRegistryCredentials: servers.map((server) => ({ server, ...credential })),
    },
  };
  return { id: `${group}/providers/Microsoft.ContainerInstance/containerGroups/${name}`, name, location: 'westeurope', definition };
}

const principalOf = (puller: Puller) =>
  puller.kind === 'identity' ? 'p' : puller.kind === 'password' && puller.username === 'app' ? 'p' : undefined;

const denial = (more: Partial<DenyAssignment>): DenyAssignment => ({
  id: '/d',
  name: 'd',
  denyAssignmentName: 'd',
  scope: group,
  permissions: [{ actions: [], notActions: [], dataActions: ['*'], notDataActions: [] }],
  principals: [{ id: everybody }],
  excludePrincipals: [],
  doNotApplyToChildScopes: false,
  isSystemProtected: true,
  ...more,
});

describe('rolePulls', () => {
  const cases: readonly (readonly [says: string, group: ContainerGroup, expected: readonly string[]])[] = [
    ['an identity', groupOf('g', ['contoso.azurecr.io/web/api:1']), ['web/api']],
    ['several images', groupOf('g', ['contoso.azurecr.io/a:1', 'contoso.azurecr.io/b:1']), ['a', 'b']],
    ['the same image twice', groupOf('g', ['contoso.azurecr.io/a:1', 'contoso.azurecr.io/a:1']), ['a']],
    ['another registry', groupOf('g', ['mcr.microsoft.com/a:1']), []],
    ['an identity that is not attached', groupOf('g', ['contoso.azurecr.io/a:1'], { attached: false }), []],
    ['a service principal', groupOf('g', ['contoso.azurecr.io/a:1'], { username: 'app' }), ['a']],
    ['the admin user', groupOf('g', ['contoso.azurecr.io/a:1'], { username: 'contoso' }), []],
    ['a malformed reference', groupOf('g', ['contoso.azurecr.io/A:1']), []],
  ];
  for (const [says, one, expected] of cases) {
    it(`of ${says}: ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(
        rolePulls([one], [contoso], principalOf).map(({ repository }) => repository),
        expected,
      );
    });
  }
});

describe('lostPulls', () => {
  const removed = assigned('removed', 'reader');
  const ofGroup = { principalId: 'g', principalType: 'Group' };
  const cases: readonly (readonly [
    says: string,
    removed: RoleAssignment,
    others: readonly RoleAssignment[],
    expected: 'stops' | 'may stop' | 'goes on',
    denials?: readonly DenyAssignment[],
  ])[] = [
    ['the only role', removed, [], 'stops'],
    ['one of two', removed, [assigned('other', 'reader', { scope: group })], 'goes on'],
    ['one beside a role that the mode ignores', removed, [assigned('other', 'acrPull')], 'stops'],
    ['one that the mode ignores', assigned('removed', 'acrPull'), [assigned('other', 'reader')], 'goes on'],
    ['one that the mode ignores and nothing else', assigned('removed', 'acrPull'), [], 'goes on'],
    ['one beside a role on half of it', removed, [assigned('other', 'content')], 'stops'],
    ['one half of two', assigned('removed', 'content'), [assigned('other', 'metadata')], 'stops'],
    ['one beside two halves', removed, [assigned('a', 'content'), assigned('b', 'metadata')], 'goes on'],
    ['one narrowed to it', assigned('removed', 'reader', only('web/api')), [], 'stops'],
    ['one narrowed to another repository', assigned('removed', 'reader', only('jobs')), [assigned('other', 'reader')], 'goes on'],
    ['one beside one narrowed to it', removed, [assigned('other', 'reader', only('web/api'))], 'goes on'],
    ['one beside one narrowed to another repository', removed, [assigned('other', 'reader', only('jobs'))], 'stops'],
    ['one beside a condition that cannot be read', removed, [assigned('other', 'reader', { condition: 'what?' })], 'may stop'],
    ['one under a condition that cannot be read', assigned('removed', 'reader', { condition: 'what?' }), [], 'may stop'],
    [
      'one of two under conditions that cannot be read',
      assigned('removed', 'reader', { condition: 'what?' }),
      [assigned('other', 'reader', { condition: 'what else?' })],
      'may stop',
    ],
    ['one above the registry', assigned('removed', 'reader', { scope: '/subscriptions/s' }), [], 'stops'],
    ['one of a group', assigned('removed', 'reader', ofGroup), [], 'stops'],
    ['one beside a group’s', removed, [assigned('other', 'reader', ofGroup)], 'goes on'],
    ['one beside a role that is not known', removed, [assigned('other', 'unknown')], 'may stop'],
    ['one whose role is not known', assigned('removed', 'unknown'), [], 'may stop'],
    ['one that is denied anyway', removed, [], 'goes on', [denial({})]],
    ['one that may be denied', removed, [], 'may stop', [denial({ principals: [{ id: 'some-group', type: 'Group' }] })]],
  ];
  for (const [says, one, others, expected, denials = []] of cases) {
    it(`without ${says}: ${expected}`, () => {
      const pulls = rolePulls([groupOf('g', ['contoso.azurecr.io/web/api:1'])], [contoso], principalOf);
      const authorization: Authorization = { assignments: [one, ...others], of: 'principal', definitions, denials };
      const [lost] = lostPulls(one, pulls, () => authorization);
      assert.equal(lost ? (lost.certain ? 'stops' : 'may stop') : 'goes on', expected);
    });
  }

  it('leaves out pulls of whoever the assignment is not of', () => {
    const pulls = rolePulls([groupOf('g', ['contoso.azurecr.io/web/api:1'])], [contoso], principalOf);
    const authorization: Authorization = { assignments: [assigned('other', 'reader')], of: 'principal', definitions, denials: [] };
    assert.deepEqual(
      lostPulls(removed, pulls, () => authorization),
      [],
    );
  });
});

describe('planRevoke', () => {
  const facts = { lost: [], unread: [], registries: [contoso, other], authorization: undefined, signedIn: 'me', nameOf: resourceName };
  const said = (assignment: RoleAssignment, more: Partial<Parameters<typeof planRevoke>[2]> = {}) =>
    planRevoke('here', { assignment, roleName: 'Reader', principalName: 'id' }, { ...facts, ...more }).consequences?.map(
      ({ severity, message }) => `${severity}: ${inEnglish(message)}`,
    ) ?? [];

  it('deletes the assignment, and says what it gives to whom', () => {
    const plan = planRevoke('here', { assignment: assigned('a', 'reader'), roleName: 'Reader', principalName: 'id' }, facts);
    assert.deepEqual(
      plan.operations.map((op) => inEnglish(describeOperation(op))),
      ['Take Reader on contoso away from id'],
    );
    assert.match(
      azScript(plan),
      /# No container group that is listed here loses a pull\.\n[^]*az role assignment delete \\\n +--ids \/subscriptions\/s/,
    );
  });

  const cases: readonly (readonly [says: string, lines: readonly string[], expected: RegExp])[] = [
    ['nothing stops where nothing does', said(assigned('a', 'reader')), /^information: No container group/],
    [
      'which group stops',
      said(assigned('a', 'reader'), {
        lost: rolePulls([groupOf('shop', ['contoso.azurecr.io/a:1'])], [contoso], principalOf).map((pull) => ({ ...pull, certain: true })),
      }),
      /^warning: Container group shop can no longer pull contoso\.azurecr\.io\/a:1/,
    ],
    ['what could not be read', said(assigned('a', 'reader'), { unread: ['Development'] }), /^warning: Container groups in Development/],
    ['that it reaches other registries', said(assigned('a', 'reader', { scope: group })), /^warning: .* on rg,.* 2 \(contoso, other\)/],
    ['that it is one’s own', said(assigned('a', 'reader', { principalId: 'ME' })), /^warning: It is a role of your own/],
    ['that a group has members', said(assigned('a', 'reader', { principalType: 'Group' })), /^warning: id is a group/],
  ];
  for (const [says, lines, expected] of cases) {
    it(`says ${says}`, () => assert.match(lines[0] ?? '', expected));
  }

  it('does not say that nothing stops where not everything could be read', () => {
    assert.ok(!said(assigned('a', 'reader'), { unread: ['Development'] }).some((line) => line.includes('No container group')));
  });

  it('says by what the principal can pull all the same', () => {
    const above = assigned('b', 'reader', { scope: group });
    const authorization: Authorization = { assignments: [assigned('a', 'reader'), above], of: 'principal', definitions, denials: [] };
    assert.ok(
      said(assigned('a', 'reader'), { authorization }).includes('information: id can still pull from contoso, by role reader on rg.'),
    );
  });
});

describe('reachedBy', () => {
  for (const [scope, expected] of [
    [contoso.id.toUpperCase(), ['contoso']],
    [group, ['contoso', 'other']],
    ['/', ['contoso', 'other']],
    ['/subscriptions/elsewhere', []],
  ] as const) {
    it(`${scope}: ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(
        reachedBy(assigned('a', 'reader', { scope }), [contoso, other]).map(({ name }) => name),
        expected,
      );
    });
  }
});

describe('planDeleteIdentity', () => {
  const identity = { id: identityId, name: 'id', location: 'westeurope', tenantId: 't', principalId: 'p', clientId: 'c', tags: {} };
  const revocable = (name: string) => ({ assignment: assigned(name, 'reader'), roleName: 'Reader', principalName: 'id' });
  const nothing = { removed: [], left: [], unreadGroups: [], unreadRoles: [], nameOf: resourceName };

  it('deletes the identity after every assignment that goes with it', () => {
    const plan = planDeleteIdentity('here', identity, { ...nothing, removed: [revocable('a'), revocable('b')] });
    assert.deepEqual(
      inOrder(plan.operations).map((op) => inEnglish(describeOperation(op))),
      [
        'Take Reader on contoso away from id',
        'Take Reader on contoso away from id',
        'Delete Microsoft.ManagedIdentity/userAssignedIdentities id',
      ],
    );
    assert.deepEqual(
      plan.operations.at(-1)?.needs?.map(({ ref }) => ref),
      ['revoke-1', 'revoke-2'],
    );
  });

  it('says what stays behind and what could not be read', () => {
    const plan = planDeleteIdentity('here', identity, { ...nothing, left: [revocable('a')], unreadGroups: ['One'], unreadRoles: ['Two'] });
    const said = (plan.consequences ?? []).map(({ message }) => inEnglish(message)).join('\n');
    assert.match(said, /Container groups in One[^]*Role assignments in Two[^]*Reader on contoso stays behind/);
    assert.equal(plan.operations.length, 1);
  });
});
