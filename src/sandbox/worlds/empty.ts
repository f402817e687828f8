import { addPersonas, personaId } from '../personas';
import { addSubscription, newWorld } from '../builder';
import { publicImages } from '../images';
import type { World } from '../world';

const day = 86_400_000;

/** One subscription with nothing in it but the people who may sign in: a new account. `start` is where its clock begins, in milliseconds. */
export function emptyWorld(start: number, registrySuffix?: string): World {
  const world = newWorld('empty', { signedIn: personaId('owner'), ...(registrySuffix === undefined ? {} : { registrySuffix }) });
  const subscription = addSubscription(world, 'Azure subscription 1');
  addPersonas(world, [subscription.id], start - 30 * day);
  world.publicImages = publicImages(start);
  return world;
}
