/** A group's volumes: which of them Azure takes, and whether they can be mounted. */
import type { Container, ContainerGroupDefinition } from '../model/containerGroup';
import { notInSandbox } from './errors';
import { asObject, field, textAt } from './field';
import { storageKeys } from './storageAccounts';
import type { SandboxContainerGroup, World } from './world';

/** Throws 501 where Azure is known to refuse a volume in words that are not known, or where nobody knows what it would do. */
export function checkVolumes(world: World, definition: ContainerGroupDefinition): void {
  const { volumes, osType } = definition.properties;
  const given = Array.isArray(volumes) ? (volumes as unknown[]) : [];
  // Source: https://learn.microsoft.com/azure/container-instances/container-instances-container-groups
  if (given.length > 0 && osType?.toLowerCase() === 'windows')
    throw notInSandbox('in which words Azure refuses a volume in a Windows group');
  for (const [index, volume] of given.entries()) {
    const path = `properties.volumes[${index}]`;
    const repository = textAt(volume, 'gitRepo', 'repository');
    if (field(volume, 'secretReference') !== undefined) throw notInSandbox(`${path}.secretReference`);
    if (repository !== undefined && !isKnownRepository(world, repository)) throw notInSandbox(`the git repository '${repository}'`);
    const kinds = ['azureFile', 'emptyDir', 'secret', 'gitRepo'].filter((kind) => field(volume, kind) !== undefined);
    if (kinds.length !== 1) throw notInSandbox(`in which words Azure refuses ${path}, which is of ${kinds.length} kinds`);
    const secrets = Object.entries(asObject(field(volume, 'secret')) ?? {});
    for (const [name, value] of secrets) if (!isBase64(value)) throw notInSandbox(`in which words Azure refuses ${path}.secret.${name}`);
  }
  checkMounts(definition, new Set(given.map((volume) => textAt(volume, 'name'))));
}

function checkMounts(definition: ContainerGroupDefinition, known: ReadonlySet<string | undefined>): void {
  const { containers, initContainers } = definition.properties;
  const init = Array.isArray(initContainers) ? (initContainers as Container[]) : [];
  for (const { name, properties } of [...containers, ...init]) {
    const mounts = properties['volumeMounts'];
    const lost = Array.isArray(mounts) ? mounts.map((mount) => textAt(mount, 'name')).find((volume) => !known.has(volume)) : undefined;
    if (lost !== undefined) throw notInSandbox(`in which words Azure refuses that '${name}' mounts '${lost}', which is no volume`);
  }
}

function isBase64(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value) && value.length % 4 === 0;
}

function isKnownRepository(world: World, address: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/(\.git)?\/*$/, '');
  return world.gitRepositories.some((known) => plain(known) === plain(address));
}

export function fileKeySecret(volume: string): string {
  return `file:${volume}`;
}

/** Whether every share is there and its key opens it. Storage accounts are known by name, the world over. */
export function volumesMount(world: World, group: SandboxContainerGroup): boolean {
  const { volumes } = group.definition.properties;
  return (Array.isArray(volumes) ? (volumes as unknown[]) : []).every((volume) => {
    const share = field(volume, 'azureFile');
    if (share === undefined) return true;
    const account = Object.values(world.storageAccounts).find(({ name }) => name === textAt(share, 'storageAccountName')?.toLowerCase());
    const key = group.secrets[fileKeySecret(textAt(volume, 'name') ?? '')];
    return (
      account !== undefined &&
      account.shares.some((name) => name === textAt(share, 'shareName')) &&
      key !== undefined &&
      storageKeys(account).includes(key)
    );
  });
}
