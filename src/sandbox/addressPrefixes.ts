/** Address prefixes of networks and subnets, as Microsoft.Network checks them. Codes and texts quoted in public. */
import type { AddressRange } from '../model/addressRange';
import { addressNumber, addressText, holdsRange, parseAddressRange, rangesOverlap } from '../model/addressRange';
import { notInSandbox, refuse } from './errors';
import type { SandboxSubnet } from './networkState';

/** Azure takes /29 at the smallest: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
const smallest = 8;

export function requirePrefix(prefix: string, id: string): AddressRange {
  const range = parseAddressRange(prefix);
  if (range) return range;
  const [address = '', bits = ''] = prefix.split('/');
  const number = addressNumber(address);
  const size = 2 ** (32 - Number(bits));
  if (prefix.includes(':')) throw notInSandbox(`the IPv6 range '${prefix}'`);
  if (number === undefined || !/^\d+$/.test(bits) || Number(bits) > 32) {
    const text = `Address prefix ${prefix} of resource ${id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`;
    throw refuse(400, 'InvalidAddressPrefixFormat', text, { details: [] });
  }
  const right = `${addressText(number - (number % size))}/${bits}`;
  const text =
    `The address prefix ${prefix} in resource ${id} has an invalid CIDR notation. For the given prefix length, ` +
    `the address prefix should be ${right}.`;
  throw refuse(400, 'InvalidCIDRNotation', text, { details: [] });
}

/** Throws where the subnets do not fit into the network, or overlap. The last one is the one that is being written. */
export function requireRoom(
  network: { readonly name: string; readonly addressPrefixes: readonly string[]; readonly id: string },
  subnets: readonly Pick<SandboxSubnet, 'id' | 'name' | 'addressPrefixes'>[],
): void {
  const space = network.addressPrefixes.map((prefix) => requirePrefix(prefix, network.id));
  if (space.some((one, index) => space.slice(index + 1).some((other) => rangesOverlap(one, other)))) {
    throw notInSandbox('in which words Azure refuses address prefixes of a network that overlap');
  }
  const seen: { readonly name: string; readonly range: AddressRange }[] = [];
  for (const { id, name, addressPrefixes } of subnets) {
    for (const prefix of addressPrefixes) {
      const range = requirePrefix(prefix, id);
      if (range.size < smallest) throw notInSandbox('in which words Azure refuses a subnet smaller than /29');
      if (!space.some((outer) => holdsRange(outer, range))) {
        throw refuse(400, 'NetcfgInvalidSubnet', `Subnet '${name}' is not valid in virtual network '${network.name}'.`, { details: [] });
      }
      const other = seen.find((each) => rangesOverlap(each.range, range));
      if (other) {
        const text = `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet '${other.name}'.`;
        throw refuse(400, 'NetcfgSubnetRangesOverlap', text, { details: [] });
      }
      seen.push({ name, range });
    }
  }
}
