import type { Container, ContainerGroupDefinition } from '../model/containerGroup';
import type { Finding, Severity } from '../model/finding';
import { parseImageReference } from '../model/imageReference';
import type { Message } from '../model/message';
import { message } from '../model/message';
import { sameId } from '../model/resourceId';
import { checkDnsLabel, checkGroupName } from './names';

type Path = readonly (string | number)[];

const troubleshooting = 'https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting';
const identityPull = 'https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi';
const quotas = 'https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits';

/** Ports that the service keeps for itself, by its documentation; 22 is on that list and yet works in Microsoft's own samples. */
const reservedPorts: readonly (readonly [from: number, to: number])[] = [
  [22, 22],
  [1025, 1027],
  [3389, 3399],
  [9999, 9999],
  [19000, 19000],
  [19080, 19080],
  [19100, 19100],
  [19390, 19390],
  [20000, 30000],
  [49152, 65534],
];

const maxContainers = 60;
const maxPorts = 5;
/** Beyond these a region may or may not have room: a "big container group". */
const usualCpu = 4;
const usualMemoryInGB = 16;

/**
 * Judges a container group definition as far as that goes without asking Azure. *Error* only where the service is known to refuse.
 * Whatever is not known is passed over: the definition may be any JSON.
 */
export function validate(definition: ContainerGroupDefinition): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (severity: Severity, code: string, path: Path, text: Message, source?: string): void => {
    findings.push({ severity, code, path, message: text, ...(source ? { source } : {}) });
  };
  const properties = isObject(definition.properties) ? definition.properties : undefined;
  if (typeof definition.location !== 'string' || definition.location === '') {
    add('error', 'LocationRequired', ['location'], message('deploy.locationMissing'));
  }
  const containers: readonly Container[] = Array.isArray(properties?.containers) ? properties.containers.filter(isObject) : [];
  if (!properties || containers.length === 0) {
    add('error', 'ContainersRequired', ['properties', 'containers'], message('deploy.noContainers'));
    return findings;
  }
  if (containers.length > maxContainers) {
    add(
      'error',
      'TooManyContainers',
      ['properties', 'containers'],
      message('deploy.tooManyContainers', { count: containers.length, limit: maxContainers }),
      quotas,
    );
  }
  if (!['Linux', 'Windows'].includes(capitalized(properties.osType))) {
    add('error', 'InvalidOsType', ['properties', 'osType'], message('deploy.osType', { osType: properties.osType ?? '' }), troubleshooting);
  }
  if (properties.restartPolicy !== undefined && !['Always', 'OnFailure', 'Never'].includes(properties.restartPolicy)) {
    add(
      'error',
      'InvalidRestartPolicy',
      ['properties', 'restartPolicy'],
      message('deploy.restartPolicy', { value: properties.restartPolicy }),
    );
  }
  containers.forEach((container, index) => checkContainer(container, ['properties', 'containers', index], add));
  duplicates(containers.map(({ name }) => name)).forEach((index) =>
    add(
      'error',
      'DuplicateContainerName',
      ['properties', 'containers', index, 'name'],
      message('deploy.duplicateName', { name: containers[index]?.name ?? '' }),
    ),
  );
  checkCredentials(definition, add);
  checkAddress(definition, containers, add);
  return findings;
}

type Add = (severity: Severity, code: string, path: Path, text: Message, source?: string) => void;

function checkContainer(container: Container, path: Path, add: Add): void {
  const name = typeof container.name === 'string' ? container.name : '';
  if (checkGroupName(name)) add('error', 'InvalidContainerName', [...path, 'name'], message('deploy.containerName', { name }));
  const properties = isObject(container.properties) ? container.properties : undefined;
  const image = properties?.image;
  if (typeof image !== 'string' || image === '') {
    add('error', 'ImageRequired', [...path, 'properties', 'image'], message('deploy.imageMissing', { container: name }));
  } else if (image.includes('://')) {
    add('error', 'InaccessibleImage', [...path, 'properties', 'image'], message('deploy.imageScheme', { image }), troubleshooting);
  } else if (!parseImageReference(image)) {
    add('error', 'InaccessibleImage', [...path, 'properties', 'image'], message('deploy.imageMalformed', { image }));
  }
  checkResources(container, [...path, 'properties', 'resources'], add);
  (Array.isArray(properties?.ports) ? properties.ports : []).forEach((entry, index) =>
    checkPort(entry?.port, [...path, 'properties', 'ports', index, 'port'], add),
  );
  (Array.isArray(properties?.environmentVariables) ? properties.environmentVariables : []).forEach((variable, index) => {
    const variableName = variable?.name ?? '';
    if (!/^[A-Za-z0-9_]{1,63}$/.test(variableName)) {
      add(
        'warning',
        'EnvironmentVariableName',
        [...path, 'properties', 'environmentVariables', index, 'name'],
        message('deploy.variableName', { name: variableName }),
      );
    }
  });
}

function checkResources(container: Container, path: Path, add: Add): void {
  const requests = container.properties?.resources?.requests;
  const name = container.name ?? '';
  if (!isObject(requests)) {
    add('error', 'ResourceRequestsNotSpecified', path, message('deploy.resourcesMissing', { container: name }), troubleshooting);
    return;
  }
  const cpu = valueOf(requests, 'cpu');
  const memory = valueOf(requests, 'memoryInGB');
  for (const [property, value, usual] of [
    ['cpu', cpu, usualCpu],
    ['memoryInGB', memory, usualMemoryInGB],
  ] as const) {
    const at = [...path, 'requests', property];
    if (value === undefined) {
      add(
        'error',
        'ResourceSomeRequestsNotSpecified',
        at,
        message('deploy.resourceMissing', { property, container: name }),
        troubleshooting,
      );
    } else if (typeof value !== 'number' || !(value > 0)) {
      add('error', 'InvalidResourceRequest', at, message('deploy.resourceNotPositive', { property, value: JSON.stringify(value) }));
    } else if (value > usual) {
      add('warning', 'BigContainerGroup', at, message('deploy.resourceLarge', { property, value, usual }), quotas);
    }
  }
}

function checkPort(port: unknown, path: Path, add: Add): void {
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65535) {
    add('error', 'InvalidPort', path, message('deploy.port', { port: JSON.stringify(port) ?? '' }));
  } else if (reservedPorts.some(([from, to]) => port >= from && port <= to)) {
    add(
      'warning',
      'ReservedPort',
      path,
      message('deploy.portReserved', { port }),
      'https://learn.microsoft.com/azure/container-instances/container-instances-faq',
    );
  }
}

function checkCredentials(definition: ContainerGroupDefinition, add: Add): void {
  const credentials = definition.properties.imageRegistryCredentials;
  const attached = Object.keys(definition.identity?.userAssignedIdentities ?? {});
  (Array.isArray(credentials) ? credentials : []).forEach((credential, index) => {
    const path = ['properties', 'imageRegistryCredentials', index];
    if (!isObject(credential)) return;
    if (typeof credential.server !== 'string' || credential.server === '') {
      add('error', 'InvalidRequestContent', [...path, 'server'], message('deploy.credentialServer'));
    } else if (credential.server.includes('://')) {
      add('error', 'InvalidImageRegistryServer', [...path, 'server'], message('deploy.credentialScheme', { server: credential.server }));
    }
    const { identity, username } = credential;
    if (identity && username) {
      add('error', 'AmbiguousImageResitryCredentialType', [...path, 'identity'], message('deploy.credentialAmbiguous'), identityPull);
    } else if (!identity && !username) {
      add('error', 'AmbiguousImageResitryCredentialType', path, message('deploy.credentialNeither'), identityPull);
    } else if (identity && !attached.some((id) => sameId(id, identity))) {
      add(
        'error',
        'InvalidImageRegistryIdentity',
        [...path, 'identity'],
        message('deploy.credentialIdentityNotAttached', { identity }),
        identityPull,
      );
    }
  });
}

function checkAddress(definition: ContainerGroupDefinition, containers: readonly Container[], add: Add): void {
  const address = definition.properties.ipAddress;
  if (!isObject(address)) return;
  const path = ['properties', 'ipAddress'];
  const ports = Array.isArray(address.ports) ? address.ports : [];
  if (ports.length === 0) add('error', 'MissingIpAddressPorts', [...path, 'ports'], message('deploy.addressPorts'));
  if (ports.length > maxPorts)
    add('error', 'TooManyPorts', [...path, 'ports'], message('deploy.tooManyPorts', { count: ports.length, limit: maxPorts }), quotas);
  const open = new Set(
    containers.flatMap(({ properties }) => (Array.isArray(properties?.ports) ? properties.ports : []).map((entry) => entry?.port)),
  );
  ports.forEach((entry, index) => {
    const at = [...path, 'ports', index, 'port'];
    checkPort(entry?.port, at, add);
    // There is no port mapping: the public port is a container's own.
    if (typeof entry?.port === 'number' && !open.has(entry.port))
      add('warning', 'PortOfNoContainer', at, message('deploy.portOfNoContainer', { port: entry.port }));
  });
  if (address.dnsNameLabel !== undefined && checkDnsLabel(String(address.dnsNameLabel))) {
    add('error', 'InvalidDnsNameLabel', [...path, 'dnsNameLabel'], message('deploy.dnsLabel', { label: String(address.dnsNameLabel) }));
  }
}

/** Azure matches property names without regard to case; Microsoft's own samples say `memoryInGb`. */
function valueOf(object: Record<string, unknown>, property: string): unknown {
  return Object.entries(object).find(([name]) => name.toLowerCase() === property.toLowerCase())?.[1];
}

function duplicates(names: readonly string[]): readonly number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}

function capitalized(text: unknown): string {
  return typeof text === 'string' ? text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase() : '';
}

function isObject<T>(value: T): value is T & Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
