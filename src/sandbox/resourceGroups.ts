import { isAtOrAbove, normalizeId } from '../model/resourceId';
import { addResourceGroup } from './builder';
import { empty, json, refuse, resourceGroupNotFound } from './errors';
import { tagsAt, textAt } from './field';
import { newGuid } from './ids';
import { requireLocation } from './locations';
import { page } from './page';
import { resourceMaps } from './resourceMaps';
import { removeResource } from './removeResource';
import type { Call, DueHandler, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxResourceGroup, World } from './world';

/** Versions of the gateway's own types: resource groups, resources, providers. */
export const resourceVersions: readonly string[] = [
  '2025-04-01',
  '2024-11-01',
  '2024-07-01',
  '2024-03-01',
  '2023-07-01',
  '2022-09-01',
  '2021-04-01',
  '2021-01-01',
  '2020-10-01',
  '2020-06-01',
  '2019-10-01',
  '2019-07-01',
  '2018-05-01',
  '2017-05-10',
];

const type = 'Microsoft.Resources/resourceGroups';
/** How long the group outlives what it holds, and how long each resource takes (milliseconds of the sandbox's clock). */
const groupMs = 10_000;
const resourceMs = 4_000;
const pollSeconds = 15;
const namePattern = /^[-\w.()]{1,90}$/;

function body(group: SandboxResourceGroup): object {
  return {
    id: group.id,
    name: group.name,
    type,
    location: group.location,
    ...(group.managedBy === undefined ? {} : { managedBy: group.managedBy }),
    ...(group.tagged || Object.keys(group.tags).length > 0 ? { tags: group.tags } : {}),
    properties: { provisioningState: group.deleting ? 'Deleting' : 'Succeeded' },
  };
}

function find(call: Call): SandboxResourceGroup | undefined {
  const { subscriptionId, resourceGroup } = call.params;
  return call.world.resourceGroups[normalizeId(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`)];
}

function known(call: Call): SandboxResourceGroup {
  const group = find(call);
  if (!group) throw resourceGroupNotFound(call.params['resourceGroup'] ?? '');
  return group;
}

/** Throws where something would be written into a group that is on its way out. */
export function requireNotDeleting(world: World, subscriptionId: string, resourceGroup: string): void {
  if (!world.resourceGroups[normalizeId(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`)]?.deleting) return;
  const text = `The resource group '${resourceGroup}' is in deprovisioning state and cannot perform this operation.`;
  throw refuse(409, 'ResourceGroupBeingDeleted', text);
}

function list(call: Call): SandboxResponse {
  const groups = Object.values(call.world.resourceGroups).filter((group) =>
    isAtOrAbove(`/subscriptions/${call.params['subscriptionId']}`, group.id),
  );
  return page(call, groups.map(body));
}

function put(call: Call): SandboxResponse {
  const { subscriptionId = '', resourceGroup = '' } = call.params;
  if (!namePattern.test(resourceGroup) || resourceGroup.endsWith('.')) {
    const invalid = [...new Set(resourceGroup.replace(/[-\w.()]/g, ''))].join('');
    const text =
      `The provided resource group name '${resourceGroup}' has these invalid characters: '${invalid}'. ` +
      "The name can only be a letter, digit, '-', '.', '(', ')' or '_'.";
    throw refuse(400, 'InvalidResourceGroup', text);
  }
  const location = requireLocation(textAt(call.body, 'location'), type);
  const existing = find(call);
  if (!existing) return json(201, body(write(call, addResourceGroup(call.world, subscriptionId, resourceGroup, location))));
  requireNotDeleting(call.world, subscriptionId, resourceGroup);
  if (existing.location !== location) {
    const text = `Invalid resource group location '${location}'. The Resource group already exists in location '${existing.location}'.`;
    throw refuse(409, 'InvalidResourceGroupLocation', text);
  }
  return json(200, body(write(call, existing)));
}

function write(call: Call, group: SandboxResourceGroup): SandboxResourceGroup {
  const tags = tagsAt(call.body);
  const managedBy = textAt(call.body, 'managedBy');
  return Object.assign(group, { tags: tags ?? {}, tagged: tags !== undefined, ...(managedBy === undefined ? {} : { managedBy }) });
}

function patch(call: Call): SandboxResponse {
  const group = known(call);
  group.tags = tagsAt(call.body) ?? group.tags;
  return json(200, body(group));
}

/** What the group holds goes first, one after another; then the group. */
function remove(call: Call): SandboxResponse {
  const group = known(call);
  const { world, now } = call;
  const id = newGuid(world);
  if (!group.deleting) {
    group.deleting = true;
    // Groups before the subnets that they are in.
    const held = Object.values(resourceMaps(world))
      .flatMap((map) => Object.values(map))
      .filter((resource) => isAtOrAbove(group.id, resource.id));
    held.forEach((resource, index) => {
      world.due.push({ at: now + (index + 1) * resourceMs, kind: 'resource.removed', target: resource.id });
    });
    const at = now + held.length * resourceMs + groupMs;
    world.due.push({ at, kind: 'resourceGroup.removed', target: group.id });
  }
  world.operations[id] = { id, target: group.id, kind: 'resourceGroup.delete', startedAt: now, status: 'InProgress' };
  return empty(202, deletionHeaders(call, id));
}

function deletionHeaders(call: Call, id: string): Record<string, string> {
  const { origin } = new URL(call.request.url);
  const version = call.query.get('api-version') ?? '';
  return {
    location: `${origin}/subscriptions/${call.params['subscriptionId']}/operationresults/${id}?api-version=${version}`,
    'retry-after': String(pollSeconds),
  };
}

function deletionResult(call: Call): SandboxResponse {
  const operation = call.world.operations[call.params['operationId'] ?? ''];
  if (!operation) {
    const text = `The operation result with id '${call.params['operationId']}' could not be found.`;
    throw refuse(404, 'OperationResultNotFound', text);
  }
  return operation.status === 'Succeeded' ? empty(200) : empty(202, deletionHeaders(call, operation.id));
}

export const resourceGroupDue: Readonly<Record<string, DueHandler>> = {
  'resource.removed': (world, change) => removeResource(world, change.target),
  'resourceGroup.removed': (world, change) => {
    removeResource(world, change.target);
    for (const operation of Object.values(world.operations)) {
      if (operation.kind === 'resourceGroup.delete' && operation.target === change.target) operation.status = 'Succeeded';
    }
  },
};

const path = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}';
const action = (verb: string) => `Microsoft.Resources/subscriptions/resourceGroups/${verb}`;

export const resourceGroupRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/resourceGroups',
    apiVersions: resourceVersions,
    action: action('read'),
    handle: list,
  },
  { method: 'GET', path, apiVersions: resourceVersions, action: action('read'), handle: (call) => json(200, body(known(call))) },
  {
    method: 'HEAD',
    path,
    apiVersions: resourceVersions,
    action: action('read'),
    withoutGroup: true,
    handle: (call) => (find(call) ? empty(204) : empty(404, { 'x-ms-failure-cause': 'gateway' })),
  },
  { method: 'PUT', path, apiVersions: resourceVersions, action: action('write'), withoutGroup: true, handle: put },
  { method: 'PATCH', path, apiVersions: resourceVersions, action: action('write'), handle: patch },
  { method: 'DELETE', path, apiVersions: resourceVersions, action: action('delete'), handle: remove },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/operationresults/{operationId}',
    apiVersions: resourceVersions,
    action: 'Microsoft.Resources/subscriptions/operationresults/read',
    handle: deletionResult,
  },
];
