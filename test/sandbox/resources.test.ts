import assert from 'node:assert/strict';
import { addSubscription } from '../../src/sandbox/builder';
import { refusal, Trial, valueOf } from './call';

const rgVersion = '?api-version=2022-09-01';
const acrVersion = '?api-version=2025-11-01';
const msiVersion = '?api-version=2024-11-30';

function registryPath(trial: Trial, name = 'shops'): string {
  return `${trial.group}/providers/Microsoft.ContainerRegistry/registries/${name}${acrVersion}`;
}

function properties<T>(answer: { body: unknown }): T {
  return (answer.body as { properties: T }).properties;
}

describe('subscriptions and groups in the sandbox', () => {
  it('shows only subscriptions in which the caller has a role', async () => {
    const trial = new Trial();
    addSubscription(trial.world, "Somebody else's");
    const found = valueOf<{ displayName: string }>(await trial.send('GET', '/subscriptions?api-version=2022-12-01'));
    assert.deepEqual(
      found.map(({ displayName }) => displayName),
      ['Trial'],
    );
  });

  it('makes a group with 201, changes it with 200, and refuses another place for it', async () => {
    const trial = new Trial();
    const path = `${trial.subscription}/resourceGroups/new${rgVersion}`;
    assert.equal((await trial.send('PUT', path, { location: 'West Europe' })).status, 201);
    assert.equal((await trial.send('PUT', path, { location: 'westeurope', tags: { a: 'b' } })).status, 200);
    assert.equal(refusal(await trial.send('PUT', path, { location: 'northeurope' })).code, 'InvalidResourceGroupLocation');
    assert.equal(refusal(await trial.send('PUT', path, {})).code, 'LocationRequired');
    assert.equal(refusal(await trial.send('PUT', path, { location: 'atlantis' })).code, 'LocationNotAvailableForResourceGroup');
    assert.deepEqual([(await trial.send('HEAD', path)).status, (await trial.send('HEAD', path.replace('new', 'no'))).status], [204, 404]);
  });

  it('says which characters a group name may not have', async () => {
    const trial = new Trial();
    const { code, message } = refusal(
      await trial.send('PUT', `${trial.subscription}/resourceGroups/a~b%60${rgVersion}`, { location: 'westeurope' }),
    );
    assert.equal(code, 'InvalidResourceGroup');
    assert.match(message, /has these invalid characters: '~`'/);
  });

  it('deletes what a group holds before the group, and lets nothing new in meanwhile', async () => {
    const trial = new Trial();
    await trial.send('PUT', registryPath(trial), { location: 'westeurope', sku: { name: 'Basic' } });
    const identity = `${trial.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine${msiVersion}`;
    await trial.send('PUT', identity, { location: 'westeurope' });
    const accepted = await trial.send('DELETE', `${trial.group}${rgVersion}`);
    assert.equal(accepted.status, 202);
    assert.equal(accepted.headers['retry-after'], '15');
    const poll = async () => (await trial.send('GET', accepted.headers['location'] ?? '')).status;
    assert.equal(await poll(), 202);
    assert.deepEqual(properties(await trial.send('GET', `${trial.group}${rgVersion}`)), { provisioningState: 'Deleting' });
    assert.equal(
      refusal(await trial.send('PUT', registryPath(trial, 'others'), { location: 'westeurope', sku: { name: 'Basic' } })).code,
      'ResourceGroupBeingDeleted',
    );
    trial.clock.advance(10_000);
    assert.equal(await poll(), 202);
    assert.equal((await trial.send('GET', registryPath(trial))).status, 404);
    assert.equal((await trial.send('GET', identity)).status, 404);
    trial.clock.advance(10_000);
    assert.equal(await poll(), 200);
    assert.equal((await trial.send('GET', `${trial.group}${rgVersion}`)).status, 404);
  });

  it('lists resources of a type, whatever its case', async () => {
    const trial = new Trial();
    await trial.send('PUT', registryPath(trial), { location: 'westeurope', sku: { name: 'Premium' } });
    await trial.send('PUT', `${trial.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine${msiVersion}`, {
      location: 'westeurope',
    });
    const names = async (filter: string, path = trial.subscription) =>
      valueOf<{ name: string }>(
        await trial.send('GET', `${path}/resources?api-version=2021-04-01&$filter=${encodeURIComponent(filter)}`),
      ).map(({ name }) => name);
    assert.deepEqual(await names("resourceType eq 'microsoft.containerregistry/REGISTRIES'"), ['shops']);
    assert.deepEqual(await names('', trial.group), ['shops', 'mine']);
    assert.equal(
      refusal(await trial.send('GET', `${trial.group}/resources?api-version=2021-04-01&$filter=nonsense`)).code,
      'InvalidFilterInQueryString',
    );
  });
});

describe('resource providers in the sandbox', () => {
  it('refuses a write to a namespace that is not registered, until registering is done', async () => {
    const trial = new Trial();
    const provider = `${trial.subscription}/providers/microsoft.containerregistry`;
    await trial.send('POST', `${provider}/unregister${rgVersion}`);
    const body = { location: 'westeurope', sku: { name: 'Basic' } };
    const refused = await trial.send('PUT', registryPath(trial), body);
    assert.deepEqual(refusal(refused), {
      status: 409,
      code: 'MissingSubscriptionRegistration',
      message:
        "The subscription is not registered to use namespace 'Microsoft.ContainerRegistry'. See https://aka.ms/rps-not-found for how to register subscriptions.",
    });
    const state = async () =>
      ((await trial.send('GET', `${provider}${rgVersion}`)).body as { registrationState: string }).registrationState;
    assert.equal(await state(), 'NotRegistered');
    assert.equal((await trial.send('POST', `${provider}/register${rgVersion}`)).status, 200);
    assert.equal(await state(), 'Registering');
    trial.clock.advance(20_000);
    assert.equal(await state(), 'Registered');
    assert.equal((await trial.send('PUT', registryPath(trial), body)).status, 201);
  });

  it('lets a reader register nothing', async () => {
    const trial = new Trial();
    const answer = await trial.send('POST', `${trial.subscription}/providers/Microsoft.Network/register${rgVersion}`, undefined, {
      as: 'reader',
    });
    assert.match(refusal(answer).message, /'Microsoft\.Network\/register\/action'/);
  });
});

describe('identities in the sandbox', () => {
  it('are made at once, with a relative location and an id that says resourcegroups', async () => {
    const trial = new Trial();
    const path = `${trial.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine${msiVersion}`;
    const made = await trial.send('PUT', path, { location: 'westeurope' });
    const id = `${trial.subscription}/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine`;
    assert.deepEqual([made.status, made.headers['location'], (made.body as { id: string }).id], [201, id, id]);
    assert.deepEqual((made.body as { tags: object }).tags, {});
    assert.equal((await trial.send('PUT', path, { location: 'westeurope', tags: { a: 'b' } })).status, 200);
    assert.deepEqual([(await trial.send('DELETE', path)).status, (await trial.send('DELETE', path)).status], [200, 204]);
  });

  it('leave their role assignments behind as orphans', async () => {
    const trial = new Trial();
    const path = `${trial.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine${msiVersion}`;
    const { principalId } = properties<{ principalId: string }>(await trial.send('PUT', path, { location: 'westeurope' }));
    const assignments = `${trial.group}/providers/Microsoft.Authorization/roleAssignments`;
    await trial.send('PUT', `${assignments}/00000000-0000-4000-8000-000000000001?api-version=2022-04-01`, {
      properties: {
        roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7',
        principalId,
        principalType: 'ServicePrincipal',
      },
    });
    await trial.send('DELETE', path);
    const found = valueOf<unknown>(
      await trial.send('GET', `${assignments}?api-version=2022-04-01&$filter=principalId%20eq%20'${principalId}'`),
    );
    assert.equal(found.length, 1);
  });
});

describe('registries in the sandbox', () => {
  it('are made over time: 201, an operation, and then Succeeded', async () => {
    const trial = new Trial();
    const made = await trial.send('PUT', registryPath(trial), {
      location: 'westeurope',
      sku: { name: 'Premium' },
      properties: {
        roleAssignmentMode: 'AbacRepositoryPermissions',
        networkRuleSet: { defaultAction: 'Deny', ipRules: [{ value: '203.0.113.0/24' }] },
      },
    });
    assert.equal(made.status, 201);
    const created = properties<Record<string, unknown>>(made);
    assert.deepEqual(
      [created['provisioningState'], created['loginServer'], created['roleAssignmentMode'], created['networkRuleSet']],
      [
        'Creating',
        'shops.azurecr.io',
        'AbacRepositoryPermissions',
        { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.0/24' }] },
      ],
    );
    const operation = made.headers['azure-asyncoperation'] ?? '';
    assert.match(operation, /\/registries\/shops\/operationStatuses\/registries-[0-9a-f-]{36}\?api-version=2025-11-01$/);
    const polled = await trial.send('GET', operation);
    assert.equal(polled.headers['azure-asyncoperation'], operation);
    assert.deepEqual(polled.body, { status: 'Creating' });
    trial.clock.advance(8_000);
    assert.deepEqual((await trial.send('GET', operation)).body, { status: 'Succeeded' });
    assert.equal(properties<{ provisioningState: string }>(await trial.send('GET', registryPath(trial))).provisioningState, 'Succeeded');
  });

  it('tell their role assignment mode only to versions that know it', async () => {
    const trial = new Trial();
    await trial.send('PUT', registryPath(trial), { location: 'westeurope', sku: { name: 'Basic' } });
    const at = async (version: string) =>
      properties<object>(await trial.send('GET', registryPath(trial).replace(acrVersion, `?api-version=${version}`)));
    assert.ok('roleAssignmentMode' in (await at('2025-11-01')));
    assert.ok(!('roleAssignmentMode' in (await at('2023-07-01'))));
  });

  it('change at once, save for SKU and mode', async () => {
    const trial = new Trial();
    await trial.send('PUT', registryPath(trial), { location: 'westeurope', sku: { name: 'Basic' } });
    trial.clock.advance(8_000);
    assert.equal((await trial.send('PATCH', registryPath(trial), { properties: { adminUserEnabled: true } })).status, 200);
    const moved = await trial.send('PATCH', registryPath(trial), { properties: { roleAssignmentMode: 'AbacRepositoryPermissions' } });
    assert.deepEqual([moved.status, properties<{ provisioningState: string }>(moved).provisioningState], [201, 'Updating']);
  });

  it('go over time, and their role assignments with them', async () => {
    const trial = new Trial();
    await trial.send('PUT', registryPath(trial), { location: 'westeurope', sku: { name: 'Basic' } });
    const accepted = await trial.send('DELETE', registryPath(trial));
    assert.deepEqual([accepted.status, properties<{ provisioningState: string }>(accepted).provisioningState], [202, 'Deleting']);
    const poll = async () => (await trial.send('GET', accepted.headers['location'] ?? '')).status;
    assert.equal(await poll(), 202);
    trial.clock.advance(6_000);
    assert.equal(await poll(), 200);
    assert.equal((await trial.send('GET', registryPath(trial))).status, 404);
    assert.equal((await trial.send('DELETE', registryPath(trial))).status, 204);
  });

  it('have login servers with a hash where a label scope is given', async () => {
    const trial = new Trial();
    const made = await trial.send('PUT', registryPath(trial), {
      location: 'westeurope',
      sku: { name: 'Basic' },
      properties: { autoGeneratedDomainNameLabelScope: 'TenantReuse' },
    });
    assert.match(properties<{ loginServer: string }>(made).loginServer, /^shops-[0-9a-f]+\.azurecr\.io$/);
  });

  const wrong: readonly [string, string, Record<string, unknown>, number, string][] = [
    ['a name with a hyphen', 'my-shop', {}, 400, 'InvalidParameter'],
    ['the classic SKU', 'shops', { sku: { name: 'Classic' } }, 400, 'ClassicSkuDeprecated'],
    ['an unknown SKU', 'shops', { sku: { name: 'Gold' } }, 400, 'InvalidParameter'],
    ['no SKU', 'shops', { sku: undefined }, 400, 'MissingParameter'],
    [
      'network rules below Premium',
      'shops',
      { properties: { networkRuleSet: { defaultAction: 'Deny' } } },
      400,
      'NetworkRuleSetNotSupported',
    ],
    [
      'no public network below Premium',
      'shops',
      { properties: { publicNetworkAccess: 'Disabled' } },
      400,
      'DisablingPublicNetworkAccessNotSupported',
    ],
    ['a name that another registry has', 'TAKEN', {}, 409, 'AlreadyInUse'],
  ];
  for (const [what, name, body, status, code] of wrong) {
    it(`answers ${code} to ${what}`, async () => {
      const trial = new Trial();
      await trial.send('PUT', `${trial.subscription}/resourceGroups/other${rgVersion}`, { location: 'westeurope' });
      const elsewhere = registryPath(trial, 'taken').replace('/rg/', '/other/');
      await trial.send('PUT', elsewhere, { location: 'westeurope', sku: { name: 'Basic' } });
      const answer = await trial.send('PUT', registryPath(trial, name), { location: 'westeurope', sku: { name: 'Basic' }, ...body });
      const refused = refusal(answer);
      assert.deepEqual([refused.status, refused.code], [status, code]);
      assert.equal((answer.body as { status: string }).status, 'Failed');
    });
  }

  const names: readonly [string, boolean, string | undefined][] = [
    ['fresh', true, undefined],
    ['SHOPS', false, 'AlreadyExists'],
    ['a-b-c', false, 'Invalid'],
    ['abc', false, 'Invalid'],
  ];
  for (const [name, nameAvailable, reason] of names) {
    it(`finds the name ${name} ${nameAvailable ? 'free' : 'not free'}`, async () => {
      const trial = new Trial();
      await trial.send('PUT', registryPath(trial), { location: 'westeurope', sku: { name: 'Basic' } });
      const path = `${trial.subscription}/providers/Microsoft.ContainerRegistry/checkNameAvailability${acrVersion}`;
      const { body } = await trial.send('POST', path, { name, type: 'Microsoft.ContainerRegistry/registries' });
      const said = body as { nameAvailable: boolean; reason?: string };
      assert.deepEqual([said.nameAvailable, said.reason], [nameAvailable, reason]);
    });
  }

  it('give their passwords only while the admin user is enabled', async () => {
    const trial = new Trial();
    await trial.send('PUT', registryPath(trial), { location: 'westeurope', sku: { name: 'Basic' } });
    const path = registryPath(trial).replace('?', '/listCredentials?');
    assert.equal(refusal(await trial.send('POST', path)).code, 'UnAuthorizedForCredentialOperations');
    await trial.send('PATCH', registryPath(trial), { properties: { adminUserEnabled: true } });
    const { body } = await trial.send('POST', path);
    const { username, passwords } = body as { username: string; passwords: { name: string }[] };
    assert.deepEqual([username, passwords.map(({ name }) => name)], ['shops', ['password', 'password2']]);
  });

  it('make one of their passwords again, and the other stays', async () => {
    const trial = new Trial();
    const properties = { adminUserEnabled: true };
    await trial.send('PUT', registryPath(trial), { location: 'westeurope', sku: { name: 'Basic' }, properties });
    const values = (answer: { body: unknown }): readonly string[] =>
      (answer.body as { passwords: { value: string }[] }).passwords.map(({ value }) => value);
    const list = () => trial.send('POST', registryPath(trial).replace('?', '/listCredentials?'));
    const again = (name: string) => trial.send('POST', registryPath(trial).replace('?', '/regenerateCredential?'), { name });
    const [first, second] = values(await list());
    const [newer, kept] = values(await again('password'));
    assert.notEqual(newer, first);
    assert.equal(kept, second);
    const [, newest] = values(await again('password2'));
    assert.deepEqual(values(await list()), [newer, newest]);
    assert.notEqual(newest, second);
    assert.equal((await again('password3')).status, 501);
  });
});
