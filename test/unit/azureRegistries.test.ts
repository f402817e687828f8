import assert from 'node:assert/strict';

import { AppError } from '../../src/model/appError';
import { credentialOf, FakeAzure, tokenOf } from './fakeAzure';

const inGroup = '/subscriptions/s/resourceGroups/rg/providers';
const registryId = `${inGroup}/Microsoft.ContainerRegistry/registries/r`;

describe('a registry in the model', () => {
  const bare = {
    id: registryId,
    name: 'r',
    location: 'westeurope',
    sku: { name: 'Basic' },
    properties: { loginServer: 'r-h4sh.azurecr.io' },
  };
  it('is in the legacy mode, open and trusting where Azure says nothing', async () => {
    assert.deepEqual(await new FakeAzure({ body: bare }).connect().registries.get(registryId), {
      id: registryId,
      name: 'r',
      location: 'westeurope',
      loginServer: 'r-h4sh.azurecr.io',
      sku: 'Basic',
      mode: 'legacy',
      adminUserEnabled: false,
      anonymousPullEnabled: false,
      publicNetworkAccess: true,
      selectedNetworksOnly: false,
      allowedAddresses: [],
      privateEndpointConnections: 0,
      trustedServicesBypass: true,
      acceptsArmTokens: true,
      provisioningState: 'Succeeded',
    });
  });
  it('has what Azure says', async () => {
    const properties = {
      ...bare.properties,
      roleAssignmentMode: 'AbacRepositoryPermissions',
      adminUserEnabled: true,
      publicNetworkAccess: 'Disabled',
      anonymousPullEnabled: true,
      networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.0/24' }, { value: '198.51.100.7' }] },
      privateEndpointConnections: [
        { properties: { privateLinkServiceConnectionState: { status: 'Approved' } } },
        { properties: { privateLinkServiceConnectionState: { status: 'Pending' } } },
        { properties: {} },
      ],
      networkRuleBypassOptions: 'None',
      policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } },
      provisioningState: 'Updating',
      creationDate: '2026-01-02T03:04:05Z',
    };
    const registry = await new FakeAzure({ body: { ...bare, properties } }).connect().registries.get(registryId);
    assert.equal(registry?.mode, 'abac');
    assert.deepEqual([registry.adminUserEnabled, registry.publicNetworkAccess, registry.selectedNetworksOnly], [true, false, true]);
    assert.equal(registry.anonymousPullEnabled, true);
    assert.deepEqual(registry.allowedAddresses, ['203.0.113.0/24', '198.51.100.7']);
    assert.equal(registry.privateEndpointConnections, 1);
    assert.deepEqual([registry.trustedServicesBypass, registry.acceptsArmTokens], [false, false]);
    assert.deepEqual([registry.provisioningState, registry.createdOn], ['Updating', '2026-01-02T03:04:05.000Z']);
  });
});

describe("a registry's data plane", () => {
  const challenge = {
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="https://r.azurecr.io/oauth2/token",service="r.azurecr.io",scope="registry:catalog:*"' },
    body: { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] },
  };
  const refresh = { body: { refresh_token: tokenOf({}).token } };
  const allowed = { body: { access_token: 'allowed' } };
  const catalog = { body: { repositories: ['a', 'b'] }, headers: { link: '</acr/v1/_catalog?last=b&n=100>; rel="next"' } };

  it("asks for tokens for the registries' own audience", async () => {
    const scopes: unknown[] = [];
    const credential = {
      getToken: (scope: string | string[]) => {
        scopes.push(scope);
        return credentialOf({ oid: 'me' }).getToken(scope);
      },
    };
    await new FakeAzure(challenge, refresh, allowed, catalog).connect({ credential }).images.repositories('r.azurecr.io');
    assert.deepEqual(scopes.flat(), ['https://containerregistry.azure.net/.default']);
  });

  it('gives a page and the way to the next', async () => {
    const fake = new FakeAzure(challenge, refresh, allowed, catalog, { body: { repositories: ['c'] } });
    const { images } = fake.connect();
    const first = await images.repositories('r.azurecr.io');
    assert.deepEqual(first.items, ['a', 'b']);
    assert.ok(first.next);
    assert.deepEqual(await images.repositories('r.azurecr.io', first.next), { items: ['c'] });
    assert.equal(fake.seen.at(-1)?.query.get('last'), 'b');
  });

  it('is empty where the registry says null', async () => {
    assert.deepEqual(await new FakeAzure({ body: { repositories: null } }).connect().images.repositories('r.azurecr.io'), { items: [] });
  });

  it('forgets its tokens once it is refused, so that a role given later works', async () => {
    const fake = new FakeAzure(challenge, refresh, { body: { access_token: 'refused' } }, challenge, challenge, refresh, allowed, catalog);
    const { images } = fake.connect();
    await assert.rejects(images.repositories('r.azurecr.io'), (error) => AppError.is(error, 'UNAUTHORIZED'));
    assert.deepEqual((await images.repositories('r.azurecr.io')).items, ['a', 'b']);
    assert.equal(fake.seen[4]?.authorization, undefined);
    assert.equal(fake.seen.filter(({ path }) => path === '/oauth2/exchange').length, 2);
  });

  it('keeps its tokens while they are accepted', async () => {
    const fake = new FakeAzure(challenge, refresh, allowed, catalog);
    const { images } = fake.connect();
    await images.repositories('r.azurecr.io');
    await images.repositories('R.azurecr.io');
    assert.equal(fake.seen.length, 5);
    assert.equal(fake.seen.at(-1)?.authorization, 'Bearer allowed');
  });
});
