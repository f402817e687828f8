import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { clouds } from '../../src/model/cloud';
import { FakeAzure } from './fakeAzure';

const inGroup = '/subscriptions/s/resourceGroups/rg/providers';
const groupId = `${inGroup}/Microsoft.ContainerInstance/containerGroups/web`;

describe('a container group on the wire', () => {
  const definition: ContainerGroupDefinition = {
    location: 'westeurope',
    futureTop: { a: 1 },
    properties: {
      futureProp: ['kept'],
      osType: 'Linux',
      containers: [
        {
          name: 'web',
          properties: { image: 'a/b:1', resources: { requests: { cpu: 0.5, memoryInGB: 1, futureUnit: 3 } }, futureFlag: true },
        },
      ],
    },
  };
  const answer = { id: groupId, name: 'web', ...definition, alsoNew: 'kept' };

  it('is sent as it stands, properties that no SDK knows included, and read back so', async () => {
    const fake = new FakeAzure({ status: 201, body: answer, headers: { 'azure-asyncoperation': 'https://management.azure.com/op' } });
    const made = await fake.connect().containerGroups.put(groupId, definition);
    assert.deepEqual(JSON.parse(fake.seen[0]?.body ?? ''), definition);
    assert.deepEqual(made, { id: groupId, name: 'web', location: 'westeurope', definition: answer });
  });

  it('is accepted with one request: the operation is not polled', async () => {
    const fake = new FakeAzure({ status: 201, body: answer, headers: { 'azure-asyncoperation': 'https://management.azure.com/op' } });
    await fake.connect().containerGroups.put(groupId, definition);
    assert.deepEqual(
      fake.seen.map(({ method, path }) => `${method} ${path}`),
      [`PUT ${groupId}`],
    );
  });

  it("is sent under its own apiVersion, which is not part of the body, and the next under the product's", async () => {
    const fake = new FakeAzure({ status: 200, body: answer });
    const azure = fake.connect();
    await azure.containerGroups.put(groupId, { ...definition, apiVersion: '2021-10-01' });
    await azure.containerGroups.put(groupId, definition);
    assert.equal(fake.seen[0]?.query.get('api-version'), '2021-10-01');
    assert.deepEqual(JSON.parse(fake.seen[0]?.body ?? ''), definition);
    assert.match(fake.seen[1]?.query.get('api-version') ?? '', /^202[3-9]-/);
    assert.notEqual(fake.seen[1]?.query.get('api-version'), '2021-10-01');
  });

  it("is read under the api-version of its cloud, and the SDK's own where none is said", async () => {
    const versions = await Promise.all(
      clouds.map(async (cloud) => {
        const fake = new FakeAzure({ body: { value: [] } });
        await fake.connect({ cloud }).containerGroups.list('s');
        return [cloud.name, fake.seen[0]?.query.get('api-version')];
      }),
    );
    assert.deepEqual(versions, [
      ['AzureCloud', '2025-09-01'],
      ['AzureUSGovernment', '2023-05-01'],
      ['AzureChinaCloud', '2023-05-01'],
    ]);
  });

  it('keeps its body when it is sent again', async () => {
    const fake = new FakeAzure({ status: 500, body: {} }, { status: 201, body: answer });
    await fake.connect().containerGroups.put(groupId, definition);
    assert.deepEqual(
      fake.seen.map(({ body }) => JSON.parse(body ?? '') as unknown),
      [definition, definition],
    );
  });

  it('gives two groups that are put at once each its own body', async () => {
    const fake = new FakeAzure({ status: 201, body: answer });
    const azure = fake.connect();
    const other = { ...definition, location: 'northeurope' };
    await Promise.all([azure.containerGroups.put(groupId, definition), azure.containerGroups.put(`${groupId}2`, other)]);
    assert.deepEqual(JSON.parse(fake.seen.find(({ path }) => path === groupId)?.body ?? ''), definition);
    assert.deepEqual(JSON.parse(fake.seen.find(({ path }) => path === `${groupId}2`)?.body ?? ''), other);
  });

  it('is read whole, alone and in a list of several pages', async () => {
    const next = 'https://management.azure.com/next?api-version=1&$skiptoken=2';
    const fake = new FakeAzure(
      { body: answer },
      { body: { value: [answer], nextLink: next } },
      { body: { value: [{ ...answer, name: 'b' }] } },
    );
    const azure = fake.connect();
    assert.deepEqual((await azure.containerGroups.get(groupId))?.definition, answer);
    const listed = await azure.containerGroups.list('s');
    assert.deepEqual(
      listed.map((group) => [group.name, group.definition['alsoNew']]),
      [
        ['web', 'kept'],
        ['b', 'kept'],
      ],
    );
    assert.equal(fake.seen[2]?.query.get('$skiptoken'), '2');
  });

  for (const body of ['', {}, { id: groupId }]) {
    it(`is not read out of ${JSON.stringify(body)}`, async () => {
      await assert.rejects(new FakeAzure({ body }).connect().containerGroups.get(groupId), (error) =>
        AppError.is(error, 'UnreadableAnswer'),
      );
    });
  }
});
