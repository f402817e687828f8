/** The generic list of resources, whatever their type. */
import { isAtOrAbove, parseResourceId } from '../model/resourceId';
import { refuse } from './errors';
import { page } from './page';
import { mayDo } from './rbac';
import { resourceVersions } from './resourceGroups';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { World } from './world';

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly sku?: { readonly name: string; readonly tier: string };
}

function everything(world: World): Listed[] {
  const registries = Object.values(world.registries).map(({ id, name, location, tags, sku }) => ({
    id,
    name,
    type: 'Microsoft.ContainerRegistry/registries',
    sku: { name: sku, tier: sku },
    location,
    tags,
  }));
  const identities = Object.values(world.identities).map(({ id, name, location, tags }) => ({
    id,
    name,
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    location,
    tags,
  }));
  const groups = Object.values(world.containerGroups).map(({ id, name, definition }) => ({
    id,
    name,
    type: 'Microsoft.ContainerInstance/containerGroups',
    location: definition.location ?? '',
    ...(definition.tags ? { tags: definition.tags } : {}),
  }));
  const others = [
    ...listed('Microsoft.Network/virtualNetworks', world.virtualNetworks),
    ...listed('Microsoft.Network/natGateways', world.natGateways),
    ...listed('Microsoft.Network/publicIPAddresses', world.publicAddresses),
    ...listed('Microsoft.OperationalInsights/workspaces', world.workspaces),
    ...listed('Microsoft.Storage/storageAccounts', world.storageAccounts),
  ];
  return [...registries, ...identities, ...groups, ...others];
}

function listed(type: string, resources: Readonly<Record<string, Omit<Listed, 'type' | 'sku'>>>): Listed[] {
  return Object.values(resources).map(({ id, name, location, tags }) => ({
    id,
    name,
    type,
    location,
    ...(tags && Object.keys(tags).length > 0 ? { tags } : {}),
  }));
}

/** Lists what lies in the scope and what the caller may read: no role is asked for at the scope itself. */
function list(call: Call): SandboxResponse {
  const { subscriptionId, resourceGroup } = call.params;
  const byTag = tagFilter.test(call.query.get('$filter') ?? '');
  const scope = `/subscriptions/${subscriptionId}${resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`}`;
  const fits = filterOf(call.query.get('$filter'));
  const found = everything(call.world).filter(
    (resource) =>
      isAtOrAbove(scope, resource.id) &&
      fits(resource) &&
      mayDo(call.world, call.caller.objectId, `${resource.type}/read`, resource.id, call.now),
  );
  // Filtered by a tag, the answer has no tags.
  return page(call, byTag ? found.map(({ tags: _tags, ...rest }) => rest) : found);
}

/** By a tag Azure filters alone; values keep their case, names have none. */
const tagFilter = /^\s*tagName\s+eq\s+'((?:[^']|'')*)'(?:\s+and\s+tagValue\s+eq\s+'((?:[^']|'')*)')?\s*$/i;

function isTag([name, value]: [string, string], wanted: string, wantedValue: string | undefined): boolean {
  return name.toLowerCase() === wanted.toLowerCase() && (wantedValue === undefined || value === unquoted(wantedValue));
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}

const clause = /^\s*(resourceType|name|location|resourceGroup)\s+(eq|ne)\s+'((?:[^']|'')*)'\s*$/i;

/** `a eq 'x' and b ne 'y'`, or alternatives with `or`: what clients send. */
function filterOf(text: string | null): (resource: Listed) => boolean {
  if (!text) return () => true;
  const [, tag, value] = tagFilter.exec(text) ?? [];
  if (tag !== undefined) return ({ tags = {} }) => Object.entries(tags).some((each) => isTag(each, unquoted(tag), value));
  const any = text.split(/\s+or\s+/i).map((part) =>
    part.split(/\s+and\s+/i).map((one) => {
      const match = clause.exec(one);
      if (!match) throw refuse(400, 'InvalidFilterInQueryString', `Invalid $filter '${text}' specified in the query string.`);
      const [, name = '', operator = '', quoted = ''] = match;
      const value = unquoted(quoted).toLowerCase();
      return (resource: Listed) => (valueOf(resource, name).toLowerCase() === value) === (operator.toLowerCase() === 'eq');
    }),
  );
  return (resource) => any.some((all) => all.every((holds) => holds(resource)));
}

function valueOf(resource: Listed, name: string): string {
  switch (name.toLowerCase()) {
    case 'resourcetype':
      return resource.type;
    case 'location':
      return resource.location;
    case 'resourcegroup':
      return parseResourceId(resource.id)?.resourceGroup ?? '';
    default:
      return resource.name;
  }
}

export const resourceRoutes: readonly Route[] = [
  { method: 'GET', path: '/subscriptions/{subscriptionId}/resources', apiVersions: resourceVersions, handle: list },
  {
    method: 'GET',
    path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/resources',
    apiVersions: resourceVersions,
    handle: list,
  },
];
