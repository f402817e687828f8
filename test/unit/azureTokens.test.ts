import assert from 'node:assert/strict';
import type { GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { Azure } from '../../src/azure/azure';
import { connect } from '../../src/azure/main';
import { SilentCredential, signInNeeded } from '../../src/azure/silentCredential';
import { AppError } from '../../src/model/appError';
import type { Cloud } from '../../src/model/cloud';
import { publicCloud } from '../../src/model/cloud';
import { credentialOf, tokenOf } from './fakeAzure';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers by host and path; remembers where tokens went. */
class Network implements HttpClient {
  readonly hosts = new Set<string>();
  readonly trusted = new Set<string>();
  sent = 0;

  constructor(private readonly answer: (url: URL) => Answer) {}

  async sendRequest(request: PipelineRequest) {
    const url = new URL(request.url);
    this.sent++;
    this.hosts.add(url.host);
    if (request.headers.has('authorization') || (typeof request.body === 'string' && request.body.includes('token=')))
      this.trusted.add(url.host);
    const { status = 200, headers = {}, body = {} } = this.answer(url);
    const bodyAsText = JSON.stringify(body);
    return { request, status, headers: createHttpHeaders({ 'content-type': 'application/json', ...headers }), bodyAsText };
  }

  azure(credential: TokenCredential = credentialOf({ oid: 'me', tid: 't' }), cloud: Cloud = publicCloud): Azure {
    return connect({
      cloud,
      tenants: [{ tenantId: 't', credential }],
      httpClient: this,
      retry: { maxRetries: 1, retryDelayMs: 1 },
      pollIntervalMs: 1,
      userAgent: 'test/1',
    });
  }
}

const elsewhere = 'https://evil.example/more';
const registryId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/r';
const groupId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/g';
const image = { sourceServer: 'mcr.microsoft.com', sourceImage: 'a:b', targetTag: 'a:b' };

describe('a token', () => {
  const strays: readonly [string, Answer, (azure: Azure) => Promise<unknown>][] = [
    [
      'the next page, in a client of the older generation',
      { body: { value: [], nextLink: elsewhere } },
      (azure) => azure.identities.list('s'),
    ],
    [
      'the next page, in a client of the newer generation',
      { body: { value: [], nextLink: elsewhere } },
      (azure) => azure.registries.list('s'),
    ],
    ['the next page of permissions', { body: { value: [], nextLink: elsewhere } }, (azure) => azure.access.permissions('/subscriptions/s')],
    ['an operation', { status: 202, headers: { location: elsewhere } }, (azure) => azure.registries.importImage(registryId, image)],
  ];
  for (const [what, answer, run] of strays) {
    it(`does not follow ${what} to a host that is not the cloud’s`, async () => {
      const network = new Network(() => answer);
      await assert.rejects(run(network.azure()), (error) => AppError.is(error, 'ForeignHost'));
      assert.deepEqual([...network.hosts], ['management.azure.com']);
    });
  }

  it('is not sent over plain HTTP', async () => {
    const network = new Network(() => ({ body: { value: [], nextLink: 'http://management.azure.com/more' } }));
    await assert.rejects(network.azure().identities.list('s'));
    assert.equal(network.sent, 1);
  });

  it('follows an operation to a regional host of the cloud', async () => {
    const regional = 'https://westeurope.management.azure.com/operation';
    const network = new Network(({ host }) => (host === 'management.azure.com' ? { status: 202, headers: { location: regional } } : {}));
    await network.azure().registries.importImage(registryId, image);
    assert.deepEqual([...network.hosts].sort(), ['management.azure.com', 'westeurope.management.azure.com']);
  });

  for (const status of [301, 302, 307, 308]) {
    it(`does not go with a redirect ${status} to another host`, async () => {
      const network = new Network(() => ({ status, headers: { location: elsewhere } }));
      await assert.rejects(network.azure().registries.get(registryId));
      await assert.rejects(network.azure().containerGroups.get(groupId));
      await assert.rejects(network.azure().images.repositories('r.azurecr.io'));
      assert.deepEqual([...network.hosts].sort(), ['management.azure.com', 'r.azurecr.io']);
    });
  }

  const hosts = [
    'evil.example',
    'r.azurecr.io.evil.example',
    'azurecr.io',
    'a.b.azurecr.io',
    'evil.example/.azurecr.io',
    'user@r.azurecr.io',
    'r.azurecr.us',
  ];
  for (const host of hosts) {
    it(`is not sent to ${host}, which is no registry of the cloud`, async () => {
      const network = new Network(() => ({}));
      await assert.rejects(network.azure().images.repositories(host), (error) => AppError.is(error, 'ForeignHost'));
      assert.deepEqual([...network.hosts], []);
    });
  }

  it('is exchanged at the registry itself, wherever its challenge points', async () => {
    const challenge = 'Bearer realm="https://evil.example/oauth2/token",service="r.azurecr.io",scope="registry:catalog:*"';
    const refresh = tokenOf({ exp: Math.floor(Date.now() / 1000) + 3600 }).token;
    const network: Network = new Network(({ pathname }): Answer => {
      if (pathname === '/oauth2/exchange') return { body: { refresh_token: refresh } };
      if (pathname === '/oauth2/token') return { body: { access_token: 'x' } };
      return network.trusted.has('r.azurecr.io')
        ? { body: { repositories: ['a'] } }
        : { status: 401, headers: { 'www-authenticate': challenge } };
    });
    assert.deepEqual((await network.azure().images.repositories('r.azurecr.io')).items, ['a']);
    assert.deepEqual([...network.hosts], ['r.azurecr.io']);
  });

  it('for a registry is Resource Manager’s where its own cannot be had without asking', async () => {
    const asked: string[] = [];
    const credential: TokenCredential = {
      getToken: (scopes) => {
        asked.push(String(scopes));
        return String(scopes).startsWith(publicCloud.registryAudience)
          ? Promise.reject(signInNeeded('t'))
          : Promise.resolve(tokenOf({ oid: 'me', tid: 't' }));
      },
    };
    const challenge = 'Bearer realm="https://r.azurecr.io/oauth2/token",service="r.azurecr.io",scope="registry:catalog:*"';
    const network = new Network(({ pathname }) =>
      pathname === '/oauth2/exchange' ? { status: 401 } : { status: 401, headers: { 'www-authenticate': challenge } },
    );
    await assert.rejects(network.azure(credential).images.repositories('r.azurecr.io'));
    assert.deepEqual(asked, [`${publicCloud.registryAudience}/.default`, `${publicCloud.resourceManagerAudience}/.default`]);
    assert.ok(network.trusted.has('r.azurecr.io'));
  });
});

describe('a claims challenge', () => {
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
  const header = `Bearer authorization_uri="https://login.microsoftonline.com/", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
  const runs: readonly [string, (azure: Azure) => Promise<unknown>][] = [
    ['a client of the older generation', (azure) => azure.identities.list('s')],
    ['a client of the newer generation', (azure) => azure.registries.list('s')],
  ];

  it('reaches a registry’s caller as one question too, also where the exchange of tokens carries it', async () => {
    const challenge = 'Bearer realm="https://r.azurecr.io/oauth2/token",service="r.azurecr.io",scope="registry:catalog:*"';
    for (const challenged of ['/acr/v1/_catalog', '/oauth2/exchange']) {
      const network = new Network(({ pathname }) => ({
        status: 401,
        headers: { 'www-authenticate': pathname === challenged ? header : challenge },
      }));
      const source = () => Promise.resolve(tokenOf({ oid: 'me', tid: 't' }));
      const credential = new SilentCredential({ tenantId: 't', source });
      const asked: string[] = [];
      const counted: TokenCredential = {
        getToken: (scopes, options) => {
          if (options?.claims !== undefined) asked.push(options.claims);
          return credential.getToken(scopes, options);
        },
      };
      await assert.rejects(network.azure(counted).images.repositories('r.azurecr.io'), (error) => {
        assert.ok(AppError.is(error, 'SignInNeeded'), String(error));
        assert.deepEqual(error.more.signIn, { tenantId: 't', claims });
        return true;
      });
      assert.deepEqual(asked, [claims]);
    }
  });
  for (const [what, run] of runs) {
    it(`reaches ${what} as one question, which says what to ask the person for`, async () => {
      const network = new Network(() => ({ status: 401, headers: { 'www-authenticate': header } }));
      const asked: (string | undefined)[] = [];
      const source = (_scope: string, options: GetTokenOptions) => {
        asked.push(options.claims);
        return Promise.resolve(tokenOf({ oid: 'me', tid: 't' }));
      };
      await assert.rejects(run(network.azure(new SilentCredential({ tenantId: 't', source }))), (error) => {
        assert.ok(AppError.is(error, 'SignInNeeded'), String(error));
        assert.deepEqual(error.more.signIn, { tenantId: 't', claims });
        return true;
      });
      assert.deepEqual(asked, [undefined]);
    });
  }

  it('is answered by an application without asking, once', async () => {
    let challenges = 0;
    const network = new Network(() =>
      challenges++ === 0 ? { status: 401, headers: { 'www-authenticate': header } } : { body: { value: [] } },
    );
    const asked: (string | undefined)[] = [];
    const source = (_scope: string, options: GetTokenOptions) => {
      asked.push(options.claims);
      return Promise.resolve(tokenOf({ oid: 'me', tid: 't' }));
    };
    await network.azure(new SilentCredential({ tenantId: 't', source, answersClaims: true })).identities.list('s');
    assert.deepEqual(asked, [undefined, claims]);
  });
});

describe('a claims challenge to a person', () => {
  const claims = '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}';
  const token = (name: string) => ({ token: name, expiresOnTimestamp: Date.now() + 3_600_000 });
  const asks = (error: unknown): boolean => AppError.is(error, 'SignInNeeded') && error.more.signIn?.claims === claims;

  it('is answered without asking once they have given what it wants', async () => {
    let given = 'plain';
    const source = () => Promise.resolve(token(given));
    const answered = new Set<string>();
    const credential = new SilentCredential({ tenantId: 't', source, answersClaims: true, answered });
    assert.equal((await credential.getToken('a')).token, 'plain');
    await assert.rejects(credential.getToken('a', { claims }), asks, 'the token that was not enough is no answer');
    given = 'strong';
    answered.add(claims);
    assert.equal((await credential.getToken('a', { claims })).token, 'strong');
    assert.equal((await credential.getToken('a')).token, 'strong');
    assert.equal((await credential.getToken('a', { claims })).token, 'strong', 'another client was challenged over the older one');
  });

  for (const [what, source] of [
    ['has no token', () => Promise.resolve(null)],
    ['says so', () => Promise.reject(signInNeeded('t'))],
  ] as const) {
    it(`says what to ask for where the source ${what}`, async () => {
      const credential = new SilentCredential({ tenantId: 't', source, answersClaims: true });
      await assert.rejects(credential.getToken('a', { claims }), asks);
    });
  }
});

describe('a silent credential', () => {
  const soon = () => ({ token: 'x', expiresOnTimestamp: Date.now() + 60_000 });
  const later = () => ({ token: 'x', expiresOnTimestamp: Date.now() + 3_600_000 });
  const counted = (give: () => ReturnType<typeof soon> | null) => {
    const counter = { asked: 0 };
    const source = () => {
      counter.asked++;
      return Promise.resolve(give());
    };
    return { counter, credential: new SilentCredential({ tenantId: 't', source }) };
  };

  it('keeps a token until it nears its end, for each audience', async () => {
    const { counter, credential } = counted(later);
    await Promise.all([credential.getToken('a'), credential.getToken('a'), credential.getToken(['a'])]);
    await credential.getToken('b');
    assert.equal(counter.asked, 2);
  });

  it('renews a token that is about to end', async () => {
    const { counter, credential } = counted(soon);
    await credential.getToken('a');
    await credential.getToken('a');
    assert.equal(counter.asked, 2);
  });

  it('says that asking would help where there is none, and tries again the next time', async () => {
    const { counter, credential } = counted(() => null);
    await assert.rejects(credential.getToken('a'), (error) => AppError.is(error, 'SignInNeeded'));
    await assert.rejects(credential.getToken('a'), (error) => AppError.is(error, 'SignInNeeded'));
    assert.equal(counter.asked, 2);
  });
});
