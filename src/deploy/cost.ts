import type { ContainerGroupDefinition } from '../model/containerGroup';

/**
 * Pay-as-you-go list prices of Linux container groups in East US, in US dollars per hour, as of June 2024. Other regions, offers and
 * Windows differ; the page that has them is https://azure.microsoft.com/pricing/details/container-instances/.
 */
export const prices = { asOf: '2024-06', cpuHour: 0.0405, gigabyteHour: 0.00445 } as const;

/** An estimate in US dollars for a day of a Linux group that runs all the time; undefined where the table has no price for it. */
export function costPerDay(definition: ContainerGroupDefinition): number | undefined {
  const { osType, sku, priority, containers } = definition.properties;
  const isLinux = osType === undefined || osType.toLowerCase() === 'linux';
  if (!isLinux || (sku !== undefined && sku !== 'Standard') || priority === 'Spot') return undefined;
  const requests = containers.map(({ properties }) => properties.resources?.requests);
  const sum = (read: (index: number) => number | undefined): number =>
    requests.reduce((total, _request, index) => total + (Number(read(index)) || 0), 0);
  const cpu = sum((index) => requests[index]?.cpu);
  const memory = sum((index) => requests[index]?.memoryInGB);
  return 24 * (cpu * prices.cpuHour + memory * prices.gigabyteHour);
}
