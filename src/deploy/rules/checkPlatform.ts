/** Rules about operating system, priority and processors. */
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { message } from '../../model/message';
import { isObject } from '../properties/canonical';
import { sources } from '../properties/sources';
import { objectsIn } from '../properties/objectsIn';
import { osOfName } from '../imageOs';
import type { Findings } from './findings';
import { removed, setTo } from './findings';
import { isGap } from './gaps';

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
  checkImages(osType, properties.containers, findings);
  const hasGpu = checkGpu(containers, findings);
  if (lower(properties['priority']) === 'spot') checkSpot(properties, hasGpu, findings);
}

type Properties = ContainerGroupDefinition['properties'];

/** Azure answers ImageOsTypeNotMatchContainerGroup to an image for another system; here only names tell, so it is a warning. */
function checkImages(osType: unknown, containers: unknown, findings: Findings): void {
  for (const [container, path] of objectsIn(containers, ['properties', 'containers'])) {
    const inner = container['properties'];
    const image = isObject(inner) ? inner['image'] : undefined;
    const os = typeof image === 'string' ? osOfName(image) : undefined;
    if (os === undefined || lower(osType) === '' || isGap(osType) || lower(osType) === os.toLowerCase()) continue;
    const text = message('definition.imageOs', { image: String(image), os, osType: String(osType) });
    findings.add('warning', 'ImageOsTypeNotMatchContainerGroup', [...path, 'properties', 'image'], text, {
      source: 'https://github.com/docker-archive/compose-cli/issues/657',
      fix: setTo(['properties', 'osType'], os),
    });
  }
}

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
