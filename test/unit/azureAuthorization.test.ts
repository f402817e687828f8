import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import { FakeAzure } from './fakeAzure';

const registryId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/r';
const rest = '/providers/Microsoft.Authorization';

describe('deny assignments on the wire', () => {
  const value = [
    {
      id: `/subscriptions/s${rest}/denyAssignments/d`,
      name: 'd',
      properties: {
        denyAssignmentName: 'Stack',
        description: 'kept by a stack',
        scope: '/subscriptions/s',
        permissions: [{ actions: ['*/delete'], notActions: [], dataActions: ['x/read'] }],
        principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
        excludePrincipals: [{ id: 'ABC', type: 'User' }, { id: 'g' }],
        doNotApplyToChildScopes: true,
        isSystemProtected: true,
        condition: null,
      },
    },
    { id: 'bare', name: 'b', properties: { permissions: [{ actions: ['*'], condition: 'C' }] } },
  ];
  it('are read whole, and with what Azure leaves out', async () => {
    const fake = new FakeAzure({ body: { value } });
    assert.deepEqual(await fake.connect().access.denyAssignments(registryId), [
      {
        id: `/subscriptions/s${rest}/denyAssignments/d`,
        name: 'd',
        denyAssignmentName: 'Stack',
        scope: '/subscriptions/s',
        permissions: [{ actions: ['*/delete'], notActions: [], dataActions: ['x/read'], notDataActions: [] }],
        principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
        excludePrincipals: [{ id: 'abc', type: 'User' }, { id: 'g' }],
        doNotApplyToChildScopes: true,
        isSystemProtected: true,
        description: 'kept by a stack',
      },
      {
        id: 'bare',
        name: 'b',
        denyAssignmentName: '',
        scope: '',
        permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
        principals: [],
        excludePrincipals: [],
        doNotApplyToChildScopes: false,
        isSystemProtected: false,
        condition: 'C',
      },
    ]);
    assert.equal(fake.seen[0]?.path, `${registryId}${rest}/denyAssignments`);
    assert.deepEqual(Object.fromEntries(fake.seen[0].query), { 'api-version': '2022-04-01', $filter: 'atScope()' });
  });
  it("can be one principal's", async () => {
    const fake = new FakeAzure({ body: { value: [] } });
    assert.deepEqual(await fake.connect().access.denyAssignments(registryId, { principalId: 'p' }), []);
    assert.equal(fake.seen[0]?.query.get('$filter'), "atScope() and assignedTo('p')");
  });
});

describe('eligible roles on the wire', () => {
  const properties = {
    scope: '/subscriptions/s',
    roleDefinitionId: `/subscriptions/s${rest}/roleDefinitions/8E3AF657-A8FF-443C-A75C-2FE8C4BCB635`,
    principalId: 'me',
    status: 'Provisioned',
    endDateTime: '2026-03-01T00:00:00Z',
    expandedProperties: { roleDefinition: { displayName: 'Owner', type: 'BuiltInRole' } },
  };
  it("are the caller's own, at and above the scope", async () => {
    const below = { ...properties, scope: `${registryId}/tokens/t` };
    const fake = new FakeAzure({ body: { value: [{ id: 'i', properties }, { properties: below }] } });
    assert.deepEqual(await fake.connect().access.eligibilities(registryId), [
      {
        scope: '/subscriptions/s',
        roleId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
        roleName: 'Owner',
        endsOn: '2026-03-01T00:00:00.000Z',
      },
    ]);
    assert.equal(fake.seen[0]?.path, `${registryId}${rest}/roleEligibilityScheduleInstances`);
    assert.deepEqual(Object.fromEntries(fake.seen[0].query), { 'api-version': '2020-10-01', $filter: 'asTarget()' });
  });
  it('are refused in the words of a tenant without a licence', async () => {
    const fake = new FakeAzure({ status: 400, body: { error: { code: 'AadPremiumLicenseRequired', message: 'No licence.' } } });
    await assert.rejects(fake.connect().access.eligibilities(registryId), (error) => AppError.is(error, 'AadPremiumLicenseRequired'));
  });
});

describe('changing a registry', () => {
  const rows: readonly [string, Parameters<ReturnType<FakeAzure['connect']>['registries']['update']>[1], object][] = [
    ['lets trusted services in', { trustedServicesBypass: true }, { networkRuleBypassOptions: 'AzureServices' }],
    ['keeps trusted services out', { trustedServicesBypass: false }, { networkRuleBypassOptions: 'None' }],
    ['opens the network', { publicNetworkAccess: true }, { publicNetworkAccess: 'Enabled' }],
    ['closes the network', { publicNetworkAccess: false }, { publicNetworkAccess: 'Disabled' }],
    ['takes tokens', { acceptsArmTokens: true }, { policies: { azureADAuthenticationAsArmPolicy: { status: 'enabled' } } }],
    ['takes no tokens', { acceptsArmTokens: false }, { policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } } }],
  ];
  for (const [what, change, properties] of rows) {
    it(`${what} and sends nothing else`, async () => {
      const fake = new FakeAzure({ body: { id: registryId, name: 'r', location: 'x', sku: { name: 'Basic' }, properties: {} } });
      await fake.connect().registries.update(registryId, change);
      assert.deepEqual([fake.seen[0]?.method, fake.seen[0]?.path], ['PATCH', registryId]);
      assert.deepEqual(JSON.parse(fake.seen[0]?.body ?? ''), { properties });
    });
  }
});
