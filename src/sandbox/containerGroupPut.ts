/** PUT of a container group: judged by Resource Manager, by the rules, by the state of Azure, and only then made. */
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { normalizeId, parseResourceId, resourceId, sameId } from '../model/resourceId';
import { addPrincipal } from './builder';
import { groupBody } from './containerGroupBody';
import { checkCapacity } from './containerGroupCapacity';
import { partDefinition } from './containerGroupDefinition';
import type { Parted } from './containerGroupDefinition';
import { checkGaps } from './containerGroupGaps';
import { abandon, beginStart } from './containerGroupLife';
import { isOver, isTransitioning } from './containerGroupMoment';
import { checkLinkedSubnets, checkSubnet } from './containerGroupNetwork';
import { coresOf, memoryOf } from './containerGroupSize';
import { checkRules } from './containerGroupRules';
import { readDefinition } from './containerGroupShape';
import { domainName } from './domainName';
import { json, linkedAuthorizationFailed, refuse } from './errors';
import { newGuid } from './ids';
import { requireLocation, requireSameLocation } from './locations';
import { pullVerdict } from './pull';
import { mayDo } from './rbac';
import { requireNotDeleting } from './resourceGroups';
import type { Call } from './route';
import { subnetIdsOf } from './subnetUse';
import type { SandboxResponse } from './types';
import type { SandboxContainerGroup } from './world';

export const groupType = 'Microsoft.ContainerInstance/containerGroups';

export function groupIdOf(call: Call): string {
  const { subscriptionId = '', resourceGroup = '', containerGroup = '' } = call.params;
  return resourceId(subscriptionId, resourceGroup, groupType, containerGroup);
}

export function apiVersionOf(call: Call): string {
  return call.query.get('api-version') ?? '';
}

export function putContainerGroup(call: Call): SandboxResponse {
  const { subscriptionId = '', resourceGroup = '', containerGroup: name = '' } = call.params;
  const existing = call.world.containerGroups[normalizeId(groupIdOf(call))];
  const id = existing?.id ?? groupIdOf(call);
  const given = readDefinition(call.body, call.request.body ?? '');
  const location = requireLocation(given.location, groupType);
  if (existing) requireSameLocation({ name: existing.name, location: existing.definition.location ?? '' }, location, resourceGroup);
  requireNotDeleting(call.world, subscriptionId, resourceGroup);
  checkLinkedIdentities(call, given, id);
  checkLinkedSubnets(call, given, id);
  checkGroupName(name);
  checkRules(given, name, apiVersionOf(call));
  checkGaps(call.world, { ...given, location }, name);
  const parted = partDefinition({ ...given, location });
  if (existing && isTransitioning(existing)) throw transitioning(existing.name);
  const update = existing && !isOver(existing) ? existing : undefined;
  if (update) checkUpdate(update, parted.definition);
  checkSubnet(call, parted.definition, name);
  checkDomainName(call, id, parted.definition);
  checkCapacity(call.world, subscriptionId, id, parted.definition);
  checkImages(call, name, parted);
  if (update && update.provisioningState !== 'Failed' && isUnchanged(update, parted)) {
    setTags(update, parted.definition.tags);
    return json(200, groupBody(call.world, update, { instanceView: true, apiVersion: apiVersionOf(call) }), rateLimits(call));
  }
  return deploy(call, id, name, parted, existing);
}

function deploy(call: Call, id: string, name: string, parted: Parted, existing: SandboxContainerGroup | undefined): SandboxResponse {
  const { world, now } = call;
  if (existing) abandon(world, existing, now);
  const fqdn = domainName(world, id, parted.definition);
  const systemAssigned = systemIdentity(call, name, parted.definition, existing);
  const group: SandboxContainerGroup = {
    id,
    name: existing?.name ?? name,
    createdAt: existing?.createdAt ?? now,
    ...parted,
    provisioningState: 'Pending',
    state: 'Pending',
    events: [],
    containers: {},
    ...(existing?.runs ? { runs: existing.runs } : {}),
    ...(fqdn === undefined ? {} : { fqdn }),
    ...(systemAssigned === undefined ? {} : { systemAssigned }),
  };
  world.containerGroups[normalizeId(id)] = group;
  const headers = beginOperation(call, group, 'put');
  return json(201, groupBody(world, group, { instanceView: true, apiVersion: apiVersionOf(call) }), { ...headers, ...rateLimits(call) });
}

/** Starts the group and the operation that tells of it. The operation's URL has an api-version of its own, whatever the request's. */
export function beginOperation(call: Call, group: SandboxContainerGroup, kind: string): Record<string, string> {
  const guid = newGuid(call.world);
  call.world.operations[guid] = { id: guid, target: group.id, kind: `containerGroup.${kind}`, startedAt: call.now, status: 'Pending' };
  beginStart(call.world, group, call.now, guid);
  const { origin } = new URL(call.request.url);
  const location = group.definition.location ?? '';
  const path = `/subscriptions/${call.params['subscriptionId']}/providers/Microsoft.ContainerInstance/locations/${location}/operations/${guid}`;
  return { 'azure-asyncoperation': `${origin}${path}?api-version=2018-06-01` };
}

export function rateLimits(call: Call): Record<string, string> {
  const within = (ms: number) =>
    Object.values(call.world.operations).filter((each) => each.kind === 'containerGroup.put' && each.startedAt > call.now - ms).length;
  return {
    'x-ms-ratelimit-remaining-subscription-resource-requests-pt5m': String(Math.max(0, 100 - within(300_000))),
    'x-ms-ratelimit-remaining-subscription-resource-requests-pt1h': String(Math.max(0, 300 - within(3_600_000))),
  };
}

export function transitioning(name: string): Error {
  return refuse(409, 'ContainerGroupTransitioning', `The container group '${name}' is still transitioning, please retry later.`);
}

const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';
/** Managed Identity Operator says `assign/action` of any segment below userAssignedIdentities, and is known to allow it. */
const assignOne = 'Microsoft.ManagedIdentity/userAssignedIdentities/one/assign/action';

function checkLinkedIdentities(call: Call, given: ContainerGroupDefinition, id: string): void {
  for (const identity of Object.keys(given.identity?.userAssignedIdentities ?? {})) {
    if (parseResourceId(identity) === undefined) {
      throw refuse(
        400,
        'LinkedInvalidPropertyId',
        `Property id '${identity}' at path '' is invalid. Expect fully qualified resource Id that start with ` +
          "'/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.",
      );
    }
    const exists = call.world.identities[normalizeId(identity)] !== undefined;
    const may = [assign, assignOne].some((action) => mayDo(call.world, call.caller.objectId, action, identity, call.now));
    if (exists && may) continue;
    const { signInName, objectId } = call.caller;
    throw linkedAuthorizationFailed({ client: signInName, objectId, action: `${groupType}/write`, scope: id }, assign, identity);
  }
}

/**
 * Source: naming rules of container-instances, but for capitals, with which Microsoft's own samples run (myContainerGroup in
 * container-instances-multi-container-yaml); the text is that of the rule for containers, the code ours.
 */
function checkGroupName(name: string): void {
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/i.test(name) && name.length <= 63) return;
  throw refuse(
    400,
    'InvalidContainerGroupName',
    `The container group name '${name}' is invalid. The container group name must contain no more than 63 characters and must match the ` +
      "regex '[a-z0-9]([-a-z0-9]*[a-z0-9])?' (e.g. 'my-name').",
  );
}

function checkUpdate(existing: SandboxContainerGroup, next: ContainerGroupDefinition): void {
  const was = existing.definition;
  const text = (value: unknown) => JSON.stringify(value ?? null).toLowerCase();
  const same =
    text(was.properties.osType) === text(next.properties.osType) &&
    text(was.properties.restartPolicy) === text(next.properties.restartPolicy) &&
    text(was.properties.ipAddress?.type) === text(next.properties.ipAddress?.type) &&
    text(subnetIdsOf(was)) === text(subnetIdsOf(next)) &&
    coresOf(was) === coresOf(next) &&
    memoryOf(was) === memoryOf(next);
  if (same) return;
  throw refuse(
    400,
    'InvalidContainerGroupUpdate',
    `The updates on container group '${existing.name}' are invalid. If you are going to update the os type, restart policy, network profile, ` +
      'CPU, memory or GPU resources for a container group, you must delete it first and then create a new one.',
  );
}

function checkDomainName(call: Call, id: string, definition: ContainerGroupDefinition): void {
  const fqdn = domainName(call.world, id, definition);
  if (fqdn === undefined) return;
  const taken = Object.values(call.world.containerGroups).some((other) => other.fqdn === fqdn && !sameId(other.id, id));
  if (!taken) return;
  const text = `The DNS name label '${definition.properties.ipAddress?.dnsNameLabel}' in container group '${parseResourceId(id)?.name}' not available. Try using a different label.`;
  throw refuse(400, 'DnsNameLabelNotAvailable', text);
}

function checkImages(call: Call, name: string, parted: Parted): void {
  const init = parted.definition.properties['initContainers'] as typeof parted.definition.properties.containers;
  for (const container of [...init, ...parted.definition.properties.containers]) {
    const { image } = container.properties;
    const verdict = pullVerdict(call.world, parted, image, call.now);
    if (verdict.ok) continue;
    // Quoted: https://github.com/docker-archive/compose-cli/issues/657, https://github.com/oras-project/oras/issues/1353.
    if (verdict.isOtherSystem) {
      const { osType = '' } = parted.definition.properties;
      const text = `The container image '${image}' doesn't support specified OS '${osType}' for container group '${name}'.`;
      throw refuse(400, 'ImageOsTypeNotMatchContainerGroup', text);
    }
    throw refuse(
      400,
      'InaccessibleImage',
      `The image '${image}' in container group '${name}' is not accessible. Please check the image and registry credential.`,
    );
  }
}

/** Tags apart, which change without a restart. */
function isUnchanged(existing: SandboxContainerGroup, next: Parted): boolean {
  const comparable = (definition: ContainerGroupDefinition, secrets: Readonly<Record<string, string>>) =>
    JSON.stringify(sorted([{ ...definition, tags: undefined }, secrets]));
  return comparable(existing.definition, existing.secrets) === comparable(next.definition, next.secrets);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]: [string, unknown]) => [key, sorted(member)]),
  );
}

function setTags(group: SandboxContainerGroup, tags: Record<string, string> | undefined): void {
  if (tags) group.definition.tags = tags;
  else delete group.definition.tags;
}

function systemIdentity(
  call: Call,
  name: string,
  definition: ContainerGroupDefinition,
  existing: SandboxContainerGroup | undefined,
): string | undefined {
  if (!definition.identity?.type?.toLowerCase().includes('systemassigned')) return undefined;
  return existing?.systemAssigned ?? addPrincipal(call.world, { kind: 'ServicePrincipal', name, replicatedAt: call.now }).objectId;
}
