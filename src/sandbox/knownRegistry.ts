import { normalizeId, resourceId } from '../model/resourceId';
import { resourceNotFound } from './errors';
import { registryType } from './registryOperations';
import type { Call } from './route';
import type { SandboxRegistry } from './world';

export function registryIdOf(call: Call): string {
  const { subscriptionId = '', resourceGroup = '', name = '' } = call.params;
  return resourceId(subscriptionId, resourceGroup, registryType, name);
}

/** The registry that a request is about. */
export function knownRegistry(call: Call): SandboxRegistry {
  const registry = call.world.registries[normalizeId(registryIdOf(call))];
  if (!registry) throw resourceNotFound(registryType, call.params['name'] ?? '', call.params['resourceGroup'] ?? '');
  return registry;
}
