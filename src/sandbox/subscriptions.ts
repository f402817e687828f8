import { isAtOrAbove } from '../model/resourceId';
import { json } from './errors';
import { locations } from './locations';
import { page } from './page';
import { isInForce, withGroups } from './rbac';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxSubscription } from './world';

/** Versions of the gateway's own types: subscriptions, tenants, locations. */
export const subscriptionVersions: readonly string[] = [
  '2022-12-01',
  '2021-01-01',
  '2020-01-01',
  '2019-11-01',
  '2019-06-01',
  '2018-06-01',
  '2016-06-01',
];

function subscriptionBody(call: Call, subscription: SandboxSubscription): object {
  return {
    id: `/subscriptions/${subscription.id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: subscription.id,
    tenantId: subscription.tenantId ?? call.world.tenantId,
    displayName: subscription.name,
    state: 'Enabled',
    subscriptionPolicies: { locationPlacementId: 'Internal_2014-09-01', quotaId: 'Internal_2014-09-01', spendingLimit: 'Off' },
  };
}

/** Only subscriptions in which the caller has a role somewhere. */
function listSubscriptions(call: Call): SandboxResponse {
  const held = withGroups(call.world, call.caller.objectId);
  const scopes = Object.values(call.world.assignments)
    .filter((assignment) => held.has(assignment.principalId) && isInForce(assignment, call.now))
    .map((assignment) => assignment.scope);
  const seen = Object.values(call.world.subscriptions).filter((subscription) => {
    const id = `/subscriptions/${subscription.id}`;
    return scopes.some((scope) => isAtOrAbove(scope, id) || isAtOrAbove(id, scope));
  });
  return page(
    call,
    seen.map((subscription) => subscriptionBody(call, subscription)),
  );
}

function getSubscription(call: Call): SandboxResponse {
  const subscription = call.world.subscriptions[call.params['subscriptionId']?.toLowerCase() ?? ''];
  return json(200, subscription ? subscriptionBody(call, subscription) : undefined);
}

/** Their own, and those in which they are guests. */
function listTenants(call: Call): SandboxResponse {
  const { tenantId, name, otherTenants, principals } = call.world;
  const home = call.caller.guest?.home ?? call.caller.objectId;
  const guestIn = Object.values(principals).flatMap(({ guest }) => (guest?.home === home ? [guest.tenantId] : []));
  const guestTenants = Object.values(otherTenants ?? {}).filter((tenant) => guestIn.includes(tenant.tenantId));
  const value = [{ tenantId, name: name.charAt(0).toUpperCase() + name.slice(1) }, ...guestTenants].map((tenant) => {
    const domain = `${tenant.name.toLowerCase().replaceAll(' ', '')}.example`;
    return {
      id: `/tenants/${tenant.tenantId}`,
      tenantId: tenant.tenantId,
      countryCode: 'CH',
      displayName: tenant.name,
      domains: [domain],
      tenantCategory: 'Home',
      defaultDomain: domain,
      tenantType: 'AAD',
    };
  });
  return json(200, { value });
}

function listLocations(call: Call): SandboxResponse {
  const value = Object.entries(locations).map(([name, displayName]) => ({
    id: `/subscriptions/${call.params['subscriptionId']}/locations/${name}`,
    name,
    type: 'Region',
    displayName,
    regionalDisplayName: displayName,
    metadata: { regionType: 'Physical', regionCategory: 'Recommended' },
  }));
  return json(200, { value });
}

export const subscriptionRoutes: readonly Route[] = [
  { method: 'GET', path: '/tenants', apiVersions: subscriptionVersions, handle: listTenants },
  { method: 'GET', path: '/subscriptions', apiVersions: subscriptionVersions, handle: listSubscriptions },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}',
    apiVersions: subscriptionVersions,
    action: 'Microsoft.Resources/subscriptions/read',
    handle: getSubscription,
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/locations',
    apiVersions: subscriptionVersions,
    action: 'Microsoft.Resources/subscriptions/read',
    handle: listLocations,
  },
];
