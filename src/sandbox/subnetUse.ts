/** Who is in a subnet. */
import { addressNumber, addressText, parseAddressRange, reservedAddresses } from '../model/addressRange';
import { sameId } from '../model/resourceId';
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { refuse } from './errors';
import { field, textAt } from './field';
import { containerGroupDelegation } from '../model/subnet';
import type { SandboxSubnet } from './networkState';
import type { SandboxContainerGroup, World } from './world';

/** Resource ids in a definition's `subnetIds`. */
export function subnetIdsOf(definition: ContainerGroupDefinition): readonly string[] {
  const given = field(definition, 'properties', 'subnetIds');
  return Array.isArray(given) ? given.map((each) => textAt(each, 'id') ?? '') : [];
}

export function groupsIn(world: World, subnetId: string): readonly SandboxContainerGroup[] {
  return Object.values(world.containerGroups).filter(({ definition }) => subnetIdsOf(definition).some((id) => sameId(id, subnetId)));
}

/** Container Instances' mark on a subnet. Azure is known to leave it there for a while after the last group is gone; here it goes with it. */
export function associationLinkId(subnet: Pick<SandboxSubnet, 'id'>): string {
  return `${subnet.id}/serviceAssociationLinks/acisal`;
}

/** Throws where the subnet could not go. Text quoted in public, of links of other services too. */
export function requireEmptySubnet(world: World, subnet: SandboxSubnet): void {
  if (groupsIn(world, subnet.id).length === 0) return;
  const text =
    `Subnet ${subnet.name} is in use by ${associationLinkId(subnet)} and cannot be deleted. In order to delete the subnet, ` +
    'delete all the resources within the subnet. See aka.ms/deletesubnet.';
  throw refuse(400, 'InUseSubnetCannotBeDeleted', text, { details: [] });
}

/** Throws where a changed subnet would no longer hold what is in it. */
export function requireFitting(world: World, before: SandboxSubnet, after: Pick<SandboxSubnet, 'addressPrefixes' | 'delegations'>): void {
  if (groupsIn(world, before.id).length === 0) return;
  if (!isDelegated(after)) {
    const text =
      `Subnet ${before.id} requires any of the following delegations [${containerGroupDelegation}] to reference service association ` +
      `link ${associationLinkId(before)}.`;
    throw refuse(400, 'SubnetMissingRequiredDelegation', text, { details: [] });
  }
  const lost = before.addressPrefixes.find((prefix) => !after.addressPrefixes.includes(prefix));
  if (lost === undefined) return;
  const text = `IpPrefix ${lost} on Subnet ${before.name} has active allocations and cannot be deleted.`;
  throw refuse(400, 'InUsePrefixCannotBeDeleted', text, { details: [] });
}

export function isDelegated({ delegations }: Pick<SandboxSubnet, 'delegations'>): boolean {
  return delegations.some(({ serviceName }) => serviceName.toLowerCase() === containerGroupDelegation.toLowerCase());
}

/** The first address of the subnet that nobody holds; undefined where all are taken. */
export function freeAddress(world: World, subnet: SandboxSubnet): string | undefined {
  const taken = new Set(
    groupsIn(world, subnet.id).map(({ heldAddress }) => (heldAddress === undefined ? undefined : addressNumber(heldAddress))),
  );
  for (const prefix of subnet.addressPrefixes) {
    const range = parseAddressRange(prefix);
    if (!range) continue;
    // All but one of the addresses that Azure keeps are the first.
    for (let address = range.first + reservedAddresses - 1; address < range.first + range.size - 1; address++) {
      if (!taken.has(address)) return addressText(address);
    }
  }
  return undefined;
}
