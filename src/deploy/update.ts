import type { ContainerGroupDefinition } from '../model/containerGroup';
import type { Path } from '../model/finding';
import type { FindingMessage } from '../model/message';
import { message } from '../model/message';
import { isAsDefined } from '../model/sameDefinition';
import { secretProperties } from '../model/secrets';
import { canonical, isObject } from './properties/canonical';
import { isDefault } from './properties/defaults';
import { dotted, shown } from './rules/findings';

/**
 * What deploying a definition does to a group of that name that is there.
 * https://learn.microsoft.com/azure/container-instances/container-instances-update
 */
export interface Update {
  /**
   * `nothing`: it is so already. `inPlace`: all containers restart. `anew`: the group has ended or failed, or is stopped first, and Azure deploys it as new.
   * `recreate`: Azure answers `InvalidContainerGroupUpdate`, or `InvalidResourceLocation`; the group must be deleted first.
   */
  readonly kind: 'nothing' | 'inPlace' | 'anew' | 'recreate';
  /** What can't be changed in place, of `recreate`. */
  readonly because: readonly string[];
  /** What is to be said before: what happens, what is lost, what goes back to its default. */
  readonly effects: readonly FindingMessage[];
}

/** @param isStopped whether the group that is there will have been stopped by then. */
export function updateOf(existing: ContainerGroupDefinition, wanted: ContainerGroupDefinition, isStopped = false): Update {
  const was = canonical(existing);
  const next = inRegion(canonical(wanted), was.location);
  const reverts = reverted(was, next);
  const because = immutable(was, next);
  const isSame = isAsDefined(next, existing) && reverts.length === 0 && because.length === 0;
  // No resource moves to another region, whatever its state.
  if ((isStopped || isOver(existing)) && !because.includes('location')) {
    const what = isOver(existing) ? message('update.anew') : message('update.stopped');
    return { kind: 'anew', because: [], effects: [what, ...reverts.map(said)] };
  }
  if (isSame && !hasSecrets(next)) return { kind: 'nothing', because: [], effects: [message('update.nothing')] };
  if (because.length === 0) {
    const what = isSame ? message('update.secretsAlone') : message('update.inPlace');
    return { kind: 'inPlace', because, effects: [what, ...reverts.map(said)] };
  }
  const { ip, fqdn } = existing.properties.ipAddress ?? {};
  const address = fqdn ?? ip;
  const lost = address === undefined ? message('update.losesLogs') : message('update.losesAddress', { address });
  return {
    kind: 'recreate',
    because,
    effects: [message('update.recreate', { properties: because.join(', ') }), lost, ...reverts.map(said)],
  };
}

/** Azure takes a region's name with spaces and capitals, and gives it back without. */
function inRegion(next: ContainerGroupDefinition, location: string | undefined): ContainerGroupDefinition {
  const plainly = (name: string): string => name.toLowerCase().replace(/\s/g, '');
  const isSame = location !== undefined && typeof next.location === 'string' && plainly(next.location) === plainly(location);
  return isSame ? { ...next, location } : next;
}

interface Reverted {
  readonly path: Path;
  readonly value: unknown;
}

function said({ path, value }: Reverted): FindingMessage {
  const property = dotted(path);
  return typeof value === 'object'
    ? message('update.reverts', { property })
    : message('update.revertsFrom', { property, value: secretProperties.has(String(path.at(-1)).toLowerCase()) ? '…' : shown(value) });
}

/** Properties that are there and are not asked for: a PUT takes them away. Azure's own lists and defaults are none. */
function reverted(was: unknown, next: unknown, path: Path = []): readonly Reverted[] {
  if (Array.isArray(was) && Array.isArray(next)) {
    return was.flatMap((item: unknown, index) => {
      const name = nameOf(item);
      const same: unknown = name === undefined ? next[index] : next.find((other) => nameOf(other) === name);
      return same === undefined ? [] : reverted(item, same, [...path, index]);
    });
  }
  if (!isObject(was) || !isObject(next)) return [];
  return Object.entries(was).flatMap(([name, value]) => {
    if (path.length === 0 && ofTheResource.has(name)) return [];
    if (path.at(-1) === 'userAssignedIdentities') return next[name] === undefined ? [{ path: [...path, name], value }] : [];
    const given = next[name];
    if (given !== undefined && given !== null) return reverted(value, given, [...path, name]);
    return isDefault(name, value) ? [] : [{ path: [...path, name], value }];
  });
}

const ofTheResource: ReadonlySet<string> = new Set(['name', 'type', 'location', 'apiVersion']);

function nameOf(item: unknown): string | undefined {
  const name = isObject(item) ? (item['name'] ?? item['server']) : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** Names of what differs and can't be changed in place. */
function immutable(was: ContainerGroupDefinition, next: ContainerGroupDefinition): readonly string[] {
  const found: string[] = [];
  const compare = (name: string, before: unknown, after: unknown): void => {
    if (plain(before) !== plain(after)) found.push(name);
  };
  const a = was.properties;
  const b = next.properties;
  compare('location', was.location, next.location ?? was.location);
  compare('osType', a.osType, b.osType);
  compare('restartPolicy', a.restartPolicy ?? 'Always', b.restartPolicy ?? 'Always');
  compare('cpu', total(a.containers, 'cpu'), total(b.containers, 'cpu'));
  compare('memoryInGB', total(a.containers, 'memoryInGB'), total(b.containers, 'memoryInGB'));
  compare('gpu', gpus(a.containers), gpus(b.containers));
  compare('subnetIds', subnets(a['subnetIds']), subnets(b['subnetIds']));
  compare('networkProfile', idOf(a['networkProfile']), idOf(b['networkProfile']));
  // In a subnet Azure gives an address that nobody asked for.
  const isInSubnet = subnets(a['subnetIds']).length > 0 || idOf(a['networkProfile']) !== undefined;
  if (!isInSubnet || b.ipAddress) compare('ipAddress.type', a.ipAddress?.type, b.ipAddress?.type);
  return found;
}

function plain(value: unknown): string {
  return JSON.stringify(value ?? null).toLowerCase();
}

function total(containers: unknown, amount: 'cpu' | 'memoryInGB'): number {
  const sum = requestsOf(containers).reduce((before, requests) => before + (Number(requests[amount]) || 0), 0);
  return Number(sum.toFixed(3));
}

function gpus(containers: unknown): readonly unknown[] {
  return requestsOf(containers).flatMap((requests) =>
    isObject(requests['gpu']) ? [[requests['gpu']['count'], requests['gpu']['sku']]] : [],
  );
}

function requestsOf(containers: unknown): readonly Record<string, unknown>[] {
  if (!Array.isArray(containers)) return [];
  return (containers as unknown[]).flatMap((container) => {
    const properties = isObject(container) ? container['properties'] : undefined;
    const resources = isObject(properties) ? properties['resources'] : undefined;
    const requests = isObject(resources) ? resources['requests'] : undefined;
    return isObject(requests) ? [requests] : [];
  });
}

function subnets(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? (list as unknown[]).map(idOf) : [];
}

function idOf(value: unknown): unknown {
  return isObject(value) ? value['id'] : undefined;
}

/** Azure deploys a group that has ended as new, whatever is different. */
function isOver({ properties }: ContainerGroupDefinition): boolean {
  const state = properties.instanceView?.state;
  return (
    properties.provisioningState === 'Failed' || (state !== undefined && ['Succeeded', 'Failed', 'Stopped', 'Terminated'].includes(state))
  );
}

/** Azure gives no secret back, so nobody can tell whether one is the same. */
function hasSecrets(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasSecrets);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([name, inner]) => (inner !== undefined && secretProperties.has(name.toLowerCase())) || hasSecrets(inner),
  );
}
