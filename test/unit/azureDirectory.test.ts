import assert from 'node:assert/strict';
import type { TokenCredential } from '@azure/core-auth';
import type { RequestLine } from '../../src/azure/connectOptions';
import { signInNeeded } from '../../src/azure/silentCredential';
import { AppError } from '../../src/model/appError';
import type { Cloud } from '../../src/model/cloud';
import { publicCloud } from '../../src/model/cloud';
import type { FakeAnswer, FakeOptions } from './fakeAzure';
import { credentialOf, FakeAzure } from './fakeAzure';

const appId = '11111111-2222-3333-4444-555555555555';
const people = [
  { '@odata.type': '#microsoft.graph.user', id: 'u', displayName: 'Olivia', userPrincipalName: 'olivia@contoso.example', mail: 'x' },
  { '@odata.type': '#microsoft.graph.group', id: 'g', displayName: 'Pullers' },
  { '@odata.type': '#microsoft.graph.servicePrincipal', id: 's', displayName: null, appId },
  { '@odata.type': '#microsoft.graph.user', id: 'hidden', displayName: null },
  { '@odata.type': '#microsoft.graph.device', id: 'd', displayName: 'Laptop' },
];

describe('names of principals', () => {
  it('come from Microsoft Graph, with its own token', async () => {
    const scopes: unknown[] = [];
    const credential: TokenCredential = {
      getToken: (scope) => {
        scopes.push(scope);
        return credentialOf({ oid: 'me' }).getToken(scope);
      },
    };
    const lines: RequestLine[] = [];
    const fake = new FakeAzure({ body: { value: people } });
    const { directory } = fake.connect({ credential, log: (line) => lines.push(line) });
    assert.deepEqual(await directory.principals(['u', 'g', 's', 'hidden', 'gone']), [
      { id: 'u', type: 'User', name: 'Olivia', userPrincipalName: 'olivia@contoso.example' },
      { id: 'g', type: 'Group', name: 'Pullers' },
      { id: 's', type: 'ServicePrincipal', name: appId, appId },
      { id: 'hidden', type: 'User', name: 'hidden' },
    ]);
    assert.deepEqual(scopes.flat(), ['https://graph.microsoft.com/.default']);
    assert.deepEqual(
      lines.map(({ method, host, path, status }) => [method, host, path, status]),
      [['POST', 'graph.microsoft.com', '/v1.0/directoryObjects/getByIds', 200]],
    );
    assert.deepEqual(JSON.parse(fake.seen[0]?.body ?? ''), {
      ids: ['u', 'g', 's', 'hidden', 'gone'],
      types: ['user', 'group', 'servicePrincipal'],
    });
  });

  it('are asked for a thousand at a time', async () => {
    const fake = new FakeAzure({ body: { value: [people[0]] } });
    const ids = Array.from({ length: 2001 }, (_, index) => `id${index}`);
    assert.equal((await fake.connect().directory.principals(ids))?.length, 3);
    const asked = fake.seen.map(({ body }) => (JSON.parse(body ?? '') as { ids: string[] }).ids);
    assert.deepEqual(
      asked.map(({ length }) => length),
      [1000, 1000, 1],
    );
    assert.deepEqual(asked.flat(), ids);
  });

  it('need no request where nobody is asked about', async () => {
    const fake = new FakeAzure({});
    assert.deepEqual(await fake.connect().directory.principals([]), []);
    assert.equal(fake.seen.length, 0);
  });

  it('are found by the id of an application', async () => {
    const fake = new FakeAzure({ body: { value: [{ id: 's', displayName: 'pull', appId }] } });
    assert.deepEqual(await fake.connect().directory.servicePrincipal(appId), { id: 's', type: 'ServicePrincipal', name: 'pull', appId });
    assert.equal(fake.seen[0]?.path, '/v1.0/servicePrincipals');
    assert.equal(fake.seen[0].query.get('$filter'), `appId eq '${appId}'`);
  });

  it('are not found by the id of an application that the directory has not', async () => {
    assert.equal(await new FakeAzure({ body: { value: [] } }).connect().directory.servicePrincipal("it's"), undefined);
  });

  const withoutGraph = Object.fromEntries(Object.entries(publicCloud).filter(([name]) => name !== 'graph')) as unknown as Cloud;
  const rows: readonly [string, FakeAnswer, FakeOptions?][] = [
    ['the token would need a person', {}, { credential: { getToken: () => Promise.reject(signInNeeded('tenant')) } }],
    ['there is no token', {}, { credential: { getToken: () => Promise.resolve(null) } }],
    ['the cloud has no Microsoft Graph', { body: { value: people } }, { cloud: withoutGraph }],
    ['Microsoft Graph does not take the token', { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } }],
    ['the person may not read the directory', { status: 403, body: { error: { code: 'Authorization_RequestDenied' } } }],
    ['Microsoft Graph is not reached', { lost: 'ENOTFOUND' }],
    ['no answer comes in time', { silent: true }, { timeoutMs: 5 }],
    ['a proxy answers with a page', { body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['the answer is no JSON', { body: 'oops' }],
    ['Microsoft Graph sends the caller elsewhere', { status: 307, headers: { location: 'https://evil.example/v1.0' } }],
  ];
  for (const [why, answer, options] of rows) {
    it(`cannot be told where ${why}`, async () => {
      const fake = new FakeAzure(answer);
      const { directory } = fake.connect(options);
      assert.equal(await directory.principals(['u']), undefined);
      assert.equal(await directory.servicePrincipal(appId), undefined);
    });
  }

  it('end at once when they are cancelled', async () => {
    const stop = new AbortController();
    const running = new FakeAzure({ silent: true }).connect().directory.principals(['u'], stop.signal);
    setImmediate(() => stop.abort());
    await assert.rejects(running, (error) => AppError.is(error, 'Cancelled'));
  });
});
