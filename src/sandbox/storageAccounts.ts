/** Storage accounts, of which the sandbox has no more than what mounting a file share takes: nobody can ask it for them. */
import { normalizeId, resourceId } from '../model/resourceId';
import { digestOf } from './ids';
import type { SandboxStorageAccount, World } from './world';

export interface NewStorageAccount {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Lower case, unique in the world. */
  readonly name: string;
  readonly location: string;
  /** Names of file shares. */
  readonly shares: readonly string[];
}

export function addStorageAccount(world: World, given: NewStorageAccount): SandboxStorageAccount {
  const { subscriptionId, resourceGroup, name, location, shares } = given;
  const id = resourceId(subscriptionId, resourceGroup, 'Microsoft.Storage/storageAccounts', name);
  const made = { id, name, location, tags: {}, shares: [...shares], keyTurns: 0 };
  world.storageAccounts[normalizeId(id)] = made;
  return made;
}

/** The account's two keys: the sandbox's own, fake. */
export function storageKeys({ id, keyTurns }: Pick<SandboxStorageAccount, 'id' | 'keyTurns'>): readonly string[] {
  return ['one', 'two'].map((which) => Buffer.from(digestOf(`${id.toLowerCase()} ${which} ${keyTurns}`)).toString('base64'));
}
