import assert from 'node:assert/strict';
import { addRegistry } from '../../src/sandbox/builder';
import { field, textAt } from '../../src/sandbox/field';
import { networkWriteMs } from '../../src/sandbox/networkOperations';
import type { Answer } from './call';
import { refusal, start, Trial, valueOf } from './call';

const version = '?api-version=2024-05-01';
const delegation = [{ name: 'aci', properties: { serviceName: 'Microsoft.ContainerInstance/containerGroups' } }];

function networkPath(trial: Trial, more = ''): string {
  return `${trial.group}/providers/Microsoft.Network/virtualNetworks/vnet${more}${version}`;
}

function subnetPath(trial: Trial, name = 'apps'): string {
  return networkPath(trial, `/subnets/${name}`);
}

function gatewayPath(trial: Trial, name = 'nat'): string {
  return `${trial.group}/providers/Microsoft.Network/natGateways/${name}${version}`;
}

function addressPath(trial: Trial, name = 'ip'): string {
  return `${trial.group}/providers/Microsoft.Network/publicIPAddresses/${name}${version}`;
}

function idIn(path: string): string {
  return path.split('?')[0] ?? '';
}

async function settled(trial: Trial, answer: Promise<Answer>): Promise<Answer> {
  const found = await answer;
  trial.clock.advance(networkWriteMs);
  return found;
}

/** A network 10.0.0.0/16 with a subnet `apps`, 10.0.1.0/24. */
async function withNetwork(): Promise<Trial> {
  const trial = new Trial();
  await settled(trial, trial.send('PUT', networkPath(trial), { location: 'westeurope', properties: space('10.0.0.0/16') }));
  await settled(trial, trial.send('PUT', subnetPath(trial), subnet('10.0.1.0/24')));
  return trial;
}

function space(...addressPrefixes: string[]): object {
  return { addressSpace: { addressPrefixes } };
}

function subnet(addressPrefix: string, more: object = {}): object {
  return { properties: { addressPrefix, ...more } };
}

interface Row {
  readonly title: string;
  readonly send: (trial: Trial) => Promise<Answer>;
  readonly status: number;
  readonly code: string;
  readonly message?: RegExp;
}

const rows: readonly Row[] = [
  {
    title: 'a subnet outside of its network',
    send: (t) => t.send('PUT', subnetPath(t, 'far'), subnet('10.1.0.0/24')),
    status: 400,
    code: 'NetcfgInvalidSubnet',
    message: /Subnet 'far' is not valid in virtual network 'vnet'\./,
  },
  {
    title: 'a subnet that overlaps another',
    send: (t) => t.send('PUT', subnetPath(t, 'more'), subnet('10.0.1.128/25')),
    status: 400,
    code: 'NetcfgSubnetRangesOverlap',
    message: /Subnet 'more' .* overlaps with that of an existing subnet 'apps'\./,
  },
  {
    title: 'a prefix that does not begin where its length says',
    send: (t) => t.send('PUT', subnetPath(t, 'more'), subnet('10.0.2.7/24')),
    status: 400,
    code: 'InvalidCIDRNotation',
    message: /should be 10\.0\.2\.0\/24\./,
  },
  {
    title: 'a prefix that is none',
    send: (t) => t.send('PUT', subnetPath(t, 'more'), subnet('10.0.2/24')),
    status: 400,
    code: 'InvalidAddressPrefixFormat',
  },
  {
    title: 'a subnet without a prefix',
    send: (t) => t.send('PUT', subnetPath(t, 'more'), { properties: {} }),
    status: 400,
    code: 'InvalidAddressPrefixFormat',
  },
  {
    title: 'a network that no longer holds its subnets',
    send: (t) => t.send('PUT', networkPath(t), { location: 'westeurope', properties: space('10.5.0.0/16') }),
    status: 400,
    code: 'NetcfgInvalidSubnet',
  },
  {
    title: 'a network that moves to another region',
    send: (t) => t.send('PUT', networkPath(t), { location: 'northeurope', properties: space('10.0.0.0/16') }),
    status: 409,
    code: 'InvalidResourceLocation',
  },
  {
    title: 'a subnet of a network that is not there',
    send: (t) => t.send('PUT', subnetPath(t).replace('vnet', 'none'), subnet('10.0.1.0/24')),
    status: 404,
    code: 'ParentResourceNotFound',
  },
  {
    title: 'reading a subnet of a network that is not there',
    send: (t) => t.send('GET', subnetPath(t).replace('vnet', 'none')),
    status: 404,
    code: 'ResourceNotFound',
    message: /'Microsoft\.Network\/virtualNetworks\/none' under resource group 'rg'/,
  },
  { title: 'reading a subnet that is not there', send: (t) => t.send('GET', subnetPath(t, 'none')), status: 404, code: 'NotFound' },
  {
    title: 'a NAT gateway that is not there',
    send: (t) => t.send('PUT', subnetPath(t), subnet('10.0.1.0/24', { natGateway: { id: idIn(gatewayPath(t)) } })),
    status: 400,
    code: 'InvalidResourceReference',
  },
  {
    title: 'a write to a subnet that has changed meanwhile',
    send: (t) => t.send('PUT', subnetPath(t), subnet('10.0.1.0/24'), { headers: { 'if-match': 'W/"0"' } }),
    status: 412,
    code: 'PreconditionFailed',
  },
  {
    title: 'a network security group, of which nothing is known',
    send: (t) => t.send('PUT', subnetPath(t), subnet('10.0.1.0/24', { networkSecurityGroup: { id: '/x' } })),
    status: 501,
    code: 'NotInSandbox',
    message: /properties\.networkSecurityGroup/,
  },
  {
    title: 'a private endpoint',
    send: (t) => t.send('PUT', `${t.group}/providers/Microsoft.Network/privateEndpoints/pe${version}`, { location: 'westeurope' }),
    status: 501,
    code: 'NotInSandbox',
    message: /privateEndpoints\/pe/,
  },
];

describe('virtual networks in the sandbox', () => {
  for (const { title, send, status, code, message } of rows) {
    it(`answers ${title} with ${code}`, async () => {
      const trial = await withNetwork();
      const answer = await send(trial);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      const refused = refusal(answer);
      assert.equal(refused.code, code);
      if (message) assert.match(refused.message, message);
    });
  }

  it('makes a network with its subnets, which is being updated until its operation has succeeded', async () => {
    const trial = new Trial();
    const subnets = [{ name: 'a', ...subnet('10.0.0.0/24') }];
    const body = { location: 'West Europe', tags: { a: 'b' }, properties: { ...space('10.0.0.0/16'), subnets } };
    const made = await trial.send('PUT', networkPath(trial), body);
    assert.equal(made.status, 201);
    assert.equal(textAt(made.body, 'properties', 'provisioningState'), 'Updating');
    const follow = made.headers['azure-asyncoperation'] ?? '';
    assert.equal(textAt((await trial.send('GET', follow)).body, 'status'), 'InProgress');
    trial.clock.advance(networkWriteMs);
    assert.equal(textAt((await trial.send('GET', follow)).body, 'status'), 'Succeeded');
    const [network] = valueOf<{ properties: { subnets: { name: string }[] } }>(
      await trial.send('GET', `${trial.subscription}/providers/Microsoft.Network/virtualNetworks${version}`),
    );
    assert.deepEqual(
      network?.properties.subnets.map(({ name }) => name),
      ['a'],
    );
    assert.equal(textAt(network, 'properties', 'provisioningState'), 'Succeeded');
  });

  it('keeps subnets that an update does not speak of, and takes away those that its list leaves out', async () => {
    const trial = await withNetwork();
    const write = (properties: object) => settled(trial, trial.send('PUT', networkPath(trial), { location: 'westeurope', properties }));
    const names = async () => valueOf<{ name: string }>(await trial.send('GET', networkPath(trial, '/subnets'))).map(({ name }) => name);
    assert.equal((await write(space('10.0.0.0/16', '10.9.0.0/16'))).status, 200);
    assert.deepEqual(await names(), ['apps']);
    await write({ ...space('10.0.0.0/16'), subnets: [{ name: 'other', ...subnet('10.0.2.0/24') }] });
    assert.deepEqual(await names(), ['other']);
  });

  it('lets no write in beside one that is at work', async () => {
    const trial = await withNetwork();
    await trial.send('PUT', subnetPath(trial), subnet('10.0.1.0/24', { delegations: delegation }));
    const refused = await trial.send('PUT', subnetPath(trial, 'more'), subnet('10.0.2.0/24'));
    assert.equal(refused.status, 429);
    assert.equal(refusal(refused).code, 'AnotherOperationInProgress');
    trial.clock.advance(networkWriteMs);
    assert.equal((await trial.send('PUT', subnetPath(trial, 'more'), subnet('10.0.2.0/24'))).status, 201);
  });

  it('gives a subnet another etag with every write, and takes the one that is read', async () => {
    const trial = await withNetwork();
    const before = await trial.send('GET', subnetPath(trial));
    const etag = textAt(before.body, 'etag') ?? '';
    const body = subnet('10.0.1.0/24', { delegations: delegation });
    const written = await settled(trial, trial.send('PUT', subnetPath(trial), body, { headers: { 'if-match': etag } }));
    assert.equal(written.status, 200);
    const after = await trial.send('GET', subnetPath(trial));
    assert.notEqual(textAt(after.body, 'etag'), etag);
    assert.equal(refusal(await trial.send('PUT', subnetPath(trial), body, { headers: { 'if-match': etag } })).code, 'PreconditionFailed');
  });

  it('deletes a subnet, and the network with all that is in it', async () => {
    const trial = await withNetwork();
    const gone = await settled(trial, trial.send('DELETE', subnetPath(trial)));
    assert.equal(gone.status, 202);
    assert.equal((await trial.send('GET', gone.headers['location'] ?? '')).status, 204);
    assert.equal((await trial.send('GET', subnetPath(trial))).status, 404);
    await settled(trial, trial.send('PUT', subnetPath(trial), subnet('10.0.1.0/24')));
    await settled(trial, trial.send('DELETE', networkPath(trial)));
    assert.equal((await trial.send('GET', networkPath(trial))).status, 404);
    assert.deepEqual(trial.world.subnets, {});
    assert.equal((await trial.send('DELETE', subnetPath(trial))).status, 204);
  });

  it('goes out by a NAT gateway with a public address, which stays while it is used', async () => {
    const trial = await withNetwork();
    const standard = { location: 'westeurope', sku: { name: 'Standard' } };
    await settled(trial, trial.send('PUT', addressPath(trial), { ...standard, properties: { publicIPAllocationMethod: 'Static' } }));
    const properties = { publicIpAddresses: [{ id: idIn(addressPath(trial)) }] };
    await settled(trial, trial.send('PUT', gatewayPath(trial), { ...standard, properties }));
    const natGateway = { id: idIn(gatewayPath(trial)) };
    await settled(trial, trial.send('PUT', subnetPath(trial), subnet('10.0.1.0/24', { natGateway })));
    const read = await trial.send('GET', subnetPath(trial));
    assert.deepEqual(field(read.body, 'properties', 'natGateway'), natGateway);
    assert.match(textAt((await trial.send('GET', addressPath(trial))).body, 'properties', 'ipAddress') ?? '', /^20\./);
    assert.equal(refusal(await trial.send('DELETE', addressPath(trial))).code, 'PublicIPAddressCannotBeDeleted');
    assert.equal(refusal(await trial.send('DELETE', gatewayPath(trial))).code, 'NotInSandbox');
    await settled(trial, trial.send('PUT', subnetPath(trial), subnet('10.0.1.0/24')));
    assert.equal(field((await trial.send('GET', subnetPath(trial))).body, 'properties', 'natGateway'), undefined);
    assert.equal((await settled(trial, trial.send('DELETE', gatewayPath(trial)))).status, 202);
    assert.equal((await settled(trial, trial.send('DELETE', addressPath(trial)))).status, 202);
  });

  it('lets a reader read and not write', async () => {
    const trial = await withNetwork();
    assert.equal((await trial.send('GET', subnetPath(trial), undefined, { as: 'reader' })).status, 200);
    const refused = await trial.send('PUT', subnetPath(trial), subnet('10.0.1.0/24'), { as: 'reader' });
    assert.equal(refusal(refused).code, 'AuthorizationFailed');
    assert.match(refusal(refused).message, /'Microsoft\.Network\/virtualNetworks\/subnets\/write'/);
  });

  it('is listed among the resources, and goes with its group', async () => {
    const trial = await withNetwork();
    const path = `${trial.subscription}/resources?api-version=2022-09-01`;
    const types = valueOf<{ type: string }>(await trial.send('GET', path)).map(({ type }) => type);
    assert.deepEqual(types, ['Microsoft.Network/virtualNetworks']);
    await trial.send('DELETE', `${trial.group}?api-version=2022-09-01`);
    trial.clock.advance(600_000);
    await trial.send('GET', path);
    assert.deepEqual([trial.world.virtualNetworks, trial.world.subnets], [{}, {}]);
  });
});

describe('private endpoints of registries in the sandbox', () => {
  it('are shown as the registry knows them, and cannot be approved', async () => {
    const trial = new Trial();
    const endpointId = `${trial.group}/providers/Microsoft.Network/privateEndpoints/pe`;
    const registry = addRegistry(trial.world, {
      subscriptionId: trial.subscriptionId,
      resourceGroup: 'rg',
      name: 'vault',
      location: 'westeurope',
      createdAt: start,
      sku: 'Premium',
      privateEndpoints: [
        { name: 'vault.one', endpointId, status: 'Approved' },
        { name: 'vault.two', endpointId, status: 'Pending' },
      ],
    });
    const acr = '?api-version=2023-07-01';
    const states = (list: unknown) =>
      (list as unknown[]).map((each) => textAt(each, 'properties', 'privateLinkServiceConnectionState', 'status'));
    const read = await trial.send('GET', `${registry.id}${acr}`);
    assert.deepEqual(states(field(read.body, 'properties', 'privateEndpointConnections')), ['Approved', 'Pending']);
    const all = `${registry.id}/privateEndpointConnections`;
    assert.deepEqual(states(valueOf(await trial.send('GET', `${all}${acr}`))), ['Approved', 'Pending']);
    const one = await trial.send('GET', `${all}/vault.two${acr}`);
    assert.equal(textAt(one.body, 'properties', 'privateEndpoint', 'id'), endpointId);
    assert.equal((await trial.send('GET', `${all}/vault.three${acr}`)).status, 404);
    assert.equal(refusal(await trial.send('PUT', `${all}/vault.two${acr}`, one.body)).code, 'NotInSandbox');
  });
});
