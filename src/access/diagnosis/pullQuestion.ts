import type { Container, ContainerGroup, ContainerGroupDefinition } from '../../model/containerGroup';
import { sameId } from '../../model/resourceId';

/** By what a pull shows who it is. */
export type Puller =
  /** A user-assigned identity. `attached` is false where a group names it for the pull and does not carry it. */
  | { readonly kind: 'identity'; readonly id: string; readonly attached: boolean }
  | { readonly kind: 'systemAssigned' }
  | { readonly kind: 'password'; readonly username: string }
  /** No credential for this registry at all. */
  | { readonly kind: 'anonymous' };

/** One pull: what, by whom, to run where. */
export interface PullQuestion {
  /** As it is written: `server/repository:tag`; without what `about` leaves out. */
  readonly image: string;
  readonly about: 'registry' | 'repository' | 'image';
  readonly puller: Puller;
  /** `Linux` or `Windows`, where a group says it. */
  readonly osType?: string;
  /** The group that pulls, where the pull is of one. */
  readonly group?: ContainerGroup;
  /** Its containers that run this image. */
  readonly containers?: readonly string[];
}

/** The pulls of a group: one for each distinct image. */
export function pullsOfGroup(group: ContainerGroup): readonly PullQuestion[] {
  const { definition } = group;
  const containers = containersOf(definition);
  const images = [...new Set(containers.map(({ properties }) => properties.image))];
  return images.map((image) => ({
    image,
    about: 'image',
    puller: pullerOf(definition, image),
    osType: definition.properties.osType ?? 'Linux',
    group,
    containers: containers.filter(({ properties }) => properties.image === image).map(({ name }) => name),
  }));
}

/** Init containers and containers. */
export function containersOf({ properties }: ContainerGroupDefinition): readonly Container[] {
  const init = properties['initContainers'];
  return [...(Array.isArray(init) ? (init as Container[]) : []), ...properties.containers];
}

/** The host that an image's text begins with, in the spelling it has; what is written before the first slash. */
export function writtenServer(image: string): string {
  return image.replace(/^[a-z]+:\/\//i, '').split('/')[0] ?? '';
}

function pullerOf(definition: ContainerGroupDefinition, image: string): Puller {
  const server = writtenServer(image).toLowerCase();
  const credential = definition.properties.imageRegistryCredentials?.find((one) => one.server.toLowerCase() === server);
  const { identity, username } = credential ?? {};
  if (identity !== undefined) {
    // Azure's own words for a system-assigned identity differ between its pages; none of them is a resource id.
    if (!identity.startsWith('/')) return { kind: 'systemAssigned' };
    const attached = Object.keys(definition.identity?.userAssignedIdentities ?? {}).some((id) => sameId(id, identity));
    return { kind: 'identity', id: identity, attached };
  }
  return username === undefined ? { kind: 'anonymous' } : { kind: 'password', username };
}
