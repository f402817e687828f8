import type { ContainerGroupDefinition } from '../model/containerGroup';
import type { Path } from '../model/finding';
import { secretName } from '../model/secrets';
import { isObject } from './properties/canonical';
import { objectsIn } from './properties/objectsIn';

/** A value that a definition only names, by what it is of. */
export type MissingSecret = { readonly name: string; readonly path: Path } & (
  | { readonly kind: 'variable'; readonly variable: string; readonly container: string }
  | { readonly kind: 'password'; readonly server: string; readonly username: string }
  | { readonly kind: 'storageKey'; readonly account: string; readonly share: string }
  | { readonly kind: 'workspaceKey'; readonly workspace: string }
  /** Of a secret volume: the content of one, or all of them with their names. */
  | { readonly kind: 'file'; readonly volume: string; readonly file: string }
  | { readonly kind: 'files'; readonly volume: string }
);

/** The placeholders in a definition, spelled as Azure spells it, whose values are not known. Each name once. */
export function missingSecrets({ properties }: ContainerGroupDefinition, known: ReadonlySet<string>): readonly MissingSecret[] {
  if (!isObject(properties)) return [];
  const all = [
    ...['initContainers', 'containers'].flatMap((list) => variables(properties[list], ['properties', list])),
    ...credentials(properties.imageRegistryCredentials),
    ...volumes(properties['volumes']),
    ...workspace(properties['diagnostics']),
  ];
  return all.filter(({ name }, index) => !known.has(name) && all.findIndex((other) => other.name === name) === index);
}

function variables(list: unknown, path: Path): readonly MissingSecret[] {
  return objectsIn(list, path).flatMap(([container, at]) => {
    const inner = container['properties'];
    const given = isObject(inner) ? inner['environmentVariables'] : undefined;
    return objectsIn(given, [...at, 'properties', 'environmentVariables']).flatMap(([variable, place]) =>
      found(variable['secureValue'], (name) => ({
        name,
        path: [...place, 'secureValue'],
        kind: 'variable',
        variable: text(variable['name']),
        container: text(container['name']),
      })),
    );
  });
}

function credentials(list: unknown): readonly MissingSecret[] {
  return objectsIn(list, ['properties', 'imageRegistryCredentials']).flatMap(([{ server, username, password }, at]) =>
    found(password, (name) => ({ name, path: [...at, 'password'], kind: 'password', server: text(server), username: text(username) })),
  );
}

function volumes(list: unknown): readonly MissingSecret[] {
  return objectsIn(list, ['properties', 'volumes']).flatMap(([volume, at]) => {
    const { azureFile, secret } = volume;
    const share = isObject(azureFile) ? azureFile : {};
    const files = isObject(secret) ? Object.entries(secret) : [];
    const of = text(volume['name']);
    return [
      ...found(share['storageAccountKey'], (name) => ({
        name,
        path: [...at, 'azureFile', 'storageAccountKey'],
        kind: 'storageKey',
        account: text(share['storageAccountName']),
        share: text(share['shareName']),
      })),
      ...found(secret, (name) => ({ name, path: [...at, 'secret'], kind: 'files', volume: of })),
      ...files.flatMap(([file, content]) =>
        found(content, (name) => ({ name, path: [...at, 'secret', file], kind: 'file', volume: of, file })),
      ),
    ];
  });
}

function workspace(diagnostics: unknown): readonly MissingSecret[] {
  const analytics = isObject(diagnostics) ? diagnostics['logAnalytics'] : undefined;
  if (!isObject(analytics)) return [];
  return found(analytics['workspaceKey'], (name) => ({
    name,
    path: ['properties', 'diagnostics', 'logAnalytics', 'workspaceKey'],
    kind: 'workspaceKey',
    workspace: text(analytics['workspaceId']),
  }));
}

function found(value: unknown, make: (name: string) => MissingSecret): readonly MissingSecret[] {
  const name = typeof value === 'string' ? secretName(value) : undefined;
  return name === undefined ? [] : [make(name)];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
