import { normalizeId, parseResourceId } from '../model/resourceId';
import { resourceGroupNotFound, resourceNotFound, subscriptionNotFound } from './errors';
import { resourcesOf } from './resourceMaps';
import type { World } from './world';

/** Throws the 404 that Azure answers with where a scope names nothing. The root and types that the sandbox lacks pass. */
export function requireScope(world: World, scope: string): void {
  const id = parseResourceId(scope);
  if (!id) return;
  if (!world.subscriptions[id.subscriptionId.toLowerCase()]) throw subscriptionNotFound(id.subscriptionId);
  const { subscriptionId, resourceGroup } = id;
  if (resourceGroup === undefined) return;
  if (!world.resourceGroups[normalizeId(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`)]) {
    throw resourceGroupNotFound(resourceGroup);
  }
  const key = normalizeId(scope);
  const kept = resourcesOf(world, id.type);
  if (kept && !(key in kept)) throw resourceNotFound(id.type, id.name, resourceGroup);
}
