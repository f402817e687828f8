/** A subnet of a virtual network, as far as container groups care. */
export interface Subnet {
  readonly id: string;
  readonly name: string;
  /** Resource id of its virtual network, in whose region it is. */
  readonly networkId: string;
  readonly location: string;
  /** `10.0.1.0/24`. */
  readonly addressPrefixes: readonly string[];
  /** Services that it is delegated to, such as `Microsoft.ContainerInstance/containerGroups`. */
  readonly delegations: readonly string[];
  /** Resource id. Without one, container groups in it do not reach the internet. */
  readonly natGateway?: string;
  readonly provisioningState: string;
}

/** What Azure tells of a subnet's addresses. */
export interface SubnetUsage {
  /** Addresses that can be given away: without those that Azure keeps. */
  readonly size: number;
  /** Of these, what is given away; container groups are not counted (see `judgePreflight.ts`). */
  readonly used: number;
}

/** What a subnet must be delegated to before container groups may be in it: https://learn.microsoft.com/azure/container-instances/container-instances-vnet */
export const containerGroupDelegation = 'Microsoft.ContainerInstance/containerGroups';

export function isDelegatedTo({ delegations }: Pick<Subnet, 'delegations'>, service: string): boolean {
  return delegations.some((delegation) => delegation.toLowerCase() === service.toLowerCase());
}
