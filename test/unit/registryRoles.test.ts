import assert from 'node:assert/strict';
import type { Registry, RoleAssignmentMode } from '../../src/model/registry';
import type { Permission, RoleAssignment, RoleDefinition } from '../../src/model/roleAssignment';
import { rolesOnRegistries } from '../../src/access/registryRoles';
import { someRegistry } from './someRegistry';

const subscription = '/subscriptions/s1';

const registry = (name: string, mode: RoleAssignmentMode): Registry =>
  someRegistry({ id: `${subscription}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/${name}`, name, mode });

const classic = registry('classic', 'legacy');
const abac = registry('abac', 'abac');

function assigned(scope: string, roleId: string): RoleAssignment {
  return { id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${roleId}`, name: roleId, scope, principalId: 'p', roleId };
}

function role(roleId: string, permission: Partial<Permission>): RoleDefinition {
  const permissions = [{ actions: [], notActions: [], dataActions: [], notDataActions: [], ...permission }];
  return { id: `/x/${roleId}`, roleId, roleName: `role ${roleId}`, custom: false, permissions };
}

const registries = 'Microsoft.ContainerRegistry/registries';
const definitions = [
  role('pull', { actions: [`${registries}/pull/read`] }),
  role('repositoryReader', { dataActions: [`${registries}/repositories/content/read`, `${registries}/repositories/metadata/read`] }),
  role('importer', { actions: [`${registries}/pull/read`], dataActions: [`${registries}/repositories/content/read`] }),
  role('reader', { actions: ['*/read'] }),
  role('blobs', { dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'] }),
];

describe('rolesOnRegistries', () => {
  const cases: readonly (readonly [roleId: string, scope: string, registries: readonly string[], ignoredBy: readonly string[]])[] = [
    ['pull', classic.id, ['classic'], []],
    ['pull', abac.id, ['abac'], ['abac']],
    ['repositoryReader', abac.id, ['abac'], []],
    ['repositoryReader', classic.id, ['classic'], ['classic']],
    ['importer', subscription, ['classic', 'abac'], []],
    ['reader', subscription, ['classic', 'abac'], ['abac']],
    ['pull', `${subscription}/resourcegroups/RG`, ['classic', 'abac'], ['abac']],
    ['pull', '/', ['classic', 'abac'], ['abac']],
  ];
  for (const [roleId, scope, reached, ignored] of cases) {
    it(`finds '${roleId}' at ${scope} to reach ${reached.join(', ')} and to open nothing in ${ignored.join(', ') || 'none of them'}`, () => {
      const [found, ...more] = rolesOnRegistries([assigned(scope, roleId)], definitions, [classic, abac]);
      assert.deepEqual(more, []);
      assert.equal(found?.roleName, `role ${roleId}`);
      assert.deepEqual(
        found?.registries.map(({ name }) => name),
        reached,
      );
      assert.deepEqual(
        found?.ignoredBy.map(({ name }) => name),
        ignored,
      );
    });
  }

  it('leaves out roles that say nothing about registries, and scopes that reach none', () => {
    const elsewhere = assigned(`${subscription}/resourceGroups/other`, 'pull');
    assert.deepEqual(rolesOnRegistries([assigned(subscription, 'blobs'), elsewhere], definitions, [classic, abac]), []);
  });

  it('keeps a role whose definition cannot be read, without judging it', () => {
    const [found] = rolesOnRegistries([assigned(abac.id, 'custom')], definitions, [abac]);
    assert.equal(found?.roleName, 'custom');
    assert.deepEqual(found?.ignoredBy, []);
  });
});
