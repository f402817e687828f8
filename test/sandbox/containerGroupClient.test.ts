import assert from 'node:assert/strict';
import type { ContainerGroup } from '@azure/arm-containerinstance';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import { Fixture } from './groupFixture';

/** The real SDK, polling a clock that this test moves. */
function clientOf(fixture: Fixture): ContainerInstanceManagementClient {
  const { credential, httpClient } = fixture.client();
  return new ContainerInstanceManagementClient(credential, fixture.subscriptionId, { httpClient, retryOptions: { maxRetries: 0 } });
}

const group: ContainerGroup = {
  location: 'westeurope',
  osType: 'Linux',
  containers: [
    {
      name: 'app',
      image: 'mcr.microsoft.com/azuredocs/aci-helloworld',
      ports: [{ port: 80 }],
      resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
    },
  ],
  ipAddress: { type: 'Public', ports: [{ port: 80 }], dnsNameLabel: 'sdk-test' },
};

describe('the SDK client for container instances', () => {
  it('takes a group through its whole life', async () => {
    const fixture = new Fixture();
    const client = clientOf(fixture);
    const options = { updateIntervalInMs: 1 };
    fixture.clock.setSpeed(2000);
    const created = await client.containerGroups.beginCreateOrUpdateAndWait('rg', 'app', group, options);
    assert.equal(created.provisioningState, 'Succeeded');
    assert.equal(created.instanceView?.state, 'Running');
    assert.equal(created.ipAddress?.fqdn, 'sdk-test.westeurope.azurecontainer.io');
    assert.equal(created.containers[0]?.instanceView?.currentState?.state, 'Running');
    fixture.clock.advance(60_000);
    const { content } = await client.containers.listLogs('rg', 'app', 'app', { tail: 3 });
    assert.equal(content?.trimEnd().split('\n').length, 3);
    await client.containerGroups.stop('rg', 'app');
    assert.equal((await client.containerGroups.get('rg', 'app')).instanceView?.state, 'Stopped');
    await client.containerGroups.beginStartAndWait('rg', 'app', options);
    assert.equal((await client.containerGroups.get('rg', 'app')).instanceView?.state, 'Running');
    await client.containerGroups.beginRestartAndWait('rg', 'app', options);
    assert.equal((await client.containerGroups.get('rg', 'app')).instanceView?.state, 'Running');
    const tagged = await client.containerGroups.update('rg', 'app', { tags: { a: 'b' } });
    assert.deepEqual(tagged.tags, { a: 'b' });
    const listed = [];
    for await (const each of client.containerGroups.list()) listed.push(each);
    assert.deepEqual(
      listed.map((each) => [each.name, each.instanceView]),
      [['app', undefined]],
    );
    const deleted = await client.containerGroups.beginDeleteAndWait('rg', 'app', options);
    assert.equal(deleted.name, 'app');
    await assert.rejects(client.containerGroups.get('rg', 'app'), { code: 'ContainerGroupNotFound', statusCode: 404 });
  });

  it('fails at once where Azure refuses', async () => {
    const fixture = new Fixture();
    const containers = [
      { name: 'app', image: 'mcr.microsoft.com/azuredocs/aci-hellowrld', resources: { requests: { cpu: 1, memoryInGB: 1 } } },
    ];
    const body = { ...group, containers };
    await assert.rejects(clientOf(fixture).containerGroups.beginCreateOrUpdate('rg', 'app', body), {
      code: 'InaccessibleImage',
      statusCode: 400,
    });
  });

  it('reads usages, capabilities and cached images', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition());
    const client = clientOf(fixture);
    const usages = [];
    for await (const each of client.location.listUsage('westeurope')) usages.push([each.name?.value, each.currentValue, each.limit]);
    assert.deepEqual(usages, [
      ['ContainerGroups', 1, 100],
      ['StandardCores', 1, 100],
      ['StandardSpotCores', 0, 10],
    ]);
    const capabilities = [];
    for await (const each of client.location.listCapabilities('westeurope')) capabilities.push(each.osType);
    assert.ok(capabilities.includes('Linux') && capabilities.includes('Windows'));
    let cached = 0;
    for await (const each of client.location.listCachedImages('westeurope')) cached += each.image ? 1 : 0;
    assert.ok(cached > 0);
  });

  it('is told by name what the sandbox cannot do', async () => {
    const fixture = new Fixture();
    await fixture.put(fixture.publicDefinition());
    await assert.rejects(clientOf(fixture).containerGroups.getOutboundNetworkDependenciesEndpoints('rg', 'app'), {
      code: 'NotInSandbox',
      statusCode: 501,
    });
  });
});
