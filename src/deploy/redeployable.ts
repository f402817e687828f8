import type { Container, ContainerGroupDefinition } from '../model/containerGroup';
import { placeholder } from '../model/secrets';
import { canonical } from './properties/canonical';

/** A definition that was read, as one that can be sent again. Secrets, which Azure never gives back, stand as placeholders. */
export function redeployable(read: ContainerGroupDefinition): ContainerGroupDefinition {
  const { identity, properties, ...top } = canonical(read);
  const { containers, imageRegistryCredentials, ...rest } = properties;
  const init = rest['initContainers'];
  return {
    ...without(top, ['name', 'type']),
    ...(identity ? { identity: sentIdentity(identity) } : {}),
    properties: {
      ...rest,
      ...(Array.isArray(init) ? { initContainers: (init as Container[]).map(sentContainer) } : {}),
      containers: containers.map(sentContainer),
      ...(imageRegistryCredentials ? { imageRegistryCredentials: imageRegistryCredentials.map(sentCredential) } : {}),
    },
  } as ContainerGroupDefinition;
}

/** Whether a definition that was read has secrets that Azure keeps to itself: sent again without them, they would be lost. */
export function hidesSecrets(read: ContainerGroupDefinition): boolean {
  const { containers, imageRegistryCredentials = [], diagnostics, volumes } = read.properties;
  const all = [...containers, ...((read.properties['initContainers'] as Container[] | undefined) ?? [])];
  return (
    all.some(({ properties }) => properties.environmentVariables?.some(isHidden)) ||
    imageRegistryCredentials.some(({ username }) => username !== undefined) ||
    diagnostics !== undefined ||
    (Array.isArray(volumes) && volumes.some((volume: object) => 'secret' in volume || 'azureFile' in volume))
  );
}

function sentIdentity({ userAssignedIdentities, ...rest }: NonNullable<ContainerGroupDefinition['identity']>): object {
  const ids = Object.keys(userAssignedIdentities ?? {});
  return {
    ...rest,
    ...(ids.length > 0 ? { userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])) } : {}),
  };
}

function sentContainer(container: Container): Container {
  const { environmentVariables, ...rest } = container.properties;
  return {
    ...container,
    properties: {
      ...rest,
      ...(environmentVariables
        ? {
            environmentVariables: environmentVariables.map((variable) =>
              isHidden(variable) ? { name: variable.name, secureValue: placeholder(`${container.name}/${variable.name}`) } : variable,
            ),
          }
        : {}),
    },
  };
}

/** A secure variable comes back by its name alone. */
function isHidden({ value, secureValue }: { readonly value?: string; readonly secureValue?: string }): boolean {
  return value === undefined && secureValue === undefined;
}

function sentCredential<T extends { readonly server: string; readonly username?: string; readonly password?: string }>(credential: T): T {
  if (credential.username === undefined || credential.password !== undefined) return credential;
  return { ...credential, password: placeholder(credential.server) };
}

function without<T extends object>(from: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name))) as T;
}
