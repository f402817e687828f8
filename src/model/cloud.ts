/** The endpoints of one Azure cloud. Nothing in the product spells an Azure host of its own. */
export interface Cloud {
  readonly name: string;
  /** Without a trailing slash. */
  readonly resourceManager: string;
  readonly resourceManagerAudience: string;
  /** Audience for the registry data plane; registries may refuse Resource Manager tokens. */
  readonly registryAudience: string;
  /** Absent where there is no portal (the sandbox). */
  readonly portal?: string;
}

export const publicCloud: Cloud = {
  name: 'AzureCloud',
  resourceManager: 'https://management.azure.com',
  resourceManagerAudience: 'https://management.azure.com',
  registryAudience: 'https://containerregistry.azure.net',
  portal: 'https://portal.azure.com',
};
