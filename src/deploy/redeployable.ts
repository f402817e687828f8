import type { Container, ContainerGroupDefinition } from '../model/containerGroup';
import { placeholder, secretNames } from '../model/secrets';
import { canonical, isObject } from './properties/canonical';

/**
 * A definition that was read, as one that can be sent again. Secrets, which Azure never gives back, stand as placeholders by the names that
 * `takeSecrets` would give them. Of a secret volume not even the names of its files are known: a placeholder stands for all of them.
 */
export function redeployable(read: ContainerGroupDefinition): ContainerGroupDefinition {
  const { identity, properties, ...top } = canonical(read);
  const { containers, imageRegistryCredentials, ...rest } = properties;
  const { initContainers: init, volumes, diagnostics } = rest;
  return {
    ...without(top, ['name', 'type']),
    ...(identity ? { identity: sentIdentity(identity) } : {}),
    properties: {
      ...rest,
      ...(Array.isArray(init) ? { initContainers: (init as Container[]).map(sentContainer) } : {}),
      containers: containers.map(sentContainer),
      ...(imageRegistryCredentials ? { imageRegistryCredentials: imageRegistryCredentials.map(sentCredential) } : {}),
      ...(Array.isArray(volumes) ? { volumes: (volumes as unknown[]).map(sentVolume) } : {}),
      ...(isObject(diagnostics) ? { diagnostics: sentDiagnostics(diagnostics) } : {}),
    },
  } as ContainerGroupDefinition;
}

/** Whether a definition that was read has secrets that Azure keeps to itself: sent again without them, they would be lost. */
export function hidesSecrets(read: ContainerGroupDefinition): boolean {
  return secretNames(redeployable(read)).length > 0;
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
function isHidden(variable: { readonly value?: string; readonly secureValue?: string }): boolean {
  return variable.value === undefined && variable.secureValue === undefined && !('secureValueReference' in variable);
}

function sentCredential<T extends { readonly server: string; readonly username?: string; readonly password?: string }>(credential: T): T {
  if (credential.username === undefined || credential.password !== undefined || 'passwordReference' in credential) return credential;
  return { ...credential, password: placeholder(credential.server) };
}

function sentVolume(volume: unknown): unknown {
  if (!isObject(volume)) return volume;
  const { name, azureFile, secret } = volume;
  if (isObject(azureFile) && azureFile['storageAccountKey'] === undefined && !('storageAccountKeyReference' in azureFile)) {
    return { ...volume, azureFile: { ...azureFile, storageAccountKey: placeholder(`${String(name)}/azureFile`) } };
  }
  const isEmptied = 'secret' in volume && (secret === null || (isObject(secret) && Object.keys(secret).length === 0));
  return isEmptied ? { ...volume, secret: placeholder(String(name)) } : volume;
}

function sentDiagnostics(diagnostics: Record<string, unknown>): object {
  const workspace = diagnostics['logAnalytics'];
  if (!isObject(workspace) || workspace['workspaceKey'] !== undefined) return diagnostics;
  return { ...diagnostics, logAnalytics: { ...workspace, workspaceKey: placeholder('logAnalytics') } };
}

function without<T extends object>(from: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name))) as T;
}
