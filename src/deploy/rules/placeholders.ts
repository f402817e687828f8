/** What stands in a definition for a value of one's own, as documentation writes it. */
import type { Asked, Path } from '../../model/finding';
import { isObject } from '../properties/canonical';

/** `<your name>` as the whole, or a part of a resource id or of an image. Commands and the like may say such things and mean them. */
export function isPlaceholder(text: string, path: Path): boolean {
  if (path.includes('command')) return false;
  if (/^<[^<>]+>$/.test(text)) return true;
  const isId = text.startsWith('/subscriptions/');
  // No subscription is xxxxxxxx-xxxx-…: documentation writes it so, with as many letters as come.
  return isId ? /<[^<>]+>/.test(text) || /^\/subscriptions\/[x-]{8,}\//i.test(text) : isImage(path) && /<[^<>/]+>/.test(text);
}

/** A registry's name that documentation uses, such as `myacr`. Somebody has it: it need not be wrong. */
export function isSampleRegistry(text: string, path: Path): boolean {
  return isImage(path) && /^(my|your)([a-z]*acr|[a-z]*registry)\d*\.azurecr\.io(\/|$)/i.test(text);
}

function isImage(path: Path): boolean {
  return path.at(-1) === 'image' || (path.at(-1) === 'server' && path.includes('imageRegistryCredentials'));
}

/** What a person can be asked for in place of a placeholder. */
export function askedAt(path: Path, text: string, definition: unknown): Asked | undefined {
  const last = path.at(-1);
  if (path.at(-2) === 'userAssignedIdentities' || (last === 'identity' && path.includes('imageRegistryCredentials'))) return 'identity';
  if (path[1] === 'subnetIds' && last === 'id') return 'subnet';
  if (last === 'image') return 'image';
  if (last !== 'server') return undefined;
  // Where all that is pulled from it is one image, that says the registry too.
  return imagesFrom(definition, text).length === 1 ? 'image' : 'registry';
}

/** The images of all containers, each once, that are of a registry. */
export function imagesFrom(definition: unknown, server: string): readonly string[] {
  const images = imagePlaces(definition).map(({ image }) => image);
  return [...new Set(images.filter((image) => isFrom(image, server)))];
}

export function isFrom(image: string, server: string): boolean {
  return image.toLowerCase().startsWith(`${server.toLowerCase()}/`);
}

export function imagePlaces(definition: unknown): readonly { readonly path: Path; readonly image: string }[] {
  const properties = isObject(definition) ? definition['properties'] : undefined;
  return ['containers', 'initContainers'].flatMap((list) => {
    const containers: unknown = isObject(properties) ? properties[list] : undefined;
    return (Array.isArray(containers) ? (containers as unknown[]) : []).flatMap((container, index) => {
      const inner = isObject(container) ? container['properties'] : undefined;
      const image = isObject(inner) ? inner['image'] : undefined;
      return typeof image === 'string' ? [{ path: ['properties', list, index, 'properties', 'image'], image }] : [];
    });
  });
}
