import type { Disposable } from 'vscode';
import type { Azure, Capability, Page, SubscriptionList, Usage } from '../azure/azure';
import type { ContainerGroup } from '../model/containerGroup';
import type { DenyAssignment } from '../model/denyAssignment';
import type { ManagedIdentity } from '../model/identity';
import type { Principal } from '../model/principal';
import { PromiseCache } from '../model/promiseCache';
import type { Manifest, Registry, Tag } from '../model/registry';
import { normalizeId, parseResourceId } from '../model/resourceId';
import type { Permission, RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { Subnet, SubnetUsage } from '../model/subnet';
import type { ResourceGroup, Subscription } from '../model/subscription';
import type { Workspace } from '../model/workspace';
import type { Sessions } from './session';

const minute = 60_000;

/**
 * What has been read from Azure, kept for a while. Whoever writes says so with `changed`; whoever needs the truth of this moment (an
 * executor, a poll) asks `azure()` instead.
 */
export class Store implements Disposable {
  private readonly subscriptionLists = new PromiseCache<SubscriptionList>(10 * minute);
  private readonly resourceGroupLists = new PromiseCache<readonly ResourceGroup[]>(2 * minute);
  private readonly registryLists = new PromiseCache<readonly Registry[]>(2 * minute);
  private readonly identityLists = new PromiseCache<readonly ManagedIdentity[]>(2 * minute);
  private readonly groupLists = new PromiseCache<readonly ContainerGroup[]>(minute);
  private readonly groups = new PromiseCache<ContainerGroup | undefined>(15_000);
  private readonly repositoryPages = new PromiseCache<Page<string>>(2 * minute);
  private readonly tagPages = new PromiseCache<Page<Tag>>(minute);
  /** A digest names its content for good. */
  private readonly manifests = new PromiseCache<Manifest | undefined>(60 * minute);
  private readonly assignmentLists = new PromiseCache<readonly RoleAssignment[]>(minute);
  private readonly denyLists = new PromiseCache<readonly DenyAssignment[]>(minute);
  private readonly singleIdentities = new PromiseCache<ManagedIdentity | undefined>(2 * minute);
  private readonly taggedManifests = new PromiseCache<Manifest | undefined>(minute);
  private readonly freeNames = new PromiseCache<boolean>(minute);
  private readonly definitionLists = new PromiseCache<readonly RoleDefinition[]>(30 * minute);
  private readonly principalLists = new PromiseCache<readonly Principal[] | undefined>(5 * minute);
  private readonly usageLists = new PromiseCache<readonly Usage[]>(minute);
  private readonly capabilityLists = new PromiseCache<readonly Capability[]>(30 * minute);
  private readonly registrationStates = new PromiseCache<string>(minute);
  private readonly singleSubnets = new PromiseCache<Subnet | undefined>(minute);
  private readonly subnetUsages = new PromiseCache<SubnetUsage | undefined>(minute);
  private readonly subnetLists = new PromiseCache<readonly Subnet[]>(2 * minute);
  private readonly workspaceLists = new PromiseCache<readonly Workspace[]>(2 * minute);
  private readonly permissionLists = new PromiseCache<readonly Permission[]>(5 * minute);
  private readonly subscribed: Disposable;

  constructor(private readonly sessions: Sessions) {
    this.subscribed = sessions.onDidChange(() => this.clear());
  }

  async azure(): Promise<Azure> {
    return (await this.sessions.require()).azure;
  }

  async subscriptions(signal?: AbortSignal): Promise<readonly Subscription[]> {
    return (await this.subscriptionList(signal)).subscriptions;
  }

  /** Also the tenants that could not be read. */
  subscriptionList(signal?: AbortSignal): Promise<SubscriptionList> {
    return this.subscriptionLists.get('', async (stop) => (await this.azure()).subscriptions.list(stop), signal);
  }

  resourceGroups(subscriptionId: string, signal?: AbortSignal): Promise<readonly ResourceGroup[]> {
    return this.resourceGroupLists.get(
      subscriptionId,
      async (stop) => (await this.azure()).resourceGroups.list(subscriptionId, stop),
      signal,
    );
  }

  registries(subscriptionId: string, signal?: AbortSignal): Promise<readonly Registry[]> {
    return this.registryLists.get(subscriptionId, async (stop) => (await this.azure()).registries.list(subscriptionId, stop), signal);
  }

  identities(subscriptionId: string, signal?: AbortSignal): Promise<readonly ManagedIdentity[]> {
    return this.identityLists.get(subscriptionId, async (stop) => (await this.azure()).identities.list(subscriptionId, stop), signal);
  }

  /** Of the subscriptions whose identities have been listed: asks for nothing. */
  async listedIdentities(): Promise<readonly ManagedIdentity[]> {
    return (await Promise.all(this.identityLists.loaded())).flat();
  }

  /** Without instance views: Azure's list has none. */
  containerGroups(subscriptionId: string, signal?: AbortSignal): Promise<readonly ContainerGroup[]> {
    return this.groupLists.get(subscriptionId, async (stop) => (await this.azure()).containerGroups.list(subscriptionId, stop), signal);
  }

  /** With the instance view. Undefined where the group is gone. */
  containerGroup(id: string, signal?: AbortSignal): Promise<ContainerGroup | undefined> {
    return this.groups.get(normalizeId(id), async (stop) => (await this.azure()).containerGroups.get(id, stop), signal);
  }

  /** So that the next `containerGroup` asks Azure. */
  forgetContainerGroup(id: string): void {
    for (const cache of [this.groups, this.singleIdentities]) cache.drop((key) => key === normalizeId(id));
    this.freeNames.clear();
  }

  repositories(loginServer: string, next?: string, signal?: AbortSignal): Promise<Page<string>> {
    const key = `${loginServer}\n${next ?? ''}`;
    return this.repositoryPages.get(key, async (stop) => (await this.azure()).images.repositories(loginServer, next, stop), signal);
  }

  tags(loginServer: string, repository: string, next?: string, signal?: AbortSignal): Promise<Page<Tag>> {
    const key = `${loginServer}\n${repository}\n${next ?? ''}`;
    return this.tagPages.get(key, async (stop) => (await this.azure()).images.tags(loginServer, repository, next, stop), signal);
  }

  /** By digest: a tag's manifest may change, a digest's does not. */
  manifest(loginServer: string, repository: string, digest: string, signal?: AbortSignal): Promise<Manifest | undefined> {
    const key = `${loginServer}\n${repository}\n${digest}`;
    return this.manifests.get(key, async (stop) => (await this.azure()).images.manifest(loginServer, repository, digest, stop), signal);
  }

  /** At, above and below a scope; with `principalId`, that principal's and its groups'. */
  assignments(scope: string, principalId?: string, signal?: AbortSignal): Promise<readonly RoleAssignment[]> {
    const options = principalId === undefined ? {} : { principalId };
    const key = `${normalizeId(scope)}\n${principalId ?? ''}`;
    return this.assignmentLists.get(key, async (stop) => (await this.azure()).access.assignments(scope, options, stop), signal);
  }

  /** At a scope and above it. */
  denyAssignments(scope: string, signal?: AbortSignal): Promise<readonly DenyAssignment[]> {
    return this.denyLists.get(normalizeId(scope), async (stop) => (await this.azure()).access.denyAssignments(scope, {}, stop), signal);
  }

  /** Undefined where it is gone. */
  identity(id: string, signal?: AbortSignal): Promise<ManagedIdentity | undefined> {
    return this.singleIdentities.get(normalizeId(id), async (stop) => (await this.azure()).identities.get(id, stop), signal);
  }

  /** Of a tag, which may come to name another one. */
  taggedManifest(loginServer: string, repository: string, tag: string, signal?: AbortSignal): Promise<Manifest | undefined> {
    const key = `${loginServer}\n${repository}\n${tag}`;
    return this.taggedManifests.get(key, async (stop) => (await this.azure()).images.manifest(loginServer, repository, tag, stop), signal);
  }

  /** Whether nobody has a registry of this name. */
  isRegistryNameFree(subscriptionId: string, name: string, signal?: AbortSignal): Promise<boolean> {
    const ask = async (stop: AbortSignal) => (await (await this.azure()).registries.checkName(subscriptionId, name, stop)).available;
    return this.freeNames.get(name.toLowerCase(), ask, signal);
  }

  /** Role definitions usable in a subscription. */
  roleDefinitions(subscriptionId: string, signal?: AbortSignal): Promise<readonly RoleDefinition[]> {
    const scope = `/subscriptions/${subscriptionId}`;
    return this.definitionLists.get(subscriptionId, async (stop) => (await this.azure()).access.definitions(scope, stop), signal);
  }

  /** Those of them whom the directory of the account's own tenant knows; undefined where that can't be told. */
  principals(ids: readonly string[], signal?: AbortSignal): Promise<readonly Principal[] | undefined> {
    const wanted = [...new Set(ids.map((id) => id.toLowerCase()))].sort();
    const load = async (stop: AbortSignal) => (await this.azure()).directory.principals(wanted, stop);
    return this.principalLists.get(wanted.join('\n'), load, signal);
  }

  /** Of Container Instances' quota in a region. */
  usages(subscriptionId: string, location: string, signal?: AbortSignal): Promise<readonly Usage[]> {
    const load = async (stop: AbortSignal) => (await this.azure()).containerGroups.usages(subscriptionId, location, stop);
    return this.usageLists.get(`${subscriptionId}\n${location}`, load, signal);
  }

  /** What Container Instances has in a region. */
  capabilities(subscriptionId: string, location: string, signal?: AbortSignal): Promise<readonly Capability[]> {
    const load = async (stop: AbortSignal) => (await this.azure()).containerGroups.capabilities(subscriptionId, location, stop);
    return this.capabilityLists.get(`${subscriptionId}\n${location}`, load, signal);
  }

  subnet(id: string, signal?: AbortSignal): Promise<Subnet | undefined> {
    return this.singleSubnets.get(normalizeId(id), async (stop) => (await this.azure()).networks.subnet(id, stop), signal);
  }

  subnetUsage(id: string, signal?: AbortSignal): Promise<SubnetUsage | undefined> {
    return this.subnetUsages.get(normalizeId(id), async (stop) => (await this.azure()).networks.usage(id, stop), signal);
  }

  /** Of all virtual networks of a subscription. */
  subnets(subscriptionId: string, signal?: AbortSignal): Promise<readonly Subnet[]> {
    return this.subnetLists.get(subscriptionId, async (stop) => (await this.azure()).networks.subnets(subscriptionId, stop), signal);
  }

  /** Of Log Analytics. */
  workspaces(subscriptionId: string, signal?: AbortSignal): Promise<readonly Workspace[]> {
    return this.workspaceLists.get(subscriptionId, async (stop) => (await this.azure()).workspaces.list(subscriptionId, stop), signal);
  }

  registrationState(subscriptionId: string, namespace: string, signal?: AbortSignal): Promise<string> {
    const load = async (stop: AbortSignal) => (await this.azure()).providers.registrationState(subscriptionId, namespace, stop);
    return this.registrationStates.get(`${subscriptionId}\n${namespace}`, load, signal);
  }

  /** What the signed-in person may do at a scope. */
  permissions(scope: string, signal?: AbortSignal): Promise<readonly Permission[]> {
    return this.permissionLists.get(normalizeId(scope), async (stop) => (await this.azure()).access.permissions(scope, stop), signal);
  }

  /** So that what the signed-in person may do is asked again: a role may have been activated. */
  forgetRights(): void {
    this.permissionLists.clear();
    this.assignmentLists.clear();
  }

  /** Forgets what a write to these resources (or role assignments on them) may have changed. */
  changed(ids: readonly string[]): void {
    for (const id of ids) this.changedOne(id);
  }

  clear(): void {
    for (const cache of this.all()) cache.clear();
  }

  dispose(): void {
    this.subscribed.dispose();
    this.clear();
  }

  private changedOne(id: string): void {
    // An assignment reaches below its scope and shows above it.
    this.assignmentLists.drop(() => true);
    this.denyLists.drop(() => true);
    this.permissionLists.drop(() => true);
    const subscriptionId = parseResourceId(id)?.subscriptionId.toLowerCase();
    if (subscriptionId === undefined) return;
    const ofSubscription = (key: string) => key.toLowerCase() === subscriptionId;
    for (const cache of [this.resourceGroupLists, this.registryLists, this.identityLists, this.groupLists]) cache.drop(ofSubscription);
    for (const cache of [this.usageLists, this.registrationStates]) cache.drop((key) => ofSubscription(key.split('\n')[0] ?? ''));
    for (const cache of [this.singleSubnets, this.subnetUsages, this.singleIdentities]) cache.drop((key) => key === normalizeId(id));
    this.subnetLists.drop(ofSubscription);
    this.groups.drop((key) => key === normalizeId(id));
    const name = parseResourceId(id)?.name.toLowerCase() ?? '';
    const ofRegistry = (key: string) => key.startsWith(`${name}.`) || key.startsWith(`${name}-`);
    this.repositoryPages.drop(ofRegistry);
    this.tagPages.drop(ofRegistry);
    // Who is made or deleted with an identity is in the directory.
    if (/userAssignedIdentities$/i.test(parseResourceId(id)?.type ?? '')) this.principalLists.drop(() => true);
    this.taggedManifests.drop(ofRegistry);
  }

  private all(): readonly { clear(): void }[] {
    return [
      this.subscriptionLists,
      this.resourceGroupLists,
      this.registryLists,
      this.identityLists,
      this.groupLists,
      this.groups,
      this.singleIdentities,
      this.taggedManifests,
      this.freeNames,
      this.denyLists,
      this.repositoryPages,
      this.tagPages,
      this.manifests,
      this.assignmentLists,
      this.definitionLists,
      this.principalLists,
      this.permissionLists,
      this.usageLists,
      this.capabilityLists,
      this.singleSubnets,
      this.subnetUsages,
      this.subnetLists,
      this.workspaceLists,
      this.registrationStates,
    ];
  }
}
