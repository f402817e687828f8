/**
 * The world that the sandbox opens with: a small company half-way from passwords to identities. Whatever is wrong in it came about by a change
 * of Azure's state (a role taken away, a tag deleted, a variable forgotten), never by setting an error.
 */
import { addResourceGroup, addSubscription, newWorld, usualProviders } from '../builder';
import { publicImages } from '../images';
import { addPersonas, personaId } from '../personas';
import type { World } from '../world';
import { addContosoGroups } from './contosoGroups';
import { addContosoIdentities } from './contosoIdentities';
import { addContosoNetwork } from './contosoNetwork';
import { addContosoPeople } from './contosoPeople';
import { addContosoRegistries } from './contosoRegistries';

const day = 86_400_000;

/** Where things stand, for those who fill the world. */
export interface Contoso {
  readonly world: World;
  /** Where the clock begins, milliseconds. */
  readonly start: number;
  readonly production: string;
  readonly development: string;
}

/** `start` is where the world's clock begins, in milliseconds; everything in it is older. */
export function contoso(start: number, registrySuffix?: string): World {
  const world = newWorld('contoso', { signedIn: personaId('owner'), ...(registrySuffix === undefined ? {} : { registrySuffix }) });
  const production = addSubscription(world, 'Contoso Production').id;
  // Nobody has run a container here yet: so is many a real subscription.
  const registered = usualProviders.filter((namespace) => namespace !== 'microsoft.containerinstance');
  const development = addSubscription(world, 'Contoso Development', { registeredProviders: registered }).id;
  addPersonas(world, [production, development], start - 400 * day);
  addResourceGroup(world, production, 'rg-platform', 'westeurope', { owner: 'platform' });
  addResourceGroup(world, production, 'rg-web', 'westeurope', { owner: 'web' });
  addResourceGroup(world, production, 'rg-payments', 'northeurope', { owner: 'payments' });
  addResourceGroup(world, development, 'rg-dev', 'westeurope');
  world.publicImages = publicImages(start);
  const place = { world, start, production, development };
  const registries = addContosoRegistries(place);
  const identities = addContosoIdentities(place, registries);
  addContosoGroups(place, registries, identities);
  addContosoNetwork(place);
  addContosoPeople(place, registries);
  return world;
}
