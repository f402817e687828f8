import assert from 'node:assert/strict';
import type { Azure } from '../../src/azure/azure';
import type { RequestLine } from '../../src/azure/connectOptions';
import { AppError } from '../../src/model/appError';
import type { FakeAnswer } from './fakeAzure';
import { credentialOf, FakeAzure } from './fakeAzure';

const inGroup = '/subscriptions/s/resourceGroups/rg/providers';
const groupId = `${inGroup}/Microsoft.ContainerInstance/containerGroups/web`;
const registryId = `${inGroup}/Microsoft.ContainerRegistry/registries/r`;
const identityId = `${inGroup}/Microsoft.ManagedIdentity/userAssignedIdentities/i`;

describe('retrying', () => {
  const identity = { id: identityId, name: 'i', location: 'westeurope', properties: { tenantId: 't', principalId: 'p', clientId: 'c' } };
  const busy = { status: 429, headers: { 'retry-after': '0' }, body: { error: { code: 'TooManyRequests', message: 'slow' } } };
  const rows: readonly [string, FakeAnswer][] = [
    ['429 with Retry-After', busy],
    ['500', { status: 500, body: { error: { code: 'InternalServerError', message: 'oops' } } }],
    ['a reset', { lost: 'ECONNRESET' }],
    ['a page of a gateway', { status: 504, body: '<html>', headers: { 'content-type': 'text/html' } }],
  ];
  for (const [fault, answer] of rows) {
    it(`sends again after ${fault}`, async () => {
      const fake = new FakeAzure(answer, { body: identity });
      assert.equal((await fake.connect().identities.get(identityId))?.principalId, 'p');
      assert.equal(fake.seen.length, 2);
    });
  }
  it('gives up after as many tries as it was told, with the last reason', async () => {
    const fake = new FakeAzure({ lost: 'ECONNRESET' });
    await assert.rejects(fake.connect().registries.get(registryId), (error) => AppError.is(error, 'NetworkError'));
    assert.equal(fake.seen.length, 3);
  });
  it('does not send again what Azure refused', async () => {
    const fake = new FakeAzure({ status: 400, body: { error: { code: 'InaccessibleImage', message: 'no' } } });
    const put = fake.connect().containerGroups.put(groupId, { properties: { containers: [] } });
    await assert.rejects(put, (error) => AppError.is(error, 'InaccessibleImage'));
    assert.equal(fake.seen.length, 1);
  });
});

describe('cancelling', () => {
  const rows: readonly [string, (azure: Azure, signal: AbortSignal) => Promise<unknown>][] = [
    ['a list of the older SDK', (azure, signal) => azure.identities.list('s', signal)],
    ['a list of the newer SDK', (azure, signal) => azure.registries.list('s', signal)],
    ['a plain request', (azure, signal) => azure.access.permissions('/subscriptions/s', signal)],
    ['a PUT', (azure, signal) => azure.containerGroups.put(groupId, { properties: { containers: [] } }, signal)],
    ['the data plane', (azure, signal) => azure.images.repositories('r.azurecr.io', undefined, signal)],
  ];
  for (const [what, run] of rows) {
    it(`ends ${what} at once with Cancelled`, async () => {
      const stop = new AbortController();
      const fake = new FakeAzure({ silent: true });
      const running = run(fake.connect(), stop.signal);
      setImmediate(() => stop.abort());
      await assert.rejects(running, (error) => AppError.is(error, 'Cancelled'));
    });
    it(`sends nothing of ${what} when it was cancelled before`, async () => {
      const fake = new FakeAzure({ silent: true });
      await assert.rejects(run(fake.connect(), AbortSignal.abort()), (error) => AppError.is(error, 'Cancelled'));
      assert.equal(fake.seen.length, 0);
    });
  }
  it('asks for no further page', async () => {
    const stop = new AbortController();
    const next = 'https://management.azure.com/next';
    const registry = { id: registryId, name: 'r', location: 'westeurope', sku: { name: 'Basic' }, properties: {} };
    const fake = new FakeAzure({ body: { value: [registry], nextLink: next } });
    const log = (): void => void (fake.seen.length === 2 && stop.abort());
    await assert.rejects(fake.connect({ log }).registries.list('s', stop.signal), (error) => AppError.is(error, 'Cancelled'));
    const sent = fake.seen.length;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(fake.seen.length, sent);
  });
});

describe('what is not there', () => {
  const rows: readonly [string, string, (azure: Azure) => Promise<unknown>][] = [
    ['a resource group', 'ResourceGroupNotFound', (azure) => azure.resourceGroups.get('/subscriptions/s/resourceGroups/rg')],
    ['an identity', 'ResourceNotFound', (azure) => azure.identities.get(identityId)],
    ['an identity whose group is gone', 'ResourceGroupNotFound', (azure) => azure.identities.get(identityId)],
    ['a registry', 'ResourceNotFound', (azure) => azure.registries.get(registryId)],
    ['a container group', 'ContainerGroupNotFound', (azure) => azure.containerGroups.get(groupId)],
    ['an assignment', 'RoleAssignmentNotFound', (azure) => azure.access.getAssignment(registryId, 'n')],
  ];
  for (const [what, code, run] of rows) {
    it(`is undefined for ${what} (${code})`, async () => {
      assert.equal(await run(new FakeAzure({ status: 404, body: { error: { code, message: 'gone' } } }).connect()), undefined);
    });
    it(`is an error for ${what} where the subscription is not there`, async () => {
      const fake = new FakeAzure({ status: 404, body: { error: { code: 'SubscriptionNotFound', message: 'gone' } } });
      await assert.rejects(run(fake.connect()), (error) => AppError.is(error, 'SubscriptionNotFound'));
    });
  }
  it('is gone already for a delete', async () => {
    const gone = { status: 404, body: { error: { code: 'ResourceGroupNotFound', message: 'gone' } } };
    await new FakeAzure(gone).connect().resourceGroups.delete('/subscriptions/s/resourceGroups/rg');
    await new FakeAzure({ status: 204 }).connect().access.unassign(`${registryId}/providers/Microsoft.Authorization/roleAssignments/n`);
  });
  it('is refused before sending where the id is none', async () => {
    const fake = new FakeAzure({});
    await assert.rejects(fake.connect().registries.get('/subscriptions/s'), (error) => AppError.is(error, 'InvalidResourceId'));
    assert.equal(fake.seen.length, 0);
  });
});

describe('role assignments on the wire', () => {
  const value = [
    {
      id: `${registryId}/providers/Microsoft.Authorization/roleAssignments/n`,
      name: 'n',
      properties: {
        scope: registryId,
        roleDefinitionId: '/subscriptions/S/providers/Microsoft.Authorization/roleDefinitions/7F951DDA-4ED3-4680-A7CA-43FE172D538D',
        principalId: 'p',
        principalType: 'ServicePrincipal',
        condition: null,
        description: null,
        updatedOn: '2026-01-02T03:04:05Z',
      },
    },
  ];
  const rows: readonly [string, Parameters<Azure['access']['assignments']>[1], string | null][] = [
    ['at and above a scope', undefined, 'atScope()'],
    ['also below it', { below: true }, null],
    ["one principal's", { principalId: 'p' }, "assignedTo('p')"],
  ];
  for (const [which, options, filter] of rows) {
    it(`asks for those ${which}`, async () => {
      const fake = new FakeAzure({ body: { value } });
      assert.deepEqual(await fake.connect().access.assignments(registryId, options), [
        {
          id: value[0]?.id,
          name: 'n',
          scope: registryId,
          principalId: 'p',
          principalType: 'ServicePrincipal',
          roleId: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
          updatedOn: '2026-01-02T03:04:05.000Z',
        },
      ]);
      assert.equal(fake.seen[0]?.query.get('$filter'), filter);
    });
  }
  const rest = '/providers/Microsoft.Authorization';
  const paths: readonly [string, string, (azure: Azure, scope: string) => Promise<unknown>][] = [
    ['a list', `${registryId}${rest}/roleAssignments`, (azure, scope) => azure.access.assignments(scope)],
    ['one', `${registryId}${rest}/roleAssignments/n`, (azure, scope) => azure.access.getAssignment(scope, 'n')],
    ['a deletion', `${registryId}${rest}/roleAssignments/n`, (azure, scope) => azure.access.unassign(`${scope}${rest}/roleAssignments/n`)],
    ['definitions', `${registryId}${rest}/roleDefinitions`, (azure, scope) => azure.access.definitions(scope)],
    ['permissions', `${registryId}${rest}/permissions`, (azure, scope) => azure.access.permissions(scope)],
  ];
  for (const [what, path, run] of paths) {
    it(`asks for ${what} under the scope, with one slash between`, async () => {
      const fake = new FakeAzure({ body: {} });
      await run(fake.connect(), registryId);
      assert.equal(fake.seen[0]?.path, path);
      assert.equal(fake.seen[0].query.get('api-version'), '2022-04-01');
    });
  }
  it('reads permissions page after page', async () => {
    const nextLink = 'https://management.azure.com/next?page=2';
    const fake = new FakeAzure(
      { body: { value: [{ actions: ['a/read'] }], nextLink } },
      { body: { value: [{ notActions: ['b/write'] }] } },
    );
    assert.deepEqual(await fake.connect().access.permissions('/subscriptions/s'), [
      { actions: ['a/read'], notActions: [], dataActions: [], notDataActions: [] },
      { actions: [], notActions: ['b/write'], dataActions: [], notDataActions: [] },
    ]);
    assert.equal(fake.seen[1]?.path, '/next');
  });
  it('does not make up a kind of principal', async () => {
    const fake = new FakeAzure({ body: { id: 'i', name: 'n', properties: { principalId: 'p', scope: registryId } } });
    assert.deepEqual(await fake.connect().access.getAssignment(registryId, 'n'), {
      id: 'i',
      name: 'n',
      scope: registryId,
      principalId: 'p',
      roleId: '',
    });
  });
  it('always names the kind of principal, and the version of a condition', async () => {
    const fake = new FakeAzure({ status: 201, body: value[0] });
    const wanted = { name: 'n', principalId: 'p', principalType: 'ServicePrincipal', roleId: 'role', condition: 'C' } as const;
    await fake.connect().access.assign(registryId, wanted);
    assert.deepEqual(JSON.parse(fake.seen[0]?.body ?? ''), {
      properties: {
        principalId: 'p',
        principalType: 'ServicePrincipal',
        roleDefinitionId: '/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/role',
        condition: 'C',
        conditionVersion: '2.0',
      },
    });
  });
});

describe('the log of requests', () => {
  it('has a line for every attempt, without query, body or token', async () => {
    const lines: RequestLine[] = [];
    const answered = { headers: { 'x-ms-request-id': 'r-2' }, body: { value: [] } };
    const fake = new FakeAzure({ lost: 'ECONNRESET' }, answered);
    await fake.connect({ log: (line) => lines.push(line) }).identities.list('s');
    assert.deepEqual(
      lines.map(({ ms, ...line }) => [typeof ms, line]),
      [
        ['number', { method: 'GET', host: 'management.azure.com', path: fake.seen[0]?.path }],
        ['number', { method: 'GET', host: 'management.azure.com', path: fake.seen[0]?.path, status: 200, requestId: 'r-2' }],
      ],
    );
    assert.doesNotMatch(JSON.stringify(lines), /api-version|Bearer/);
  });
});

describe('who is signed in', () => {
  const rows: readonly [string, Record<string, unknown>, string][] = [
    ['a name', { name: 'Ada', upn: 'ada@contoso.example' }, 'Ada'],
    ['a sign-in name', { upn: 'ada@contoso.example' }, 'ada@contoso.example'],
    ['an older sign-in name', { unique_name: 'ada@contoso.example' }, 'ada@contoso.example'],
    ['an application id', { appid: 'app' }, 'app'],
    ['nothing but an object id', {}, 'o'],
  ];
  for (const [what, claims, name] of rows) {
    it(`is read from a token with ${what}`, async () => {
      const azure = new FakeAzure().connect({ credential: credentialOf({ oid: 'o', tid: 't', ...claims }) });
      assert.deepEqual(await azure.signedIn(), { objectId: 'o', tenantId: 't', name });
    });
  }
  for (const token of [null, { token: 'opaque', expiresOnTimestamp: 0 }, { token: 'a.bm8.c', expiresOnTimestamp: 0 }]) {
    it(`is unknown with ${token ? `the token '${token.token}'` : 'no token'}`, async () => {
      const azure = new FakeAzure().connect({ credential: { getToken: () => Promise.resolve(token) } });
      await assert.rejects(azure.signedIn(), (error) => AppError.is(error, 'SignInFailed'));
    });
  }
});
