import assert from 'node:assert/strict';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { putSecrets, secretNames, takeSecrets } from '../../src/model/secrets';

function definition(): ContainerGroupDefinition {
  return {
    location: 'westeurope',
    properties: {
      containers: [
        {
          name: 'app',
          properties: {
            image: 'contoso.azurecr.io/app:1',
            environmentVariables: [
              { name: 'MODE', value: 'password' },
              { name: 'API_KEY', secureValue: 'one-secret' },
              { name: 'OTHER', secureValue: 'another-secret' },
            ],
            resources: { requests: { cpu: 1, memoryInGB: 1 } },
          },
        },
      ],
      imageRegistryCredentials: [{ server: 'contoso.azurecr.io', username: 'contoso', password: 'a-password' }],
      diagnostics: { logAnalytics: { workspaceId: 'w', workspaceKey: 'a-key' } },
    },
  };
}

describe('Secrets of a definition', () => {
  it('are taken out under names that tell them apart, and nothing else changes', () => {
    const { definition: without, secrets } = takeSecrets(definition());
    assert.deepEqual(secrets, {
      'app/API_KEY': 'one-secret',
      'app/OTHER': 'another-secret',
      'contoso.azurecr.io': 'a-password',
      logAnalytics: 'a-key',
    });
    assert.deepEqual([...secretNames(without)].sort(), Object.keys(secrets).sort());
    const text = JSON.stringify(without);
    for (const secret of Object.values(secrets)) assert.ok(!text.includes(secret), secret);
    assert.equal(without.properties.containers[0]?.properties.environmentVariables?.[0]?.value, 'password');
  });

  it('are put back as they were', () => {
    const { definition: without, secrets } = takeSecrets(definition());
    assert.deepEqual(putSecrets(without, secrets), definition());
  });

  it('that were taken before stay known by their placeholder', () => {
    const first = takeSecrets(definition());
    const again = takeSecrets(first.definition);
    assert.deepEqual(again, { definition: first.definition, secrets: {} });
  });

  it('that nobody knows any more leave their placeholder', () => {
    const { definition: without } = takeSecrets(definition());
    assert.deepEqual(putSecrets(without, {}), without);
  });
});
