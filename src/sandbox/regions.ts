/** What Container Instances has in which region. */
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { field } from './field';
import { locationName } from './locations';
import type { SandboxRegionLimit, World } from './world';

type Properties = ContainerGroupDefinition['properties'];

/**
 * Largest groups. Source: https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits; whether a region
 * takes one of more than 4 cores or 16 GB depends on what it has left.
 */
const standard: SandboxRegionLimit = { cpu: 31, memoryInGB: 240 };
const confidential: SandboxRegionLimit = { cpu: 31, memoryInGB: 180 };
const spot: SandboxRegionLimit = { cpu: 4, memoryInGB: 16 };

/** Of those that the sandbox has; of all others nobody says whether they have it. Source: container-instances-spot-containers-overview. */
export const spotLocations: readonly string[] = ['eastus2', 'westeurope', 'westus'];

/** Regions that have no availability zones at all. Source: https://learn.microsoft.com/azure/reliability/regions-list */
const withoutZones: readonly string[] = ['westus'];

export function zonesOf(location: string): readonly string[] {
  return withoutZones.includes(locationName(location)) ? [] : ['1', '2', '3'];
}

export function largestStandard(world: World, location: string): SandboxRegionLimit {
  return world.regionLimits[locationName(location)] ?? standard;
}

export function isSpot(properties: Properties): boolean {
  const priority = field(properties, 'priority');
  return typeof priority === 'string' && priority.toLowerCase() === 'spot';
}

export function isConfidential(properties: Properties): boolean {
  return properties.sku?.toLowerCase() === 'confidential';
}

/** The largest group of a definition's kind that a region takes. */
export function largestLike(world: World, location: string, properties: Properties): SandboxRegionLimit {
  const region = largestStandard(world, location);
  const kind = isSpot(properties) ? spot : isConfidential(properties) ? confidential : standard;
  return { cpu: Math.min(region.cpu, kind.cpu), memoryInGB: Math.min(region.memoryInGB, kind.memoryInGB) };
}
