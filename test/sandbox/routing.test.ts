import assert from 'node:assert/strict';
import { addRegistry } from '../../src/sandbox/builder';
import { personaId } from '../../src/sandbox/personas';
import { writeToken } from '../../src/sandbox/token';
import { refusal, start, Trial, valueOf } from './call';

const groups = '?api-version=2022-09-01';

describe('routing in the sandbox', () => {
  it('reads paths without regard to case and folds repeated slashes', async () => {
    const trial = new Trial();
    for (const path of [trial.group, trial.group.toUpperCase(), trial.group.replaceAll('/', '//')]) {
      const answer = await trial.send('GET', `${path}${groups}`);
      assert.equal(answer.status, 200, path);
      assert.equal((answer.body as { id: string }).id, trial.group);
    }
  });

  const asked: readonly [string, string, (trial: Trial) => [string, string], number, string, RegExp][] = [
    ['no api-version', 'GET', (t) => [t.group, ''], 400, 'MissingApiVersionParameter', /api-version query parameter/],
    [
      "an api-version that the gateway's own type does not know",
      'GET',
      (t) => [t.group, '?api-version=1999-01-01'],
      400,
      'InvalidApiVersionParameter',
      /The api-version '1999-01-01' is invalid\. The supported versions are '2025-04-01,/,
    ],
    [
      'an api-version that a type does not know',
      'GET',
      (t) => [`${t.subscription}/providers/Microsoft.ContainerRegistry/registries`, '?api-version=1999-01-01'],
      404,
      'InvalidResourceType',
      /The resource type 'registries' could not be found in the namespace 'Microsoft\.ContainerRegistry' for api version '1999-01-01'/,
    ],
    [
      'an unknown subscription',
      'GET',
      () => ['/subscriptions/00000000-0000-0000-0000-00000000dead/resourceGroups/rg', groups],
      404,
      'SubscriptionNotFound',
      /^The subscription '00000000-0000-0000-0000-00000000dead' could not be found\.$/,
    ],
    [
      'an unknown group',
      'GET',
      (t) => [`${t.subscription}/resourceGroups/no`, groups],
      404,
      'ResourceGroupNotFound',
      /^Resource group 'no' could not be found\.$/,
    ],
    [
      'a resource in an unknown group',
      'GET',
      (t) => [`${t.subscription}/resourceGroups/no/providers/Microsoft.ContainerRegistry/registries/abcde`, '?api-version=2025-11-01'],
      404,
      'ResourceGroupNotFound',
      /'no'/,
    ],
    [
      'an unknown resource',
      'GET',
      (t) => [`${t.group}/providers/Microsoft.ContainerRegistry/registries/abcde`, '?api-version=2025-11-01'],
      404,
      'ResourceNotFound',
      /^The Resource 'Microsoft\.ContainerRegistry\/registries\/abcde' under resource group 'rg' was not found\./,
    ],
    [
      'a type that the sandbox lacks',
      'GET',
      (t) => [`${t.group}/providers/Microsoft.Web/sites/site`, '?api-version=2024-04-01'],
      501,
      'NotInSandbox',
      /Microsoft\.Web\/sites\/site/,
    ],
  ];
  for (const [what, method, where, status, code, message] of asked) {
    it(`answers ${code} to ${what}`, async () => {
      const trial = new Trial();
      const answer = await trial.send(method, where(trial).join(''));
      const refused = refusal(answer);
      assert.deepEqual([refused.status, refused.code], [status, code]);
      assert.match(refused.message, message);
      assert.equal(answer.headers['x-ms-failure-cause'], status === 501 ? undefined : 'gateway');
    });
  }

  it('names the location where a version does not fit an existing resource', async () => {
    const trial = new Trial();
    const registry = addRegistry(trial.world, {
      subscriptionId: trial.subscriptionId,
      resourceGroup: 'rg',
      name: 'abcde',
      location: 'westeurope',
      createdAt: start,
    });
    const refused = refusal(await trial.send('GET', `${registry.id}?api-version=1999-01-01`));
    assert.equal(refused.code, 'NoRegisteredProviderFound');
    assert.match(
      refused.message,
      /^No registered resource provider found for location 'westeurope' and API version '1999-01-01' for type 'registries'\./,
    );
  });

  it('does not know hosts outside its world', async () => {
    const answer = await new Trial().send('GET', 'https://example.com/v2/');
    assert.equal(refusal(answer).code, 'NotInSandbox');
  });

  it('gives every answer a request id, a correlation id and a date', async () => {
    const trial = new Trial();
    const { headers } = await trial.send('GET', `${trial.group}${groups}`, undefined, {
      headers: { 'x-ms-correlation-request-id': 'correlation', 'x-ms-client-request-id': 'mine', 'x-ms-return-client-request-id': 'true' },
    });
    assert.match(headers['x-ms-request-id'] ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(headers['x-ms-correlation-request-id'], 'correlation');
    assert.equal(headers['x-ms-client-request-id'], 'mine');
    assert.equal(headers['date'], new Date(start).toUTCString());
  });

  it('logs method, path and status of requests, and neither query nor token', async () => {
    const trial = new Trial();
    await trial.send('GET', `${trial.group}${groups}`);
    assert.deepEqual(trial.sandbox.log, [{ method: 'GET', path: `management.azure.com${trial.group}`, status: 200 }]);
  });

  it('pages lists by nextLink', async () => {
    const trial = new Trial({ pageSize: 2 });
    for (const name of ['b', 'c', 'd', 'e'])
      await trial.send('PUT', `${trial.subscription}/resourceGroups/${name}${groups}`, { location: 'westeurope' });
    const names: string[] = [];
    const sizes: number[] = [];
    let next: string | undefined = `${trial.subscription}/resourceGroups${groups}`;
    while (next) {
      const answer = await trial.send('GET', next);
      const value = valueOf<{ name: string }>(answer);
      sizes.push(value.length);
      names.push(...value.map(({ name }) => name));
      next = (answer.body as { nextLink?: string }).nextLink;
    }
    assert.deepEqual(names, ['rg', 'b', 'c', 'd', 'e']);
    assert.deepEqual(sizes, [2, 2, 1]);
  });

  it('comes back from a snapshot as it was', async () => {
    const trial = new Trial();
    await trial.send('POST', `${trial.subscription}/providers/Microsoft.Network/unregister?api-version=2022-09-01`);
    const snapshot = trial.sandbox.snapshot();
    const before = trial.clock.now();
    trial.clock.advance(500_000);
    await trial.send('PUT', `${trial.subscription}/resourceGroups/other${groups}`, { location: 'westeurope' });
    trial.sandbox.restore(snapshot);
    assert.equal(trial.clock.now(), before);
    assert.equal((await trial.send('GET', `${trial.subscription}/resourceGroups/other${groups}`)).status, 404);
    assert.throws(() => trial.sandbox.restore('{}'), /snapshot/);
  });
});

describe('tokens in the sandbox', () => {
  const soon = () => Math.floor(Date.now() / 1000) + 600;
  const cases: readonly [string, (trial: Trial) => string | undefined, string][] = [
    ['no token', () => undefined, 'AuthenticationFailed'],
    ['something else than a token', () => 'Bearer abc', 'InvalidAuthenticationToken'],
    [
      'a token of somebody unknown',
      ({ world }) => `Bearer ${writeToken({ oid: 'nobody', tid: world.tenantId, aud: 'https://management.azure.com', exp: soon() })}`,
      'InvalidAuthenticationToken',
    ],
    [
      'an expired token',
      ({ world }) =>
        `Bearer ${writeToken({ oid: personaId('owner'), tid: world.tenantId, aud: 'https://management.azure.com/', exp: soon() - 3600 })}`,
      'ExpiredAuthenticationToken',
    ],
    [
      'a token for a registry',
      ({ world }) =>
        `Bearer ${writeToken({ oid: personaId('owner'), tid: world.tenantId, aud: 'https://containerregistry.azure.net', exp: soon() })}`,
      'InvalidAuthenticationTokenAudience',
    ],
    [
      'a token of another tenant',
      () => `Bearer ${writeToken({ oid: personaId('owner'), tid: 'another', aud: 'https://management.azure.com', exp: soon() })}`,
      'InvalidAuthenticationTokenTenant',
    ],
  ];
  for (const [what, authorization, code] of cases) {
    it(`answers 401 ${code} to ${what}`, async () => {
      const trial = new Trial();
      const given = authorization(trial);
      const answer = await trial.sandbox.handle({
        method: 'GET',
        url: `https://management.azure.com${trial.group}${groups}`,
        headers: given === undefined ? {} : { authorization: given },
      });
      assert.equal(answer.status, 401);
      assert.equal((JSON.parse(answer.body) as { error: { code: string } }).error.code, code);
      assert.match(answer.headers['www-authenticate'] ?? '', /^Bearer authorization_uri=/);
    });
  }
});
