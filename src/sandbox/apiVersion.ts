/** Whether a request's api-version is one that its type knows, and what Azure says where it is not. */
import { missingApiVersion, refuse } from './errors';

export interface Versioned {
  readonly path: string;
  readonly apiVersions?: readonly string[];
}

/** Throws Azure's refusal. `location` is that of the resource concerned, where there is one. */
export function checkApiVersion(route: Versioned, given: string | null, location: string | undefined): void {
  if (!route.apiVersions) return;
  if (!given) throw missingApiVersion();
  if (route.apiVersions.includes(given.toLowerCase())) return;
  const type = providerType(route.path);
  const gateway = { 'x-ms-failure-cause': 'gateway' };
  if (!type) {
    // Subscriptions, resource groups and the like are the gateway's own.
    const text = `The api-version '${given}' is invalid. The supported versions are '${route.apiVersions.join(',')}'.`;
    throw refuse(400, 'InvalidApiVersionParameter', text, {}, gateway);
  }
  if (location) {
    const text =
      `No registered resource provider found for location '${location}' and API version '${given}' for type '${type.type}'. ` +
      `The supported api-versions are '${route.apiVersions.join(', ')}'. The supported locations are '${location}'.`;
    throw refuse(400, 'NoRegisteredProviderFound', text, {}, gateway);
  }
  const text =
    `The resource type '${type.type}' could not be found in the namespace '${type.namespace}' for api version '${given}'. ` +
    `The supported api-versions are '${route.apiVersions.join(',')}'.`;
  throw refuse(404, 'InvalidResourceType', text, {}, gateway);
}

/** Namespace and type of a path template's last provider, or undefined where there is none. */
export function providerType(template: string): { namespace: string; type: string } | undefined {
  const last = template.split(/\/providers\//i).pop() ?? '';
  if (last === template) return undefined;
  const [namespace, ...segments] = last.split('/');
  const types = segments.filter((segment) => !segment.startsWith('{'));
  return namespace && !namespace.startsWith('{') && types.length > 0 ? { namespace, type: types.join('/') } : undefined;
}
