/**
 * Microsoft's own `az` against the sandbox's cloud: a group in a subnet by its YAML, as in
 * https://learn.microsoft.com/azure/container-instances/container-instances-vnet. The network is made with `az rest`: the commands for networks of
 * the `az` that Linux distributions package fail before they send anything.
 */
import assert from 'node:assert/strict';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { startCloud } from '../../src/sandbox/server/startCloud';
import { Az } from './az';

const group = 'myResourceGroup';
const inGroup = ['--resource-group', group] as const;
/** Minutes become seconds: most of the time goes by in `az` itself. */
const speed = 60;
const delegations = [{ name: 'aci', properties: { serviceName: 'Microsoft.ContainerInstance/containerGroups' } }];

describe('az and networks of the sandbox', () => {
  let cloud: Cloud;
  let az: Az;
  let network = '';

  before(async function () {
    await Az.orSkip(this);
    cloud = await startCloud({ speed });
    az = await Az.at(cloud);
    await az.register();
    await az.signInWithSecret();
    await az.text('group', 'create', '--name', group, '--location', 'eastus');
    const id = await az.value('id', 'group', 'show', '--name', group);
    network = `${id}/providers/Microsoft.Network/virtualNetworks/aci-vnet`;
  });
  after(async () => {
    await (az as Az | undefined)?.close();
    await (cloud as Cloud | undefined)?.close();
  });

  const rest = async (method: string, id: string, body?: unknown): Promise<string> => {
    const args = ['rest', '--method', method, '--url', `${id}?api-version=2022-01-01`];
    return az.text(...args, ...(body === undefined ? [] : ['--body', JSON.stringify(body)]));
  };
  const settle = (): void => cloud.open.sandbox.clock.advance(60_000);

  it('makes a network with a delegated subnet', async () => {
    const subnets = [{ name: 'aci-subnet', properties: { addressPrefix: '10.0.0.0/24', delegations } }];
    await rest('put', network, { location: 'eastus', properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets } });
    settle();
    const read = JSON.parse(await rest('get', `${network}/subnets/aci-subnet`)) as { properties: { provisioningState: string } };
    assert.equal(read.properties.provisioningState, 'Succeeded');
  });

  it('deploys a container group into it by its YAML, and shows its private address', async () => {
    const file = await az.file(
      'vnet-deploy-aci.yaml',
      `apiVersion: '2021-07-01'
location: eastus
name: appcontaineryaml
properties:
  containers:
  - name: appcontaineryaml
    properties:
      image: mcr.microsoft.com/azuredocs/aci-helloworld
      ports:
      - port: 80
        protocol: TCP
      resources:
        requests:
          cpu: 1.0
          memoryInGB: 1.5
  ipAddress:
    type: Private
    ports:
    - protocol: tcp
      port: '80'
  osType: Linux
  restartPolicy: Always
  subnetIds:
    - id: ${network}/subnets/aci-subnet
      name: default
tags: null
type: Microsoft.ContainerInstance/containerGroups
`,
    );
    await az.text('container', 'create', ...inGroup, '--file', file);
    assert.equal(await az.value('ipAddress.ip', 'container', 'show', '--name', 'appcontaineryaml', ...inGroup), '10.0.0.4');
  });

  it('deletes the subnet when the group is gone, and not before', async () => {
    await assert.rejects(rest('delete', `${network}/subnets/aci-subnet`), /InUseSubnetCannotBeDeleted/);
    await az.text('container', 'delete', '--name', 'appcontaineryaml', ...inGroup, '--yes');
    await rest('delete', network);
    settle();
    await assert.rejects(rest('get', network), /ResourceNotFound/);
  });
});
