import assert from 'node:assert/strict';
import { missingSecrets } from '../../src/deploy/missingSecrets';
import { hidesSecrets, redeployable } from '../../src/deploy/redeployable';
import { validate } from '../../src/deploy/validate';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { normalizeId } from '../../src/model/resourceId';
import { putSecrets, takeSecrets } from '../../src/model/secrets';
import { passwordKey } from '../../src/sandbox/pull';
import { storageKeys } from '../../src/sandbox/storageAccounts';
import { workspaceKeys } from '../../src/sandbox/workspaces';
import type { OpenAzure } from './openAzure';
import { idOf, openAzure } from './openAzure';

function first<T>(record: Readonly<Record<string, T>>): T {
  const [value] = Object.values(record);
  assert.ok(value);
  return value;
}

/** With one of each kind of secret that Azure keeps to itself. */
function definitionIn({ open }: OpenAzure): ContainerGroupDefinition {
  const { world } = open.sandbox;
  const account = first(world.storageAccounts);
  const workspace = first(world.workspaces);
  const admin = Object.values(world.containerGroups).find(({ name }) => name === 'admin');
  const [credential] = admin?.definition.properties.imageRegistryCredentials ?? [];
  assert.ok(admin && credential);
  const image = admin.definition.properties.containers[0]?.properties.image ?? '';
  const environmentVariables = [
    { name: 'MODE', value: 'test' },
    { name: 'API_KEY', secureValue: 'one-secret' },
  ];
  const volumeMounts = ['files', 'certs'].map((name) => ({ name, mountPath: `/mnt/${name}` }));
  const [storageAccountKey] = storageKeys(account);
  const azureFile = { shareName: account.shares[0], storageAccountName: account.name, storageAccountKey };
  const resources = { requests: { cpu: 1, memoryInGB: 1 } };
  return {
    location: 'westeurope',
    properties: {
      osType: 'Linux',
      restartPolicy: 'Always',
      containers: [{ name: 'app', properties: { image, environmentVariables, resources, volumeMounts } }],
      imageRegistryCredentials: [{ ...credential, password: admin.secrets[passwordKey(credential.server)] ?? '' }],
      diagnostics: { logAnalytics: { workspaceId: workspace.customerId, workspaceKey: workspaceKeys(workspace)[0] } },
      volumes: [
        { name: 'files', azureFile },
        { name: 'certs', secret: { 'a.pem': 'YQ==', 'b.pem': 'Yg==' } },
      ],
    },
  };
}

describe('a group whose secrets Azure keeps to itself', () => {
  it('is read with a placeholder for each, and is the same again once their values are given', async () => {
    const world = openAzure();
    const azure = world.connect();
    const definition = definitionIn(world);
    const id = idOf(world, 'containerGroups', 'landing').replace(/landing$/, 'secretive');
    await azure.containerGroups.put(id, definition);
    const kept = () => world.open.sandbox.world.containerGroups[normalizeId(id)];
    const before = structuredClone(kept()?.secrets);
    const read = await azure.containerGroups.get(id);
    assert.ok(read && before);
    assert.equal(hidesSecrets(read.definition), true);
    const again = redeployable(read.definition);
    const missing = missingSecrets(again, new Set());
    assert.deepEqual(
      missing.map(({ kind, name }) => `${kind} ${name}`),
      ['variable app/API_KEY', 'password contoso.azurecr.io', 'storageKey files/azureFile', 'files certs', 'workspaceKey logAnalytics'],
    );
    const errors = validate(again).filter(({ severity }) => severity === 'error');
    assert.deepEqual(new Set(errors.map(({ path }) => path.join('.'))), new Set(missing.map(({ path }) => path.join('.'))));

    const { secrets } = takeSecrets(definition);
    const withFiles = structuredClone(again);
    const volumes = withFiles.properties['volumes'] as { name: string; secret?: unknown }[];
    Object.assign(volumes.find(({ name }) => name === 'certs') ?? {}, {
      secret: { 'a.pem': '{{secret:certs/a.pem}}', 'b.pem': '{{secret:certs/b.pem}}' },
    });
    assert.deepEqual(missingSecrets(withFiles, new Set(Object.keys(secrets))), []);
    assert.deepEqual(
      validate(withFiles, { secrets: new Set(Object.keys(secrets)) }).filter(({ severity }) => severity === 'error'),
      [],
    );
    world.open.sandbox.clock.advance(3_600_000);
    await azure.containerGroups.put(id, putSecrets(withFiles, secrets));
    assert.deepEqual(kept()?.secrets, before);
  });

  it('is not one that has none', async () => {
    const world = openAzure();
    const group = await world.connect().containerGroups.get(idOf(world, 'containerGroups', 'storefront'));
    assert.equal(group && hidesSecrets(group.definition), false);
  });
});
