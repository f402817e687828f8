import { normalizeId } from '../../model/resourceId';

/** The id of a resource's node: the resource's own, whatever case Azure spelled it in. */
export function resourceNodeId(resourceId: string): string {
  return normalizeId(resourceId);
}

/** The id of something below a node that is no resource of its own. */
export function childNodeId(parentId: string, kind: string, name: string = ''): string {
  return `${parentId}#${kind}${name === '' ? '' : `:${name}`}`;
}

/**
 * What menus match: `keylessContainers.registry;abac;restricted;`. Every word ends with a semicolon, so that
 * `/^keylessContainers\.registry;.*\babac;/` finds a flag and not the beginning of another.
 */
export function contextValue(kind: string, flags: Readonly<Record<string, boolean>> = {}): string {
  const words = Object.entries(flags).filter(([, set]) => set);
  return `keylessContainers.${kind};${words.map(([word]) => `${word};`).join('')}`;
}
