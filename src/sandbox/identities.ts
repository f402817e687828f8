/** User-assigned managed identities. */
import { isAtOrAbove, normalizeId, resourceId } from '../model/resourceId';
import { addIdentity, replicationMs } from './builder';
import { empty, json, refuse, resourceNotFound } from './errors';
import { tagsAt, textAt } from './field';
import { requireLocation, requireSameLocation } from './locations';
import { page } from './page';
import { removeResource } from './removeResource';
import { requireNotDeleting } from './resourceGroups';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxIdentity } from './world';

const type = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const apiVersions = ['2024-11-30', '2023-07-31-preview', '2023-01-31', '2022-01-31-preview', '2018-11-30', '2015-08-31-preview'];
const namePattern = /^[a-z0-9][-\w]{2,127}$/i;

function body(call: Call, identity: SandboxIdentity): object {
  return {
    id: identity.id,
    name: identity.name,
    type,
    location: identity.location,
    tags: identity.tags,
    properties: { tenantId: call.world.tenantId, principalId: identity.principalId, clientId: identity.clientId },
  };
}

function idOf(call: Call): string {
  const { subscriptionId = '', resourceGroup = '', name = '' } = call.params;
  return resourceId(subscriptionId, resourceGroup, type, name);
}

function known(call: Call): SandboxIdentity {
  const identity = call.world.identities[normalizeId(idOf(call))];
  if (!identity) throw resourceNotFound(type, call.params['name'] ?? '', call.params['resourceGroup'] ?? '');
  return identity;
}

function list(call: Call): SandboxResponse {
  const { subscriptionId, resourceGroup } = call.params;
  const scope = `/subscriptions/${subscriptionId}${resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`}`;
  const found = Object.values(call.world.identities).filter((identity) => isAtOrAbove(scope, identity.id));
  return page(
    call,
    found.map((identity) => body(call, identity)),
  );
}

/** Synchronous in Azure too; only the directory's replicas learn of the new principal later. */
function put(call: Call): SandboxResponse {
  const { subscriptionId = '', resourceGroup = '', name = '' } = call.params;
  const location = requireLocation(textAt(call.body, 'location'), type);
  const tags = tagsAt(call.body) ?? {};
  const existing = call.world.identities[normalizeId(idOf(call))];
  if (existing) {
    requireSameLocation(existing, location, resourceGroup);
    existing.tags = tags;
    return json(200, body(call, existing));
  }
  requireNotDeleting(call.world, subscriptionId, resourceGroup);
  if (!namePattern.test(name)) {
    const text =
      `The specified name '${name}' is invalid. A name starts with a letter or number, has 3 to 128 characters, ` +
      'and contains only letters, numbers, hyphens and underscores.';
    throw refuse(400, 'BadRequest', text);
  }
  const identity = addIdentity(call.world, {
    subscriptionId,
    resourceGroup,
    name,
    location,
    tags,
    replicatedAt: call.now + replicationMs,
  });
  return json(201, body(call, identity), { location: identity.id });
}

function patch(call: Call): SandboxResponse {
  const identity = known(call);
  identity.tags = tagsAt(call.body) ?? identity.tags;
  return json(200, body(call, identity));
}

function remove(call: Call): SandboxResponse {
  const id = idOf(call);
  if (!call.world.identities[normalizeId(id)]) return empty(204);
  removeResource(call.world, id);
  return empty(200);
}

const one = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${type}/{name}`;

export const identityRoutes: readonly Route[] = [
  { method: 'GET', path: `/subscriptions/{subscriptionId}/providers/${type}`, apiVersions, action: `${type}/read`, handle: list },
  {
    method: 'GET',
    path: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${type}`,
    apiVersions,
    action: `${type}/read`,
    handle: list,
  },
  { method: 'GET', path: one, apiVersions, action: `${type}/read`, handle: (call) => json(200, body(call, known(call))) },
  { method: 'PUT', path: one, apiVersions, action: `${type}/write`, handle: put },
  { method: 'PATCH', path: one, apiVersions, action: `${type}/write`, handle: patch },
  { method: 'DELETE', path: one, apiVersions, action: `${type}/delete`, handle: remove },
];
