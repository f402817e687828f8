import { isAtOrAbove, normalizeId } from '../model/resourceId';
import { resourceMaps } from './resourceMaps';
import type { World } from './world';

/**
 * Takes a resource, or a resource group, out of the world with all that is assigned on it. Assignments *of* a removed identity stay, as
 * they do in Azure: orphans of a principal that nobody knows any more.
 */
export function removeResource(world: World, id: string): void {
  const key = normalizeId(id);
  const identity = world.identities[key];
  if (identity) delete world.principals[identity.principalId];
  for (const map of Object.values(resourceMaps(world))) {
    for (const held of Object.keys(map)) if (isAtOrAbove(key, held)) delete map[held];
  }
  delete world.resourceGroups[key];
  const { assignments, denyAssignments, locks, policies, eligibilities } = world;
  for (const assigned of [assignments, denyAssignments, locks, policies, eligibilities]) removeBelow(assigned, id);
  world.due = world.due.filter((change) => !isAtOrAbove(id, change.target));
}

function removeBelow(assigned: Record<string, { readonly scope: string }>, id: string): void {
  for (const [key, { scope }] of Object.entries(assigned)) if (isAtOrAbove(id, scope)) delete assigned[key];
}
