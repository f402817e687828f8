/** What a region holds, and what a subscription may have of it. */
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { sameId } from '../model/resourceId';
import { isOver } from './containerGroupMoment';
import { coresOf, memoryOf, noRoomText } from './containerGroupSize';
import { refuse } from './errors';
import { locationName } from './locations';
import { isConfidential, isSpot, largestLike } from './regions';
import type { SandboxQuota, World } from './world';

export interface RegionUse {
  readonly containerGroups: number;
  readonly standardCores: number;
  readonly spotCores: number;
}

/** Confidential groups take cores of another kind; how many of those there are is not known. */
function standardCoresOf(definition: ContainerGroupDefinition): number {
  return isConfidential(definition.properties) || isSpot(definition.properties) ? 0 : coresOf(definition);
}

function spotCoresOf(definition: ContainerGroupDefinition): number {
  return isSpot(definition.properties) ? coresOf(definition) : 0;
}

/** Groups count while they exist, cores while they may run. */
export function regionUse(world: World, subscriptionId: string, location: string, except?: string): RegionUse {
  const groups = Object.values(world.containerGroups).filter(
    (group) =>
      group.id.toLowerCase().startsWith(`/subscriptions/${subscriptionId.toLowerCase()}/`) &&
      locationName(group.definition.location ?? '') === locationName(location) &&
      (except === undefined || !sameId(group.id, except)),
  );
  const running = groups.filter((group) => !isOver(group));
  const sum = (cores: (definition: ContainerGroupDefinition) => number): number =>
    running.reduce((total, { definition }) => total + cores(definition), 0);
  return { containerGroups: groups.length, standardCores: sum(standardCoresOf), spotCores: sum(spotCoresOf) };
}

/** Of a subscription that is none of an enterprise. Source: Microsoft's article about ContainerGroupQuotaReached of spot containers, 2026-10-02. */
const usualSpotCores = 10;

export function quotaOf(world: World, subscriptionId: string): Required<SandboxQuota> {
  const { quota } = world.subscriptions[subscriptionId.toLowerCase()] ?? {};
  return { containerGroups: 0, standardCores: 0, spotCores: usualSpotCores, ...quota };
}

/** Throws where region or quota does not hold the group. `id` is the group's own. */
export function checkCapacity(world: World, subscriptionId: string, id: string, definition: ContainerGroupDefinition): void {
  const location = locationName(definition.location ?? '');
  const [cpu, memory] = [coresOf(definition), memoryOf(definition)];
  const largest = largestLike(world, location, definition.properties);
  if (cpu > largest.cpu || memory > largest.memoryInGB) {
    throw refuse(409, 'ServiceUnavailable', noRoomText(location, definition));
  }
  const quota = quotaOf(world, subscriptionId);
  const use = regionUse(world, subscriptionId, location, id);
  checkQuota('ContainerGroups', location, quota.containerGroups, use.containerGroups, 1);
  checkQuota('StandardCores', location, quota.standardCores, use.standardCores, standardCoresOf(definition));
  checkQuota('StandardSpotCores', location, quota.spotCores, use.spotCores, spotCoresOf(definition));
}

/** What of a quota is used up is refused under one code, of spot and other special cores under another: so Microsoft's articles have it. */
const refusals: Readonly<Record<string, readonly [status: number, code: string]>> = {
  ContainerGroups: [409, 'ServiceUnavailable'],
  StandardCores: [409, 'ServiceUnavailable'],
  StandardSpotCores: [400, 'ContainerGroupQuotaReached'],
};

function checkQuota(name: keyof typeof refusals, location: string, limit: number, usage: number, requested: number): void {
  if (requested === 0 || usage + requested <= limit) return;
  const [status, code] = refusals[name] ?? [409, 'ServiceUnavailable'];
  throw refuse(
    status,
    code,
    `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota '${name}' exceeded in region '${location}'. ` +
      `Limit: '${limit}', Usage: '${usage}' Requested: '${requested}'.`,
  );
}
