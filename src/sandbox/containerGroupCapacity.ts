/** What a region holds, and what a subscription may have of it. */
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { sameId } from '../model/resourceId';
import { isOver } from './containerGroupLife';
import type { Refusal } from './errors';
import { refuse } from './errors';
import { locationName } from './locations';
import { isConfidential, isSpot, largestLike } from './regions';
import { subnetIdsOf } from './subnetUse';
import type { SandboxContainerGroup, World } from './world';

export interface RegionUse {
  readonly containerGroups: number;
  readonly standardCores: number;
}

export function coresOf(definition: ContainerGroupDefinition): number {
  return definition.properties.containers.reduce((sum, container) => sum + container.properties.resources.requests.cpu, 0);
}

/** Confidential and spot groups take cores of other kinds; how many of those there are is not known. */
function standardCoresOf(definition: ContainerGroupDefinition): number {
  return isConfidential(definition.properties) || isSpot(definition.properties) ? 0 : coresOf(definition);
}

export function memoryOf(definition: ContainerGroupDefinition): number {
  return definition.properties.containers.reduce((sum, container) => sum + container.properties.resources.requests.memoryInGB, 0);
}

/** Groups count while they exist, cores while they may run. */
export function regionUse(world: World, subscriptionId: string, location: string, except?: string): RegionUse {
  const groups = Object.values(world.containerGroups).filter(
    (group) =>
      group.id.toLowerCase().startsWith(`/subscriptions/${subscriptionId.toLowerCase()}/`) &&
      locationName(group.definition.location ?? '') === locationName(location) &&
      (except === undefined || !sameId(group.id, except)),
  );
  const running = groups.filter((group: SandboxContainerGroup) => !isOver(group));
  return { containerGroups: groups.length, standardCores: running.reduce((sum, group) => sum + standardCoresOf(group.definition), 0) };
}

/** Throws `ServiceUnavailable` where region or quota does not hold the group. `id` is the group's own. */
export function checkCapacity(world: World, subscriptionId: string, id: string, definition: ContainerGroupDefinition): void {
  const location = locationName(definition.location ?? '');
  const [cpu, memory] = [coresOf(definition), memoryOf(definition)];
  const largest = largestLike(world, location, definition.properties);
  if (cpu > largest.cpu || memory > largest.memoryInGB) {
    throw unavailable(
      `The requested resource is not available in the location '${location}' at this moment. Please retry with a different resource request ` +
        `or in another location. Resource requested: '${cpu}' CPU '${memory}' GB memory '${definition.properties.osType}' OS${subnetIdsOf(definition).length > 0 ? ' virtual network' : ''}`,
    );
  }
  const quota = world.subscriptions[subscriptionId.toLowerCase()]?.quota ?? { containerGroups: 0, standardCores: 0 };
  const use = regionUse(world, subscriptionId, location, id);
  checkQuota('ContainerGroups', location, quota.containerGroups, use.containerGroups, 1);
  checkQuota('StandardCores', location, quota.standardCores, use.standardCores, standardCoresOf(definition));
}

function checkQuota(name: string, location: string, limit: number, usage: number, requested: number): void {
  if (usage + requested <= limit) return;
  throw unavailable(
    `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota '${name}' exceeded in region '${location}'. ` +
      `Limit: '${limit}', Usage: '${usage}' Requested: '${requested}'.`,
  );
}

function unavailable(text: string): Refusal {
  return refuse(409, 'ServiceUnavailable', text);
}
