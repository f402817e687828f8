import type { Registry as SdkRegistry, ImportSource, RegistryUpdateParameters } from '@azure/arm-containerregistry';
import {
  $delete,
  checkNameAvailability,
  create,
  get,
  importImage,
  list,
  listCredentials,
  update,
} from '@azure/arm-containerregistry/api/registries';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Registry } from '../model/registry';
import type { Azure, ImageImport, NewRegistry, RegistryChange } from './azure';
import { call, collect } from './call';
import type { Clients } from './clients';
import type { ConnectOptions } from './connectOptions';
import { toAppError, unlessAbsent } from './errors';
import { present } from './present';
import { resourceNames } from './resourceNames';

export function registries(clients: Clients, { pollIntervalMs }: Pick<ConnectOptions, 'pollIntervalMs'>): Azure['registries'] {
  const at = (id: string) => {
    const { subscriptionId, resourceGroup, name } = resourceNames(id);
    return { context: clients.registries(subscriptionId), subscriptionId, resourceGroup, name };
  };
  const seenIn = (subscriptionId: string) => (answer: SdkRegistry) => {
    const registry = toRegistry(answer);
    clients.tenancy.ownsRegistry(registry.loginServer, subscriptionId);
    return registry;
  };
  return {
    list: (subscriptionId, signal) =>
      collect(signal, () => list(clients.registries(subscriptionId), present({ abortSignal: signal })), seenIn(subscriptionId)),
    async get(id, signal) {
      const { context, subscriptionId, resourceGroup, name } = at(id);
      const registry = call(signal, () => get(context, resourceGroup, name, present({ abortSignal: signal })));
      const found = await unlessAbsent(registry, 'ResourceNotFound', 'ResourceGroupNotFound');
      return found && seenIn(subscriptionId)(found);
    },
    async checkName(subscriptionId, name, signal) {
      const asked = { name, type: 'Microsoft.ContainerRegistry/registries' } as const;
      const context = clients.registries(subscriptionId);
      const answer = await call(signal, () => checkNameAvailability(context, asked, present({ abortSignal: signal })));
      return { available: answer.nameAvailable ?? false, ...present({ reason: answer.message ?? answer.reason }) };
    },
    async credentials(id, signal) {
      const { context, resourceGroup, name: registryName } = at(id);
      const answer = await call(signal, () => listCredentials(context, resourceGroup, registryName, present({ abortSignal: signal })));
      return { username: answer.username ?? '', passwords: (answer.passwords ?? []).flatMap(({ value }) => (value ? [value] : [])) };
    },
    async put(id, registry, signal) {
      const { context, resourceGroup, name } = at(id);
      const options = present({ abortSignal: signal });
      await call(signal, () => create(context, resourceGroup, name, toSdkRegistry(registry), options).submitted());
    },
    async update(id, change, signal) {
      const { context, resourceGroup, name } = at(id);
      const options = present({ abortSignal: signal });
      await call(signal, () => update(context, resourceGroup, name, toSdkChange(change), options).submitted());
    },
    async delete(id, signal) {
      const { context, resourceGroup, name } = at(id);
      const answer = call(signal, () => $delete(context, resourceGroup, name, present({ abortSignal: signal })).submitted());
      await unlessAbsent(answer, 'ResourceNotFound', 'ResourceGroupNotFound');
    },
    async importImage(id, image, signal) {
      const { subscriptionId, resourceGroup, name } = at(id);
      const lastAnswer = new LastAnswer();
      const context = clients.registriesWith(subscriptionId, { policy: lastAnswer.policy });
      const options = present({ abortSignal: signal, updateIntervalInMs: pollIntervalMs });
      // `NoForce`: a tag that is there already is not moved.
      const parameters = { source: toImportSource(image), targetTags: [image.targetTag], mode: 'NoForce' };
      await call(signal, async () => {
        try {
          await importImage(context, resourceGroup, name, parameters, options).pollUntilDone(present({ abortSignal: signal }));
        } catch (error) {
          throw toAppError(error, lastAnswer.body);
        }
      });
    },
  };
}

/** Keeps the body of the last answer: of a long-running operation's failure the SDK passes on a sentence without its code. */
class LastAnswer {
  body: string | undefined;
  readonly policy: PipelinePolicy = {
    name: 'keylessLastAnswer',
    sendRequest: async (request, next) => {
      const response = await next(request);
      this.body = response.bodyAsText ?? undefined;
      return response;
    },
  };
}

function toRegistry(registry: SdkRegistry): Registry {
  const { id = '', name = '', location, sku, loginServer = '', policies, networkRuleSet, provisioningState = 'Succeeded' } = registry;
  const approved = (registry.privateEndpointConnections ?? []).filter(
    ({ privateLinkServiceConnectionState: state }) => state?.status === 'Approved',
  );
  return {
    id,
    name,
    location,
    loginServer,
    sku: sku.name,
    // Absent from registries made before the modes were told apart.
    mode: registry.roleAssignmentMode === 'AbacRepositoryPermissions' ? 'abac' : 'legacy',
    adminUserEnabled: registry.adminUserEnabled ?? false,
    anonymousPullEnabled: registry.anonymousPullEnabled ?? false,
    publicNetworkAccess: registry.publicNetworkAccess !== 'Disabled',
    selectedNetworksOnly: networkRuleSet?.defaultAction === 'Deny',
    allowedAddresses: networkRuleSet?.ipRules?.map(({ iPAddressOrRange }) => iPAddressOrRange) ?? [],
    privateEndpointConnections: approved.length,
    trustedServicesBypass: registry.networkRuleBypassOptions !== 'None',
    acceptsArmTokens: policies?.azureADAuthenticationAsArmPolicy?.status !== 'disabled',
    provisioningState,
    ...present({ createdOn: registry.creationDate?.toISOString() }),
  };
}

function toSdkRegistry({ location, sku, mode, tags }: NewRegistry): SdkRegistry {
  return {
    location,
    sku: { name: sku },
    adminUserEnabled: false,
    roleAssignmentMode: mode === 'abac' ? 'AbacRepositoryPermissions' : 'LegacyRegistryPermissions',
    ...(tags ? { tags: { ...tags } } : {}),
  };
}

/** Only what is to change: a PATCH leaves the rest alone. */
function toSdkChange({ trustedServicesBypass, publicNetworkAccess, acceptsArmTokens }: RegistryChange): RegistryUpdateParameters {
  return present({
    networkRuleBypassOptions: trustedServicesBypass === undefined ? undefined : trustedServicesBypass ? 'AzureServices' : 'None',
    publicNetworkAccess: publicNetworkAccess === undefined ? undefined : publicNetworkAccess ? 'Enabled' : 'Disabled',
    policies:
      acceptsArmTokens === undefined
        ? undefined
        : { azureADAuthenticationAsArmPolicy: { status: acceptsArmTokens ? 'enabled' : 'disabled' } },
  });
}

function toImportSource({ sourceServer, sourceImage, sourceRegistryId }: ImageImport): ImportSource {
  return sourceRegistryId === undefined ? { registryUri: sourceServer, sourceImage } : { resourceId: sourceRegistryId, sourceImage };
}
