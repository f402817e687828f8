import assert from 'node:assert/strict';
import { AppError } from '../../src/model/appError';
import { containerGroupDelegation } from '../../src/model/subnet';
import { networkWriteMs } from '../../src/sandbox/networkOperations';
import type { OpenAzure } from './openAzure';
import { idOf, openAzure } from './openAzure';

function subnetId(world: OpenAzure, name: string): string {
  return `${idOf(world, 'virtualNetworks', 'vnet-contoso')}/subnets/${name}`;
}

describe('networks and workspaces, read from the sandbox', () => {
  it('are the subnets of every network, with what container groups care about', async () => {
    const world = openAzure();
    const found = await world.azure.networks.subnets(world.production);
    assert.deepEqual(
      found.map(({ name, location, addressPrefixes, delegations, natGateway }) => [
        name,
        location,
        addressPrefixes,
        delegations,
        natGateway?.split('/').pop(),
      ]),
      [
        ['snet-containers', 'westeurope', ['10.20.1.0/24'], [containerGroupDelegation], 'nat-contoso'],
        ['snet-services', 'westeurope', ['10.20.2.0/24'], [], undefined],
      ],
    );
    assert.deepEqual(await world.azure.networks.subnets(world.development), []);
  });

  it('find one subnet by its id in whatever case, and none that is not there', async () => {
    const world = openAzure();
    const { networks } = world.azure;
    const id = subnetId(world, 'snet-containers');
    const expected = (await networks.subnets(world.production))[0];
    assert.deepEqual(await networks.subnet(id.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')), expected);
    for (const other of [subnetId(world, 'none'), id.replace('vnet-contoso', 'none'), id.replace('rg-platform', 'none')]) {
      assert.equal(await networks.subnet(other), undefined);
    }
    await assert.rejects(networks.subnet(id.split('/subnets/')[0] ?? ''), (error) => AppError.is(error, 'InvalidResourceId'));
  });

  it('tell how many addresses a subnet has, of which container groups take none: so Azure shows it', async () => {
    const world = openAzure();
    const id = subnetId(world, 'snet-containers');
    assert.deepEqual(await world.azure.networks.usage(id.toLowerCase()), { size: 251, used: 0 });
    assert.equal(await world.azure.networks.usage(subnetId(world, 'none')), undefined);
    await assert.rejects(world.azure.networks.usage(id.replace('vnet-contoso', 'none')), { code: 'ResourceNotFound' });
  });

  it('delegate a subnet, leave the rest of it as it was, and write nothing the second time', async () => {
    const world = openAzure();
    const { sandbox } = world.open;
    const id = subnetId(world, 'snet-services');
    const subnet = sandbox.world.subnets[id.toLowerCase()];
    assert.ok(subnet);
    subnet.extra['serviceEndpoints'] = [{ service: 'Microsoft.Storage' }];
    await world.azure.networks.delegateSubnet(id, containerGroupDelegation);
    sandbox.clock.advance(networkWriteMs);
    const read = await world.azure.networks.subnet(id);
    assert.deepEqual([read?.delegations, read?.addressPrefixes], [[containerGroupDelegation], ['10.20.2.0/24']]);
    assert.deepEqual(sandbox.world.subnets[id.toLowerCase()]?.extra['serviceEndpoints'], [{ service: 'Microsoft.Storage' }]);
    await world.azure.networks.delegateSubnet(id, containerGroupDelegation);
    assert.equal(sandbox.log.filter(({ method }) => method === 'PUT').length, 1);
  });

  it('do not overwrite a subnet that somebody changed in between', async () => {
    const world = openAzure();
    const id = subnetId(world, 'snet-services');
    const { sandbox } = world.open;
    const subnet = sandbox.world.subnets[id.toLowerCase()];
    assert.ok(subnet);
    const handle = sandbox.handle.bind(sandbox);
    sandbox.handle = (request, signal) => {
      if (request.method === 'PUT') subnet.revision += 1;
      return handle(request, signal);
    };
    const delegating = world.azure.networks.delegateSubnet(id, containerGroupDelegation);
    await assert.rejects(delegating, (error) => AppError.is(error, 'PreconditionFailed'));
    assert.deepEqual(subnet.delegations, []);
  });

  it('show the workspaces of a subscription, and no key', async () => {
    const world = openAzure();
    const found = await world.azure.workspaces.list(world.production);
    assert.deepEqual(
      found.map(({ name, location }) => [name, location]),
      [['log-contoso', 'westeurope']],
    );
    assert.match(found[0]?.customerId ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(Object.keys(found[0] ?? {}), ['id', 'name', 'location', 'customerId']);
  });
});
