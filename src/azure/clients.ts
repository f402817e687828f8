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
import type { ConnectOptions, TenantAccess } from './connectOptions';
import { defaultScope } from './defaultScope';
import type { Graph } from './graph';
import { graphOf } from './graph';
import { loopback } from './loopback';
import { checkRegistryHost, isResourceManager, ownHosts } from './ownHosts';
import { present } from './present';
import { registryCredential } from './registryCredential';
import { requestLog } from './requestLog';
import { Tenancy } from './tenancy';
import { timeouts } from './timeouts';

/** As in the SDK for .NET: https://learn.microsoft.com/dotnet/api/azure.core.retryoptions.networktimeout. This one has none. */
const defaultTimeoutMs = 100_000;

/** For one request (and its polls): a client that is not shared. */
export interface Once {
  readonly policy?: PipelinePolicy;
  readonly apiVersion?: string;
  /** Whether it may be sent again, where it is lost or refused for now. */
  readonly retry?: boolean;
}

/** The SDK's clients, made when first asked for, one for each tenant, subscription or registry; each signs in to the tenant it is about. */
export class Clients {
  readonly tenancy: Tenancy;
  private readonly pipeline;
  private readonly resourceManager;
  private readonly images = new Map<string, { readonly tenant: TenantAccess; readonly client: ContainerRegistryClient }>();

  constructor(private readonly options: ConnectOptions) {
    this.tenancy = new Tenancy(options.tenants);
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
    const scope = defaultScope(cloud.resourceManagerAudience);
    this.resourceManager = {
      ...this.pipeline,
      additionalPolicies: [...additionalPolicies, ...last(ownHosts(isResourceManager(cloud)))],
      endpoint: cloud.resourceManager,
      // `$host` is what the older generation puts before the next page's link, `endpoint` what it puts before a path.
      $host: cloud.resourceManager,
      credentialScopes: scope,
      credentials: { scopes: [scope] },
    };
  }

  /** Where Resource Manager is. */
  get resourceManagerAddress(): string {
    return this.resourceManager.endpoint;
  }

  readonly resources = this.byId((id) => new ResourceManagementClient(this.credentialFor(id), id, this.resourceManager));

  readonly identities = this.byId((id) => new ManagedServiceIdentityClient(this.credentialFor(id), id, this.resourceManager));

  readonly registries = this.byId((id) => this.registriesWith(id));

  readonly containerGroups = this.byId((id) => this.containerGroupsWith(id));

  private readonly authorization = this.byId((id) => new AuthorizationManagementClient(this.credentialFor(id), id, this.resourceManager));

  subscriptions({ credential }: Pick<TenantAccess, 'credential'>): SubscriptionClient {
    return new SubscriptionClient(credential, this.resourceManager);
  }

  /** Scopes name their subscription themselves; one without (a management group) is the first tenant's. */
  access(scope: string): AuthorizationManagementClient {
    return this.authorization(/^\/?subscriptions\/([^/]+)/i.exec(scope)?.[1] ?? '');
  }

  registriesWith(subscriptionId: string, own?: Once): ContainerRegistryManagementContext {
    const options = { ...this.resourceManager, additionalPolicies: this.policiesWith(own) };
    return createContainerRegistryManagement(this.credentialFor(subscriptionId), subscriptionId, options);
  }

  containerGroupsWith(subscriptionId: string, own?: Once): ContainerInstanceManagementClient {
    return new ContainerInstanceManagementClient(this.credentialFor(subscriptionId), subscriptionId, {
      ...this.resourceManager,
      additionalPolicies: this.policiesWith(own),
      ...(own?.retry === false ? { retryOptions: { maxRetries: 0 } } : {}),
      ...present({ apiVersion: own?.apiVersion ?? this.options.cloud.containerGroupsVersion }),
    });
  }

  registry(loginServer: string): ContainerRegistryClient {
    const key = loginServer.toLowerCase();
    const known = this.images.get(key);
    const tenant = this.tenancy.ofRegistry(key);
    if (known?.tenant === tenant) return known.client;
    const { cloud } = this.options;
    checkRegistryHost(cloud, key);
    const credential = registryCredential(cloud, tenant.credential);
    const additionalPolicies: AdditionalPolicyConfig[] = [
      ...this.pipeline.additionalPolicies,
      { policy: challenges(tenant.credential, defaultScope(cloud.registryAudience)), position: 'perRetry' },
      ...last(ownHosts(({ host }) => host === key)),
    ];
    const options = { ...this.pipeline, additionalPolicies, audience: cloud.registryAudience };
    const made = new ContainerRegistryClient(`https://${key}`, credential, options);
    this.images.set(key, { tenant, client: made });
    return made;
  }

  /** Of the account's own tenant. Undefined in a cloud that has no Microsoft Graph, or none that is known. */
  graph(): Graph | undefined {
    const { cloud, tenants, httpClient } = this.options;
    if (cloud.graph === undefined) return undefined;
    const { host: own } = new URL(cloud.graph);
    const { additionalPolicies, userAgentOptions, retryOptions } = this.pipeline;
    return graphOf({
      address: cloud.graph,
      credential: tenants[0].credential,
      pipeline: { userAgentOptions, retryOptions },
      policies: [...additionalPolicies, ...last(ownHosts(({ host }) => host === own))],
      ...present({ httpClient }),
    });
  }

  /** Forgets the tokens of a registry that refused one: they hold what was allowed when they were issued. */
  forgetRegistry(loginServer: string): void {
    this.images.delete(loginServer.toLowerCase());
  }

  /** Which tenant a subscription is of may become known after it was first asked for: each tenant has clients of its own. */
  private byId<T>(make: (id: string) => T): (id: string) => T {
    const made = new Map<TenantAccess, Map<string, T>>();
    return (id) => {
      const tenant = this.tenancy.ofSubscription(id);
      const ofTenant = made.get(tenant) ?? new Map<string, T>();
      made.set(tenant, ofTenant);
      const key = id.toLowerCase();
      const known = ofTenant.get(key);
      if (known !== undefined) return known;
      const client = make(id);
      ofTenant.set(key, client);
      return client;
    };
  }

  private credentialFor(subscriptionId: string): TenantAccess['credential'] {
    return this.tenancy.ofSubscription(subscriptionId).credential;
  }

  private policiesWith(own: Once | undefined): AdditionalPolicyConfig[] {
    const { additionalPolicies } = this.resourceManager;
    return own?.policy ? [...additionalPolicies, { policy: own.policy, position: 'perCall' }] : additionalPolicies;
  }
}

function last(own: PipelinePolicy): AdditionalPolicyConfig[] {
  return [own, loopback].map((policy) => ({ policy, position: 'perRetry' }));
}
