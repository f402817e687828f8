import { ContainerRegistryManagementClient } from '@azure/arm-containerregistry';
import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import assert from 'node:assert/strict';
import { createSandbox } from '../../src/sandbox/main';
import type { Persona } from '../../src/sandbox/personas';
import { Trial } from './call';
import { all, credentialOf, sdkOptions } from './sdk';

function clients(trial: Trial, persona: Persona = 'owner') {
  const credential = credentialOf(trial, persona);
  // Ten seconds of the sandbox for each request: long-running operations end within a few polls.
  const options = sdkOptions(trial, 10_000);
  const { subscriptionId } = trial;
  return {
    subscriptions: new SubscriptionClient(credential, options),
    resources: new ResourceManagementClient(credential, subscriptionId, options),
    identities: new ManagedServiceIdentityClient(credential, subscriptionId, options),
    registries: new ContainerRegistryManagementClient(credential, subscriptionId, options),
  };
}

describe("the SDK's own clients against the sandbox", () => {
  it('page through lists', async () => {
    const trial = new Trial({ pageSize: 2 });
    const { resources, identities, subscriptions } = clients(trial);
    for (const name of ['a1a', 'b2b', 'c3c', 'd4d', 'e5e']) {
      await identities.userAssignedIdentities.createOrUpdate('rg', name, { location: 'westeurope' });
      await resources.resourceGroups.createOrUpdate(`rg-${name}`, { location: 'westeurope' });
    }
    assert.equal((await all(identities.userAssignedIdentities.listBySubscription())).length, 5);
    assert.equal((await all(identities.userAssignedIdentities.listByResourceGroup('rg'))).length, 5);
    assert.equal((await all(resources.resourceGroups.list())).length, 6);
    assert.equal(
      (await all(resources.resources.list({ filter: "resourceType eq 'Microsoft.ManagedIdentity/userAssignedIdentities'" }))).length,
      5,
    );
    assert.equal((await all(subscriptions.subscriptions.list())).length, 1);
    assert.equal((await all(subscriptions.tenants.list())).length, 1);
    assert.ok((await all(subscriptions.subscriptions.listLocations(trial.subscriptionId))).some(({ name }) => name === 'westeurope'));
  });

  it('make and delete a registry, waiting for both', async () => {
    const trial = new Trial();
    const { registries } = clients(trial);
    const poller = registries.registries.create(
      'rg',
      'shops',
      { location: 'westeurope', sku: { name: 'Premium' }, roleAssignmentMode: 'AbacRepositoryPermissions' },
      { updateIntervalInMs: 1 },
    );
    const made = await withoutRetryAfter(trial, () => poller.pollUntilDone());
    assert.deepEqual(
      [made.provisioningState, made.loginServer, made.roleAssignmentMode, made.sku?.tier],
      ['Succeeded', 'shops.azurecr.io', 'AbacRepositoryPermissions', 'Premium'],
    );
    assert.equal(
      (await registries.registries.checkNameAvailability({ name: 'shops', type: 'Microsoft.ContainerRegistry/registries' })).reason,
      'AlreadyExists',
    );
    await withoutRetryAfter(trial, () => registries.registries.delete('rg', 'shops', { updateIntervalInMs: 1 }).pollUntilDone());
    assert.deepEqual(await all(registries.registries.list()), []);
  });

  it('delete a group and wait for it', async () => {
    const trial = new Trial();
    const { resources } = clients(trial);
    await withoutRetryAfter(trial, () => resources.resourceGroups.beginDeleteAndWait('rg', { updateIntervalInMs: 1 }));
    assert.equal((await resources.resourceGroups.checkExistence('rg')).body, false);
  });

  it("raise Azure's error codes", async () => {
    const trial = new Trial();
    const { registries, resources } = clients(trial, 'reader');
    await assert.rejects(registries.registries.get('rg', 'shops'), { statusCode: 404, code: 'ResourceNotFound' });
    await assert.rejects(registries.registries.get('none', 'shops'), { statusCode: 404, code: 'ResourceGroupNotFound' });
    await assert.rejects(resources.resourceGroups.createOrUpdate('new', { location: 'westeurope' }), {
      statusCode: 403,
      code: 'AuthorizationFailed',
    });
  });

  it('open on contoso, signed in as whoever is chosen', async () => {
    const open = createSandbox({ speed: 0 });
    const list = (credential = open.credential) => {
      const options = { endpoint: open.cloud.resourceManager, $host: open.cloud.resourceManager, httpClient: open.httpClient };
      return all(
        new SubscriptionClient(credential, {
          ...options,
          credentialScopes: `${open.cloud.resourceManagerAudience}/.default`,
        }).subscriptions.list(),
      );
    };
    assert.equal((await list()).length, 2);
    assert.equal(open.persona, 'owner');
    open.persona = 'reader';
    assert.equal((await list()).length, 2);
    assert.equal((await list(open.credentialFor('delegate'))).length, 2);
    const again = createSandbox({ snapshot: open.sandbox.snapshot(), speed: 0 });
    assert.equal(again.persona, 'reader');
    assert.deepEqual(again.sandbox.world, open.sandbox.world);
    assert.throws(() => createSandbox({ snapshot: 'nonsense' }));
  });
});

/** A standing clock leaves `Retry-After` in real seconds; a hurried one makes it one second at most. */
async function withoutRetryAfter<T>(trial: Trial, run: () => Promise<T>): Promise<T> {
  trial.clock.setSpeed(1000);
  try {
    return await run();
  } finally {
    trial.clock.setSpeed(0);
  }
}
