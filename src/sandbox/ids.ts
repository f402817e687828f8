/** Names that the sandbox's Azure makes. All come from `world.serial`, so that a world replays to the same values. */
import { createHash } from 'node:crypto';
import type { World } from './world';

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A GUID (of version 4's form) that belongs to a text. */
export function guidOf(text: string): string {
  const hex = hash(text);
  const variant = '89ab'[parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

export function nextSerial(world: World): number {
  world.serial += 1;
  return world.serial;
}

export function newGuid(world: World): string {
  return guidOf(`${world.name}:${nextSerial(world)}`);
}

/** So many random-looking hexadecimal digits. */
export function newHex(world: World, length: number): string {
  return hash(`${world.name}#${nextSerial(world)}`).slice(0, length);
}

/** `sha256:…` of a content, or of any text that stands for it. */
export function digestOf(content: string): string {
  return `sha256:${hash(content)}`;
}
