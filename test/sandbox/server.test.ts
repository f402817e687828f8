/** The sandbox as a cloud over HTTPS, asked by Microsoft's own sign-in library and by the product. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Agent, request as send } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/core-auth';
import { ClientSecretCredential } from '@azure/identity';
import type { DeviceCode } from '../../src/azure/identity/main';
import { openAccount } from '../../src/azure/identity/main';
import type { Account, SignInRequest } from '../../src/azure/account';
import type { ConnectOptions } from '../../src/azure/connectOptions';
import { connect, listTenants } from '../../src/azure/main';
import { AppError } from '../../src/model/appError';
import { readCustomCloud } from '../../src/model/customCloud';
import { addGuestTenant } from '../../src/sandbox/personas';
import { startCloud } from '../../src/sandbox/server/startCloud';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { projectFolder } from '../launch/paths';

let cloud: Cloud;
let agent: Agent;

const toThisMachine: LookupFunction = (_name, options, done) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);

/** The SDK's own client, trusting the cloud's certificate. */
const httpClient: HttpClient = {
  sendRequest: (request: PipelineRequest) => createDefaultHttpClient().sendRequest(Object.assign(request, { agent })),
};

function ask(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = send(new URL(path, cloud.ready.resourceManager), { method, agent, headers, servername: 'localhost' }, (incoming) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function form(fields: Record<string, string>): [string, Record<string, string>] {
  return [new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded' }];
}

const identityOptions = () => ({ authorityHost: cloud.ready.authority, disableInstanceDiscovery: true, httpClient });

function servicePrincipal(secret = cloud.ready.clientSecret): ClientSecretCredential {
  return new ClientSecretCredential(cloud.ready.tenantId, cloud.ready.clientId, secret, identityOptions());
}

function connection(credential: TokenCredential): ConnectOptions {
  const { tenantId } = cloud.ready;
  return { cloud: readCustomCloud(cloud.ready), tenants: [{ tenantId, credential }], httpClient, userAgent: 'test/1' };
}

function azure(credential: TokenCredential) {
  return connect(connection(credential));
}

/** Of a person who approves every code at once. */
function deviceCodeAccount(): Account {
  const prompt = ({ userCode }: DeviceCode): void => void ask('POST', '/device', ...form({ code: userCode, answer: 'approve' }));
  return openAccount({ kind: 'deviceCode', tenantId: cloud.ready.tenantId, prompt }, readCustomCloud(cloud.ready), { httpClient });
}

describe('the sandbox as a cloud over HTTPS', () => {
  before(async () => {
    cloud = await startCloud({ speed: 100 });
    agent = new Agent({ ca: readFileSync(cloud.ready.caCertificate), keepAlive: true, lookup: toThisMachine });
  });
  after(async () => {
    agent.destroy();
    await cloud.close();
  });

  it('signs an application in by its secret, with the rights of the persona', async () => {
    const opened = azure(servicePrincipal());
    assert.equal((await opened.signedIn()).tenantId, cloud.ready.tenantId);
    const { subscriptions } = await opened.subscriptions.list();
    assert.deepEqual(subscriptions.map(({ id }) => id).sort(), [...cloud.ready.subscriptionIds].sort());
    assert.equal(
      (await opened.access.permissions(`/subscriptions/${subscriptions[0]?.id}`)).some(({ actions }) => actions.includes('*')),
      true,
    );
  });

  it('refuses a wrong secret as Microsoft Entra does', async () => {
    await assert.rejects(servicePrincipal('wrong').getToken(`${cloud.ready.resourceManager}/.default`), /AADSTS7000215/);
    await assert.rejects(azure(servicePrincipal('wrong')).subscriptions.list(), (error) => AppError.is(error, 'SignInFailed'));
  });

  it('signs a person in by a device code that they enter on its page', async () => {
    const codes: string[] = [];
    const prompt = ({ userCode, verificationUri }: DeviceCode): void => {
      codes.push(userCode);
      void ask('POST', new URL(verificationUri).pathname, ...form({ code: userCode, answer: 'approve' }));
    };
    const account = openAccount({ kind: 'deviceCode', prompt }, readCustomCloud(cloud.ready), { httpClient });
    const opened = azure(account.credential(cloud.ready.tenantId));
    await assert.rejects(opened.subscriptions.list(), (error) => AppError.is(error, 'SignInNeeded'));
    assert.deepEqual(codes, [], 'nobody is asked without a gesture');
    await account.ask?.({}, new AbortController().signal);
    assert.equal((await opened.signedIn()).name, 'Olivia Owner');
    assert.ok((await opened.subscriptions.list()).subscriptions.length > 0);
    assert.equal(codes.length, 1, 'a person is asked once');
  });

  it('lets a guest into a tenant that wants a second factor once they have given one', async () => {
    const { tenantId } = addGuestTenant(cloud.open.sandbox.world, 'Fabrikam', 'owner', true);
    const account = deviceCodeAccount();
    await account.ask?.({}, new AbortController().signal);
    const [home, ...others] = await listTenants(connection(account.credential(cloud.ready.tenantId)));
    assert.equal(home?.tenantId, cloud.ready.tenantId);
    assert.deepEqual(others, [{ tenantId, name: 'Fabrikam' }]);
    const both = connect({
      ...connection(account.credential(cloud.ready.tenantId)),
      tenants: [
        { tenantId: cloud.ready.tenantId, credential: account.credential(cloud.ready.tenantId) },
        { tenantId, name: 'Fabrikam', credential: account.credential(tenantId) },
      ],
    });
    const before = await both.subscriptions.list();
    assert.deepEqual(
      before.failures.map((failure) => [failure.tenantName, failure.error.code]),
      [['Fabrikam', 'SignInNeeded']],
    );
    assert.ok(before.subscriptions.every((subscription) => subscription.tenantId === cloud.ready.tenantId));
    await account.ask?.({ tenantId }, new AbortController().signal);
    const after = await both.subscriptions.list();
    assert.deepEqual(after.failures, []);
    assert.deepEqual(
      after.subscriptions.filter((subscription) => subscription.tenantId === tenantId).map(({ name }) => name),
      ['Fabrikam'],
    );
    const fabrikam = after.subscriptions.find(({ name }) => name === 'Fabrikam')?.id ?? '';
    await assert.rejects(azure(account.credential(cloud.ready.tenantId)).identities.list(fabrikam), (error) =>
      AppError.is(error, 'InvalidAuthenticationTokenTenant'),
    );
  });

  it('demands a second factor of a person who writes, and of nobody else', async () => {
    const { world } = cloud.open.sandbox;
    world.writesNeedSecondFactor = true;
    try {
      const account = deviceCodeAccount();
      const signal = new AbortController().signal;
      await account.ask?.({}, signal);
      const opened = azure(account.credential(cloud.ready.tenantId));
      const [subscription = ''] = cloud.ready.subscriptionIds;
      const group = `/subscriptions/${subscription}/resourceGroups/rg-second-factor`;
      const create = (by: typeof opened) => by.resourceGroups.put(group, 'westeurope', {});
      let demanded: SignInRequest | undefined;
      await assert.rejects(create(opened), (error) => {
        demanded = AppError.is(error, 'SignInNeeded') ? error.more.signIn : undefined;
        return demanded?.claims !== undefined;
      });
      assert.ok((await opened.subscriptions.list()).subscriptions.length > 0, 'reading goes on');
      await create(azure(servicePrincipal()));
      await account.ask?.(demanded ?? {}, signal);
      await create(opened);
    } finally {
      world.writesNeedSecondFactor = false;
    }
  });

  it('tells a client that the person said no', async () => {
    const prompt = ({ userCode }: DeviceCode): void => void ask('POST', '/device', ...form({ code: userCode, answer: 'decline' }));
    const account = openAccount({ kind: 'deviceCode', prompt }, readCustomCloud(cloud.ready), { httpClient });
    await assert.rejects(
      async () => account.ask?.({}, new AbortController().signal),
      (error) => AppError.is(error, 'SignInFailed'),
    );
  });

  it('serves the data plane of its registries, under their own login servers', async () => {
    const opened = azure(servicePrincipal());
    const [image = ''] = cloud.ready.images;
    const loginServer = image.slice(0, image.indexOf('/'));
    assert.ok(loginServer.endsWith(cloud.ready.registrySuffix));
    const { items } = await opened.images.repositories(loginServer);
    assert.ok(items.includes(image.slice(image.indexOf('/') + 1, image.lastIndexOf(':'))));
  });

  it('names itself in every address that it answers with', async () => {
    const { token } = await servicePrincipal().getToken(`${cloud.ready.resourceManager}/.default`);
    const path = `/subscriptions/${cloud.ready.subscriptionIds[0]}/resourceGroups/rg-web/providers/Microsoft.ContainerRegistry/registries/fresh?api-version=2025-11-01`;
    const body = JSON.stringify({ location: 'westeurope', sku: { name: 'Basic' } });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${cloud.ready.resourceManager}${path}`;
    const response = await httpClient.sendRequest(createPipelineRequest({ url, method: 'PUT', body, headers: createHttpHeaders(headers) }));
    const operation = response.headers.get('azure-asyncoperation') ?? '';
    assert.ok(operation.startsWith(`${cloud.ready.resourceManager}/`), operation);
    const polled = await ask('GET', operation, undefined, headers);
    assert.equal(polled.status, 200, polled.text);
    assert.match(response.bodyAsText ?? '', /fresh\.azurecr\.io\.localhost:\d+/);
  });

  it('answers a malformed request and one that is too long', async () => {
    assert.equal((await ask('GET', '/subscriptions', undefined, { host: 'a b' })).status, 400);
    assert.equal((await ask('POST', '/organizations/oauth2/v2.0/token', 'x'.repeat(5_000_000))).status, 413);
  });

  it('finds principals by id and by application at its Graph', async () => {
    const { token } = await servicePrincipal().getToken(`${cloud.ready.graph}/.default`);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const filter = encodeURIComponent(`servicePrincipalNames/any(c:c eq '${cloud.ready.clientId}')`);
    const found = JSON.parse((await ask('GET', `/graph/v1.0/servicePrincipals?$filter=${filter}`, undefined, headers)).text) as {
      value: { id: string }[];
    };
    assert.equal(found.value.length, 1);
    const ids = JSON.stringify({ ids: [found.value[0]?.id, '00000000-0000-0000-0000-000000000000'] });
    const named = JSON.parse((await ask('POST', '/graph/v1.0/directoryObjects/getByIds', ids, headers)).text) as {
      value: { displayName: string }[];
    };
    assert.deepEqual(
      named.value.map(({ displayName }) => displayName),
      ['sandbox-owner'],
    );
    assert.equal((await ask('GET', '/graph/v1.0/applications', undefined, headers)).status, 501);
  });

  const misuses: readonly [string, Record<string, string>, number, RegExp][] = [
    ['an unknown tenant', { grant_type: 'client_credentials' }, 400, /AADSTS90002/],
    ['an unknown grant', { grant_type: 'password' }, 400, /AADSTS70003/],
    ['an unknown application', { grant_type: 'client_credentials', client_id: 'nobody' }, 400, /AADSTS700016/],
    ['an unknown resource', { grant_type: 'client_credentials', scope: 'https://vault.azure.net/.default' }, 400, /AADSTS500011/],
    ['a refresh token that is none', { grant_type: 'refresh_token', refresh_token: 'x' }, 400, /AADSTS70043/],
    ['a device code that is none', { grant_type: 'device_code', device_code: 'x', client_id: 'y' }, 400, /AADSTS70000/],
  ];
  for (const [what, fields, status, sentence] of misuses) {
    it(`refuses ${what} by its number`, async () => {
      const tenant = what === 'an unknown tenant' ? 'nowhere.example' : cloud.ready.tenantId;
      const answer = await ask('POST', `/${tenant}/oauth2/v2.0/token`, ...form(fields));
      assert.equal(answer.status, status);
      assert.match(answer.text, sentence);
    });
  }

  it('describes itself in the forms of Microsoft Entra and of AD FS', async () => {
    for (const tenant of [cloud.ready.tenantId, 'organizations', 'adfs']) {
      const path = tenant === 'adfs' ? '/adfs/.well-known/openid-configuration' : `/${tenant}/v2.0/.well-known/openid-configuration`;
      const { token_endpoint } = JSON.parse((await ask('GET', path)).text) as { token_endpoint: string };
      const answer = await ask('POST', token_endpoint, ...form({ grant_type: 'password' }));
      assert.match(answer.text, /AADSTS70003/, token_endpoint);
    }
  });

  it('answers what it does not know by name', async () => {
    const { token } = await servicePrincipal().getToken(`${cloud.ready.resourceManager}/.default`);
    const path = `/subscriptions/${cloud.ready.subscriptionIds[0]}/providers/Microsoft.Web/sites?api-version=2024-01-01`;
    const answer = await ask('GET', path, undefined, { authorization: `Bearer ${token}` });
    assert.equal(answer.status, 501);
    assert.match(answer.text, /NotInSandbox/);
  });
});

describe('npm run sandbox', () => {
  const run = (...args: string[]) =>
    spawn(process.execPath, ['--import=tsx', 'src/sandbox/server/main.ts', ...args], { cwd: projectFolder });

  it('prints one line of JSON when it is ready, and ends when it is told to', async () => {
    const child = run('--port', '0', '--world', 'empty', '--as', 'reader');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const ready = JSON.parse(line) as Record<string, unknown>;
    for (const name of ['resourceManager', 'authority', 'graph', 'tenantId', 'clientId', 'clientSecret', 'caCertificate']) {
      assert.equal(typeof ready[name], 'string', name);
    }
    assert.deepEqual(ready['images'], []);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0);
    assert.equal(existsSync(String(ready['caCertificate'])), false);
  }).timeout(20_000);

  for (const [args, sentence] of [
    [['--port', 'x'], /^--port is “x”/],
    [['--world', 'mars'], /^--world is “mars”; it is one of contoso, empty\.$/m],
    [['--as', 'nobody'], /^--as is “nobody”/],
    [['--colour', 'red'], /--colour/],
  ] as const) {
    it(`says in a sentence what is wrong with ${args.join(' ')}`, async () => {
      const child = run(...args);
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number];
      assert.equal(code, 1);
      assert.match(said, sentence);
    }).timeout(20_000);
  }
});
