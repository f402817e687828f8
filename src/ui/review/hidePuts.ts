import type { Put } from '../../deploy/additions';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Secrets } from '../../model/secrets';
import { placeholder, secretProperties, takeSecrets } from '../../model/secrets';
import { parseText, putAll } from './editing';

/** What is put into a definition's text, with placeholders for its secrets; and what those stand for. */
export function hidePuts(text: string, puts: readonly Put[]): { readonly puts: readonly Put[]; readonly secrets: Secrets } {
  const before = secretsIn(text);
  // The whole decides on a secret's name: the container's and the variable's.
  const added = Object.entries(secretsIn(putAll(text, puts))).filter(([name, value]) => before[name] !== value);
  const names = new Map(added.map(([name, value]) => [value, name]));
  return { puts: puts.map(({ path, value }) => ({ path, value: hidden(value, names, false) })), secrets: Object.fromEntries(added) };
}

function secretsIn(text: string): Secrets {
  return takeSecrets(parseText(text).value as ContainerGroupDefinition).secrets;
}

/** @param isSecret texts in it are secrets. */
function hidden(value: unknown, names: ReadonlyMap<string, string>, isSecret: boolean): unknown {
  if (typeof value === 'string') {
    const name = isSecret ? names.get(value) : undefined;
    return name === undefined ? value : placeholder(name);
  }
  if (Array.isArray(value)) return value.map((item) => hidden(item, names, false));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, hidden(inner, names, isSecret || secretProperties.has(name.toLowerCase()))]),
  );
}
