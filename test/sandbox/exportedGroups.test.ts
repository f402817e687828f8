/** Container groups that Azure has, as YAML: deployed again, they change nothing. */
import assert from 'node:assert/strict';
import { asWritten } from '../../src/deploy/asWritten';
import { explainedYaml } from '../../src/deploy/text/exportYaml';
import { importGroup } from '../../src/deploy/text/groupFile';
import { judgeText } from '../../src/deploy/text/judgeText';
import { updateOf } from '../../src/deploy/update';
import type { ContainerGroup, ContainerGroupDefinition } from '../../src/model/containerGroup';
import { resourceId } from '../../src/model/resourceId';
import { secretNames } from '../../src/model/secrets';
import { idOf, openAzure } from './openAzure';

const place = { resourceGroup: 'rg-web', origin: 'azure' } as const;

function exported({ name, definition }: ContainerGroup): string {
  return explainedYaml({ ...place, name }, asWritten(definition));
}

function imported(text: string): ContainerGroupDefinition {
  const [group] = judgeText(text, 'yaml', { kind: 'file' }).groups;
  assert.ok(group, text);
  return importGroup(group.group).definition;
}

/** A group in a subnet with everything that Azure keeps to itself. */
function withSecrets(subnetId: string): ContainerGroupDefinition {
  const [server, password] = ['docker.io', 'pass-1'];
  return {
    location: 'westeurope',
    properties: {
      osType: 'Linux',
      subnetIds: [{ id: subnetId }],
      imageRegistryCredentials: [{ server, username: 'someone', password }],
      containers: [
        {
          name: 'app',
          properties: {
            image: 'mcr.microsoft.com/azuredocs/aci-helloworld:latest',
            environmentVariables: [
              { name: 'MODE', value: 'fast' },
              { name: 'KEY', secureValue: 'pass-2' },
            ],
            volumeMounts: [
              { name: 'uploads', mountPath: '/uploads' },
              { name: 'tokens', mountPath: '/keys' },
              { name: 'scratch', mountPath: '/scratch' },
            ],
            resources: { requests: { cpu: 1, memoryInGB: 1 } },
          },
        },
      ],
      volumes: [
        { name: 'uploads', azureFile: { shareName: 'uploads', storageAccountName: 'contosofiles', storageAccountKey: 'pass-3' } },
        { name: 'tokens', secret: { token: Buffer.from('pass-4').toString('base64') } },
        { name: 'scratch', emptyDir: {} },
      ],
    },
  };
}

describe('A container group as YAML', () => {
  it('has nothing in it that Azure filled in, and no finding but of names that are missing', async () => {
    const world = openAzure();
    const group = (await world.azure.containerGroups.get(idOf(world, 'containerGroups', 'storefront'))) ?? assert.fail();
    const text = exported(group);
    assert.doesNotMatch(text, /provisioning|instanceView|fqdn|\bip:|principalId|clientId|tenantId|sku|initContainers|\[\]|protocol|^id:/m);
    assert.match(
      text,
      /^# storefront in rg-web, as Azure has it, without what Azure fills in\.\n# To deploy it: az container create --resource-group rg-web /,
    );
    assert.doesNotMatch(text, /Secrets/);
    assert.deepEqual(
      judgeText(text, 'yaml', { kind: 'file' }).groups[0]?.findings.map(({ code }) => code),
      [],
    );
  });

  it('changes no group of the sandbox that runs, deployed again', async () => {
    const world = openAzure();
    const groups = await world.azure.containerGroups.list(world.production);
    const kinds: string[] = [];
    for (const { id, name } of groups) {
      const group = (await world.azure.containerGroups.get(id)) ?? assert.fail();
      const again = imported(exported(group));
      const { kind } = updateOf(group.definition, again);
      const [secret] = secretNames(again);
      kinds.push(`${kind}${secret === undefined ? '' : ' but for secrets'}`);
      const isOver =
        group.definition.properties.provisioningState === 'Failed' ||
        /^(Stopped|Succeeded|Failed)$/.test(group.definition.properties.instanceView?.state ?? '');
      assert.equal(kind, isOver ? 'anew' : secret === undefined ? 'nothing' : 'inPlace', name);
    }
    assert.ok(kinds.filter((kind) => kind === 'nothing').length >= 5, kinds.join());
  });

  it('has the names of all its secrets and the value of none, and is not deployed before they are put in', async () => {
    const world = openAzure();
    const { production } = world;
    const subnet = `${idOf(world, 'virtualNetworks', 'vnet-contoso')}/subnets/snet-containers`;
    const id = resourceId(production, 'rg-web', 'Microsoft.ContainerInstance/containerGroups', 'secretive');
    await world.azure.containerGroups.put(id, withSecrets(subnet));
    world.open.sandbox.clock.advance(120_000);
    const group = (await world.azure.containerGroups.get(id)) ?? assert.fail();
    const text = exported(group);
    assert.doesNotMatch(text, /pass-\d|cGFzcy/);
    assert.match(text, /^# Secrets are not in this file\..*\n(# - .*\n){4}apiVersion/m);
    assert.doesNotMatch(text, /ipAddress/);
    assert.match(text, /emptyDir: \{\}/);
    const again = imported(text);
    assert.deepEqual([...secretNames(again)].sort(), ['app/KEY', 'docker.io', 'tokens/name-of-file', 'uploads/azureFile']);
    const findings = judgeText(text, 'yaml', { kind: 'file' }).groups[0]?.findings ?? [];
    assert.deepEqual(
      findings.map(({ severity, code }) => `${severity} ${code}`),
      Array.from({ length: 4 }, () => 'error SecretMissing'),
    );
    assert.deepEqual(updateOf(group.definition, again).because, []);
  });

  it('of a plan has the definition as it is planned, and what is written in it as a secret not', () => {
    const text = explainedYaml({ ...place, name: 'planned', origin: 'plan' }, withSecrets('/subnet'), ['Only here.']);
    assert.match(text, /^# planned in rg-web, as it is planned\.\n# To deploy it: [^\n]*\n# Only here\.\n# Secrets are not/);
    assert.doesNotMatch(text, /pass-\d|cGFzcy/);
    assert.deepEqual([...secretNames(imported(text))].sort(), ['app/KEY', 'docker.io', 'tokens/token', 'uploads/azureFile']);
  });
});
