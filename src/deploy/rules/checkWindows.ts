/** What Container Instances does not have for Windows. */
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Path } from '../../model/finding';
import { message } from '../../model/message';
import { parseImageReference } from '../../model/imageReference';
import { isObject } from '../properties/canonical';
import { objectsIn } from '../properties/objectsIn';
import { sources } from '../properties/sources';
import type { Findings } from './findings';
import { removed, setTo } from './findings';

/**
 * Versions in the tags of Microsoft's own images that Container Instances no longer takes, or never did; the codes of those that it takes begin at
 * `1809` and `ltsc2019`.
 */
const refusedVersions = /(?:^|-)(sac2016|ltsc2016|1607|1709|1803|1903|1909|2004|20h2)(?:-|$)/i;

export function checkWindows(definition: ContainerGroupDefinition, findings: Findings): void {
  const { properties } = definition;
  const { osType } = properties;
  if (typeof osType !== 'string' || osType.toLowerCase() !== 'windows') return;
  checkCount(properties, findings);
  checkVolumes(properties, findings);
  checkIdentity(definition, findings);
  const { windows: source } = sources;
  if (typeof properties.sku === 'string' && properties.sku.toLowerCase() === 'confidential') {
    const at = ['properties', 'sku'];
    findings.add('warning', 'WindowsConfidential', at, message('definition.windowsConfidential'), {
      source: sources.faq,
      fix: setTo(at, 'Standard'),
    });
  }
  for (const [container, path] of objectsIn(properties.containers, ['properties', 'containers'])) {
    const at = [...path, 'properties'];
    const inner = container['properties'];
    if (!isObject(inner)) continue;
    checkImage(inner['image'], [...at, 'image'], findings);
    checkCommand(inner['command'], [...at, 'command'], source, findings);
    for (const kind of ['livenessProbe', 'readinessProbe']) {
      const probe = inner[kind];
      const exec = isObject(probe) ? probe['exec'] : undefined;
      if (isObject(exec)) checkCommand(exec['command'], [...at, kind, 'exec', 'command'], source, findings);
    }
  }
}

type Properties = ContainerGroupDefinition['properties'];

function checkCount(properties: Properties, findings: Findings): void {
  const at = ['properties', 'containers'];
  const count = objectsIn(properties.containers, at).length;
  if (count > 1) {
    // Quoted: “A Windows container group can only have one container.”
    findings.add('error', 'MultipleWindowsContainersNotSupported', at, message('definition.windowsContainers', { count }), {
      source: 'https://github.com/MicrosoftFeedback/aci-issues/issues/10',
    });
  }
  const init = ['properties', 'initContainers'];
  if (objectsIn(properties['initContainers'], init).length > 0) {
    findings.add('warning', 'WindowsInitContainers', init, message('definition.windowsInitContainers'), {
      source: sources.groups,
      fix: removed(init),
    });
  }
}

/** Of shares the refusal is quoted; of other volumes the documentation says as much. */
function checkVolumes(properties: Properties, findings: Findings): void {
  const at = ['properties', 'volumes'];
  const volumes = objectsIn(properties['volumes'], at);
  if (volumes.length === 0) return;
  if (volumes.some(([volume]) => isObject(volume['azureFile']))) {
    findings.add('error', 'WindowsContainersVolumeNotSupported', at, message('definition.windowsShares'), {
      source: 'https://github.com/virtual-kubelet/virtual-kubelet/issues/367',
    });
  } else findings.add('warning', 'WindowsVolumes', at, message('definition.windowsVolumes'), { source: sources.windows });
}

/** Until January 2024 every identity was refused, by `IdentityNotSupportedOnWindows`; the newest pages speak of user-assigned ones. */
function checkIdentity({ identity, properties }: ContainerGroupDefinition, findings: Findings): void {
  if (!isObject(identity)) return;
  const type = String(identity.type ?? '').toLowerCase();
  if (type.includes('systemassigned')) {
    const text = message('definition.windowsSystemIdentity');
    findings.add('warning', 'WindowsSystemIdentity', ['identity', 'type'], text, { source: sources.identityPull });
  }
  const subnets: unknown = properties['subnetIds'];
  if (type !== '' && type !== 'none' && Array.isArray(subnets) && subnets.length > 0) {
    const text = message('definition.windowsIdentityInSubnet');
    findings.add('information', 'WindowsIdentityInSubnet', ['identity'], text, { source: sources.identity });
  }
}

function checkImage(image: unknown, at: Path, findings: Findings): void {
  const { server, tag = '' } = (typeof image === 'string' ? parseImageReference(image) : undefined) ?? {};
  const version = server === 'mcr.microsoft.com' ? refusedVersions.exec(tag)?.[1] : undefined;
  if (version === undefined) return;
  findings.add('warning', 'WindowsVersion', at, message('definition.windowsVersion', { version }), { source: sources.faq });
}

/** Images of Windows have no such folders. */
function checkCommand(command: unknown, at: Path, source: string, findings: Findings): void {
  const program: unknown = Array.isArray(command) ? (command as unknown[])[0] : undefined;
  if (typeof program !== 'string' || !/^\/(usr\/)?s?bin\//.test(program)) return;
  findings.add('warning', 'WindowsProgram', [...at, 0], message('definition.windowsProgram', { program }), { source });
}
