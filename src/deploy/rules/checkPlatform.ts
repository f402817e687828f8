/** Rules about operating system, priority and processors. */
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { message } from '../../model/message';
import { isObject } from '../properties/canonical';
import { sources } from '../properties/sources';
import type { Findings } from './findings';
import { removed, setTo } from './findings';

export function checkPlatform({ properties }: ContainerGroupDefinition, findings: Findings): void {
  const { osType } = properties;
  if ((osType === undefined || osType === null || osType === '') && properties['containerGroupProfile'] === undefined) {
    const at = ['properties', 'osType'];
    findings.add('error', 'InvalidOsType', at, message('deploy.osType', { osType: '' }), {
      source: sources.troubleshooting,
      fix: setTo(at, 'Linux'),
    });
  }
  const containers: readonly unknown[] = Array.isArray(properties.containers) ? properties.containers : [];
  const hasGpu = checkGpu(containers, findings);
  if (lower(properties['priority']) === 'spot') checkSpot(properties, hasGpu, findings);
}

type Properties = ContainerGroupDefinition['properties'];

/** True where a container asks for one. */
function checkGpu(containers: readonly unknown[], findings: Findings): boolean {
  let found = false;
  containers.forEach((container, index) => {
    const inner = isObject(container) ? container['properties'] : undefined;
    const resources = isObject(inner) ? inner['resources'] : undefined;
    if (!isObject(resources)) return;
    for (const kind of ['requests', 'limits']) {
      const part = resources[kind];
      if (!isObject(part) || part['gpu'] === undefined || part['gpu'] === null) continue;
      const at = ['properties', 'containers', index, 'properties', 'resources', kind, 'gpu'];
      findings.add('warning', 'GpuRetired', at, message('definition.gpuRetired'), { source: sources.gpu, fix: removed(at) });
      found = true;
    }
  });
  return found;
}

/** Codes and texts: error codes of Spot container groups. */
function checkSpot(properties: Properties, hasGpu: boolean, findings: Findings): void {
  const { spot: source } = sources;
  const fix = setTo(['properties', 'priority'], 'Regular');
  if (properties.ipAddress) {
    const at = ['properties', 'ipAddress'];
    const code = 'SpotPriorityContainerGroupNotSupportedForInboundConnectivity';
    findings.add('error', code, at, message('definition.spotAddress'), { source, fix: removed(at) });
  }
  const sku = lower(properties.sku);
  if (sku !== '' && sku !== 'standard' && sku !== 'notspecified') {
    const text = message('definition.spotSku', { sku: properties.sku ?? '' });
    findings.add('error', 'SpotPriorityContainerGroupNotSupportedInSku', ['properties', 'sku'], text, { source, fix });
  }
  if (hasGpu) {
    const code = 'SpotPriorityContainerGroupWithGPUResourcesNotSupported';
    findings.add('error', code, ['properties', 'priority'], message('definition.spotGpu'), { source, fix });
  }
}

function lower(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
