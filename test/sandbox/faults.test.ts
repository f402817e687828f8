import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import assert from 'node:assert/strict';
import type { Fault, FaultKind } from '../../src/sandbox/faults';
import { SandboxHttpClient } from '../../src/sandbox/httpClient';
import { Trial } from './call';
import { credentialOf } from './sdk';

/** One attempt at making an identity with the SDK's own pipeline; retries wait a millisecond. */
function attempt(faults: readonly Fault[], retries = 2): { trial: Trial; run: (signal?: AbortSignal) => Promise<unknown> } {
  const trial = new Trial();
  for (const fault of faults) trial.sandbox.faults.add(fault);
  const client = new ManagedServiceIdentityClient(credentialOf(trial), trial.subscriptionId, {
    endpoint: 'https://management.azure.com',
    httpClient: new SandboxHttpClient(trial.sandbox),
    retryOptions: { maxRetries: retries, retryDelayInMs: 1, maxRetryDelayInMs: 1 },
  });
  const run = (signal?: AbortSignal) =>
    client.userAssignedIdentities.createOrUpdate('rg', 'mine', { location: 'westeurope' }, signal ? { abortSignal: signal } : {});
  return { trial, run };
}

const put = { method: 'PUT', path: /userAssignedIdentities/i };

function statuses(trial: Trial): number[] {
  return trial.sandbox.log.map(({ status }) => status);
}

describe('faults in the sandbox, seen through the SDK', () => {
  const survived: readonly [string, FaultKind & { times?: number }, number[]][] = [
    ['a connection lost before Azure acted', { kind: 'resetBefore' }, [201]],
    ['a connection lost after Azure acted', { kind: 'resetAfter' }, [200]],
    ['two lost connections', { kind: 'resetBefore', times: 2 }, [201]],
    ['throttling', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }, [429, 201]],
    ['an internal error', { kind: 'status', status: 500, body: { error: { code: 'InternalServerError', message: 'x' } } }, [500, 201]],
    ['a page in place of an answer', { kind: 'htmlBody' }, [502, 201]],
    ['a late answer', { kind: 'delay', ms: 1 }, [201]],
  ];
  for (const [what, fault, seen] of survived) {
    it(`gets through ${what}`, async () => {
      const { trial, run } = attempt([{ ...fault, match: put }]);
      await run();
      assert.deepEqual(statuses(trial), seen);
      assert.equal(Object.keys(trial.world.identities).length, 1);
      assert.equal(trial.sandbox.faults.pending, 0);
    });
  }

  const fatal: readonly [string, FaultKind, Record<string, unknown>, number][] = [
    ['a connection lost before Azure acted', { kind: 'resetBefore' }, { code: 'ECONNRESET' }, 0],
    ['a connection lost after Azure acted', { kind: 'resetAfter' }, { code: 'ECONNRESET' }, 1],
    ['a token that is not accepted', { kind: 'unauthorized' }, { statusCode: 401, code: 'InvalidAuthenticationToken' }, 0],
    ['a page in place of an answer', { kind: 'htmlBody', status: 403 }, { statusCode: 403 }, 0],
  ];
  for (const [what, fault, expected, made] of fatal) {
    it(`fails on ${what} where nothing is tried again`, async () => {
      const { trial, run } = attempt([{ ...fault, match: put }], 0);
      await assert.rejects(run(), expected);
      assert.equal(Object.keys(trial.world.identities).length, made);
    });
  }

  it('keeps the caller waiting until they give up, and does nothing', async () => {
    const { trial, run } = attempt([{ kind: 'hang', match: put }]);
    const abort = new AbortController();
    const running = run(abort.signal);
    while (trial.sandbox.faults.pending > 0) await new Promise(setImmediate);
    abort.abort();
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(Object.keys(trial.world.identities).length, 0);
  });

  it('meets only requests that fit', async () => {
    const { trial, run } = attempt([
      { kind: 'resetBefore', match: { method: 'GET' } },
      { kind: 'resetBefore', match: { path: /registries/ } },
    ]);
    await run();
    assert.equal(trial.sandbox.faults.pending, 2);
  });

  it('loses the operation that an accepted request named', async () => {
    const trial = new Trial();
    const registry = `${trial.group}/providers/Microsoft.ContainerRegistry/registries/shops`;
    trial.sandbox.faults.add({ kind: 'lostOperation', match: { method: 'PUT' } });
    const made = await trial.send('PUT', `${registry}?api-version=2025-11-01`, { location: 'westeurope', sku: { name: 'Basic' } });
    assert.equal(made.status, 201);
    assert.equal((await trial.send('GET', made.headers['azure-asyncoperation'] ?? '')).status, 404);
    trial.clock.advance(60_000);
    const read = await trial.send('GET', `${registry}?api-version=2025-11-01`);
    assert.equal((read.body as { properties: { provisioningState: string } }).properties.provisioningState, 'Succeeded');
  });
});
