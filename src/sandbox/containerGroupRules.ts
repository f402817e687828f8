/**
 * Rules that Container Instances checks in a request, in its own codes and words. A rule whose code nobody has quoted is marked: its message is
 * quoted, its code is ours. What is known to be refused in unknown words is answered with 501.
 */
import type { Container, ContainerGroupDefinition, ImageRegistryCredential } from '../model/containerGroup';
import { isObject } from './containerGroupDefinition';
import { json, notInSandbox, refuse, Refusal } from './errors';
import { attachedIdentity } from './pull';

const containerName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const dnsLabel = /^[a-z][a-z0-9-]{3,61}[a-z0-9]$/;
const hostName = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d+)?$/;

/** Throws the service's refusal of a definition that it would not take whatever the state of Azure. */
export function checkRules(definition: ContainerGroupDefinition, group: string, apiVersion: string): void {
  const { properties } = definition;
  const init = (properties['initContainers'] ?? []) as Container[];
  checkTimeOut(properties);
  checkOsType(properties.osType);
  for (const container of [...properties.containers, ...init]) checkContainerName(container.name, group);
  checkCounts(properties, init);
  checkWindows(properties, group);
  for (const container of properties.containers) checkRequests(container, group);
  checkLimits(properties.containers, group);
  for (const credential of properties.imageRegistryCredentials ?? []) checkCredential(credential, definition, group, apiVersion);
  checkIdentity(definition, apiVersion);
  checkAddress(properties, group);
  checkPriority(properties, group);
}

function bad(code: string, message: string): Refusal {
  return refuse(400, code, message);
}

function checkTimeOut(properties: ContainerGroupDefinition['properties']): void {
  // Quoted with no text at all.
  if (properties['provisioningTimeoutInSeconds'] === undefined) return;
  const code = 'CustomProvisioningTimeoutInSecondsNotSuppported';
  throw new Refusal(json(400, { error: { code, message: null } }), code);
}

function checkOsType(osType: string | undefined): void {
  if (osType !== undefined && ['windows', 'linux'].includes(osType.toLowerCase())) return;
  throw bad('InvalidOsType', "The 'osType' for container group '<null>' is invalid. The value must be one of 'Windows,Linux'.");
}

function checkContainerName(name: string, group: string): void {
  if (containerName.test(name) && name.length <= 63) return;
  // Text quoted, code ours.
  throw bad(
    'InvalidContainerName',
    `The container name '${name}' in container group '${group}' is invalid. The container name must contain no more than 63 characters and ` +
      "must match the regex '[a-z0-9]([-a-z0-9]*[a-z0-9])?' (e.g. 'my-name').",
  );
}

/** Limits: learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits */
function checkCounts(properties: ContainerGroupDefinition['properties'], init: readonly Container[]): void {
  const count = properties.containers.length + init.length;
  const names = new Set([...properties.containers, ...init].map((container) => container.name));
  const volumes = properties['volumes'];
  if (properties.containers.length === 0) throw notInSandbox('in which words Azure refuses a group without containers');
  if (names.size < count) throw notInSandbox('in which words Azure refuses two containers of one name');
  if (count > 60) throw notInSandbox('in which words Azure refuses more than 60 containers');
  if (Array.isArray(volumes) && volumes.length > 20) throw notInSandbox('in which words Azure refuses more than 20 volumes');
  if ((properties.ipAddress?.ports.length ?? 0) > 5) throw notInSandbox('in which words Azure refuses more than 5 ports');
}

/** https://github.com/MicrosoftFeedback/aci-issues/issues/10, https://github.com/virtual-kubelet/virtual-kubelet/issues/367 */
function checkWindows({ osType, containers, volumes }: ContainerGroupDefinition['properties'], group: string): void {
  if (osType?.toLowerCase() !== 'windows') return;
  if (containers.length > 1)
    throw bad(
      'MultipleWindowsContainersNotSupported',
      `Multiple containers are defined in the Windows container group '${group}'. A Windows container group can only have one container.`,
    );
  if (Array.isArray(volumes) && volumes.some((volume) => isObject(volume) && isObject(volume['azureFile'])))
    throw bad('WindowsContainersVolumeNotSupported', 'Azure file volumes are not supported for Windows containers.');
}

function checkRequests(container: Container, group: string): void {
  const requests: unknown = isObject(container.properties.resources) ? container.properties.resources.requests : undefined;
  const { cpu, memoryInGB } = isObject(requests) ? requests : {};
  const where = `in container '${container.name}' of contain group '${group}'.`;
  const since = "since API version '2017-07-01-preview'.";
  if (!cpu && !memoryInGB) {
    throw bad(
      'ResourceRequestsNotSpecified',
      `The resource requests are not specified ${where} Both memory and CPU requests are required ${since}`,
    );
  }
  if (cpu && memoryInGB) return;
  const missing = cpu ? 'MemoryInGB' : 'Cpu';
  const given = `MemoryInGB '${show(memoryInGB)}' Cpu '${show(cpu)}'`;
  throw bad('ResourceSomeRequestsNotSpecified', `The '${missing}' request is not specified in '${given}' ${where} It is required ${since}`);
}

function show(amount: unknown): string {
  return typeof amount === 'number' && amount !== 0 ? String(amount) : '';
}

function checkLimits(containers: readonly Container[], group: string): void {
  for (const [property, name] of [
    ['cpu', 'Cpu'],
    ['memoryInGB', 'MemoryInGB'],
  ] as const) {
    const total = containers.reduce((sum, container) => sum + container.properties.resources.requests[property], 0);
    const above = containers.find((container) => (container.properties.resources.limits?.[property] ?? 0) > total);
    if (!above) continue;
    throw bad(
      'ContainerLimitGreaterThanContainerGroupTotalRequest',
      `The '${name}' limit '${above.properties.resources.limits?.[property]}' in container '${above.name}' is greater than ` +
        `the total request '${total}' of container group '${group}'.`,
    );
  }
}

function checkCredential(
  credential: ImageRegistryCredential,
  definition: ContainerGroupDefinition,
  group: string,
  apiVersion: string,
): void {
  const where = `'imageRegistryCredentials' of container group '${group}'`;
  if (!hostName.test(credential.server)) {
    // Text quoted, code ours.
    throw bad(
      'InvalidImageRegistryServer',
      `The server '${credential.server}' in the ${where} is invalid. It should be a valid host name without protocol.`,
    );
  }
  const hasIdentity = Boolean(credential.identity);
  const hasUser = Boolean(credential.username ?? credential.password);
  if (hasIdentity && apiVersion < '2021-07-01') {
    throw bad('InvalidImageRegistryCredentialType', `Identity in ${where} is not supported.`);
  }
  if (hasIdentity === hasUser) {
    throw bad(
      'AmbiguousImageResitryCredentialType',
      `The registry credential type in the ${where} cannot be detected. Please set exactly one of username or identity`,
    );
  }
  if (credential.identity && attachedIdentity(definition, credential.identity) === undefined) {
    throw bad('InvalidImageRegistryIdentity', `The identity in the ${where} not found in container group identity list.`);
  }
}

function checkIdentity(definition: ContainerGroupDefinition, apiVersion: string): void {
  const type = definition.identity?.type?.toLowerCase() ?? 'none';
  if (type === 'none') return;
  if (apiVersion < '2018-10-01') {
    // Text quoted, code ours.
    throw bad('IdentityNotSupported', "Managed service identity is not supported for container groups before version '2018-10-01'");
  }
  if (!['systemassigned', 'userassigned', 'systemassigned,userassigned'].includes(type.replace(/\s/g, ''))) {
    throw notInSandbox(`the identity type '${definition.identity?.type}'`);
  }
}

function checkAddress(properties: ContainerGroupDefinition['properties'], group: string): void {
  const address = properties.ipAddress;
  if (!address) return;
  if (address.ports.length === 0)
    throw bad('MissingIpAddressPorts', `The ports in the 'ipAddress' of container group '${group}' cannot be empty.`);
  const inSubnet = Array.isArray(properties['subnetIds']) && properties['subnetIds'].length > 0;
  const isPrivate = address.type.toLowerCase() === 'private';
  if (isPrivate && !inSubnet) {
    throw bad(
      'PrivateIPAddressNotSupported',
      `IP Address type in container group '${group}' is invalid. Private IP address is only supported when network profile is defined.`,
    );
  }
  if (inSubnet && !isPrivate) {
    throw bad('InvalidIpAddressTypeForNetworkProfile', "IP Address type can't be public when network profile is set.");
  }
  const label = address.dnsNameLabel;
  if (label !== undefined && inSubnet) throw notInSandbox('in which words Azure refuses a DNS name label in a subnet');
  if (label === undefined || dnsLabel.test(label)) return;
  // Text quoted, code ours.
  throw bad(
    'InvalidDnsNameLabel',
    `The DNS name label '${label}' in container group '${group}' is invalid. It can contain only lowercase letters, numbers and hyphens. ` +
      'The first character must be a letter. The last character must be a letter or number. ' +
      'The value must be between 5 and 63 characters long.',
  );
}

function checkPriority(properties: ContainerGroupDefinition['properties'], group: string): void {
  const priority = properties['priority'];
  if (priority === undefined) return;
  const name = typeof priority === 'string' ? priority.toLowerCase() : '';
  if (name !== 'regular' && name !== 'spot') {
    throw bad('PriorityNotSpecified', `The 'Priority' must be one of 'Regular,Spot' for container group '${group}'.`);
  }
  if (name === 'spot' && (properties.ipAddress ?? properties['subnetIds'])) {
    throw bad(
      'SpotPriorityContainerGroupNotSupportedForInboundConnectivity',
      'Spot Priority is not supported for container groups with inbound connectivity.',
    );
  }
  if (name === 'spot' && (properties.sku ?? 'Standard').toLowerCase() !== 'standard') {
    throw bad('SpotPriorityContainerGroupNotSupportedInSku', `Spot Priority Container Group is not supported in '${properties.sku}' Sku.`);
  }
  if (name === 'spot' && properties.containers.some((container) => container.properties.resources.requests['gpu'] !== undefined)) {
    throw bad(
      'SpotPriorityContainerGroupWithGPUResourcesNotSupported',
      'Spot Priority Container Groups that include containers requesting GPU resources are not supported.',
    );
  }
}
