/**
 * Microsoft's own `az` against the sandbox's cloud: the steps of
 * https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi, and what people do next. Each step goes on where the one
 * before it ended.
 */
import assert from 'node:assert/strict';
import { asWritten } from '../../src/deploy/asWritten';
import { explainedYaml } from '../../src/deploy/text/exportYaml';
import { updateOf } from '../../src/deploy/update';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { replicationMs } from '../../src/sandbox/builder';
import type { Cloud } from '../../src/sandbox/server/startCloud';
import { startCloud } from '../../src/sandbox/server/startCloud';
import { Az } from './az';

const group = 'myResourceGroup';
const registry = 'myacrregistry';
/** Minutes become seconds: most of the time goes by in `az` itself. */
const speed = 60;

describe('az against the sandbox', () => {
  let cloud: Cloud;
  let az: Az;
  let identityId = '';
  let principalId = '';
  let registryId = '';
  let loginServer = '';

  before(async function () {
    await Az.orSkip(this);
    cloud = await startCloud({ speed });
    az = await Az.at(cloud);
    await az.register();
    await az.signInWithSecret();
  });
  after(async () => {
    await (az as Az | undefined)?.close();
    await (cloud as Cloud | undefined)?.close();
  });

  const state = (name: string): Promise<string> =>
    az.value('instanceView.state', 'container', 'show', '--resource-group', group, '--name', name);

  /** By the cloud's own clock: how much of it goes by in `az` is a matter of the machine. */
  const pass = (ms: number): void => cloud.open.sandbox.clock.advance(ms);

  it('signs in with the secret of the application, and lists the subscriptions', async () => {
    assert.deepEqual((await az.value('[].id', 'account', 'list')).split('\n').sort(), [...cloud.ready.subscriptionIds].sort());
  });

  it('creates a resource group', async () => {
    assert.equal(await az.value('properties.provisioningState', 'group', 'create', '--name', group, '--location', 'eastus'), 'Succeeded');
  });

  it('creates a registry, shows it and lists it', async () => {
    const create = ['acr', 'create', '--resource-group', group, '--name', registry, '--sku', 'Standard'];
    assert.equal(await az.value('provisioningState', ...create), 'Succeeded');
    loginServer = await az.value('loginServer', 'acr', 'show', '--name', registry);
    assert.equal(loginServer, `${registry}${cloud.ready.registrySuffix}`);
    registryId = await az.value('id', 'acr', 'show', '--resource-group', group, '--name', registry);
    assert.equal(await az.value('[].name', 'acr', 'list', '--resource-group', group), registry);
    const source = 'mcr.microsoft.com/azuredocs/aci-helloworld:latest';
    await az.text('acr', 'import', '--name', registry, '--source', source, '--image', 'aci-helloworld:v1');
  });

  it('creates an identity and shows it', async () => {
    await az.text('identity', 'create', '--resource-group', group, '--name', 'myACRId');
    const show = ['identity', 'show', '--resource-group', group, '--name', 'myACRId'];
    identityId = await az.value('id', ...show);
    principalId = await az.value('principalId', ...show);
    assert.match(identityId, /\/userAssignedIdentities\/myACRId$/);
  });

  it('waits until the directory knows the new identity everywhere', () => pass(replicationMs));

  it('finds AcrPull by its name, and the assignee in the directory', async () => {
    const create = ['role', 'assignment', 'create', '--assignee', principalId, '--scope', registryId, '--role', 'acrpull'];
    assert.match(await az.value('roleDefinitionId', ...create), /\/7f951dda-4ed3-4680-a7ca-43fe172d538d$/);
    const list = await az.json('role', 'assignment', 'list', '--assignee', principalId, '--scope', registryId);
    const [assignment, ...others] = list as { roleDefinitionName: string; principalType: string; principalName: string }[];
    assert.deepEqual(others, []);
    assert.equal(assignment?.roleDefinitionName, 'AcrPull');
    assert.equal(assignment.principalType, 'ServicePrincipal');
    assert.equal(assignment.principalName, await az.value('clientId', 'identity', 'show', '--resource-group', group, '--name', 'myACRId'));
  });

  it('waits until the role is effective, since a pull is refused before', () => pass(cloud.open.sandbox.world.propagationMs));

  it('creates a container group that pulls with the identity, and it runs', async () => {
    const image = ['--image', `${loginServer}/aci-helloworld:v1`, '--acr-identity', identityId, '--assign-identity', identityId];
    const shown = ['--ports', '80', '--dns-name-label', 'aci-hello'];
    await az.text('container', 'create', '--resource-group', group, '--name', 'mycontainer', ...image, ...shown);
    assert.equal(await state('mycontainer'), 'Running');
    const fqdn = ['container', 'show', '--resource-group', group, '--name', 'mycontainer'];
    assert.equal(await az.value('ipAddress.fqdn', ...fqdn), 'aci-hello.eastus.azurecontainer.io');
    assert.equal(await az.value('[].name', 'container', 'list', '--resource-group', group), 'mycontainer');
    assert.match(await az.text('container', 'logs', '--resource-group', group, '--name', 'mycontainer'), /^listening on port 80/);
  });

  it('types into a shell of a container', async () => {
    const steps: readonly (readonly [RegExp, string])[] = [
      [/# $/, 'echo Zoë && stty size\r'],
      [/\r\nZoë\r\n\d+ \d+\r\n# $/, 'exit\r'],
    ];
    const exec = ['container', 'exec', '--resource-group', group, '--name', 'mycontainer', '--exec-command', '/bin/sh'];
    assert.match(await az.typed(steps, ...exec), /# echo Zoë && stty size\r\nZoë\r\n\d+ \d+\r\n# exit\r\n/);
  });

  it('reads the CPU and memory of a container', async () => {
    pass(5 * 60_000);
    const id = await az.value('id', 'container', 'show', '--resource-group', group, '--name', 'mycontainer');
    const now = cloud.open.sandbox.clock.now();
    const times = ['--start-time', new Date(now - 600_000).toISOString(), '--end-time', new Date(now).toISOString()];
    const asked = [
      ...times,
      '--resource',
      id,
      '--metrics',
      'CpuUsage',
      'MemoryUsage',
      '--dimension',
      'containerName',
      '--aggregation',
      'Average',
    ];
    const series = 'value[].timeseries[0].[metadatavalues[0].value, data[?average != null] | [-1].average]';
    const told = await az.value(`${series} | []`, 'monitor', 'metrics', 'list', ...asked, '--interval', 'PT1M');
    const [cpu, memory] = [...told.matchAll(/^mycontainer\n([\d.]+)$/gm)].map(([, value]) => Number(value));
    assert.ok(cpu !== undefined && cpu > 0 && cpu <= 1000, told);
    assert.ok(memory !== undefined && memory > 1024 ** 2 && memory <= 1.5 * 1024 ** 3, told);
  });

  it('creates a container group from a file', async () => {
    const definition = await az.file(
      'group.yaml',
      `apiVersion: '2021-10-01'
location: eastus
name: fromfile
type: Microsoft.ContainerInstance/containerGroups
identity:
  type: UserAssigned
  userAssignedIdentities:
    ${identityId}: {}
properties:
  osType: Linux
  restartPolicy: Always
  imageRegistryCredentials:
  - server: ${loginServer}
    identity: ${identityId}
  containers:
  - name: hello
    properties:
      image: ${loginServer}/aci-helloworld:v1
      resources:
        requests:
          cpu: 1
          memoryInGb: 1.5
`,
    );
    await az.text('container', 'create', '--resource-group', group, '--file', definition);
    assert.equal(await state('fromfile'), 'Running');
  });

  it('creates the same group from its YAML, with texts that YAML 1.1 would read as something else', async () => {
    const read = async (name: string): Promise<ContainerGroupDefinition> => {
      const id = await az.value('id', 'container', 'show', '--resource-group', group, '--name', name);
      return JSON.parse(await az.text('rest', '--method', 'get', '--url', `${id}?api-version=2023-05-01`)) as ContainerGroupDefinition;
    };
    const definition = asWritten(await read('fromfile'));
    const [hello] = definition.properties.containers;
    assert.ok(hello);
    const variables = Object.entries({ ON: 'yes', AT: '12:30', CODE: '007', DAY: '2026-01-01' }).map(([name, value]) => ({ name, value }));
    hello.properties.environmentVariables = variables;
    const yaml = explainedYaml({ name: 'exported', resourceGroup: group, origin: 'azure' }, definition);
    const file = await az.file('exported.yaml', yaml);
    await az.text('container', 'create', '--resource-group', group, '--file', file);
    const made = await read('exported');
    assert.deepEqual(made.properties.containers[0]?.properties.environmentVariables, variables);
    assert.equal(updateOf(made, definition).kind, 'nothing');
  });

  it('is refused an image that the identity may not pull, and may pull it with Repository Reader', async () => {
    const abac = await az.value('[id, loginServer]', 'acr', 'show', '--name', 'contosoabac');
    const [scope = '', server = ''] = abac.split('\n');
    const image = ['--image', `${server}/team-a/orders:5.1`, '--acr-identity', identityId, '--assign-identity', identityId];
    const create = ['container', 'create', '--resource-group', group, '--name', 'orders', ...image];
    await assert.rejects(az.text(...create), /InaccessibleImage/);
    const role = ['--role', 'Container Registry Repository Reader'];
    await az.text('role', 'assignment', 'create', '--assignee', principalId, '--scope', scope, ...role);
    pass(cloud.open.sandbox.world.propagationMs);
    await az.text(...create);
    assert.equal(await state('orders'), 'Running');
  });

  it('stops a container group and deletes it', async () => {
    await az.text('container', 'stop', '--resource-group', group, '--name', 'mycontainer');
    assert.equal(await state('mycontainer'), 'Stopped');
    await az.text('container', 'delete', '--resource-group', group, '--name', 'mycontainer', '--yes');
    await assert.rejects(state('mycontainer'), /ResourceNotFound|ContainerGroupNotFound/);
  });

  it('deletes the resource group with all that is in it', async () => {
    await az.text('group', 'delete', '--name', group, '--yes');
    assert.equal(await az.text('group', 'exists', '--name', group), 'false');
    assert.equal(await az.value("[?name=='myacrregistry'].name", 'acr', 'list'), '');
  });
});
