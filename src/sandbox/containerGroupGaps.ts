/** Properties that would change whether or how a group runs, and that the sandbox does not act on: refused by name. */
import type { Container, ContainerGroupDefinition } from '../model/containerGroup';
import { isObject } from './containerGroupDefinition';
import { isSpot, spotLocations, zonesOf } from './regions';
import { checkVolumes } from './containerGroupVolumes';
import { notInSandbox, refuse } from './errors';
import type { World } from './world';

const notModelled: readonly string[] = [
  'encryptionProperties',
  'containerGroupProfile',
  'standbyPoolProfile',
  'identityAcls',
  'secretReferences',
  'extensions',
];

/** Throws 501 for the first of them; a network profile is refused as Azure does where there is none. */
export function checkGaps(world: World, definition: ContainerGroupDefinition, group: string): void {
  const { properties } = definition;
  const profile = properties['networkProfile'];
  if (isObject(profile)) {
    const text = `Network profile '${String(profile['id'])}' is not found for container group '${group}'.`;
    throw refuse(400, 'NetworkProfileNotFound', text);
  }
  for (const name of notModelled) if (isGiven(properties[name])) throw notInSandbox(`properties.${name}`);
  checkSku(definition);
  checkPlace(definition);
  const type = properties.ipAddress?.type.toLowerCase();
  if (type !== undefined && type !== 'public' && type !== 'private')
    throw notInSandbox(`an ipAddress of type '${properties.ipAddress?.type}'`);
  if (isGiven(properties['dnsConfig']) && !isGiven(properties['subnetIds'])) throw notInSandbox('properties.dnsConfig without a subnet');
  checkWindows(definition);
  checkPorts(definition);
  checkVolumes(world, definition);
  for (const [index, container] of properties.containers.entries()) checkContainer(container, `properties.containers[${index}].properties`);
}

/** A confidential group runs here with the policy that lets everything run, in the form of the official example: what others admit is measured. */
function checkSku({ properties }: ContainerGroupDefinition): void {
  const sku = properties.sku?.toLowerCase() ?? 'standard';
  const confidential = properties['confidentialComputeProperties'];
  if (!['standard', 'confidential'].includes(sku)) throw notInSandbox(`the SKU '${properties.sku}'`);
  if (sku === 'standard' && isGiven(confidential)) throw notInSandbox('properties.confidentialComputeProperties');
  const policy = isObject(confidential) ? confidential['ccePolicy'] : undefined;
  if (sku === 'confidential' && !admitsAll(policy)) throw notInSandbox('properties.confidentialComputeProperties.ccePolicy');
}

/** Zones and spot, which not every region has; what Azure says where one has not is not known. */
function checkPlace({ location = '', zones, properties }: ContainerGroupDefinition): void {
  if (isSpot(properties) && !spotLocations.includes(location)) throw notInSandbox(`whether there are spot groups in '${location}'`);
  if (!isGiven(zones)) return;
  const given = Array.isArray(zones) ? zones.map(String) : [];
  if (isSpot(properties)) throw notInSandbox('in which words Azure refuses a spot group in a zone');
  if (given.length !== 1) throw notInSandbox('in which words Azure refuses more than one zone');
  if (!given.every((zone) => zonesOf(location).includes(zone)))
    throw notInSandbox(`in which words Azure refuses zone '${given.join()}' of '${location}'`);
}

function admitsAll(policy: unknown): boolean {
  try {
    const read: unknown = JSON.parse(Buffer.from(String(policy), 'base64').toString());
    return isObject(read) && read['allow_all'] === true;
  } catch {
    return false;
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && (!Array.isArray(value) || value.length > 0);
}

/** What of Windows is documented not to be there, and of which nobody quotes a refusal: .../container-instances-overview, .../container-instances-faq */
function checkWindows({ properties, identity }: ContainerGroupDefinition): void {
  if (properties.osType?.toLowerCase() !== 'windows') return;
  if (isGiven(properties['initContainers'])) throw notInSandbox('in which words Azure refuses an init container in a Windows group');
  if (properties.sku?.toLowerCase() === 'confidential') throw notInSandbox('in which words Azure refuses a confidential Windows group');
  // Refused in April 2023 by `IdentityNotSupportedOnWindows`, as user-assigned ones were then, which pages allow by now.
  if (identity?.type?.toLowerCase().includes('systemassigned'))
    throw notInSandbox('whether Azure takes a system-assigned identity of a Windows group by now');
}

/** Containers of a group share its addresses, and so its ports. */
function checkPorts({ properties }: ContainerGroupDefinition): void {
  const seen = new Set<string>();
  for (const { port, protocol = 'TCP' } of properties.containers.flatMap((container) => container.properties.ports ?? [])) {
    const name = `${protocol.toUpperCase()} ${port}`;
    if (seen.has(name)) throw notInSandbox(`in which words Azure refuses that two containers listen at ${name}`);
    seen.add(name);
  }
}

function checkContainer(container: Container, path: string): void {
  const { requests, limits } = container.properties.resources;
  if (requests['gpu'] !== undefined || limits?.['gpu'] !== undefined) throw notInSandbox(`${path}.resources.requests.gpu`);
  for (const kind of ['livenessProbe', 'readinessProbe']) {
    const probe = container.properties[kind];
    if (!isObject(probe)) continue;
    if (isGiven(probe['exec']) === isGiven(probe['httpGet'])) throw notInSandbox(`${path}.${kind} without exactly one of exec and httpGet`);
  }
  if (container.properties['configMap'] !== undefined) throw notInSandbox(`${path}.configMap`);
}
