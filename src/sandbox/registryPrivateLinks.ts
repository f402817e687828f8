/** What a private endpoint to a registry would take. Source: https://learn.microsoft.com/azure/container-registry/container-registry-private-link. */
import { json, notInSandbox } from './errors';
import { knownRegistry } from './knownRegistry';
import { registryType, registryVersions } from './registryOperations';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';

const group = 'registry';

/** Whatever the SKU: only Premium registries have private endpoints, but what they would take is not known to differ. */
function body(call: Call): object {
  const { id, location } = knownRegistry(call);
  return {
    id: `${id}/privateLinkResources/${group}`,
    name: group,
    type: `${registryType}/privateLinkResources`,
    properties: { groupId: group, requiredMembers: [group, `registry_data_${location}`], requiredZoneNames: ['privatelink.azurecr.io'] },
  };
}

function get(call: Call): SandboxResponse {
  const asked = call.params['group'] ?? '';
  if (asked.toLowerCase() !== group) throw notInSandbox(`the private link resource '${asked}' of a registry`);
  return json(200, body(call));
}

const all = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${registryType}/{name}/privateLinkResources`;
const common = { method: 'GET', apiVersions: registryVersions, action: `${registryType}/privateLinkResources/read` };

export const registryPrivateLinkRoutes: readonly Route[] = [
  { ...common, path: all, handle: (call) => json(200, { value: [body(call)] }) },
  { ...common, path: `${all}/{group}`, handle: get },
];
