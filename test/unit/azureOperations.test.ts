import assert from 'node:assert/strict';
import type { Azure } from '../../src/azure/azure';
import { AppError } from '../../src/model/appError';
import type { FakeAnswer } from './fakeAzure';
import { FakeAzure } from './fakeAzure';

const inGroup = '/subscriptions/s/resourceGroups/rg/providers';
const groupId = `${inGroup}/Microsoft.ContainerInstance/containerGroups/web`;
const registryId = `${inGroup}/Microsoft.ContainerRegistry/registries/r`;

describe('operations that take long', () => {
  const accepted = {
    status: 202,
    headers: { location: 'https://management.azure.com/op', 'azure-asyncoperation': 'https://management.azure.com/op' },
  };
  const registry = { location: 'westeurope', sku: { name: 'Basic' }, properties: { provisioningState: 'Creating' } };
  const rows: readonly [string, FakeAnswer, (azure: Azure) => Promise<unknown>][] = [
    ['start', accepted, (azure) => azure.containerGroups.start(groupId)],
    ['restart', { ...accepted, status: 204 }, (azure) => azure.containerGroups.restart(groupId)],
    ['delete of a container group', accepted, (azure) => azure.containerGroups.delete(groupId)],
    ['delete of a resource group', accepted, (azure) => azure.resourceGroups.delete('/subscriptions/s/resourceGroups/rg')],
    ['delete of a registry', accepted, (azure) => azure.registries.delete(registryId)],
    [
      'creation of a registry',
      { ...accepted, status: 201, body: registry },
      (azure) => azure.registries.put(registryId, { location: 'westeurope', sku: 'Basic', mode: 'abac' }),
    ],
  ];
  for (const [what, answer, run] of rows) {
    it(`resolves the ${what} once Azure has accepted, with one request`, async () => {
      const fake = new FakeAzure(answer);
      await run(fake.connect());
      assert.equal(fake.seen.length, 1);
    });
  }

  const image = { sourceServer: 'mcr.microsoft.com', sourceImage: 'hello:1', targetTag: 'hello:1' };

  it('waits for the end of an import', async () => {
    const fake = new FakeAzure(
      accepted,
      { status: 202, headers: accepted.headers, body: { status: 'Running' } },
      { body: { status: 'Succeeded' } },
    );
    await fake.connect().registries.importImage(registryId, image);
    assert.ok(fake.seen.length >= 3);
    assert.deepEqual(JSON.parse(fake.seen[0]?.body ?? ''), {
      source: { registryUri: 'mcr.microsoft.com', sourceImage: 'hello:1' },
      targetTags: ['hello:1'],
      mode: 'NoForce',
    });
  });

  it("rejects a failed import with the operation's own code", async () => {
    const failed = { body: { status: 'Failed', error: { code: 'ManifestNotFound', message: 'No such tag.' } } };
    await assert.rejects(new FakeAzure(accepted, failed).connect().registries.importImage(registryId, image), (error) => {
      assert.ok(AppError.is(error, 'ManifestNotFound'), String(error));
      assert.match(error.message, /No such tag\./);
      return true;
    });
  });

  it('stops polling an import once it is cancelled', async () => {
    const stop = new AbortController();
    const fake = new FakeAzure(accepted, { status: 202, headers: accepted.headers, body: { status: 'Running' } });
    const log = (): void => void (fake.seen.length === 2 && stop.abort());
    await assert.rejects(fake.connect({ log }).registries.importImage(registryId, image, stop.signal), (error) =>
      AppError.is(error, 'Cancelled'),
    );
    assert.equal(fake.seen.length, 2);
  });
});
