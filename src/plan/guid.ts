import { createHash } from 'node:crypto';

/** Namespace of this product's deterministic names (RFC 9562, version 5). */
const namespace = '6f1d7c1e-3a52-5b86-9d0e-4c6b1f0a7e21';

/** A version 5 UUID of the parts: the same parts give the same name, so that a repeated grant is the same assignment. */
export function deterministicGuid(...parts: readonly string[]): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replace(/-/g, ''), 'hex'))
    .update(parts.map((part) => part.toLowerCase()).join('|'))
    .digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
