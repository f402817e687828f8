/** What Container Instances tells about a region. */
import { quotaOf, regionUse } from './containerGroupCapacity';
import { json } from './errors';
import { largestStandard } from './regions';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';

function capabilities(call: Call): SandboxResponse {
  const location = call.params['location'] ?? '';
  const largest = largestStandard(call.world, location);
  const one = (osType: string, ipAddressType: string) => ({
    resourceType: 'containerGroups',
    osType,
    location,
    ipAddressType,
    gpu: 'None',
    capabilities: { maxMemoryInGB: largest.memoryInGB, maxCpu: largest.cpu, maxGpuCount: 0 },
  });
  return json(200, { value: [one('Linux', 'Public'), one('Linux', 'Private'), one('Windows', 'Public'), one('Windows', 'Private')] });
}

function usages(call: Call): SandboxResponse {
  const { subscriptionId = '', location = '' } = call.params;
  const quota = quotaOf(call.world, subscriptionId);
  const use = regionUse(call.world, subscriptionId, location);
  const one = (value: string, localizedValue: string, currentValue: number, limit: number) => ({
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerInstance/locations/${location}/usages/${value}`,
    unit: 'Count',
    currentValue,
    limit,
    name: { value, localizedValue },
  });
  return json(200, {
    value: [
      one('ContainerGroups', 'Container Groups', use.containerGroups, quota.containerGroups),
      one('StandardCores', 'Standard Cores', Math.ceil(use.standardCores), quota.standardCores),
      one('StandardSpotCores', 'Standard Spot Cores', Math.ceil(use.spotCores), quota.spotCores),
    ],
  });
}

function cachedImages(): SandboxResponse {
  return json(200, {
    value: [
      { osType: 'Linux', image: 'mcr.microsoft.com/azuredocs/aci-helloworld:latest' },
      { osType: 'Linux', image: 'alpine:latest' },
      { osType: 'Linux', image: 'nginx:latest' },
      { osType: 'Windows', image: 'mcr.microsoft.com/windows/nanoserver:ltsc2022' },
    ],
  });
}

const region = '/subscriptions/{subscriptionId}/providers/Microsoft.ContainerInstance/locations/{location}';
const actions = 'Microsoft.ContainerInstance/locations';
const scope = (params: Readonly<Record<string, string>>) => `/subscriptions/${params['subscriptionId']}`;

export const containerGroupLocationRoutes: readonly Omit<Route, 'apiVersions'>[] = [
  { method: 'GET', path: `${region}/capabilities`, action: `${actions}/capabilities/read`, scope, handle: capabilities },
  { method: 'GET', path: `${region}/usages`, action: `${actions}/usages/read`, scope, handle: usages },
  { method: 'GET', path: `${region}/cachedImages`, action: `${actions}/cachedImages/read`, scope, handle: cachedImages },
];
