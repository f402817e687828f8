/** Pages that rules come from. */
const articles = 'https://learn.microsoft.com/azure/container-instances';
const support = 'https://learn.microsoft.com/troubleshoot/azure/azure-container-instances';

export const sources = {
  troubleshooting: `${articles}/container-instances-troubleshooting`,
  identityPull: `${articles}/using-azure-container-registry-mi`,
  quotas: `${articles}/container-instances-resource-and-quota-limits`,
  quota: `${support}/configuration-setup/service-unavailable-container-group-quota-exceeded`,
  dockerHub: `${support}/configuration-setup/docker-hub-rate-limit-registryerrorresponse`,
  faq: `${articles}/container-instances-faq`,
  groups: `${articles}/container-instances-container-groups`,
  gpu: `${articles}/container-instances-gpu`,
  network: `${articles}/container-instances-virtual-network-concepts`,
  yaml: `${articles}/container-instances-reference-yaml`,
  variables: `${articles}/container-instances-environment-variables`,
  update: `${articles}/container-instances-update`,
  naming: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules',
  template: 'https://learn.microsoft.com/azure/templates/microsoft.containerinstance/containergroups',
  spot: `${support}/configuration/error-codes-spot-container-creation`,
  waiting: `${support}/configuration-setup/container-group-deployment-waiting-state`,
  volumes: `${articles}/container-instances-volume-azure-files`,
  command: `${articles}/container-instances-start-command`,
  probes: `${articles}/container-instances-liveness-probe`,
  identity: `${articles}/container-instances-managed-identity`,
  windows: `${articles}/container-instances-overview`,
} as const;
