import type { Container, ContainerGroupDefinition, ImageRegistryCredential } from '../model/containerGroup';
import { placeholder } from '../model/secrets';
import { canonical, isObject } from './properties/canonical';

/** A definition that was read, as one that can be sent again. Secrets, which Azure never gives back, stand as placeholders. */
export function redeployable(read: ContainerGroupDefinition): ContainerGroupDefinition {
  const { identity, properties, ...top } = canonical(read);
  const { containers, imageRegistryCredentials, ...rest } = properties;
  const { initContainers: init, volumes, diagnostics } = rest;
  return {
    ...without(top, ['name', 'type']),
    ...(identity ? { identity: sentIdentity(identity) } : {}),
    properties: {
      ...rest,
      ...(Array.isArray(volumes) ? { volumes: volumes.map(sentVolume) } : {}),
      ...(isObject(diagnostics) ? { diagnostics: sentDiagnostics(diagnostics) } : {}),
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
function isHidden({ value, secureValue, secureValueReference }: HiddenVariable): boolean {
  return value === undefined && secureValue === undefined && secureValueReference === undefined;
}

interface HiddenVariable {
  readonly value?: string;
  readonly secureValue?: string;
  readonly secureValueReference?: unknown;
}

function sentCredential<T extends ImageRegistryCredential>(credential: T): T {
  const { server, username, password, passwordReference } = credential;
  if (username === undefined || password !== undefined || passwordReference !== undefined) return credential;
  return { ...credential, password: placeholder(server) };
}

/** Of a share the key is kept back, of a secret volume its files' names as well: one stands for them, so that no empty volume is sent. */
function sentVolume(volume: unknown): unknown {
  if (!isObject(volume)) return volume;
  const { azureFile, secret } = volume;
  const name = String(volume['name']);
  if (isObject(azureFile) && azureFile['storageAccountKey'] === undefined && azureFile['storageAccountKeyReference'] === undefined) {
    return { ...volume, azureFile: { ...azureFile, storageAccountKey: placeholder(`${name}/azureFile`) } };
  }
  if (!isObject(secret) || Object.keys(secret).length > 0) return volume;
  return { ...volume, secret: { [unknownFile]: placeholder(`${name}/${unknownFile}`) } };
}

const unknownFile = 'name-of-file';

function sentDiagnostics(diagnostics: Readonly<Record<string, unknown>>): object {
  const { logAnalytics } = diagnostics;
  if (!isObject(logAnalytics) || logAnalytics['workspaceKey'] !== undefined) return diagnostics;
  return { ...diagnostics, logAnalytics: { ...logAnalytics, workspaceKey: placeholder('logAnalytics') } };
}

function without<T extends object>(from: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name))) as T;
}
