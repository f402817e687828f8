import assert from 'node:assert/strict';
import { addPrincipal } from '../../src/sandbox/builder';
import { openAzure } from './openAzure';

describe('the SDK against the sandbox: names of principals', () => {
  it('come without asking, and leave out whom the directory does not know', async () => {
    const { azure, open } = openAzure();
    const { world } = open.sandbox;
    const group = addPrincipal(world, { kind: 'Group', name: 'Pullers' });
    const [identity] = Object.values(world.identities);
    assert.ok(identity);
    const found = await azure.directory.principals([world.signedIn, group.objectId, identity.principalId, 'nobody']);
    assert.deepEqual(
      found?.map(({ id, type }) => [id, type]).toSorted(),
      [
        [world.signedIn, 'User'],
        [group.objectId, 'Group'],
        [identity.principalId, 'ServicePrincipal'],
      ].toSorted(),
    );
    assert.ok(found.every(({ id, name }) => name === world.principals[id]?.name));
  });

  it('are found by the id of an application', async () => {
    const { azure, open } = openAzure();
    const [identity] = Object.values(open.sandbox.world.identities);
    assert.ok(identity);
    const found = await azure.directory.servicePrincipal(identity.clientId);
    assert.deepEqual([found?.id, found?.appId, found?.name], [identity.principalId, identity.clientId, identity.name]);
    assert.equal(await azure.directory.servicePrincipal(identity.principalId), undefined);
  });

  it('cannot be told where the token is not taken', async () => {
    const world = openAzure();
    const token = { token: 'x.y.z', expiresOnTimestamp: Date.now() + 3_600_000 };
    const stranger = { tenantId: 'elsewhere', credential: { getToken: () => Promise.resolve(token) } };
    const azure = world.connect({ tenants: [stranger] });
    assert.equal(await azure.directory.principals([world.open.sandbox.world.signedIn]), undefined);
  });
});
