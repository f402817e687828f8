import { digestOf } from './ids';
import type { SandboxRegistry } from './world';

/** The two passwords of a registry's admin user: fake ones, that belong to the registry. */
export function adminPasswords(registry: Pick<SandboxRegistry, 'id'>): readonly [string, string] {
  const make = (slot: number) => digestOf(`admin password ${slot} of ${registry.id.toLowerCase()}`).slice('sha256:'.length, -20);
  return [make(1), make(2)];
}
