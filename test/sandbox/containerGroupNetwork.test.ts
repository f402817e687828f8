import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { addIdentity, addResourceGroup, addSubscription, assignRole } from '../../src/sandbox/builder';
import { field, textAt } from '../../src/sandbox/field';
import { containerGroupDelegation } from '../../src/model/subnet';
import { addSubnet, addVirtualNetwork } from '../../src/sandbox/networkBuild';
import type { SandboxSubnet } from '../../src/sandbox/networkState';
import { builtInRoles } from '../../src/sandbox/roleDefinitions';
import { Fixture, start } from './groupFixture';

const roleNamed = (name: string) => builtInRoles.find((role) => role.name === name);
const version = { apiVersion: '2024-05-01' };

class Networked extends Fixture {
  readonly subnet: SandboxSubnet;

  constructor(prefix = '10.0.1.0/24', delegated = true) {
    super();
    const place = { subscriptionId: this.subscriptionId, resourceGroup: 'rg', name: 'vnet', location: 'westeurope' };
    const network = addVirtualNetwork(this.world, { ...place, addressPrefixes: ['10.0.0.0/16'] });
    this.subnet = addSubnet(this.world, network, {
      name: 'apps',
      addressPrefix: prefix,
      delegations: delegated ? [containerGroupDelegation] : [],
    });
  }

  inSubnet(id = this.subnet.id, more: object = {}): ContainerGroupDefinition {
    const definition = this.publicDefinition();
    const ipAddress = { type: 'Private', ports: [{ port: 80 }] };
    return { ...definition, properties: { ...definition.properties, subnetIds: [{ id }], ipAddress, ...more } };
  }
}

interface Row {
  readonly title: string;
  readonly definition: (fixture: Networked) => unknown;
  readonly fixture?: () => Networked;
  readonly as?: (fixture: Networked) => string;
  readonly status: number;
  readonly code: string;
  readonly message?: RegExp;
}

const rows: readonly Row[] = [
  {
    title: 'a subnet that is not delegated',
    fixture: () => new Networked('10.0.1.0/24', false),
    definition: (f) => f.inSubnet(),
    status: 400,
    code: 'SubnetMissingRequiredDelegation',
    message: /^Subnet missing required delegation 'Microsoft\.ContainerInstance' for container group 'app'\.$/,
  },
  {
    title: 'a public address in a subnet',
    definition: (f) => f.inSubnet(f.subnet.id, { ipAddress: { type: 'Public', ports: [{ port: 80 }] } }),
    status: 400,
    code: 'InvalidIpAddressTypeForNetworkProfile',
  },
  {
    title: 'a private address without a subnet',
    definition: (f) => f.inSubnet(f.subnet.id, { subnetIds: [] }),
    status: 400,
    code: 'PrivateIPAddressNotSupported',
  },
  {
    title: 'a caller who may not join the subnet',
    definition: (f) => f.inSubnet(),
    as: (f) => {
      const place = { subscriptionId: f.subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
      const { principalId } = addIdentity(f.world, { ...place, name: 'id-deployer' });
      const role = roleNamed('Azure Container Instances Contributor Role');
      assignRole(f.world, { scope: `/subscriptions/${f.subscriptionId}`, principalId, roleId: role?.id ?? '', at: start - 1000 });
      return principalId;
    },
    status: 403,
    code: 'LinkedAuthorizationFailed',
    message: /'Microsoft\.Network\/virtualNetworks\/subnets\/join\/action' on the linked scope/,
  },
  {
    title: 'a DNS name label in a subnet',
    definition: (f) => f.inSubnet(f.subnet.id, { ipAddress: { type: 'Private', ports: [{ port: 80 }], dnsNameLabel: 'label-one' } }),
    status: 501,
    code: 'NotInSandbox',
  },
  {
    title: 'a subnet that does not exist',
    definition: (f) => f.inSubnet(`${f.subnet.id}x`),
    status: 501,
    code: 'NotInSandbox',
    message: /does not exist/,
  },
  {
    title: 'the id of a network for that of a subnet',
    definition: (f) => f.inSubnet(f.subnet.id.replace('/subnets/apps', '')),
    status: 501,
    code: 'NotInSandbox',
  },
  {
    title: 'a network in another region',
    definition: (f) => ({ ...f.inSubnet(), location: 'northeurope' }),
    status: 501,
    code: 'NotInSandbox',
    message: /in another region/,
  },
  {
    title: 'a network in another subscription',
    definition: (f) => {
      const { id: subscriptionId } = addSubscription(f.world, 'Other');
      addResourceGroup(f.world, subscriptionId, 'rg', 'westeurope');
      const network = addVirtualNetwork(f.world, {
        subscriptionId,
        resourceGroup: 'rg',
        name: 'other',
        location: 'westeurope',
        addressPrefixes: ['10.0.0.0/16'],
      });
      const { id } = addSubnet(f.world, network, { name: 'apps', addressPrefix: '10.0.1.0/24', delegations: [containerGroupDelegation] });
      const roleId = roleNamed('Owner')?.id ?? '';
      assignRole(f.world, { scope: `/subscriptions/${subscriptionId}`, principalId: f.world.signedIn, roleId, at: start - 1000 });
      return f.inSubnet(id);
    },
    status: 501,
    code: 'NotInSandbox',
    message: /in another subscription/,
  },
  {
    title: 'a network profile, of which there are none any more',
    definition: (f) => f.inSubnet(f.subnet.id, { subnetIds: [], ipAddress: undefined, networkProfile: { id: '/p' } }),
    status: 400,
    code: 'NetworkProfileNotFound',
  },
  {
    title: 'spot in a subnet',
    definition: (f) => f.inSubnet(f.subnet.id, { priority: 'Spot', ipAddress: undefined }),
    status: 400,
    code: 'SpotPriorityContainerGroupNotSupportedForInboundConnectivity',
  },
];

describe('container groups in subnets', () => {
  for (const { title, definition, fixture: make, as, status, code, message } of rows) {
    it(`answers ${title} with ${code}`, async () => {
      const fixture = make?.() ?? new Networked();
      const given = definition(fixture);
      const answer = await fixture.put(given, 'app', as ? { as: as(fixture) } : {});
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.equal(textAt(answer.body, 'error', 'code'), code);
      if (message) assert.match(textAt(answer.body, 'error', 'message') ?? '', message);
    });
  }

  it('have no address until they are provisioned, then one of the subnet, and give it back when they stop', async () => {
    const fixture = new Networked();
    const made = await fixture.put(fixture.inSubnet());
    assert.equal(made.status, 201);
    assert.equal(field(made.body, 'properties', 'ipAddress'), undefined);
    fixture.pass(60);
    const running = await fixture.get();
    assert.equal(textAt(running.body, 'properties', 'ipAddress', 'ip'), '10.0.1.4');
    assert.equal(textAt(running.body, 'properties', 'ipAddress', 'type'), 'Private');
    await fixture.put(fixture.inSubnet(), 'second');
    fixture.pass(60);
    assert.equal(textAt((await fixture.get('second')).body, 'properties', 'ipAddress', 'ip'), '10.0.1.5');
    await fixture.act('stop');
    const stopped = await fixture.get();
    assert.equal(textAt(stopped.body, 'properties', 'ipAddress', 'type'), 'Private');
    assert.equal(field(stopped.body, 'properties', 'ipAddress', 'ip'), undefined);
  });

  it('wait where the subnet has no address left, until another group goes', async () => {
    const fixture = new Networked('10.0.1.0/29');
    for (const name of ['one', 'two', 'three']) await fixture.put(fixture.inSubnet(), name);
    fixture.pass(60);
    await fixture.put(fixture.inSubnet(), 'four');
    fixture.pass(300);
    const waiting = await fixture.get('four');
    assert.equal(textAt(waiting.body, 'properties', 'instanceView', 'state'), 'Pending');
    assert.deepEqual(field(waiting.body, 'properties', 'instanceView', 'events'), []);
    await fixture.ask('DELETE', fixture.groupId('two'));
    fixture.pass(120);
    const running = await fixture.get('four');
    assert.equal(textAt(running.body, 'properties', 'instanceView', 'state'), 'Running');
    assert.equal(textAt(running.body, 'properties', 'ipAddress', 'ip'), '10.0.1.5');
  });

  it('time out like any other where no address comes free', async () => {
    const fixture = new Networked('10.0.1.0/29');
    for (const name of ['one', 'two', 'three', 'four']) await fixture.put(fixture.inSubnet(), name);
    fixture.pass(2000);
    assert.equal(textAt((await fixture.get('four')).body, 'properties', 'provisioningState'), 'Failed');
  });

  it('cannot be moved to another subnet in place', async () => {
    const fixture = new Networked();
    await fixture.put(fixture.inSubnet());
    fixture.pass(60);
    const network = Object.values(fixture.world.virtualNetworks)[0];
    assert.ok(network);
    const { id } = addSubnet(fixture.world, network, {
      name: 'more',
      addressPrefix: '10.0.2.0/24',
      delegations: [containerGroupDelegation],
    });
    const answer = await fixture.put(fixture.inSubnet(id));
    assert.equal(textAt(answer.body, 'error', 'code'), 'InvalidContainerGroupUpdate');
  });

  it('keep their subnet: it is marked, neither deleted nor taken from them, until the last is gone', async () => {
    const fixture = new Networked();
    await fixture.put(fixture.inSubnet());
    fixture.pass(60);
    const { id } = fixture.subnet;
    const links = async () => field((await fixture.ask('GET', id, undefined, version)).body, 'properties', 'serviceAssociationLinks');
    assert.ok(Array.isArray(await links()));
    const codeOf = async (method: string, path: string, body?: unknown) =>
      textAt((await fixture.ask(method, path, body, version)).body, 'error', 'code');
    const network = id.replace('/subnets/apps', '');
    assert.equal(await codeOf('DELETE', id), 'InUseSubnetCannotBeDeleted');
    assert.equal(await codeOf('DELETE', network), 'InUseSubnetCannotBeDeleted');
    assert.equal(await codeOf('PUT', id, { properties: { addressPrefix: '10.0.1.0/24' } }), 'SubnetMissingRequiredDelegation');
    const delegations = [{ name: 'a', properties: { serviceName: containerGroupDelegation } }];
    assert.equal(await codeOf('PUT', id, { properties: { addressPrefix: '10.0.3.0/24', delegations } }), 'InUsePrefixCannotBeDeleted');
    const link = `${id}/providers/Microsoft.ContainerInstance/serviceAssociationLinks/default`;
    assert.equal((await fixture.ask('DELETE', link)).status, 400);
    await fixture.ask('DELETE', fixture.groupId());
    assert.equal(await links(), undefined);
    assert.equal((await fixture.ask('DELETE', link)).status, 204);
    assert.equal((await fixture.ask('DELETE', id, undefined, version)).status, 202);
  });
});
