/** Whether role assignments on a registry work by registry (`AcrPull`) or by repository with conditions (`Container Registry Repository Reader`). */
export type RoleAssignmentMode = 'legacy' | 'abac';

export interface Registry {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  /** Read from Azure, never derived: registries with a domain name label are `<name>-<hash>.azurecr.io`. */
  readonly loginServer: string;
  readonly sku: string;
  readonly mode: RoleAssignmentMode;
  readonly adminUserEnabled: boolean;
  /** Whether anybody may pull, signed in or not. */
  readonly anonymousPullEnabled: boolean;
  readonly publicNetworkAccess: boolean;
  /** True where the network rule set denies by default: only listed addresses, private endpoints and trusted services get in. */
  readonly selectedNetworksOnly: boolean;
  /** Addresses and CIDR ranges let in where the rule set denies by default. */
  readonly allowedAddresses: readonly string[];
  /** How many private endpoints have been approved. */
  readonly privateEndpointConnections: number;
  /** `networkRuleBypassOptions: AzureServices`: Container Instances may pull with an identity through the firewall. */
  readonly trustedServicesBypass: boolean;
  /** `azureADAuthenticationAsArmPolicy`: whether Resource Manager tokens are accepted at the data plane. */
  readonly acceptsArmTokens: boolean;
  readonly provisioningState: string;
  readonly createdOn?: string;
}

export interface Tag {
  readonly name: string;
  readonly digest: string;
  readonly createdOn: string;
  readonly updatedOn: string;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
}

export interface Manifest {
  readonly digest: string;
  /** Bytes; absent where the registry does not tell (an index). */
  readonly size?: number;
  readonly createdOn: string;
  /** One for a plain image, several for a multi-platform index; empty where the registry does not tell. */
  readonly platforms: readonly Platform[];
  readonly tags: readonly string[];
}
