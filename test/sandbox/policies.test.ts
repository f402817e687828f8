import assert from 'node:assert/strict';
import type { NewPolicy } from '../../src/sandbox/builder';
import { addIdentity, addPolicy, addRegistry } from '../../src/sandbox/builder';
import { refusal, start, Trial } from './call';

const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

class Company extends Trial {
  readonly place = { subscriptionId: this.subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
  readonly registry = addRegistry(this.world, { ...this.place, name: 'shop', createdAt: start });
  readonly identity = addIdentity(this.world, { ...this.place, name: 'puller' });

  policy(given: Partial<NewPolicy> = {}) {
    return addPolicy(this.world, {
      scope: this.subscription,
      displayName: 'Only in Europe',
      definition: 'Allowed locations',
      resourceType: 'Microsoft.ContainerInstance/containerGroups',
      field: 'location',
      denies: 'notIn',
      values: ['westeurope', 'northeurope'],
      ...given,
    });
  }

  deploy(location: string) {
    const resources = { requests: { cpu: 1, memoryInGB: 1 } };
    const containers = [{ name: 'app', properties: { image: 'mcr.microsoft.com/a:1', resources } }];
    const path = `${this.group}/providers/Microsoft.ContainerInstance/containerGroups/app?api-version=2023-05-01`;
    return this.send('PUT', path, { location, properties: { osType: 'Linux', containers } });
  }

  assign(roleId: string, as: 'owner' | 'reader' = 'owner') {
    const path = `${this.registry.id}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000001`;
    const roleDefinitionId = `${this.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
    const properties = { roleDefinitionId, principalId: this.identity.principalId, principalType: 'ServicePrincipal' };
    return this.send('PUT', `${path}?api-version=2022-04-01`, { properties }, { as });
  }
}

interface Violation {
  readonly error: { readonly target: string; readonly additionalInfo: readonly { type: string; info: Record<string, unknown> }[] };
}

describe('policies in the sandbox', () => {
  it('refuse what they deny, and say which they are', async () => {
    const company = new Company();
    const policy = company.policy();
    const answer = await company.deploy('eastus');
    const { status, code, message } = refusal(answer);
    assert.deepEqual([status, code], [403, 'RequestDisallowedByPolicy']);
    assert.match(
      message,
      /^Resource 'app' was disallowed by policy\. Policy identifiers: '\[\{"policyAssignment":\{"name":"Only in Europe"/,
    );
    const { target, additionalInfo } = (answer.body as Violation).error;
    assert.equal(target, 'app');
    assert.deepEqual(
      additionalInfo.map(({ type, info }) => [type, info['policyDefinitionDisplayName'], info['policyAssignmentId']]),
      [['PolicyViolation', 'Allowed locations', policy.id]],
    );
  });

  it('name every one that denies', async () => {
    const company = new Company();
    company.policy();
    company.policy({ definition: 'Never in the east', denies: 'in', values: ['East US'], scope: company.group });
    const { additionalInfo } = ((await company.deploy('eastus')).body as Violation).error;
    assert.deepEqual(
      additionalInfo.map(({ info }) => info['policyDefinitionDisplayName']),
      ['Allowed locations', 'Never in the east'],
    );
  });

  const rows: readonly [string, string, (company: Company) => Partial<NewPolicy>][] = [
    ['another place', 'westeurope', () => ({})],
    ['the place spelled with a space', 'West Europe', () => ({})],
    ['another type', 'eastus', () => ({ resourceType: 'Microsoft.ContainerRegistry/registries' })],
    ['another scope', 'eastus', ({ subscription }) => ({ scope: `${subscription}/resourceGroups/other` })],
  ];
  for (const [what, location, given] of rows) {
    it(`do not mind ${what}`, async () => {
      const company = new Company();
      company.policy(given(company));
      const { body } = await company.deploy(location);
      assert.doesNotMatch(JSON.stringify(body), /RequestDisallowedByPolicy/);
    });
  }

  it('leave a PATCH alone that does not name what they look at', async () => {
    const company = new Company();
    const resourceType = 'Microsoft.ContainerRegistry/registries';
    company.policy({ resourceType, field: 'properties.publicNetworkAccess', values: ['Enabled'] });
    const path = `${company.registry.id}?api-version=2023-07-01`;
    assert.equal((await company.send('PATCH', path, { tags: {} })).status, 200);
    const closing = { properties: { publicNetworkAccess: 'Disabled' } };
    assert.equal(refusal(await company.send('PATCH', path, closing)).code, 'RequestDisallowedByPolicy');
  });

  it('may allow some roles to be assigned and others not; rights come first', async () => {
    const company = new Company();
    const resourceType = 'Microsoft.Authorization/roleAssignments';
    company.policy({ resourceType, field: 'properties.roleDefinitionId', denies: 'in', values: [owner] });
    assert.equal(refusal(await company.assign(owner)).code, 'RequestDisallowedByPolicy');
    assert.equal(refusal(await company.assign(owner, 'reader')).code, 'AuthorizationFailed');
    assert.equal((await company.assign(acrPull)).status, 201);
  });
});
