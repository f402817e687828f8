/** Long-running operations of Microsoft.ContainerRegistry, and what happens to a registry when they end. */
import { normalizeId } from '../model/resourceId';
import { empty, json, refuse } from './errors';
import { newGuid } from './ids';
import { removeResource } from './removeResource';
import type { Call, DueHandler, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxRegistry, World } from './world';

export const registryType = 'Microsoft.ContainerRegistry/registries';
export const registryVersions: readonly string[] = [
  '2025-11-01',
  '2025-06-01-preview',
  '2025-05-01-preview',
  '2025-04-01',
  '2025-03-01-preview',
  '2024-11-01-preview',
  '2023-11-01-preview',
  '2023-08-01-preview',
  '2023-07-01',
  '2023-06-01-preview',
  '2023-01-01-preview',
  '2022-12-01',
  '2022-02-01-preview',
  '2021-12-01-preview',
  '2021-09-01',
  '2021-08-01-preview',
  '2021-06-01-preview',
  '2020-11-01-preview',
  '2019-12-01-preview',
  '2019-05-01',
  '2017-10-01',
];

const pollSeconds = 5;

/** Starts an operation on a registry that ends, with what it brings, after `ms` of the sandbox's clock. Returns its id. */
export function startRegistryOperation(call: Call, registry: SandboxRegistry, kind: 'create' | 'update' | 'delete', ms: number): string {
  const { world, now } = call;
  const id = `registries-${newGuid(world)}`;
  world.operations[id] = { id, target: registry.id, kind: `registry.${kind}`, startedAt: now, status: 'InProgress' };
  const due = kind === 'delete' ? 'registry.removed' : 'registry.ready';
  world.due.push({ at: now + ms, kind: due, target: registry.id, data: { operation: id } });
  return id;
}

/** Headers of an answer whose operation is polled by `Azure-AsyncOperation`. */
export function asyncOperation(call: Call, registry: SandboxRegistry, id: string): Record<string, string> {
  const { origin } = new URL(call.request.url);
  const version = call.query.get('api-version') ?? '';
  return {
    'azure-asyncoperation': `${origin}${registry.id}/operationStatuses/${id}?api-version=${version}`,
    'retry-after': String(pollSeconds),
  };
}

/** Headers of an answer whose operation is polled by `Location`. */
export function operationLocation(call: Call, location: string, id: string): Record<string, string> {
  const { origin } = new URL(call.request.url);
  const version = call.query.get('api-version') ?? '';
  const path = `/subscriptions/${call.params['subscriptionId']}/providers/Microsoft.ContainerRegistry/locations/${location}/operationResults/${id}`;
  return { location: `${origin}${path}?api-version=${version}`, 'retry-after': String(pollSeconds) };
}

function operation(call: Call): World['operations'][string] {
  const id = call.params['operationId'] ?? '';
  const found = call.world.operations[id];
  if (!found) throw refuse(404, 'OperationNotFound', `The operation '${id}' could not be found.`);
  return found;
}

function status(call: Call): SandboxResponse {
  const found = operation(call);
  const { origin } = new URL(call.request.url);
  const running = found.status === 'InProgress' || found.status === 'Pending';
  const header = { 'azure-asyncoperation': `${origin}${call.path}?${call.query.toString()}` };
  const state = running ? (found.kind === 'registry.update' ? 'Updating' : 'Creating') : found.status;
  return json(
    200,
    { status: state, ...(found.error ? { error: found.error } : {}) },
    running ? { ...header, 'retry-after': String(pollSeconds) } : header,
  );
}

/** 202 while it runs; then the answer of the operation itself. */
function result(call: Call): SandboxResponse {
  const found = operation(call);
  if (found.status === 'Succeeded') return empty(200);
  if (found.status === 'Failed') throw refuse(400, found.error?.code ?? 'OperationFailed', found.error?.message ?? 'The operation failed.');
  return empty(202, operationLocation(call, call.params['location'] ?? '', found.id));
}

function end(world: World, id: string | undefined): void {
  const found = id === undefined ? undefined : world.operations[id];
  if (found) found.status = 'Succeeded';
}

export const registryDue: Readonly<Record<string, DueHandler>> = {
  'registry.ready': (world, change) => {
    const registry = world.registries[normalizeId(change.target)];
    if (registry && registry.provisioningState !== 'Deleting') registry.provisioningState = 'Succeeded';
    end(world, change.data?.['operation']);
  },
  'registry.removed': (world, change) => {
    removeResource(world, change.target);
    for (const other of Object.values(world.operations)) {
      if (other.target === change.target && other.kind.startsWith('registry.')) other.status = 'Succeeded';
    }
  },
};

export const registryOperationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${registryType}/{name}/operationStatuses/{operationId}`,
    apiVersions: registryVersions,
    withoutGroup: true,
    action: `${registryType}/operationStatuses/read`,
    handle: status,
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/providers/Microsoft.ContainerRegistry/locations/{location}/operationResults/{operationId}',
    apiVersions: registryVersions,
    action: 'Microsoft.ContainerRegistry/locations/operationResults/read',
    handle: result,
  },
];
