/** Microsoft.Network's long-running operations: recorded of subnets, and taken to be so for its other types. */
import { normalizeId } from '../model/resourceId';
import { empty, json, refuse } from './errors';
import { newGuid } from './ids';
import { removeResource } from './removeResource';
import type { Call, DueHandler, Route } from './route';
import type { SandboxResponse } from './types';

/** Those that clients are known to send, and newer ones. */
export const networkVersions: readonly string[] = [
  '2025-01-01',
  '2024-10-01',
  '2024-07-01',
  '2024-05-01',
  '2024-03-01',
  '2024-01-01',
  '2023-11-01',
  '2023-09-01',
  '2023-06-01',
  '2023-05-01',
  '2023-04-01',
  '2023-02-01',
  '2022-11-01',
  '2022-09-01',
  '2022-07-01',
  '2022-05-01',
  '2022-01-01',
  '2021-08-01',
  '2021-05-01',
  '2021-03-01',
  '2021-02-01',
  '2020-11-01',
  '2020-08-01',
  '2020-05-01',
  '2019-11-01',
  '2018-08-01',
];

/** Recorded: a few seconds. Milliseconds of the sandbox's clock. */
export const networkWriteMs = 4_000;

/** `none`: nothing is to do, and an operation that has succeeded says so. */
type Kind = 'write' | 'delete' | 'none';

/** Starts one on a resource, and says how it is followed. */
export function beginNetworkOperation(call: Call, target: string, location: string, kind: Kind): Record<string, string> {
  const { world, now } = call;
  const id = newGuid(world);
  world.operations[id] = { id, target, kind: `network.${kind}`, startedAt: now, status: kind === 'none' ? 'Succeeded' : 'InProgress' };
  if (kind !== 'none') world.due.push({ at: now + networkWriteMs, kind: 'network.done', target, data: { operation: id, does: kind } });
  const { origin } = new URL(call.request.url);
  const at = `${origin}/subscriptions/${call.params['subscriptionId']}/providers/Microsoft.Network/locations/${location}`;
  const version = call.query.get('api-version') ?? '';
  return {
    'azure-asyncoperation': `${at}/operations/${id}?api-version=${version}`,
    ...(kind === 'delete' ? { location: `${at}/operationResults/${id}?api-version=${version}` } : {}),
  };
}

function status(call: Call): SandboxResponse {
  return json(200, { status: known(call).status });
}

function result(call: Call): SandboxResponse {
  return known(call).status === 'InProgress' ? empty(202, { location: call.request.url }) : empty(204);
}

function known(call: Call): Call['world']['operations'][string] {
  const found = call.world.operations[(call.params['operation'] ?? '').toLowerCase()];
  if (found?.kind.startsWith('network.')) return found;
  throw refuse(404, 'OperationNotFound', `Operation '${call.params['operation']}' not found.`);
}

export const networkDue: Readonly<Record<string, DueHandler>> = {
  'network.done': (world, change) => {
    const operation = world.operations[change.data?.['operation'] ?? ''];
    if (operation) operation.status = 'Succeeded';
    if (change.data?.['does'] === 'delete') {
      removeResource(world, change.target);
      return;
    }
    const key = normalizeId(change.target);
    for (const map of [world.virtualNetworks, world.subnets, world.natGateways, world.publicAddresses]) {
      // A resource that is done has another etag than one that is being made: so it is recorded.
      const resource = map[key];
      if (resource) resource.revision += 1;
    }
  },
};

const at = '/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/{location}';
const scope = (params: Readonly<Record<string, string>>) => `/subscriptions/${params['subscriptionId']}`;
const common = { method: 'GET', apiVersions: networkVersions, scope };
const actions = 'Microsoft.Network/locations';

export const networkOperationRoutes: readonly Route[] = [
  { ...common, path: `${at}/operations/{operation}`, action: `${actions}/operations/read`, handle: status },
  { ...common, path: `${at}/operationResults/{operation}`, action: `${actions}/operationResults/read`, handle: result },
];
