import type { Capability, Usage } from '../azure/azure';
import type { ContainerGroup, ContainerGroupDefinition } from '../model/containerGroup';
import type { Fact } from '../model/fact';
import { fact } from '../model/fact';
import type { ManagedIdentity } from '../model/identity';
import { parseResourceId, sameId } from '../model/resourceId';
import type { Subnet, SubnetUsage } from '../model/subnet';
import type { Subscription } from '../model/subscription';
import type { EnsureContainerGroup, Plan } from '../plan/plan';
import { namedIdentities } from './namedIdentities';
import { containerInstances, deployedGroup } from './planDeploy';
import { canonical, isObject } from './properties/canonical';

/** What is asked of Azure before a container group is deployed; whoever answers keeps it for a while, so that only what changed is asked again. */
export interface PreflightReader {
  usages(subscriptionId: string, location: string, signal?: AbortSignal): Promise<readonly Usage[]>;
  capabilities(subscriptionId: string, location: string, signal?: AbortSignal): Promise<readonly Capability[]>;
  registrationState(subscriptionId: string, namespace: string, signal?: AbortSignal): Promise<string>;
  containerGroups(subscriptionId: string, signal?: AbortSignal): Promise<readonly ContainerGroup[]>;
  /** Undefined where it is not there. */
  subnet(id: string, signal?: AbortSignal): Promise<Subnet | undefined>;
  /** Of all virtual networks. */
  subnets(subscriptionId: string, signal?: AbortSignal): Promise<readonly Subnet[]>;
  /** Undefined where Azure does not tell. */
  subnetUsage(id: string, signal?: AbortSignal): Promise<SubnetUsage | undefined>;
  /** Undefined where it is not there. */
  identity(id: string, signal?: AbortSignal): Promise<ManagedIdentity | undefined>;
  /** Those that are open. */
  subscriptions(signal?: AbortSignal): Promise<readonly Subscription[]>;
}

/** What of a plan's container group bears on the answers. */
export interface PreflightQuestion {
  readonly id: string;
  readonly subscriptionId: string;
  /** `westeurope`. */
  readonly location: string;
  readonly osType: string;
  /** Of all containers together. */
  readonly cpu: number;
  readonly memoryInGB: number;
  readonly addressType?: 'Public' | 'Private';
  /** Of which quota its cores are; absent for confidential groups and those with a GPU, whose quotas nobody tells. */
  readonly coresQuota?: 'StandardCores' | 'StandardSpotCores';
  /** A label that is unique in its region. */
  readonly label?: string;
  /** Resource id. */
  readonly subnetId?: string;
  /** Resource ids of user-assigned identities that the definition names, with whether the plan creates them. */
  readonly identities: readonly { readonly id: string; readonly isMade: boolean }[];
  /** Whether the plan registers the subscription itself. */
  readonly registers: boolean;
}

export interface PreflightFacts {
  readonly usages: Fact<readonly Usage[]>;
  readonly capabilities: Fact<readonly Capability[]>;
  /** Absent where the plan sees to it. */
  readonly registration?: Fact<string>;
  /** Absent where the group is in none. */
  readonly subnet?: Fact<Subnet | undefined>;
  /** Names of the subnets that the network has, where the group's is not among them. */
  readonly siblings?: readonly string[];
  /** Absent where the group is in no subnet; undefined where Azure does not tell. */
  readonly subnetUsage?: Fact<SubnetUsage | undefined>;
  /** Of the subscription. */
  readonly groups: Fact<readonly ContainerGroup[]>;
  /** Of each identity that the definition names. */
  readonly identities: readonly NamedIdentity[];
}

export interface NamedIdentity {
  readonly id: string;
  /** Whether the plan creates it. */
  readonly isMade: boolean;
  /** Undefined where its subscription is not open: nothing is asked there. */
  readonly found: Fact<ManagedIdentity | undefined> | undefined;
}

/** Undefined where the definition is too far from one for anything to be asked. */
export function preflightQuestion(plan: Plan): PreflightQuestion | undefined {
  const group = deployedGroup(plan);
  const subscriptionId = group && parseResourceId(group.id)?.subscriptionId;
  if (!group || subscriptionId === undefined) return undefined;
  const definition = canonical(group.definition);
  const { location, properties } = definition;
  if (typeof location !== 'string' || location === '' || !isObject(properties)) return undefined;
  const registers = plan.operations.some(({ kind }) => kind === 'provider');
  const identities = namedIdentities(definition).map((id) => ({
    id,
    isMade: plan.operations.some((op) => op.kind === 'identity' && sameId(op.id, id)),
  }));
  return { ...needsOf(group, definition), identities, subscriptionId, location: regionName(location), registers };
}

function needsOf({ id }: EnsureContainerGroup, { properties }: ContainerGroupDefinition): Omit<PreflightQuestion, PlaceKeys> {
  const requests = (Array.isArray(properties.containers) ? properties.containers : []).map(
    (container) => container?.properties?.resources?.requests,
  );
  const sum = (values: readonly (number | undefined)[]): number => values.reduce<number>((total, value) => total + (Number(value) || 0), 0);
  const { sku, priority, ipAddress, osType } = properties;
  const hasGpu = requests.some((request) => request?.['gpu'] !== undefined);
  const addressType = isPrivate(properties) ? 'Private' : isObject(ipAddress) ? 'Public' : undefined;
  const subnetId = subnetOf(properties);
  const label = ipAddress?.dnsNameLabel;
  return {
    id,
    osType: typeof osType === 'string' ? osType : 'Linux',
    cpu: sum(requests.map((request) => request?.cpu)),
    memoryInGB: sum(requests.map((request) => request?.memoryInGB)),
    ...(hasGpu || !is(sku ?? 'Standard', 'Standard') ? {} : { coresQuota: is(priority, 'Spot') ? 'StandardSpotCores' : 'StandardCores' }),
    ...(addressType ? { addressType } : {}),
    ...(subnetId === undefined ? {} : { subnetId }),
    ...(typeof label === 'string' && isUnsalted(ipAddress?.autoGeneratedDomainNameLabelScope) ? { label } : {}),
  };
}

type PlaceKeys = 'subscriptionId' | 'location' | 'registers' | 'identities';

function isPrivate({ ipAddress, subnetIds }: ContainerGroupDefinition['properties']): boolean {
  return is(ipAddress?.type, 'Private') || (Array.isArray(subnetIds) && subnetIds.length > 0);
}

/** The subnet that a group is in. It may be any JSON. */
export function subnetOf({ subnetIds }: ContainerGroupDefinition['properties']): string | undefined {
  const first: unknown = Array.isArray(subnetIds) ? (subnetIds as unknown[])[0] : undefined;
  const id = isObject(first) ? first['id'] : undefined;
  return typeof id === 'string' && /\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i.test(id) && parseResourceId(id) ? id : undefined;
}

/** Any other scope puts a hash behind the label. */
export function isUnsalted(scope: unknown): boolean {
  return scope === undefined || is(scope, 'Unsecure');
}

function is(value: unknown, expected: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === expected.toLowerCase();
}

/** `West Europe` and `westeurope` are one. */
export function regionName(location: string): string {
  return location.toLowerCase().replaceAll(' ', '');
}

/** All side by side. What can't be read is a fact too. Rejects only where it was cancelled. */
export async function readPreflight(reader: PreflightReader, question: PreflightQuestion, signal?: AbortSignal): Promise<PreflightFacts> {
  const { subscriptionId, location, subnetId } = question;
  const [usages, capabilities, groups, registration, subnet, subnetUsage, identities] = await Promise.all([
    fact(() => reader.usages(subscriptionId, location, signal)),
    fact(() => reader.capabilities(subscriptionId, location, signal)),
    fact(() => reader.containerGroups(subscriptionId, signal)),
    question.registers ? undefined : fact(() => reader.registrationState(subscriptionId, containerInstances, signal)),
    subnetId === undefined ? undefined : fact(() => reader.subnet(subnetId, signal)),
    subnetId === undefined ? undefined : fact(() => reader.subnetUsage(subnetId, signal)),
    readIdentities(reader, question, signal),
  ]);
  const siblings = subnetId !== undefined && subnet?.known && !subnet.value ? await siblingsOf(reader, subnetId, signal) : undefined;
  return {
    usages,
    capabilities,
    groups,
    identities,
    ...(siblings ? { siblings } : {}),
    ...(registration ? { registration } : {}),
    ...(subnet ? { subnet } : {}),
    ...(subnetUsage ? { subnetUsage } : {}),
  };
}

/** A name that is misspelled is seen beside those that there are. */
async function siblingsOf(reader: PreflightReader, subnetId: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const all = await fact(() => reader.subnets(parseResourceId(subnetId)?.subscriptionId ?? '', signal));
  return all.known ? all.value.filter((one) => sameId(one.networkId, networkOf(subnetId))).map(({ name }) => name) : [];
}

export function networkOf(subnetId: string): string {
  return subnetId.slice(0, subnetId.toLowerCase().indexOf('/subnets/'));
}

async function readIdentities(
  reader: PreflightReader,
  { identities }: PreflightQuestion,
  signal: AbortSignal | undefined,
): Promise<readonly NamedIdentity[]> {
  if (identities.length === 0) return [];
  const open = await fact(() => reader.subscriptions(signal));
  const isOpen = (id: string): boolean =>
    !open.known || open.value.some((one) => sameId(one.id, parseResourceId(id)?.subscriptionId ?? ''));
  return Promise.all(
    identities.map(async (one) => ({ ...one, found: isOpen(one.id) ? await fact(() => reader.identity(one.id, signal)) : undefined })),
  );
}
