/** The endpoints of one Azure cloud, none with a trailing slash. Nothing in the product spells an Azure host of its own. */
export interface Cloud {
  /** As `az cloud list` spells it. */
  readonly name: string;
  readonly resourceManager: string;
  readonly resourceManagerAudience: string;
  /** Audience for the registry data plane; registries may refuse Resource Manager tokens. */
  readonly registryAudience: string;
  /** What registries' login servers end with, such as `.azurecr.io`. Tokens are sent to no other registry. */
  readonly registrySuffix: string;
  /** Api-version for container groups. Absent: the SDK's own, since a newer one may not have come to every cloud. */
  readonly containerGroupsVersion?: string;
  /** Microsoft Entra's. */
  readonly authority: string;
  /** Microsoft Graph's. Absent where there is none, or none is known. */
  readonly graph?: string;
  /** Absent where there is no portal (the sandbox). */
  readonly portal?: string;
}

/** Whether the data plane of every cloud takes this audience is not documented; a credential that cannot get it falls back. */
const registryAudience = 'https://containerregistry.azure.net';

/** Newer than the SDK's own: bodies pass it untouched, in both directions. Source: ARM schema Microsoft.ContainerInstance of 2025-09-01. */
export const containerGroupsVersion = '2025-09-01';

export const publicCloud: Cloud = {
  name: 'AzureCloud',
  resourceManager: 'https://management.azure.com',
  resourceManagerAudience: 'https://management.azure.com',
  registryAudience,
  registrySuffix: '.azurecr.io',
  containerGroupsVersion,
  authority: 'https://login.microsoftonline.com',
  graph: 'https://graph.microsoft.com',
  portal: 'https://portal.azure.com',
};

/**
 * Azure's own clouds, by the name that `az` gives them.
 * Sources: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure#guidance-for-developers,
 * https://learn.microsoft.com/azure/china/resources-developer-guide, https://learn.microsoft.com/graph/deployments.
 */
export const clouds: readonly Cloud[] = [
  publicCloud,
  {
    name: 'AzureUSGovernment',
    resourceManager: 'https://management.usgovcloudapi.net',
    resourceManagerAudience: 'https://management.usgovcloudapi.net',
    registryAudience,
    registrySuffix: '.azurecr.us',
    authority: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    portal: 'https://portal.azure.us',
  },
  {
    name: 'AzureChinaCloud',
    resourceManager: 'https://management.chinacloudapi.cn',
    resourceManagerAudience: 'https://management.chinacloudapi.cn',
    registryAudience,
    registrySuffix: '.azurecr.cn',
    authority: 'https://login.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    portal: 'https://portal.azure.cn',
  },
];
