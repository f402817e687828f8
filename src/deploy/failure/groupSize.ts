import type { ContainerGroupDefinition } from '../../model/containerGroup';

/** Of all containers of a group together. */
export interface GroupSize {
  readonly cpu: number;
  readonly memoryInGB: number;
}

/**
 * Beyond this it depends on what a region has left whether it takes a group:
 * https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits
 */
const usual: GroupSize = { cpu: 4, memoryInGB: 16 };

export function sizeOf({ properties }: ContainerGroupDefinition): GroupSize {
  // A definition that somebody writes may be without any part of it.
  const requests = (properties?.containers ?? []).map((container) => container?.properties?.resources?.requests);
  const sum = (values: readonly (number | undefined)[]): number =>
    round(values.reduce<number>((total, value) => total + (Number(value) || 0), 0));
  return { cpu: sum(requests.map((one) => one?.cpu)), memoryInGB: sum(requests.map((one) => one?.memoryInGB)) };
}

/** A size that every region usually has room for; undefined where it is no smaller. */
export function usualSize({ cpu, memoryInGB }: GroupSize): GroupSize | undefined {
  if (cpu <= usual.cpu && memoryInGB <= usual.memoryInGB) return undefined;
  return { cpu: Math.min(cpu, usual.cpu), memoryInGB: Math.min(memoryInGB, usual.memoryInGB) };
}

/** Every container with its share of a size. */
export function resized(definition: ContainerGroupDefinition, size: GroupSize): ContainerGroupDefinition {
  const was = sizeOf(definition);
  const share = (amount: number, to: number, from: number): number => Math.max(0.1, Math.floor(((amount * to) / from) * 10) / 10);
  const containers = definition.properties.containers.map(({ name, properties: { resources, ...rest } }) => {
    const { cpu, memoryInGB } = resources.requests;
    const requests = {
      ...resources.requests,
      cpu: share(cpu, size.cpu, was.cpu),
      memoryInGB: share(memoryInGB, size.memoryInGB, was.memoryInGB),
    };
    // A limit above what the whole group asks for is refused: ContainerLimitGreaterThanContainerGroupTotalRequest.
    return { name, properties: { ...rest, resources: { requests } } };
  });
  return { ...definition, properties: { ...definition.properties, containers } };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
