/**
 * Azure resource ids: parsed once, compared without regard to case, shown as Azure spells them.
 * Grammar: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourceid
 */
export interface ResourceId {
  /** The id as it was given. */
  readonly id: string;
  readonly subscriptionId: string;
  /** Absent for a resource at subscription scope. */
  readonly resourceGroup?: string;
  /** Full type such as `Microsoft.ContainerRegistry/registries`; a resource group's is `Microsoft.Resources/resourceGroups`. */
  readonly type: string;
  /** The last name segment. */
  readonly name: string;
}

/** Parses a subscription-level, resource group or resource id. Returns undefined where the text is none of these. */
export function parseResourceId(id: string): ResourceId | undefined {
  const parts = id.split('/').filter((part) => part !== '');
  if (!id.startsWith('/') || parts[0]?.toLowerCase() !== 'subscriptions' || !parts[1]) return undefined;
  const subscriptionId = parts[1];
  let rest = parts.slice(2);
  if (rest.length === 0) {
    return { id, subscriptionId, type: 'Microsoft.Resources/subscriptions', name: subscriptionId };
  }
  let resourceGroup: string | undefined;
  if (rest[0]?.toLowerCase() === 'resourcegroups') {
    resourceGroup = rest[1];
    if (!resourceGroup) return undefined;
    rest = rest.slice(2);
    if (rest.length === 0) {
      return { id, subscriptionId, resourceGroup, type: 'Microsoft.Resources/resourceGroups', name: resourceGroup };
    }
  }
  // An extension resource repeats /providers/…; the last provider names the type.
  const provider = rest.map((part) => part.toLowerCase()).lastIndexOf('providers');
  if (provider < 0) return undefined;
  const [namespace, ...segments] = rest.slice(provider + 1);
  if (!namespace || segments.length === 0 || segments.length % 2 !== 0) return undefined;
  const types = segments.filter((_, index) => index % 2 === 0);
  const name = segments[segments.length - 1] as string;
  return { id, subscriptionId, ...(resourceGroup ? { resourceGroup } : {}), type: [namespace, ...types].join('/'), name };
}

/** The last name of an id, or the text itself where it is no id: for showing, never for deciding. */
export function resourceName(id: string): string {
  return parseResourceId(id)?.name ?? id;
}

export function sameId(a: string, b: string): boolean {
  return normalizeId(a) === normalizeId(b);
}

/** A key for maps and tree items: ids differ in case between Azure's own answers. */
export function normalizeId(id: string): string {
  return id
    .replace(/\/+$/, '')
    .replace(/\/{2,}/g, '/')
    .toLowerCase();
}

/** Whether `scope` is `id` itself or one of its parents: a role assigned there is inherited. */
export function isAtOrAbove(scope: string, id: string): boolean {
  const outer = normalizeId(scope);
  const inner = normalizeId(id);
  // Above all subscriptions stands the tenant's root scope, `/`.
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}

export function resourceGroupId(subscriptionId: string, resourceGroup: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
}

export function resourceId(subscriptionId: string, resourceGroup: string, type: string, name: string): string {
  return `${resourceGroupId(subscriptionId, resourceGroup)}/providers/${type}/${name}`;
}
