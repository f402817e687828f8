import type { Capability, Usage } from '../azure/azure';
import { parseAddressRange, reservedAddresses } from '../model/addressRange';
import type { ContainerGroup } from '../model/containerGroup';
import type { Fact } from '../model/fact';
import type { Finding } from '../model/finding';
import { message } from '../model/message';
import { parseResourceId, resourceName, sameId } from '../model/resourceId';
import type { Subnet } from '../model/subnet';
import { containerGroupDelegation, isDelegatedTo } from '../model/subnet';
import { containerInstances } from './planDeploy';
import type { NamedIdentity, PreflightFacts, PreflightQuestion } from './preflight';
import { isUnsalted, networkOf, regionName, subnetOf } from './preflight';
import { canonical } from './properties/canonical';
import { Findings } from './rules/findings';
import { sources } from './properties/sources';

const resourcesAt = ['properties', 'containers'];
const labelAt = ['properties', 'ipAddress', 'dnsNameLabel'];

/**
 * Judges a container group by what Azure says about region, quota and names. *Error* where the service refuses as long as that is so; what
 * changes from minute to minute, and a list that may not be complete, is a warning.
 */
export function judgePreflight(question: PreflightQuestion, facts: PreflightFacts): readonly Finding[] {
  const findings = new Findings();
  const { registration, usages, capabilities, groups, subnet } = facts;
  if (registration?.known && registration.value !== 'Registered') {
    // Resource Manager registers nobody on the way: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider
    const text = message('preflight.notRegistered', { namespace: containerInstances });
    findings.add('error', 'MissingSubscriptionRegistration', ['location'], text, { source: registrationPage });
  }
  if (capabilities.known) judgeRegion(question, capabilities.value, findings);
  if (usages.known) judgeQuota(question, usages.value, groups, findings);
  if (groups.known) judgeNames(question, groups.value, findings);
  if (subnet?.known) judgeSubnet(question, subnet.value, facts.siblings ?? [], findings);
  if (subnet?.known && subnet.value) judgeAddresses(question, subnet.value, facts, findings);
  for (const identity of facts.identities) judgeIdentity(identity, findings);
  judgeUnread(facts, findings);
  return findings.all;
}

const registrationPage = 'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider';

/** The service's list of what a region has has been behind what it takes: it warns, and Azure decides. */
function judgeRegion(
  { location, osType, addressType, cpu, memoryInGB }: PreflightQuestion,
  all: readonly Capability[],
  findings: Findings,
): void {
  const source = sources.quotas;
  const plain = all.filter(({ gpu }) => gpu === '' || same(gpu, 'None'));
  if (plain.length === 0) {
    findings.add('warning', 'LocationNotAvailable', ['location'], message('preflight.region', { location }), { source });
    return;
  }
  const ofOs = plain.filter((one) => same(one.osType, osType));
  if (ofOs.length === 0) {
    const text = message('preflight.osType', { osType, location });
    findings.add('warning', 'OsNotInRegion', ['properties', 'osType'], text, { source });
    return;
  }
  const fitting = addressType === undefined ? ofOs : ofOs.filter((one) => same(one.ipAddressType, addressType));
  if (fitting.length === 0) {
    const key = addressType === 'Private' ? 'preflight.privateAddress' : 'preflight.publicAddress';
    findings.add('warning', 'AddressNotInRegion', ['properties', 'ipAddress'], message(key, { osType, location }), { source });
    return;
  }
  const maxCpu = Math.max(...fitting.map((one) => one.maxCpu));
  const maxMemory = Math.max(...fitting.map((one) => one.maxMemoryInGB));
  if (cpu > maxCpu) {
    findings.add('warning', 'CpuNotInRegion', resourcesAt, message('preflight.cpu', { needed: cpu, location, limit: maxCpu }), { source });
  }
  if (memoryInGB > maxMemory) {
    const text = message('preflight.memory', { needed: memoryInGB, location, limit: maxMemory });
    findings.add('warning', 'MemoryNotInRegion', resourcesAt, text, { source });
  }
}

/** Others of the subscription use the same quota, so what is left changes. A group that is there already counts with what it has. */
function judgeQuota(
  question: PreflightQuestion,
  usages: readonly Usage[],
  groups: Fact<readonly ContainerGroup[]>,
  findings: Findings,
): void {
  const { location } = question;
  const source = sources.quotas;
  const there = groups.known
    ? groups.value.find(({ id, location: at }) => sameId(id, question.id) && regionName(at) === location)
    : undefined;
  const left = (name: string): number | undefined => {
    const usage = usages.find((one) => same(one.name, name));
    return usage && Math.max(0, usage.limit - usage.current);
  };
  const cores = question.coresQuota && left(question.coresQuota);
  const needed = round(question.cpu - (there ? coresOf(there) : 0));
  if (cores !== undefined && needed > cores) {
    const text = message('preflight.cores', { needed, left: cores, location });
    findings.add('warning', 'QuotaOfCores', resourcesAt, text, { source });
  }
  const count = left('ContainerGroups');
  if (!there && count !== undefined && count < 1) {
    findings.add('warning', 'QuotaOfGroups', ['location'], message('preflight.groups', { location }), { source });
  }
}

/** What becomes of a group that is there by the group's own name is said of the update. */
function judgeNames(question: PreflightQuestion, groups: readonly ContainerGroup[], findings: Findings): void {
  const { id, label, location } = question;
  // Azure has no question for a label's availability: only what the subscription's own groups have can be told.
  const holder =
    label === undefined
      ? undefined
      : groups.find((group) => !sameId(group.id, id) && regionName(group.location) === location && holds(group, label));
  if (label !== undefined && holder) {
    const text = message('preflight.label', { label, name: holder.name, location });
    findings.add('error', 'DnsNameLabelNotAvailable', labelAt, text, { source: sources.troubleshooting });
  }
}

/**
 * A subnet that nobody has is delegated by the plan. One that another service has is that service's.
 * https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts
 */
function judgeSubnet(
  { subnetId = '', subscriptionId, location }: PreflightQuestion,
  subnet: Subnet | undefined,
  siblings: readonly string[],
  findings: Findings,
): void {
  const source = sources.network;
  const path = subnetAt;
  const name = resourceName(subnetId);
  const own = parseResourceId(subnetId)?.subscriptionId ?? '';
  if (!sameId(own, subscriptionId)) {
    const text = message('preflight.subnet.subscription', { name, subscriptionId: own });
    findings.add('warning', 'SubnetInOtherSubscription', path, text, { source });
  }
  if (!subnet) {
    const network = resourceName(networkOf(subnetId));
    const text =
      siblings.length > 0
        ? message('preflight.subnet.absentAmong', { name, network, others: siblings.join(', ') })
        : message('preflight.subnet.absent', { name, network });
    findings.add('error', 'SubnetNotFound', path, text, { source });
    return;
  }
  if (regionName(subnet.location) !== location) {
    const text = message('preflight.subnet.region', { name, region: subnet.location, location });
    findings.add('error', 'SubnetInOtherRegion', path, text, { source });
  }
  if (!isDelegatedTo(subnet, containerGroupDelegation) && subnet.delegations.length > 0) {
    const text = message('preflight.subnet.taken', { name, service: subnet.delegations.join(', ') });
    findings.add('error', 'SubnetDelegatedToOther', path, text, { source });
  }
  if (subnet.natGateway === undefined) {
    // Since 2024 a group in a subnet has no way out but this one, or a firewall that routes lead to, which is not looked for here.
    findings.add('warning', 'NoNatGateway', path, message('preflight.subnet.natGateway', { name }), { source: natPage });
  }
}

const subnetAt = ['properties', 'subnetIds', 0, 'id'];
/** What a subnet of the size has that is recommended: /24. */
const recommendedSize = 251;
/** https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts */
const mostGroups = 3000;

/**
 * Whether there is an address for the group. Azure counts what other resources hold; container groups' addresses Container Instances keeps to itself, and
 * Azure shows them as free: `sources.waiting`. Those are counted by the groups, each of which takes one; a group and its subnet are of one subscription.
 * Azure refuses no group for want of an address: it waits, and fails after half an hour.
 */
function judgeAddresses({ id, subnetId = '' }: PreflightQuestion, subnet: Subnet, facts: PreflightFacts, findings: Findings): void {
  const { name } = subnet;
  const told = facts.subnetUsage?.known ? facts.subnetUsage.value : undefined;
  const groups = facts.groups.known
    ? facts.groups.value.filter((group) => sameId(subnetOf(group.definition.properties) ?? '', subnetId))
    : [];
  const others = groups.filter((group) => !sameId(group.id, id)).length;
  const size = told?.size ?? sizeOf(subnet);
  const used = told?.used ?? 0;
  const source = sources.waiting;
  if (subnet.addressPrefixes.some((prefix) => prefix.includes(':'))) {
    findings.add('warning', 'SubnetWithIPv6', subnetAt, message('preflight.subnet.ipv6', { name }), { source: sources.network });
  }
  if (subnet.delegations.length === 0 && used > 0) {
    const text = message('preflight.subnet.occupied', { name, count: used });
    findings.add('warning', 'SubnetOccupied', subnetAt, text, { source: sources.network });
  }
  if (others >= mostGroups) {
    const text = message('preflight.subnet.crowded', { name, count: others, limit: mostGroups });
    findings.add('warning', 'SubnetCrowded', subnetAt, text, { source: sources.network });
  }
  if (size === undefined) return;
  if (size - used - others < 1) {
    const text = message('preflight.subnet.full', { name, size, count: others, used });
    findings.add('warning', 'SubnetFull', subnetAt, text, { source });
  } else if (size < recommendedSize) {
    findings.add('information', 'SubnetSmall', subnetAt, message('preflight.subnet.small', { name, size, count: others }), { source });
  }
}

/** Addresses of a subnet, without those that Azure keeps; undefined where its ranges can't be read. */
function sizeOf({ addressPrefixes }: Subnet): number | undefined {
  const ranges = addressPrefixes.flatMap((prefix) => parseAddressRange(prefix) ?? []);
  return ranges.length === 0 ? undefined : ranges.reduce((sum, { size }) => sum + Math.max(0, size - reservedAddresses), 0);
}

const natPage = 'https://learn.microsoft.com/azure/container-instances/container-instances-nat-gateway';

/** The subnet that has to be delegated before the group can be in it. */
export function subnetToDelegate(facts: PreflightFacts): string | undefined {
  const subnet = facts.subnet?.known ? facts.subnet.value : undefined;
  return subnet?.delegations.length === 0 ? subnet.id : undefined;
}

/** Azure refuses a group whose identity is not there. */
function judgeIdentity({ id, isMade, found }: NamedIdentity, findings: Findings): void {
  const path = ['identity', 'userAssignedIdentities', id];
  const { name = '', resourceGroup = '', subscriptionId = '' } = parseResourceId(id) ?? {};
  const source = sources.identityPull;
  if (!found) {
    const text = message('preflight.identity.closed', { name, subscriptionId });
    findings.add('warning', 'IdentityNotAsked', path, text, { source });
  } else if (found.known && found.value === undefined && !isMade) {
    findings.add('error', 'IdentityNotFound', path, message('preflight.identity.absent', { name, resourceGroup }), { source });
  }
}

function holds({ definition }: ContainerGroup, label: string): boolean {
  const address = definition.properties.ipAddress;
  return address?.dnsNameLabel?.toLowerCase() === label.toLowerCase() && isUnsalted(address.autoGeneratedDomainNameLabelScope);
}

/** A question that got no answer must not look like a good one. */
function judgeUnread({ usages, capabilities, registration, groups, subnet, identities }: PreflightFacts, findings: Findings): void {
  const asked = [
    [usages, 'preflight.unread.usages'],
    [capabilities, 'preflight.unread.capabilities'],
    [registration, 'preflight.unread.registration'],
    [groups, 'preflight.unread.groups'],
    [subnet, 'preflight.unread.subnet'],
    [identities.find(({ found }) => found?.known === false)?.found, 'preflight.unread.identity'],
  ] as const;
  for (const [answer, key] of asked) {
    if (answer && !answer.known) findings.add('information', 'Unread', [], message(key, { code: answer.error.code }));
  }
}

function coresOf({ definition }: ContainerGroup): number {
  return canonical(definition).properties.containers.reduce(
    (sum, { properties }) => sum + (Number(properties?.resources?.requests?.cpu) || 0),
    0,
  );
}

/** Without what adding up fractions leaves. */
function round(cores: number): number {
  return Math.round(cores * 100) / 100;
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
