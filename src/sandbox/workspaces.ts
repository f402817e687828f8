/** Log Analytics workspaces, as container groups' diagnostics name them. What arrives in one nobody can ask the sandbox. */
import { isAtOrAbove, normalizeId, resourceId } from '../model/resourceId';
import { json, resourceNotFound } from './errors';
import { guidOf } from './ids';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxWorkspace, World } from './world';

const type = 'Microsoft.OperationalInsights/workspaces';
const apiVersions = [
  '2025-02-01',
  '2023-09-01',
  '2022-10-01',
  '2021-12-01-preview',
  '2021-06-01',
  '2020-10-01',
  '2020-08-01',
  '2015-03-20',
];

export interface NewWorkspace {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export function addWorkspace(world: World, given: NewWorkspace): SandboxWorkspace {
  const { subscriptionId, resourceGroup, name, location, tags } = given;
  const id = resourceId(subscriptionId, resourceGroup, type, name);
  const made = { id, name, location, tags: { ...tags }, customerId: guidOf(`workspace:${id.toLowerCase()}`) };
  world.workspaces[normalizeId(id)] = made;
  return made;
}

/** The two keys of a workspace, each as good as the other: the sandbox's own, fake. */
export function workspaceKeys({ id }: Pick<SandboxWorkspace, 'id'>): readonly [string, string] {
  const key = (which: string) => Buffer.from(`sandbox ${which} key of ${guidOf(id.toLowerCase())}`).toString('base64');
  return [key('primary'), key('secondary')];
}

function body({ id, name, location, tags, customerId }: SandboxWorkspace): object {
  return {
    properties: {
      source: 'Azure',
      customerId,
      provisioningState: 'Succeeded',
      sku: { name: 'PerGB2018' },
      retentionInDays: 30,
      publicNetworkAccessForIngestion: 'Enabled',
      publicNetworkAccessForQuery: 'Enabled',
    },
    location,
    tags,
    id,
    name,
    type,
  };
}

function known(call: Call): SandboxWorkspace {
  const { subscriptionId = '', resourceGroup = '', name = '' } = call.params;
  const found = call.world.workspaces[normalizeId(resourceId(subscriptionId, resourceGroup, type, name))];
  if (!found) throw resourceNotFound(type, name, resourceGroup);
  return found;
}

function list(call: Call): SandboxResponse {
  const { subscriptionId, resourceGroup } = call.params;
  const scope = `/subscriptions/${subscriptionId}${resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`}`;
  const found = Object.values(call.world.workspaces).filter(({ id }) => isAtOrAbove(scope, id));
  return json(200, { value: found.map(body) });
}

function sharedKeys(call: Call): SandboxResponse {
  const [primarySharedKey, secondarySharedKey] = workspaceKeys(known(call));
  return json(200, { primarySharedKey, secondarySharedKey });
}

const inGroup = `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${type}`;
const one = `${inGroup}/{name}`;
const common = { apiVersions };

export const workspaceRoutes: readonly Route[] = [
  { ...common, method: 'GET', path: `/subscriptions/{subscriptionId}/providers/${type}`, action: `${type}/read`, handle: list },
  { ...common, method: 'GET', path: inGroup, action: `${type}/read`, handle: list },
  { ...common, method: 'GET', path: one, action: `${type}/read`, handle: (call) => json(200, body(known(call))) },
  { ...common, method: 'POST', path: `${one}/sharedKeys`, action: `${type}/sharedKeys/action`, handle: sharedKeys },
];
