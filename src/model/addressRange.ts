/** Ranges of IPv4 addresses as Azure writes them: `10.0.0.0/24`. */
export interface AddressRange {
  /** The first address, as a number. */
  readonly first: number;
  readonly size: number;
}

/** Undefined where the text is no IPv4 range, or where its address is not the first of it, which Azure refuses. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text.trim());
  if (!match?.[1]) return undefined;
  const first = addressNumber(match[1]);
  const bits = Number(match[2]);
  if (first === undefined || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  return first % size === 0 ? { first, size } : undefined;
}

export function addressNumber(text: string): number | undefined {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

export function holdsRange(outer: AddressRange, inner: AddressRange): boolean {
  return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

export function rangesOverlap(a: AddressRange, b: AddressRange): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

/** Azure keeps the first four addresses of a subnet and the last: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
export const reservedAddresses = 5;
