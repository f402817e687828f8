/** What a registry's data plane allows to whom, and to which address. */
import { mayDo, mayDoData } from './rbac';
import type { RegistryScope } from './registryToken';
import type { SandboxRegistry, World } from './world';

/** Where the person at the sandbox comes from. */
export const callerAddress = '203.0.113.5';

/** Whether the firewall lets an address in. */
export function letsIn(registry: SandboxRegistry, address: string): boolean {
  if (registry.publicNetworkAccess === 'Disabled') return false;
  return registry.defaultAction === 'Allow' || registry.ipRules.some((rule) => isInRange(address, rule));
}

function isInRange(address: string, rule: string): boolean {
  const [network = '', bits = '32'] = rule.split('/');
  const shift = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(address) / shift) === Math.floor(numberOf(network) / shift);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** What of the wanted access a principal has now; undefined where it has none of it. Without a principal: what everybody has. */
export function grantedScope(
  world: World,
  registry: SandboxRegistry,
  principalId: string | undefined,
  wanted: RegistryScope,
  now: number,
): RegistryScope | undefined {
  const actions = wanted.actions.filter((action) => isGranted(world, registry, principalId, wanted, action, now));
  return actions.length > 0 ? { ...wanted, actions } : undefined;
}

const prefix = 'Microsoft.ContainerRegistry/registries';
/** Data actions behind the actions of a scope. What the sandbox cannot do (push, delete) nobody is granted. */
const dataActions: Readonly<Record<string, string>> = { pull: 'content/read', metadata_read: 'metadata/read' };

function isGranted(
  world: World,
  registry: SandboxRegistry,
  principalId: string | undefined,
  wanted: RegistryScope,
  action: string,
  now: number,
): boolean {
  const isCatalog = wanted.type === 'registry' && wanted.name === 'catalog' && action === '*';
  const dataAction = wanted.type === 'repository' ? dataActions[action] : undefined;
  if (!isCatalog && dataAction === undefined) return false;
  if (principalId === undefined) return !isCatalog && registry.extra['anonymousPullEnabled'] === true;
  if (registry.mode === 'LegacyRegistryPermissions') return mayDo(world, principalId, `${prefix}/pull/read`, registry.id, now);
  if (isCatalog) return mayDoData(world, principalId, `${prefix}/catalog/read`, registry.id, now);
  return mayDoData(world, principalId, `${prefix}/repositories/${dataAction}`, registry.id, now, { repository: wanted.name });
}
