import assert from 'node:assert/strict';
import type { Azure } from '../../src/azure/azure';
import { AppError } from '../../src/model/appError';
import type { FaultKind } from '../../src/sandbox/faults';
import type { OpenAzure } from './openAzure';
import { idOf, openAzure } from './openAzure';

type Run = (azure: Azure, world: OpenAzure) => Promise<unknown>;

describe('the SDK against the sandbox: faults', () => {
  const passing: readonly [string, FaultKind][] = [
    ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
    ['500', { kind: 'status', status: 500 }],
    ['a reset before Azure acted', { kind: 'resetBefore' }],
    ['a reset after Azure acted', { kind: 'resetAfter' }],
    ['a page of a proxy', { kind: 'htmlBody' }],
  ];
  const runs: readonly [string, Run][] = [
    ['a list of the older SDK', (azure, { production }) => azure.identities.list(production)],
    ['a list of the newer SDK', (azure, { production }) => azure.registries.list(production)],
    ['a plain request', (azure, { production }) => azure.access.permissions(`/subscriptions/${production}`)],
    ['the data plane', (azure) => azure.images.repositories('contoso.azurecr.io')],
    ['a PUT', (azure, { production }) => azure.resourceGroups.put(`/subscriptions/${production}/resourceGroups/rg-new`, 'westeurope', {})],
    ['a DELETE', (azure, world) => azure.identities.delete(idOf(world, 'identities', 'id-new-service'))],
    ['a POST', (azure, world) => azure.containerGroups.stop(idOf(world, 'containerGroups', 'ledger'))],
  ];
  const [reads, writes] = [runs.slice(0, 4), runs.slice(4)];
  for (const [what, run] of runs) {
    for (const [fault, kind] of passing) {
      it(`tries ${what} again after ${fault}`, async () => {
        const world = openAzure();
        world.open.sandbox.faults.add({ ...kind, match: {} });
        await run(world.azure, world);
        assert.equal(world.open.sandbox.faults.pending, 0);
      });
    }
  }

  for (const [fault, kind] of passing) {
    it(`asks a registry for its token again after ${fault}`, async () => {
      const world = openAzure();
      for (const path of [/^\/oauth2\/exchange/, /^\/oauth2\/token/]) world.open.sandbox.faults.add({ ...kind, match: { path } });
      assert.ok((await world.azure.images.repositories('contoso.azurecr.io')).items.length > 0);
      assert.equal(world.open.sandbox.faults.pending, 0);
    });
  }

  const lasting: readonly [string, FaultKind, string][] = [
    ['429 without Retry-After', { kind: 'status', status: 429 }, 'TooManyRequests'],
    ['500s without end', { kind: 'status', status: 500 }, 'InternalServerError'],
    ['resets without end', { kind: 'resetBefore' }, 'NetworkError'],
    ['pages without end', { kind: 'htmlBody' }, 'BadGateway'],
    ['a token that is not accepted', { kind: 'unauthorized' }, 'InvalidAuthenticationToken'],
  ];
  for (const [what, run] of reads) {
    for (const [fault, kind, code] of lasting) {
      it(`ends ${what} with ${code} after ${fault}`, async () => {
        const world = openAzure();
        world.open.sandbox.faults.add({ ...kind, match: {}, times: 100 });
        await assert.rejects(run(world.azure, world), (error) => AppError.is(error, code));
      });
    }
  }

  for (const [what, run] of reads) {
    it(`tries ${what} that hangs again, once its time is over`, async () => {
      const world = openAzure();
      world.open.sandbox.faults.add({ kind: 'hang', match: {} });
      await run(world.connect({ timeoutMs: 500 }), world);
      assert.equal(world.open.sandbox.faults.pending, 0);
    });
    it(`ends ${what} with Timeout when it hangs again`, async () => {
      const world = openAzure();
      world.open.sandbox.faults.add({ kind: 'hang', match: {}, times: 2 });
      await assert.rejects(run(world.connect({ timeoutMs: 5 }), world), (error) => AppError.is(error, 'Timeout'));
      assert.equal(world.open.sandbox.faults.pending, 0);
    });
  }
  for (const [what, run] of writes) {
    it(`ends ${what} that hangs with Timeout, and does not send it again`, async () => {
      const world = openAzure();
      const sent: string[] = [];
      world.open.sandbox.faults.add({ kind: 'hang', match: {}, times: 2 });
      const azure = world.connect({ timeoutMs: 5, log: ({ method }) => sent.push(method) });
      await assert.rejects(run(azure, world), (error) => AppError.is(error, 'Timeout'));
      assert.equal(sent.length, 1);
    });
  }
  it('ends an import that Azure accepted with Timeout when its operation cannot be asked after', async () => {
    const world = openAzure();
    world.open.sandbox.faults.add({ kind: 'hang', match: { method: 'GET' }, times: 2 });
    const image = { sourceServer: 'mcr.microsoft.com', sourceImage: 'azuredocs/aci-helloworld:latest', targetTag: 'hello:1' };
    const running = world.connect({ timeoutMs: 500 }).registries.importImage(idOf(world, 'registries', 'contoso'), image);
    await assert.rejects(running, (error) => AppError.is(error, 'Timeout'));
    assert.equal(world.open.sandbox.faults.pending, 0);
  });
  for (const path of [/^\/oauth2\/exchange/, /^\/oauth2\/token/]) {
    it(`ends a list of repositories with Timeout when ${path.source} hangs`, async () => {
      const world = openAzure();
      world.open.sandbox.faults.add({ kind: 'hang', match: { path } });
      const running = world.connect({ timeoutMs: 500 }).images.repositories('contoso.azurecr.io');
      await assert.rejects(running, (error) => AppError.is(error, 'Timeout'));
    });
  }

  for (const [what, run] of runs) {
    it(`ends ${what} that hangs once it is cancelled`, async () => {
      const world = openAzure();
      world.open.sandbox.faults.add({ kind: 'hang', match: {} });
      const stop = new AbortController();
      const cancelled = cancellable(world.azure, stop.signal);
      const running = run(cancelled, world);
      setImmediate(() => stop.abort());
      await assert.rejects(running, (error) => AppError.is(error, 'Cancelled'));
    });
  }

  it('resolves an import only where its operation is known: a lost one is an error with a code', async () => {
    const world = openAzure();
    world.open.sandbox.faults.add({ kind: 'lostOperation', match: { method: 'POST', path: /importImage/ } });
    const image = { sourceServer: 'mcr.microsoft.com', sourceImage: 'azuredocs/aci-helloworld:latest', targetTag: 'hello:1' };
    await assert.rejects(world.azure.registries.importImage(idOf(world, 'registries', 'contoso'), image), (error) => {
      assert.ok(AppError.is(error) && error.more.status === 404, String(error));
      return true;
    });
  });
});

/** The same Azure with the signal put behind the arguments of every method used here. */
function cancellable(azure: Azure, signal: AbortSignal): Azure {
  return {
    ...azure,
    identities: {
      ...azure.identities,
      list: (id) => azure.identities.list(id, signal),
      delete: (id) => azure.identities.delete(id, signal),
    },
    registries: { ...azure.registries, list: (id) => azure.registries.list(id, signal) },
    images: { ...azure.images, repositories: (server, next) => azure.images.repositories(server, next, signal) },
    access: { ...azure.access, permissions: (scope) => azure.access.permissions(scope, signal) },
    resourceGroups: { ...azure.resourceGroups, put: (id, location, tags) => azure.resourceGroups.put(id, location, tags, signal) },
    containerGroups: { ...azure.containerGroups, stop: (id) => azure.containerGroups.stop(id, signal) },
  };
}
