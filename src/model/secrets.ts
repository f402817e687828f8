import type { ContainerGroupDefinition } from './containerGroup';

/** Values that Azure never gives back, by the name that stands in their place, such as `app/API_KEY`. */
export type Secrets = Readonly<Record<string, string>>;

/** Properties whose values are secret, in lower case; of a secret volume every file's content is. */
export const secretProperties: ReadonlySet<string> = new Set(['securevalue', 'password', 'workspacekey', 'storageaccountkey', 'secret']);
const placeholderPattern = /^\{\{secret:(.+)\}\}$/;

/** What stands in a stored or exported definition in place of a secret. */
export function placeholder(name: string): string {
  return `{{secret:${name}}}`;
}

/** The name of the secret that a placeholder stands for, or undefined where it is none. */
export function secretName(text: string): string | undefined {
  return placeholderPattern.exec(text)?.[1];
}

/**
 * Takes the secrets out of a definition: registry passwords, secure environment values, keys. What remains may be stored and exported.
 * A placeholder that is there already stays.
 */
export function takeSecrets(definition: ContainerGroupDefinition): {
  readonly definition: ContainerGroupDefinition;
  readonly secrets: Secrets;
} {
  const secrets: Record<string, string> = {};
  const without = replace(definition, [], (value, name) => {
    if (placeholderPattern.test(value)) return value;
    secrets[name] = value;
    return placeholder(name);
  });
  return { definition: without as ContainerGroupDefinition, secrets };
}

/** Puts the secrets back. A placeholder whose secret is not known stays, for Azure to refuse. */
export function putSecrets(definition: ContainerGroupDefinition, secrets: Secrets): ContainerGroupDefinition {
  return replace(definition, [], (value) => secrets[secretName(value) ?? ''] ?? value) as ContainerGroupDefinition;
}

/** Names of the secrets that a definition stands for. */
export function secretNames(definition: ContainerGroupDefinition): readonly string[] {
  const names: string[] = [];
  replace(definition, [], (value) => {
    const name = secretName(value);
    if (name) names.push(name);
    return value;
  });
  return names;
}

/** @param path names of what the value stands in, by which its secret is named. */
function replace(value: unknown, path: readonly string[], secret: (value: string, name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => replace(item, [...path, nameOf(item) ?? String(index)], secret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([property, inner]) => {
      const isSecret = secretProperties.has(property.toLowerCase()) && typeof inner === 'string' && inner !== '';
      if (isSecret) return [property, secret(inner, path.join('/'))];
      if (property.toLowerCase() === 'secret' && isObject(inner)) return [property, files(inner, path, secret)];
      // Only names tell one secret from another; the words between them are the same for all.
      const here = Array.isArray(inner) || structural.has(property) ? path : [...path, property];
      return [property, replace(inner, here, secret)];
    }),
  );
}

/** A secret volume: every file's content is one. */
function files(
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
  secret: (value: string, name: string) => string,
): unknown {
  const entries = Object.entries(value).map(([name, content]) => {
    return [name, typeof content === 'string' && content !== '' ? secret(content, [...path, name].join('/')) : content] as const;
  });
  return Object.fromEntries(entries);
}

const structural = new Set(['properties', 'diagnostics']);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const { name, server } = item;
  return typeof name === 'string' ? name : typeof server === 'string' ? server : undefined;
}
