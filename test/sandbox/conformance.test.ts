/** What the sandbox answers has every property that real Azure was recorded to send, and its errors read the same. */
import assert from 'node:assert/strict';
import { personaId } from '../../src/sandbox/personas';
import type { Answer } from './call';
import { refusal, Trial } from './call';
import { corpusMissing, recordedError, recordings } from './corpus';

const registries = 'Microsoft.ContainerRegistry/registries';
const identities = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const roleId = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7';

async function registry(trial: Trial): Promise<Answer> {
  const body = { location: 'westus', sku: { name: 'Premium' } };
  return trial.send('PUT', `${trial.group}/providers/${registries}/clireg?api-version=2023-11-01-preview`, body);
}

function assignRole(trial: Trial, guid: string, principalId: string): Promise<Answer> {
  const path = `${trial.group}/providers/Microsoft.Authorization/roleAssignments/${guid}?api-version=2022-04-01`;
  return trial.send('PUT', path, { properties: { roleDefinitionId: roleId, principalId } });
}

const guid = '00000000-0000-4000-8000-000000000001';

/** Recorded properties that the sandbox leaves out, and why. */
const leftOut: Readonly<Record<string, string>> = {
  'properties.clientSecretUrl': 'api-version 2015-08-31-preview only',
  'properties.networkRuleSet.virtualNetworkRules': 'api-versions before 2021-09-01 only',
  authorizations: 'applications that act for the provider',
  managedBy: 'only where it was set',
};

const shapes: readonly [string, string, RegExp, (trial: Trial) => Promise<Answer>][] = [
  ['a registry', 'GET|PUT|PATCH', new RegExp(`/${registries}/[^/?]+\\?`, 'i'), registry],
  [
    'an identity',
    'GET|PUT',
    new RegExp(`/${identities}/[^/?]+\\?`, 'i'),
    (trial) => trial.send('PUT', `${trial.group}/providers/${identities}/mine?api-version=2024-11-30`, { location: 'westus' }),
  ],
  ['a role assignment', 'PUT', /\/roleAssignments\/[^/?]+\?/i, (trial) => assignRole(trial, guid, personaId('reader'))],
  [
    'a role definition',
    'GET',
    /\/roleDefinitions\?/i,
    (trial) => trial.send('GET', `${trial.subscription}${roleId}?api-version=2022-04-01`),
  ],
  [
    'a resource group',
    'GET|PUT|PATCH',
    /\/resourceGroups\/[^/?]+\?/i,
    (trial) => trial.send('PUT', `${trial.group}?api-version=2022-09-01`, { location: 'westeurope', tags: { a: 'b' } }),
  ],
  [
    'a resource provider',
    'GET',
    /\/subscriptions\/[^/]+\/providers\/[^/?]+\?/i,
    (trial) => trial.send('GET', `${trial.subscription}/providers/Microsoft.ContainerRegistry?api-version=2022-09-01`),
  ],
];

describe("the sandbox's answers against recordings of Azure", function () {
  before(function () {
    if (corpusMissing()) this.skip();
  });

  for (const [what, methods, url, ask] of shapes) {
    it(`have every recorded property of ${what}`, async () => {
      const recorded = new Set<string>();
      let count = 0;
      for (const exchange of recordings()) {
        if (exchange.status >= 300 || !methods.split('|').includes(exchange.method) || !url.test(exchange.url)) continue;
        count += 1;
        for (const one of listed(exchange.response)) for (const path of propertyPaths(one)) recorded.add(path);
      }
      assert.ok(count > 0, 'nothing was recorded');
      const answer = await ask(new Trial());
      assert.ok(answer.status < 300, JSON.stringify(answer.body));
      const ours = new Set(propertyPaths(answer.body));
      const missing = [...recorded].filter(
        (path) => !ours.has(path) && !Object.keys(leftOut).some((out) => path === out || path.startsWith(`${out}.`)),
      );
      assert.deepEqual(missing, []);
    });
  }

  const errors: readonly [string, (trial: Trial) => Promise<Answer>][] = [
    [
      'recorded/404-ResourceNotFound-GET-Microsoft-App-containerApps.json',
      (trial) => trial.send('GET', `${trial.group}/providers/${registries}/nobody?api-version=2025-11-01`),
    ],
    [
      'recorded/404-ResourceGroupNotFound-GET-subscriptions-resourcegroups.json',
      (trial) => trial.send('GET', `${trial.subscription}/resourceGroups/nobody?api-version=2022-09-01`),
    ],
    [
      'recorded/409-MissingSubscriptionRegistration-PUT-Microsoft-RecoveryServices-vaults.json',
      async (trial) => {
        await trial.send('POST', `${trial.subscription}/providers/Microsoft.ContainerRegistry/unregister?api-version=2022-09-01`);
        return registry(trial);
      },
    ],
    [
      'recorded/409-RoleAssignmentExists-PUT-Microsoft-Authorization-roleAssignments.json',
      async (trial) => {
        await assignRole(trial, guid, personaId('reader'));
        return assignRole(trial, guid.replace(/1$/, '2'), personaId('reader'));
      },
    ],
    ['recorded/400-PrincipalNotFound-PUT-Microsoft-Authorization-roleAssignments.json', (trial) => assignRole(trial, guid, guid)],
    [
      'recorded/400-ClassicSkuDeprecated-PUT-Microsoft-ContainerRegistry-registries.json',
      (trial) =>
        trial.send('PUT', `${trial.group}/providers/${registries}/clireg?api-version=2025-11-01`, {
          location: 'westus',
          sku: { name: 'Classic' },
        }),
    ],
    [
      'recorded/400-InvalidResourceGroup-GET-Microsoft-Resources-deployments.json',
      (trial) => trial.send('PUT', `${trial.subscription}/resourceGroups/~%60123?api-version=2022-09-01`, { location: 'westus' }),
    ],
    [
      'recorded/403-AuthorizationFailed-DELETE-Microsoft-Authorization-roleDefinitions.json',
      (trial) => trial.send('DELETE', `${trial.group}?api-version=2022-09-01`, undefined, { as: 'reader' }),
    ],
    [
      'quoted/arm-AuthorizationFailed-resourcegroups-403.json',
      (trial) => trial.send('PUT', `${trial.group}?api-version=2022-09-01`, { location: 'westus' }, { as: 'reader' }),
    ],
    [
      'quoted/rbac-RoleAssignmentUpdateNotPermitted.json',
      async (trial) => {
        await assignRole(trial, guid, personaId('reader'));
        return assignRole(trial, guid, personaId('delegate'));
      },
    ],
  ];
  for (const [file, ask] of errors) {
    it(`read as ${file}`, async () => {
      const { code, message } = refusal(await ask(new Trial()));
      const expected = recordedError(file);
      assert.deepEqual([code, withoutNames(message)], [expected.code, withoutNames(expected.message)]);
    });
  }
});

/** Names and ids taken out: they differ from world to world. */
function withoutNames(text: string): string {
  return text
    .replace(/'Microsoft\.[\w.]+'/g, "'namespace'")
    .replace(/'[^']*'/g, "'x'")
    .replace(/[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
}

/** The items of a list; anything else is one item. */
function listed(body: unknown): unknown[] {
  const value = typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined;
  return Array.isArray(value) ? value : [body];
}

/** `a.b.c` of every object property; what lists, tags and maps by id hold is not looked into. */
function propertyPaths(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    return name === 'tags' || name === 'userAssignedIdentities' ? [path] : [path, ...propertyPaths(inner, `${path}.`)];
  });
}
