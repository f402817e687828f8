import { json, notInSandbox, refuse } from './errors';
import { demand } from './demand';
import { locations } from './locations';
import { page } from './page';
import { resourceVersions } from './resourceGroups';
import type { Call, DueHandler, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxSubscription, World } from './world';

/** Registering takes Azure a while; so long it takes here (milliseconds of the sandbox's clock). */
const registrationMs = 20_000;

/** Namespaces of the sandbox with their top-level types. */
const namespaces: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization': [
    'roleAssignments',
    'roleDefinitions',
    'denyAssignments',
    'permissions',
    'locks',
    'roleEligibilityScheduleInstances',
  ],
  'Microsoft.ContainerInstance': ['containerGroups', 'locations/capabilities', 'locations/usages'],
  'Microsoft.ContainerRegistry': ['registries', 'checkNameAvailability'],
  'Microsoft.ManagedIdentity': ['userAssignedIdentities'],
  'Microsoft.Network': ['virtualNetworks', 'natGateways', 'publicIPAddresses'],
  'Microsoft.OperationalInsights': ['workspaces'],
  'Microsoft.Resources': ['subscriptions', 'resourceGroups', 'tenants'],
};
/** Azure registers these by itself and lets nobody unregister them. */
export const alwaysRegistered: readonly string[] = ['microsoft.authorization', 'microsoft.resources'];

export function isRegistered(subscription: SandboxSubscription, namespace: string): boolean {
  const name = namespace.toLowerCase();
  return alwaysRegistered.includes(name) || subscription.registeredProviders.includes(name);
}

function providerId(subscriptionId: string, namespace: string): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}`;
}

function registrationState(world: World, subscription: SandboxSubscription, namespace: string): string {
  if (isRegistered(subscription, namespace)) return 'Registered';
  const target = providerId(subscription.id, namespace);
  return world.due.some((change) => change.kind === 'provider.registered' && change.target === target) ? 'Registering' : 'NotRegistered';
}

function body(call: Call, subscription: SandboxSubscription, namespace: string): object {
  const state = registrationState(call.world, subscription, namespace);
  return {
    id: providerId(subscription.id, namespace),
    namespace,
    resourceTypes: (namespaces[namespace] ?? []).map((resourceType) => ({
      resourceType,
      locations: Object.values(locations),
      apiVersions: [],
      capabilities: 'None',
    })),
    registrationState: state,
    registrationPolicy: alwaysRegistered.includes(namespace.toLowerCase()) ? 'RegistrationFree' : 'RegistrationRequired',
  };
}

function subscriptionOf(call: Call): SandboxSubscription {
  return call.world.subscriptions[call.params['subscriptionId']?.toLowerCase() ?? ''] as SandboxSubscription;
}

function namespaceOf(call: Call): string {
  const asked = call.params['namespace'] ?? '';
  const known = Object.keys(namespaces).find((name) => name.toLowerCase() === asked.toLowerCase());
  if (!known) throw notInSandbox(`the resource provider '${asked}'`);
  return known;
}

function register(call: Call): SandboxResponse {
  const subscription = subscriptionOf(call);
  const namespace = namespaceOf(call);
  demand(call, `${namespace}/register/action`, `/subscriptions/${subscription.id}`);
  if (registrationState(call.world, subscription, namespace) === 'NotRegistered') {
    const target = providerId(subscription.id, namespace);
    call.world.due.push({
      at: call.now + registrationMs,
      kind: 'provider.registered',
      target,
      data: { subscription: subscription.id, namespace },
    });
  }
  return json(200, body(call, subscription, namespace));
}

function unregister(call: Call): SandboxResponse {
  const subscription = subscriptionOf(call);
  const namespace = namespaceOf(call);
  demand(call, `${namespace}/unregister/action`, `/subscriptions/${subscription.id}`);
  if (alwaysRegistered.includes(namespace.toLowerCase())) {
    throw refuse(409, 'CannotUnregisterRegistrationFreeResourceProvider', `The resource provider '${namespace}' cannot be unregistered.`);
  }
  subscription.registeredProviders = subscription.registeredProviders.filter((name) => name !== namespace.toLowerCase());
  return json(200, body(call, subscription, namespace));
}

export const providerDue: Readonly<Record<string, DueHandler>> = {
  'provider.registered': (world, change) => {
    const subscription = world.subscriptions[change.data?.['subscription'] ?? ''];
    const namespace = change.data?.['namespace'];
    if (subscription && namespace && !isRegistered(subscription, namespace)) subscription.registeredProviders.push(namespace.toLowerCase());
  },
};

const one = '/subscriptions/{subscriptionId}/providers/{namespace}';

export const providerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/providers',
    apiVersions: resourceVersions,
    action: 'Microsoft.Resources/subscriptions/providers/read',
    handle: (call) =>
      page(
        call,
        Object.keys(namespaces).map((namespace) => body(call, subscriptionOf(call), namespace)),
      ),
  },
  {
    method: 'GET',
    path: one,
    apiVersions: resourceVersions,
    action: 'Microsoft.Resources/subscriptions/providers/read',
    handle: (call) => json(200, body(call, subscriptionOf(call), namespaceOf(call))),
  },
  { method: 'POST', path: `${one}/register`, apiVersions: resourceVersions, handle: register },
  { method: 'POST', path: `${one}/unregister`, apiVersions: resourceVersions, handle: unregister },
];
