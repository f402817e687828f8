/** Everything that the sandbox answers, put together. The first route that fits a request wins. */
import { containerGroupDue, containerGroupRoutes } from './containerGroups';
import { denyAssignmentRoutes } from './denyAssignments';
import { directoryRoutes } from './directory';
import { identityRoutes } from './identities';
import { importImageDue, importImageRoutes } from './importImage';
import { lockRoutes } from './locks';
import { metricRoutes } from './metrics';
import { natGatewayRoutes } from './natGateways';
import { networkDue, networkOperationRoutes } from './networkOperations';
import { permissionRoutes } from './permissions';
import { privateEndpointConnectionRoutes } from './privateEndpointConnections';
import { providerDue, providerRoutes } from './providers';
import { publicAddressRoutes } from './publicAddresses';
import { registryCredentialRoutes } from './registryCredentials';
import { registryDataRoutes } from './registryData';
import { registryPrivateLinkRoutes } from './registryPrivateLinks';
import { registryRoutes } from './registries';
import { registryDue, registryOperationRoutes } from './registryOperations';
import { resourceGroupDue, resourceGroupRoutes } from './resourceGroups';
import { resourceRoutes } from './resources';
import { roleAssignmentDue, roleAssignmentRoutes } from './roleAssignments';
import { eligibilityRoutes } from './eligibilities';
import { roleDefinitionRoutes } from './roleDefinitionRoutes';
import type { DataRoute, DueHandler, Route } from './route';
import { subnetRoutes } from './subnets';
import { subscriptionRoutes } from './subscriptions';
import { virtualNetworkRoutes } from './virtualNetworks';
import { workspaceRoutes } from './workspaces';

export const routes: readonly Route[] = [
  ...subscriptionRoutes,
  ...resourceGroupRoutes,
  ...resourceRoutes,
  ...identityRoutes,
  ...containerGroupRoutes,
  ...importImageRoutes,
  ...registryRoutes,
  ...registryCredentialRoutes,
  ...registryPrivateLinkRoutes,
  ...privateEndpointConnectionRoutes,
  ...registryOperationRoutes,
  ...virtualNetworkRoutes,
  ...subnetRoutes,
  ...natGatewayRoutes,
  ...publicAddressRoutes,
  ...networkOperationRoutes,
  ...workspaceRoutes,
  ...roleDefinitionRoutes,
  ...roleAssignmentRoutes,
  ...denyAssignmentRoutes,
  ...lockRoutes,
  ...eligibilityRoutes,
  ...permissionRoutes,
  ...metricRoutes,
  // Last: `/providers/{namespace}` would fit others.
  ...providerRoutes,
];

/** At Microsoft Graph. */
export const graphRoutes: readonly Route[] = directoryRoutes;

/** At the hosts of registries. */
export const dataRoutes: readonly DataRoute[] = registryDataRoutes;

export const dueHandlers: Readonly<Record<string, DueHandler>> = {
  ...containerGroupDue,
  ...importImageDue,
  ...networkDue,
  ...resourceGroupDue,
  ...providerDue,
  ...registryDue,
  ...roleAssignmentDue,
};
