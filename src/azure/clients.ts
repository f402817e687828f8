import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ContainerInstanceManagementClient } from '@azure/arm-containerinstance';
import type { ContainerRegistryManagementContext } from '@azure/arm-containerregistry/api';
import { createContainerRegistryManagement } from '@azure/arm-containerregistry/api';
import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { ContainerRegistryClient } from '@azure/container-registry';
import type { AdditionalPolicyConfig } from '@azure/core-client';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { answers, challenges } from './answers';
import type { ConnectOptions } from './connectOptions';
import { present } from './present';
import { requestLog } from './requestLog';
import { timeouts } from './timeouts';

/** Newer than the SDK's own: bodies pass it untouched, in both directions. Source: ARM schema Microsoft.ContainerInstance of 2025-09-01. */
const containerGroupsVersion = '2025-09-01';

/** As in the SDK for .NET: https://learn.microsoft.com/dotnet/api/azure.core.retryoptions.networktimeout. This one has none. */
const defaultTimeoutMs = 100_000;

/** For one request (and its polls): a client that is not shared. */
export interface Once {
  readonly policy: PipelinePolicy;
  readonly apiVersion?: string;
}

/** The SDK's clients, made when first asked for, one for each subscription or registry. */
export class Clients {
  private readonly pipeline;
  private readonly resourceManager;
  private readonly images = new Map<string, ContainerRegistryClient>();

  constructor(private readonly options: ConnectOptions) {
    const { cloud, httpClient, log, retry, timeoutMs = defaultTimeoutMs, userAgent } = options;
    const additionalPolicies: AdditionalPolicyConfig[] = [
      { policy: answers, position: 'perCall' },
      { policy: timeouts(timeoutMs), position: 'perRetry' },
    ];
    if (log) additionalPolicies.push({ policy: requestLog(log), position: 'perRetry' });
    this.pipeline = {
      ...present({ httpClient }),
      additionalPolicies,
      userAgentOptions: { userAgentPrefix: userAgent },
      retryOptions: present({
        maxRetries: retry?.maxRetries,
        retryDelayInMs: retry?.retryDelayMs,
        maxRetryDelayInMs: retry?.maxRetryDelayMs,
      }),
    };
    const scope = resourceManagerScope(options);
    this.resourceManager = {
      ...this.pipeline,
      endpoint: cloud.resourceManager,
      // `$host` is what the older generation puts before the next page's link, `endpoint` what it puts before a path.
      $host: cloud.resourceManager,
      credentialScopes: scope,
      credentials: { scopes: [scope] },
    };
  }

  readonly subscriptions = once(() => new SubscriptionClient(this.options.credential, this.resourceManager));

  readonly resources = perSubscription((id) => new ResourceManagementClient(this.options.credential, id, this.resourceManager));

  readonly identities = perSubscription((id) => new ManagedServiceIdentityClient(this.options.credential, id, this.resourceManager));

  readonly registries = perSubscription((id) => this.registriesWith(id));

  readonly containerGroups = perSubscription((id) => this.containerGroupsWith(id));

  /** Scopes name their subscription themselves. */
  readonly access = once(() => new AuthorizationManagementClient(this.options.credential, '', this.resourceManager));

  registriesWith(subscriptionId: string, own?: Once): ContainerRegistryManagementContext {
    const options = { ...this.resourceManager, additionalPolicies: this.policiesWith(own) };
    return createContainerRegistryManagement(this.options.credential, subscriptionId, options);
  }

  containerGroupsWith(subscriptionId: string, own?: Once): ContainerInstanceManagementClient {
    return new ContainerInstanceManagementClient(this.options.credential, subscriptionId, {
      ...this.resourceManager,
      additionalPolicies: this.policiesWith(own),
      apiVersion: own?.apiVersion ?? containerGroupsVersion,
    });
  }

  registry(loginServer: string): ContainerRegistryClient {
    const key = loginServer.toLowerCase();
    const known = this.images.get(key);
    if (known) return known;
    const { cloud, credential } = this.options;
    const additionalPolicies = [...this.pipeline.additionalPolicies, { policy: challenges, position: 'perRetry' } as const];
    const options = { ...this.pipeline, additionalPolicies, audience: cloud.registryAudience };
    const made = new ContainerRegistryClient(`https://${key}`, credential, options);
    this.images.set(key, made);
    return made;
  }

  /** Forgets the tokens of a registry that refused one: they hold what was allowed when they were issued. */
  forgetRegistry(loginServer: string): void {
    this.images.delete(loginServer.toLowerCase());
  }

  private policiesWith(own: Once | undefined): AdditionalPolicyConfig[] {
    const { additionalPolicies } = this.pipeline;
    return own ? [...additionalPolicies, { policy: own.policy, position: 'perCall' }] : additionalPolicies;
  }
}

export function resourceManagerScope({ cloud }: Pick<ConnectOptions, 'cloud'>): string {
  return `${cloud.resourceManagerAudience}/.default`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function perSubscription<T>(make: (subscriptionId: string) => T): (subscriptionId: string) => T {
  const made = new Map<string, T>();
  return (subscriptionId) => {
    const key = subscriptionId.toLowerCase();
    const known = made.get(key);
    if (known !== undefined) return known;
    const client = make(subscriptionId);
    made.set(key, client);
    return client;
  };
}
