import assert from 'node:assert/strict';
import type { RightsReader } from '../../src/access/missingRights';
import { missingRights } from '../../src/access/missingRights';
import { message } from '../../src/model/message';
import { resourceGroupId } from '../../src/model/resourceId';
import type { RoleDefinition } from '../../src/model/roleAssignment';
import { roles } from '../../src/model/roles';
import type { EnsureRoleAssignment, Plan } from '../../src/plan/plan';
import { mayOnlyAssign } from '../../src/sandbox/personas';
import { someRegistry } from './someRegistry';

const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111';
const registry = someRegistry({ id: `${subscription}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso` });
const write = 'Microsoft.Authorization/roleAssignments/write';
const permission = (actions: readonly string[], notActions: readonly string[] = []) => ({
  actions,
  notActions,
  dataActions: [],
  notDataActions: [],
});
const administratorId = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
const definition = (roleId: string, roleName: string, ...actions: string[]): RoleDefinition => {
  return { id: roleId, roleId, roleName, custom: false, permissions: [permission(actions)] };
};
const definitions = [
  definition(administratorId, 'Role Based Access Control Administrator', write, '*/read'),
  definition(roles.owner.id, 'Owner', '*'),
  definition(roles.reader.id, 'Reader', '*/read'),
];

const grant: EnsureRoleAssignment = {
  kind: 'roleAssignment',
  key: 'grant',
  scope: registry.id,
  principalId: 'p',
  principalName: 'id-web',
  principalType: 'ServicePrincipal',
  roleId: roles.acrPush.id,
};
const planOf = (...operations: Plan['operations']): Plan => ({
  id: 'plan',
  title: message('plan.title.deploy', { name: 'x' }),
  target: 't',
  operations,
});

function reader(more: Partial<RightsReader> = {}): RightsReader {
  return {
    permissions: async () => [permission(['*'])],
    assignments: async () => [{ id: 'own', name: 'own', scope: subscription, principalId: 'me', roleId: roles.owner.id }],
    definitions: async () => definitions,
    eligibilities: async () => [],
    ...more,
  };
}

const delegated = (condition: string, scope = subscription): Partial<RightsReader> => ({
  assignments: async () => [{ id: 'own', name: 'own', scope, principalId: 'me', roleId: administratorId, condition }],
});

describe('What a person lacks to run a plan', () => {
  it('is nothing for an owner; everything is asked once per scope that exists', async () => {
    const asked: string[] = [];
    const group = resourceGroupId('11111111-1111-1111-1111-111111111111', 'rg-new');
    const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-new`;
    const plan = planOf(
      { kind: 'resourceGroup', key: 'group', id: group, location: 'westeurope' },
      { kind: 'identity', key: 'identity', id: identity, location: 'westeurope' },
      grant,
      { ...grant, key: 'another', principalId: { ref: 'identity', output: 'principalId' } },
    );
    const counting = reader();
    const rights = await missingRights(plan, {
      permissions: (scope) => (asked.push(`permissions ${scope}`), counting.permissions(scope)),
      assignments: (scope) => (asked.push(`assignments ${scope}`), counting.assignments(scope)),
      definitions: (scope) => (asked.push(`definitions ${scope}`), counting.definitions(scope)),
      eligibilities: (scope) => (asked.push(`eligibilities ${scope}`), counting.eligibilities(scope)),
    });
    assert.deepEqual(rights, { missing: [], unsure: [] });
    assert.deepEqual(asked.sort(), [
      `assignments ${registry.id}`,
      `definitions ${registry.id}`,
      `permissions ${subscription}`,
      `permissions ${registry.id}`,
    ]);
  });

  it('is the grant alone for a contributor, and everything that writes for a reader', async () => {
    const plan = planOf({ kind: 'provider', key: 'provider', subscriptionId: registry.id.split('/')[2] ?? '', namespace: 'N' }, grant);
    const lacks = async (...of: Parameters<typeof permission>) => {
      const { missing } = await missingRights(plan, reader({ permissions: async () => [permission(...of)] }));
      return missing.map(({ op }) => op.key);
    };
    assert.deepEqual(await lacks(['*'], ['Microsoft.Authorization/*/Write']), ['grant']);
    assert.deepEqual(await lacks(['*/read']), ['provider', 'grant']);
  });

  const delegations: readonly (readonly [what: string, own: Partial<RightsReader>, answer: 'may' | 'may not' | 'unsure'])[] = [
    ['of this role', delegated(mayOnlyAssign([roles.acrPush.id])), 'may'],
    ['of others alone', delegated(mayOnlyAssign([roles.acrPull.id, roles.repositoryReader.id])), 'may not'],
    [
      'to groups alone',
      delegated("@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEqualsIgnoreCase 'Group'"),
      'may not',
    ],
    ['under a condition that can’t be read', delegated('something newer'), 'unsure'],
    ['that does not reach here', delegated(mayOnlyAssign([]), '/subscriptions/another'), 'unsure'],
    ['that can’t be read', { assignments: () => Promise.reject(new Error('403')) }, 'unsure'],
  ];
  for (const [what, own, answer] of delegations) {
    it(`knows of a delegation ${what}: ${answer}`, async () => {
      const { missing, unsure } = await missingRights(planOf(grant), reader(own));
      assert.deepEqual([missing.length, unsure.length], [answer === 'may not' ? 1 : 0, answer === 'unsure' ? 1 : 0]);
    });
  }

  it('is said with the role that was delegated, and what may be assigned by it', async () => {
    const { missing } = await missingRights(planOf(grant), reader(delegated(mayOnlyAssign([roles.acrPull.id]))));
    assert.deepEqual(missing[0]?.delegation, {
      says: message('access.delegationRefuses', { own: 'Role Based Access Control Administrator', role: 'AcrPush' }),
      only: message('access.onlyAssigns', { roles: 'AcrPull' }),
    });
  });

  it('can’t be told of an identity that is still to be made, where the delegation asks who it is', async () => {
    const op: EnsureRoleAssignment = { ...grant, principalId: { ref: 'identity', output: 'principalId' } };
    const condition = '@Request[Microsoft.Authorization/roleAssignments:PrincipalId] ForAnyOfAnyValues:GuidEquals {p}';
    const { missing, unsure } = await missingRights(planOf(op), reader(delegated(condition)));
    assert.deepEqual([missing, unsure.length], [[], 1]);
  });

  const eligible = (roleId: string, more: { readonly scope?: string; readonly condition?: string } = {}): Partial<RightsReader> => ({
    permissions: async () => [permission(['*/read'])],
    eligibilities: async () => [{ scope: subscription, roleId, ...more }],
  });
  const eligibilities: readonly (readonly [what: string, own: Partial<RightsReader>, hint: boolean])[] = [
    ['a role that has it', eligible(roles.owner.id), true],
    ['a role that has it not', eligible(roles.reader.id), false],
    ['a role elsewhere', eligible(roles.owner.id, { scope: '/subscriptions/another' }), false],
    ['a delegation of other roles', eligible(administratorId, { condition: mayOnlyAssign([roles.acrPull.id]) }), false],
    ['nobody knows what', { ...eligible(''), eligibilities: () => Promise.reject(new Error('no licence')) }, false],
  ];
  for (const [what, own, hint] of eligibilities) {
    it(`${hint ? 'can' : 'can’t'} be had by activating ${what}`, async () => {
      const { missing } = await missingRights(planOf(grant), reader(own));
      const [name = ''] = subscription.split('/').slice(-1);
      assert.deepEqual(missing[0]?.eligible, hint ? message('access.eligible', { role: 'Owner', scope: name }) : undefined);
      assert.equal(missing.length, 1);
    });
  }
});
