import type { Registry } from '../model/registry';

/** Whether a registry is unusual in a way that matters to whoever pulls from it. */
export function isRestricted(registry: Registry): boolean {
  return !registry.publicNetworkAccess || registry.selectedNetworksOnly;
}
