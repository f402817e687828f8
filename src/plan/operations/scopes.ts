import { parseResourceId, resourceGroupId } from '../../model/resourceId';
import { tags } from '../marks';

/** The subscription of a resource id, as a scope. */
export function subscriptionScope(id: string): string {
  return `/subscriptions/${parseResourceId(id)?.subscriptionId ?? ''}`;
}

/** The resource group of a resource id, as a scope. */
export function groupScope(id: string): string {
  const parsed = parseResourceId(id);
  return resourceGroupId(parsed?.subscriptionId ?? '', parsed?.resourceGroup ?? '');
}

/** `--name`, `--resource-group` and `--subscription` of a resource, for the Azure CLI. */
export function azNames(id: string): readonly string[] {
  const parsed = parseResourceId(id);
  return ['--name', parsed?.name ?? '', '--resource-group', parsed?.resourceGroup ?? '', '--subscription', parsed?.subscriptionId ?? ''];
}

/** The marks of a plan as `--tags` of the Azure CLI. */
export const azTags: readonly string[] = ['--tags', ...Object.entries(tags).map(([name, value]) => `${name}=${value}`)];
