import type { Edit, Path } from '../model/finding';
import { resourceName, sameId } from '../model/resourceId';
import type { Subnet } from '../model/subnet';
import { isObject } from './properties/canonical';
import { regionName } from './preflight';
import { imagePlaces, isFrom } from './rules/placeholders';

/** What somebody has chosen in place of a placeholder. */
export type Filling =
  | { readonly kind: 'identity'; readonly id: string }
  | { readonly kind: 'subnet'; readonly subnet: Pick<Subnet, 'id' | 'location'> }
  | { readonly kind: 'registry'; readonly loginServer: string }
  | { readonly kind: 'image'; readonly loginServer: string; readonly image: string };

/**
 * The edits that put what was chosen in place of a placeholder: wherever the same one stands, since it stands for the same.
 * @param definition as Azure reads it.
 * @param path of one place where it stands; of an identity that is attached, that of its id.
 */
export function fillIn(definition: Readonly<Record<string, unknown>>, path: Path, filling: Filling): readonly Edit[] {
  switch (filling.kind) {
    case 'identity': {
      const placeholder = path.at(-2) === 'userAssignedIdentities' ? path.at(-1) : valueAt(definition, path);
      return identityEdits(definition, String(placeholder), filling.id);
    }
    case 'subnet':
      return subnetEdits(definition, path, filling.subnet);
    case 'registry': {
      const server = String(valueAt(definition, path));
      const images = imagePlaces(definition).filter(({ image }) => isFrom(image, server));
      return [
        ...serverEdits(definition, server, filling.loginServer),
        ...images.map((place) => set(place.path, `${filling.loginServer}${place.image.slice(server.length)}`)),
      ];
    }
    case 'image': {
      const written = String(valueAt(definition, path));
      const isServer = path.at(-1) === 'server';
      const server = isServer ? written : (written.split('/')[0] ?? '');
      const same = imagePlaces(definition).filter(({ image }) => (isServer ? isFrom(image, server) : image === written));
      return [...serverEdits(definition, server, filling.loginServer), ...same.map((place) => set(place.path, filling.image))];
    }
  }
}

function identityEdits(definition: Readonly<Record<string, unknown>>, placeholder: string, id: string): readonly Edit[] {
  const attachedAt: Path = ['identity', 'userAssignedIdentities'];
  const attached = valueAt(definition, attachedAt);
  const ids = isObject(attached) ? Object.keys(attached) : [];
  const isThere = ids.some((other) => sameId(other, id));
  const keys = ids
    .filter((other) => sameId(other, placeholder))
    .map((other): Edit => {
      const path = [...attachedAt, other];
      return isThere ? { kind: 'remove', path } : { kind: 'rename', path, name: id };
    });
  const credentials = credentialsOf(definition).filter(({ credential }) => sameId(String(credential['identity']), placeholder));
  return [...keys, ...credentials.map(({ path }) => set([...path, 'identity'], id))];
}

/** A group is in the region of its subnet; and a friendly name that was the placeholder's follows. */
function subnetEdits(
  definition: Readonly<Record<string, unknown>>,
  path: Path,
  { id, location }: Pick<Subnet, 'id' | 'location'>,
): readonly Edit[] {
  const namePath = [...path.slice(0, -1), 'name'];
  const isNamedSo = valueAt(definition, namePath) === resourceName(String(valueAt(definition, path)));
  const region = definition['location'];
  const isElsewhere = location !== '' && typeof region === 'string' && regionName(region) !== regionName(location);
  return [set(path, id), ...(isNamedSo ? [set(namePath, resourceName(id))] : []), ...(isElsewhere ? [set(['location'], location)] : [])];
}

function serverEdits(definition: Readonly<Record<string, unknown>>, server: string, loginServer: string): readonly Edit[] {
  const same = credentialsOf(definition).filter(({ credential }) => String(credential['server']).toLowerCase() === server.toLowerCase());
  return same.map(({ path }) => set([...path, 'server'], loginServer));
}

function credentialsOf(definition: Readonly<Record<string, unknown>>): readonly { path: Path; credential: Record<string, unknown> }[] {
  const at: Path = ['properties', 'imageRegistryCredentials'];
  const list = valueAt(definition, at);
  const all: readonly unknown[] = Array.isArray(list) ? (list as unknown[]) : [];
  return all.flatMap((credential, index) => (isObject(credential) ? [{ path: [...at, index], credential }] : []));
}

function set(path: Path, value: unknown): Edit {
  return { kind: 'set', path, value };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined),
    value,
  );
}
