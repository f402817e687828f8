/** The passwords of a registry's admin user at Resource Manager. */
import { adminPasswords } from './adminUser';
import { json, notInSandbox } from './errors';
import { textAt } from './field';
import { knownRegistry } from './knownRegistry';
import { registryType, registryVersions } from './registryOperations';
import { registryRefusal } from './registrySettings';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxRegistry } from './world';

const names = ['password', 'password2'] as const;

function withAdminUser(call: Call): SandboxRegistry {
  const registry = knownRegistry(call);
  if (registry.adminUserEnabled) return registry;
  const text =
    `Cannot perform credential operations for ${registry.id} as admin user is disabled. Kindly enable admin user as per docs: ` +
    'https://docs.microsoft.com/en-us/azure/container-registry/container-registry-authentication#admin-account';
  throw registryRefusal('UnAuthorizedForCredentialOperations', text);
}

function list(call: Call): SandboxResponse {
  return answer(withAdminUser(call));
}

/** The one before is no good from now on. */
function regenerate(call: Call): SandboxResponse {
  const registry = withAdminUser(call);
  const given = textAt(call.body, 'name');
  const slot = names.findIndex((name) => name === given?.toLowerCase());
  if (slot === -1) throw notInSandbox(`in which words Azure refuses a password of the name '${given}'`);
  const [first, second] = registry.passwordTurns ?? [0, 0];
  registry.passwordTurns = slot === 0 ? [first + 1, second] : [first, second + 1];
  return answer(registry);
}

function answer(registry: SandboxRegistry): SandboxResponse {
  const values = adminPasswords(registry);
  return json(200, { username: registry.name, passwords: names.map((name, slot) => ({ name, value: values[slot] })) });
}

const one = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${registryType}/{name}`;

export const registryCredentialRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${one}/listCredentials`,
    apiVersions: registryVersions,
    action: `${registryType}/listCredentials/action`,
    handle: list,
  },
  {
    method: 'POST',
    path: `${one}/regenerateCredential`,
    apiVersions: registryVersions,
    action: `${registryType}/regenerateCredential/action`,
    handle: regenerate,
  },
];
