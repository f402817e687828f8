/** The state of Microsoft.Network, as far as containers come near it. Keys of maps are normalized ids. */
export interface SandboxNetworkResource {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  tags: Record<string, string>;
  /** Counts up with every change: the resource's etag. */
  revision: number;
  /** Until when the last write is at work. */
  busyUntil: number;
  /** What was sent that the sandbox keeps and does not act on. */
  extra: Record<string, unknown>;
}

export interface SandboxVirtualNetwork extends SandboxNetworkResource {
  addressPrefixes: string[];
}

/** Its id begins with that of its virtual network. */
export interface SandboxSubnet extends Omit<SandboxNetworkResource, 'tags' | 'location'> {
  addressPrefixes: string[];
  /** Whether the client speaks of one prefix or of a list; answered as it was sent. */
  asList: boolean;
  delegations: { readonly name: string; readonly serviceName: string }[];
  natGateway?: string;
}

export interface SandboxNatGateway extends SandboxNetworkResource {
  publicAddresses: string[];
}

export interface SandboxPublicAddress extends SandboxNetworkResource {
  readonly address: string;
  readonly sku: 'Standard' | 'Basic';
}
