/** A top-level type of Microsoft.Network: what its routes have in common. */
import { isAtOrAbove, normalizeId, resourceId } from '../model/resourceId';
import { empty, json, resourceNotFound } from './errors';
import { tagsAt, textAt } from './field';
import { requireLocation, requireSameLocation } from './locations';
import { beginNetworkOperation, networkVersions, networkWriteMs } from './networkOperations';
import { etagOf, requireEtag, requireIdle, stateOf } from './networkResource';
import type { SandboxNetworkResource } from './networkState';
import { page } from './page';
import { requireNotDeleting } from './resourceGroups';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { World } from './world';

export interface NetworkType<T extends SandboxNetworkResource> {
  readonly type: string;
  readonly mapOf: (world: World) => Record<string, T>;
  /** `properties` beside `provisioningState`, and what stands beside `properties`. */
  readonly body: (call: Call, resource: T) => { readonly properties: object; readonly sku?: object };
  /** Makes the resource out of a request, or throws Azure's refusal. */
  readonly read: (call: Call, base: SandboxNetworkResource, existing: T | undefined) => T;
  /** Throws where it could not be deleted. */
  readonly requireUnused: (world: World, resource: T) => void;
}

/** Of the resource that a request is about, or that holds what it is about. */
export function networkIdOf(call: Call, type: string): string {
  const { subscriptionId = '', resourceGroup = '', name = '' } = call.params;
  return resourceId(subscriptionId, resourceGroup, type, name);
}

export function knownInNetwork<T extends SandboxNetworkResource>(call: Call, { type, mapOf }: Pick<NetworkType<T>, 'type' | 'mapOf'>): T {
  const found = mapOf(call.world)[normalizeId(networkIdOf(call, type))];
  if (!found) throw resourceNotFound(type, call.params['name'] ?? '', call.params['resourceGroup'] ?? '');
  return found;
}

export function networkTypeRoutes<T extends SandboxNetworkResource>(kind: NetworkType<T>): readonly Route[] {
  const { type, mapOf } = kind;
  const whole = (call: Call, resource: T): object => {
    const { id, name, location, tags } = resource;
    const { properties, ...beside } = kind.body(call, resource);
    return {
      name,
      id,
      etag: etagOf(resource),
      type,
      location,
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
      properties: { provisioningState: stateOf(resource, call.now), ...properties },
      ...beside,
    };
  };
  const list = (call: Call): SandboxResponse => {
    const { subscriptionId, resourceGroup } = call.params;
    const scope = `/subscriptions/${subscriptionId}${resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`}`;
    const found = Object.values(mapOf(call.world)).filter(({ id }) => isAtOrAbove(scope, id));
    return page(
      call,
      found.map((resource) => whole(call, resource)),
    );
  };
  const put = (call: Call): SandboxResponse => {
    const { world, now } = call;
    const { subscriptionId = '', resourceGroup = '', name = '' } = call.params;
    const location = requireLocation(textAt(call.body, 'location'), type);
    const existing = mapOf(world)[normalizeId(networkIdOf(call, type))];
    const id = existing?.id ?? networkIdOf(call, type);
    if (existing) requireSameLocation(existing, location, resourceGroup);
    requireNotDeleting(world, subscriptionId, resourceGroup);
    requireEtag(call, existing);
    requireIdle(call, id);
    const base = {
      id,
      name: existing?.name ?? name,
      location,
      tags: tagsAt(call.body) ?? {},
      revision: (existing?.revision ?? 0) + 1,
      busyUntil: now + networkWriteMs,
      extra: {},
    };
    const written = kind.read(call, base, existing);
    mapOf(world)[normalizeId(id)] = written;
    const headers = beginNetworkOperation(call, id, location, 'write');
    return json(existing ? 200 : 201, whole(call, written), headers);
  };
  const remove = (call: Call): SandboxResponse => {
    const found = mapOf(call.world)[normalizeId(networkIdOf(call, type))];
    if (!found) return empty(204);
    requireEtag(call, found);
    requireIdle(call, found.id);
    kind.requireUnused(call.world, found);
    return empty(202, beginNetworkOperation(call, found.id, found.location, 'delete'));
  };
  const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${type}`;
  const one = `${inGroup}/{name}`;
  const common = { apiVersions: networkVersions };
  return [
    { ...common, method: 'GET', path: `/subscriptions/{subscriptionId}/providers/${type}`, action: `${type}/read`, handle: list },
    { ...common, method: 'GET', path: inGroup, action: `${type}/read`, handle: list },
    { ...common, method: 'GET', path: one, action: `${type}/read`, handle: (call) => json(200, whole(call, knownInNetwork(call, kind))) },
    { ...common, method: 'PUT', path: one, action: `${type}/write`, handle: put },
    { ...common, method: 'DELETE', path: one, action: `${type}/delete`, handle: remove },
  ];
}
