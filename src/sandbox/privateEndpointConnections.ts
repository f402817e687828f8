/**
 * Private endpoints of a registry, as the registry itself shows them. The endpoints are resources of Microsoft.Network that the sandbox does not
 * have: worlds are built with connections, and nobody can approve, reject or delete one.
 */
import { json, refuse } from './errors';
import { knownRegistry } from './knownRegistry';
import { registryType, registryVersions } from './registryOperations';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxPrivateEndpoint, SandboxRegistry } from './world';

export function connectionBody(registry: Pick<SandboxRegistry, 'id'>, { name, endpointId, status }: SandboxPrivateEndpoint): object {
  return {
    type: `${registryType}/privateEndpointConnections`,
    id: `${registry.id}/privateEndpointConnections/${name}`,
    name,
    properties: {
      privateEndpoint: { id: endpointId },
      privateLinkServiceConnectionState: { status, ...(status === 'Approved' ? { description: 'Auto-Approved' } : {}) },
      provisioningState: 'Succeeded',
    },
  };
}

function list(call: Call): SandboxResponse {
  const registry = knownRegistry(call);
  return json(200, { value: (registry.privateEndpoints ?? []).map((endpoint) => connectionBody(registry, endpoint)) });
}

function get(call: Call): SandboxResponse {
  const registry = knownRegistry(call);
  const name = call.params['connection'] ?? '';
  const found = registry.privateEndpoints?.find((endpoint) => endpoint.name.toLowerCase() === name.toLowerCase());
  // Its code is that of other children of registries.
  if (!found) throw refuse(404, 'ResourceNotFound', `The private endpoint connection '${name}' was not found.`);
  return json(200, connectionBody(registry, found));
}

const all = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${registryType}/{name}/privateEndpointConnections`;
const common = { method: 'GET', apiVersions: registryVersions, action: `${registryType}/privateEndpointConnections/read` };

export const privateEndpointConnectionRoutes: readonly Route[] = [
  { ...common, path: all, handle: list },
  { ...common, path: `${all}/{connection}`, handle: get },
];
