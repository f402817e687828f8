import type { ContainerGroupDefinition } from '../model/containerGroup';
import { tags } from '../plan/marks';
import type { OsType } from './imageOs';

export interface NewGroup {
  readonly name: string;
  readonly location: string;
  /** `loginServer/repository:tag`. */
  readonly image: string;
  readonly loginServer: string;
  /** Resource id of the identity that pulls. Without one, and without a login, the image is one that everybody can pull. */
  readonly identityId?: string;
  readonly login?: { readonly username: string; readonly password: string };
  readonly dnsNameLabel: string;
  /** Linux where nothing else is said. */
  readonly osType?: OsType;
}

/** What is not asked for: everything of it can be changed on the review page. */
export const defaults = { cpu: 1, memoryInGB: 1.5, port: 80, restartPolicy: 'Always' } as const;

/** An identity that pulls stands both in the group and in the registry credential, as Azure asks. */
export function newDefinition(group: NewGroup): ContainerGroupDefinition {
  const { identityId, loginServer, login } = group;
  const credential = identityId === undefined ? login && { server: loginServer, ...login } : { server: loginServer, identity: identityId };
  return {
    location: group.location,
    tags: { ...tags },
    ...(identityId === undefined ? {} : { identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } } }),
    properties: {
      containers: [
        {
          name: group.name,
          properties: {
            image: group.image,
            ports: [{ port: defaults.port, protocol: 'TCP' }],
            resources: { requests: { cpu: defaults.cpu, memoryInGB: defaults.memoryInGB } },
          },
        },
      ],
      ...(credential ? { imageRegistryCredentials: [credential] } : {}),
      osType: group.osType ?? 'Linux',
      restartPolicy: defaults.restartPolicy,
      sku: 'Standard',
      ipAddress: {
        type: 'Public',
        ports: [{ port: defaults.port, protocol: 'TCP' }],
        dnsNameLabel: group.dnsNameLabel,
      },
    },
  };
}

/** A container group's name from an image's: its last part, with what Azure does not allow taken out. */
export function suggestName(repository: string): string {
  const last = repository.split('/').at(-1) ?? '';
  return (
    last
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50)
      .replace(/-+$/, '') || 'container'
  );
}

/** A DNS label that is hardly taken: the name and a few random characters. @param random five or so of `[a-z0-9]`. */
export function suggestLabel(name: string, random: string): string {
  const start = /^[a-z]/.test(name) ? name : `c-${name}`;
  return `${start.slice(0, 63 - random.length - 1).replace(/-+$/, '')}-${random}`;
}
