/** Networks for those who author worlds and tests. */
import { normalizeId, resourceId } from '../model/resourceId';
import type { SandboxNatGateway, SandboxPublicAddress, SandboxSubnet, SandboxVirtualNetwork } from './networkState';
import { digestOf } from './ids';
import type { World } from './world';

export const virtualNetworkType = 'Microsoft.Network/virtualNetworks';
export const natGatewayType = 'Microsoft.Network/natGateways';
export const publicAddressType = 'Microsoft.Network/publicIPAddresses';

export interface NewNetworkResource {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
}

function resource(type: string, { subscriptionId, resourceGroup, name, location, tags }: NewNetworkResource) {
  const id = resourceId(subscriptionId, resourceGroup, type, name);
  return { id, name, location, tags: { ...tags }, revision: 1, busyUntil: 0, extra: {} };
}

export function addVirtualNetwork(
  world: World,
  given: NewNetworkResource & { readonly addressPrefixes: readonly string[] },
): SandboxVirtualNetwork {
  const made = { ...resource(virtualNetworkType, given), addressPrefixes: [...given.addressPrefixes] };
  world.virtualNetworks[normalizeId(made.id)] = made;
  return made;
}

export interface NewSubnet {
  readonly name: string;
  readonly addressPrefix: string;
  /** Services that it is delegated to. */
  readonly delegations?: readonly string[];
  /** Resource id. */
  readonly natGateway?: string;
  /** Further properties, as Azure writes them. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export function addSubnet(world: World, network: Pick<SandboxVirtualNetwork, 'id'>, given: NewSubnet): SandboxSubnet {
  const made: SandboxSubnet = {
    id: `${network.id}/subnets/${given.name}`,
    name: given.name,
    revision: 1,
    busyUntil: 0,
    extra: { privateEndpointNetworkPolicies: 'Disabled', privateLinkServiceNetworkPolicies: 'Enabled', ...given.extra },
    addressPrefixes: [given.addressPrefix],
    asList: false,
    delegations: (given.delegations ?? []).map((serviceName, index) => ({ name: String(index), serviceName })),
    ...(given.natGateway === undefined ? {} : { natGateway: given.natGateway }),
  };
  world.subnets[normalizeId(made.id)] = made;
  return made;
}

export function addPublicAddress(world: World, given: NewNetworkResource): SandboxPublicAddress {
  const base = resource(publicAddressType, given);
  const made: SandboxPublicAddress = { ...base, address: addressOf(base.id), sku: 'Standard' };
  world.publicAddresses[normalizeId(made.id)] = made;
  return made;
}

/** With the public addresses that it goes out by. */
export function addNatGateway(
  world: World,
  given: NewNetworkResource & { readonly publicAddresses: readonly string[] },
): SandboxNatGateway {
  const made = { ...resource(natGatewayType, given), publicAddresses: [...given.publicAddresses] };
  world.natGateways[normalizeId(made.id)] = made;
  return made;
}

/** An address out of 20.0.0.0/8, where most of Azure's are. */
export function addressOf(seed: string): string {
  const hex = digestOf(seed).slice('sha256:'.length);
  const byte = (at: number) => 1 + (parseInt(hex.slice(at, at + 2), 16) % 253);
  return `20.${byte(0)}.${byte(2)}.${byte(4)}`;
}
