import assert from 'node:assert/strict';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { Azure } from '../../src/azure/azure';
import { connect } from '../../src/azure/main';
import { signInNeeded } from '../../src/azure/silentCredential';
import { AppError } from '../../src/model/appError';
import { publicCloud } from '../../src/model/cloud';
import { credentialOf } from './fakeAzure';

interface Sent {
  readonly url: URL;
  /** Tenant of the token it carried. */
  readonly tenant: string;
}

/** Three tenants; what each lists, by its id. */
function world(
  lists: Readonly<Record<string, readonly { id: string; tenantId: string }[] | 'expired'>>,
  chosen: Record<string, string[]> = {},
) {
  const sent: Sent[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request: PipelineRequest) {
      const url = new URL(request.url);
      const tenant = tenantOf(request.headers.get('authorization'));
      sent.push({ url, tenant });
      const listed = lists[tenant];
      const value =
        url.pathname === '/subscriptions' && listed !== undefined && listed !== 'expired'
          ? listed.map(({ id, tenantId }) => ({ subscriptionId: id, displayName: id, tenantId, state: 'Enabled' }))
          : url.pathname.endsWith('/registries')
            ? [{ id: `${url.pathname}/r`, name: 'r', location: 'x', sku: { name: 'Basic' }, properties: { loginServer: 'r.azurecr.io' } }]
            : [];
      return {
        request,
        status: 200,
        headers: createHttpHeaders({ 'content-type': 'application/json' }),
        bodyAsText: JSON.stringify({ value }),
      };
    },
  };
  const access = (tenantId: string) => ({
    tenantId,
    name: `Tenant ${tenantId}`,
    credential: lists[tenantId] === 'expired' ? expired(tenantId) : credentialOf({ oid: 'me', tid: tenantId }),
    ...(chosen[tenantId] ? { subscriptionIds: chosen[tenantId] } : {}),
  });
  const [first = '', ...others] = Object.keys(lists);
  const azure: Azure = connect({ cloud: publicCloud, tenants: [access(first), ...others.map(access)], httpClient, userAgent: 'test/1' });
  return { azure, sent };
}

function expired(tenantId: string): TokenCredential {
  return { getToken: () => Promise.reject(signInNeeded(tenantId)) };
}

function tenantOf(authorization: string | undefined): string {
  const claims = authorization?.split('.')[1] ?? '';
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { tid: string }).tid;
}

describe('an account of several tenants', () => {
  it('shows the subscriptions of the tenants that answer, and says which did not', async () => {
    const { azure } = world({ a: [{ id: 's1', tenantId: 'a' }], b: 'expired', c: [{ id: 's3', tenantId: 'c' }] });
    const { subscriptions, failures } = await azure.subscriptions.list();
    assert.deepEqual(
      subscriptions.map(({ id }) => id),
      ['s1', 's3'],
    );
    assert.deepEqual(
      failures.map(({ tenantId, tenantName, error }) => [tenantId, tenantName, error.code, error.more.signIn?.tenantId]),
      [['b', 'Tenant b', 'SignInNeeded', 'b']],
    );
  });

  it('fails only where every tenant does', async () => {
    await assert.rejects(world({ a: 'expired', b: 'expired' }).azure.subscriptions.list(), (error) => AppError.is(error, 'SignInNeeded'));
  });

  it('sends each request with a token of the tenant it is about', async () => {
    const { azure, sent } = world({ a: [{ id: 's1', tenantId: 'a' }], b: [{ id: 's2', tenantId: 'b' }] });
    await azure.subscriptions.list();
    sent.length = 0;
    await azure.registries.list('s1');
    await azure.identities.list('S2');
    await azure.access.assignments('/subscriptions/s2/resourceGroups/rg');
    await azure.containerGroups.list('s2');
    assert.deepEqual(
      sent.map(({ tenant }) => tenant),
      ['a', 'b', 'b', 'b'],
    );
  });

  it('knows the tenant of a chosen subscription before anything was listed', async () => {
    const { azure, sent } = world({ a: [], b: [] }, { b: ['s2'] });
    await azure.resourceGroups.list('s2');
    assert.deepEqual(
      sent.map(({ tenant }) => tenant),
      ['b'],
    );
  });

  it('shows only chosen subscriptions, and asks no tenant of which none is', async () => {
    const lists = {
      a: [{ id: 's1', tenantId: 'a' }],
      b: [
        { id: 's2', tenantId: 'b' },
        { id: 's3', tenantId: 'b' },
      ],
    };
    const { azure, sent } = world(lists, { a: [], b: ['s3'] });
    assert.deepEqual(
      (await azure.subscriptions.list()).subscriptions.map(({ id }) => id),
      ['s3'],
    );
    assert.deepEqual(
      sent.map(({ tenant }) => tenant),
      ['b'],
    );
  });

  it('shows a subscription that two tenants list once, and reads it with the token of its own', async () => {
    const shared = { id: 's1', tenantId: 'b' };
    for (const lists of [
      { a: [shared], b: [shared] },
      { b: [shared], a: [shared] },
    ]) {
      const { azure, sent } = world(lists);
      assert.equal((await azure.subscriptions.list()).subscriptions.length, 1);
      sent.length = 0;
      await azure.registries.list('s1');
      assert.deepEqual(
        sent.map(({ tenant }) => tenant),
        ['b'],
      );
    }
  });

  it('reads a subscription with the token of its tenant also where it was asked for before that was known', async () => {
    const { azure, sent } = world({ a: [{ id: 's1', tenantId: 'a' }], b: [{ id: 's2', tenantId: 'b' }] });
    await azure.registries.list('s2');
    await azure.subscriptions.list();
    sent.length = 0;
    await azure.registries.list('s2');
    assert.deepEqual(
      sent.map(({ tenant }) => tenant),
      ['b'],
    );
  });

  it('reads a chosen subscription with the token of the tenant it was chosen in, whoever else lists it', async () => {
    const shared = { id: 's1', tenantId: 'b' };
    const { azure, sent } = world({ a: [shared], b: [shared] }, { a: ['s1'] });
    await azure.subscriptions.list();
    sent.length = 0;
    await azure.registries.list('s1');
    assert.deepEqual(
      sent.map(({ tenant }) => tenant),
      ['a'],
    );
  });
});
