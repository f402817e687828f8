import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { AppError } from '../../src/model/appError';
import type { FakeAnswer } from './fakeAzure';
import { FakeAzure } from './fakeAzure';

const registryId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/r';
const silent: FakeAnswer = { silent: true };

describe('a time-out', () => {
  it('says how long Azure was given, and of which request', async () => {
    const running = new FakeAzure(silent).connect({ timeoutMs: 1 }).registries.get(registryId);
    await assert.rejects(running, (error) => {
      assert.ok(AppError.is(error, 'Timeout'));
      assert.deepEqual(error.userMessage, { key: 'error.timeout', args: { seconds: '1' } });
      assert.equal(error.more.detail, `GET management.azure.com${registryId}`);
      return true;
    });
  });
  it('is not what ends a request that the caller cancelled', async () => {
    const stop = new AbortController();
    const fake = new FakeAzure(silent);
    const running = fake.connect({ timeoutMs: 60_000 }).registries.get(registryId, stop.signal);
    setImmediate(() => stop.abort());
    await assert.rejects(running, (error) => AppError.is(error, 'Cancelled'));
  });
  it('is tried again once, however many other failures come between', async () => {
    const fake = new FakeAzure(silent, { status: 500 }, silent);
    await assert.rejects(fake.connect({ timeoutMs: 5 }).registries.get(registryId), (error) => AppError.is(error, 'Timeout'));
    assert.equal(fake.seen.length, 3);
  });

  describe('on the network', () => {
    let server: Server;
    let asked = 0;
    before((done) => {
      server = createServer((_request, response) => {
        asked += 1;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"id":');
      });
      server.listen(0, '127.0.0.1', done);
    });
    after((done) => {
      server.close(done);
      server.closeAllConnections();
    });
    it('also ends an answer that begins and does not go on', async () => {
      const running = new FakeAzure().connect({ timeoutMs: 50, httpClient: redirectedTo(server) }).registries.get(registryId);
      await assert.rejects(running, (error) => AppError.is(error, 'Timeout'));
      assert.equal(asked, 2);
    });
  });
});

/** The SDK's own client, with every request sent to the server: tokens may be sent to https alone. */
function redirectedTo(server: Server): HttpClient {
  const client = createDefaultHttpClient();
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  return {
    sendRequest(request) {
      const url = `http://127.0.0.1:${address.port}/`;
      return client.sendRequest({ ...request, url, allowInsecureConnection: true });
    },
  };
}
