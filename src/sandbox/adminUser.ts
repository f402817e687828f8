import { digestOf } from './ids';
import type { SandboxRegistry } from './world';

/** The two passwords of a registry's admin user: fake ones, that belong to the registry. */
export function adminPasswords({ id, passwordTurns = [0, 0] }: Pick<SandboxRegistry, 'id' | 'passwordTurns'>): readonly [string, string] {
  const make = (slot: number, turn: number): string => {
    const again = turn === 0 ? '' : `, made again ${turn} times`;
    return digestOf(`admin password ${slot} of ${id.toLowerCase()}${again}`).slice('sha256:'.length, -20);
  };
  return [make(1, passwordTurns[0]), make(2, passwordTurns[1])];
}
