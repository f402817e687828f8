/** Whether a body can be read as a container group at all, in the words of the service's JSON deserializer. */
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { isObject, withAzuresSpelling } from './containerGroupDefinition';
import { invalidRequestContent } from './errors';

/** Reads a body, spelled as Azure spells it. Throws `InvalidRequestContent`. */
export function readDefinition(body: unknown, text: string): ContainerGroupDefinition {
  if (!isObject(body)) throw invalidRequestContent(`Required property 'properties' not found in JSON. Path '', ${end(text)}.`);
  const spelled = withAzuresSpelling(body) as Record<string, unknown>;
  const reader = new Reader(text);
  const properties = reader.object(spelled, 'properties', '');
  for (const container of reader.list(properties, 'containers', 'properties', true)) readContainer(reader, container.value, container.path);
  for (const container of reader.list(properties, 'initContainers', 'properties')) readContainer(reader, container.value, container.path);
  for (const credential of reader.list(properties, 'imageRegistryCredentials', 'properties')) {
    reader.string(credential.value, 'server', credential.path);
  }
  for (const volume of reader.list(properties, 'volumes', 'properties')) reader.string(volume.value, 'name', volume.path);
  const address = properties['ipAddress'];
  if (isObject(address)) {
    reader.string(address, 'type', 'properties.ipAddress');
    for (const port of reader.list(address, 'ports', 'properties.ipAddress')) reader.number(port.value, 'port', port.path);
    address['ports'] ??= [];
  }
  dropNulls(spelled);
  return spelled as unknown as ContainerGroupDefinition;
}

function readContainer(reader: Reader, container: Record<string, unknown>, path: string): void {
  reader.string(container, 'name', path);
  const properties = reader.object(container, 'properties', path);
  const inner = `${path}.properties`;
  reader.string(properties, 'image', inner);
  for (const port of reader.list(properties, 'ports', inner)) reader.number(port.value, 'port', port.path);
  for (const variable of reader.list(properties, 'environmentVariables', inner)) reader.string(variable.value, 'name', variable.path);
  for (const mount of reader.list(properties, 'volumeMounts', inner)) {
    reader.string(mount.value, 'name', mount.path);
    reader.string(mount.value, 'mountPath', mount.path);
  }
  const resources = properties['resources'];
  for (const kind of ['requests', 'limits']) {
    const amounts = isObject(resources) ? resources[kind] : undefined;
    if (!isObject(amounts)) continue;
    for (const name of ['cpu', 'memoryInGB']) {
      if (amounts[name] !== undefined && amounts[name] !== null) reader.number(amounts, name, `${inner}.resources.${kind}`);
    }
  }
}

interface Found {
  readonly value: Record<string, unknown>;
  readonly path: string;
}

class Reader {
  constructor(private readonly text: string) {}

  object(from: Record<string, unknown>, name: string, path: string): Record<string, unknown> {
    const value = from[name];
    if (isObject(value)) return value;
    throw value === undefined || value === null ? this.missing(name, path) : this.mistyped(value, 'object', join(path, name));
  }

  string(from: Record<string, unknown>, name: string, path: string): void {
    const value = from[name];
    if (value === undefined || value === null) throw this.missing(name, path);
    if (typeof value !== 'string') throw this.mistyped(value, 'string', join(path, name));
  }

  /** Numbers in quotes are taken too, as the service does. */
  number(from: Record<string, unknown>, name: string, path: string): void {
    const value = from[name];
    if (value === undefined || value === null) throw this.missing(name, path);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw this.mistyped(value, 'number', join(path, name));
    from[name] = number;
  }

  list(from: Record<string, unknown>, name: string, path: string, required = false): Found[] {
    const value = from[name];
    if (value === undefined || value === null) {
      if (required) throw this.missing(name, path);
      return [];
    }
    if (!Array.isArray(value)) throw this.mistyped(value, 'array', join(path, name));
    return value.map((item: unknown, index) => {
      const itemPath = `${join(path, name)}[${index}]`;
      if (!isObject(item)) throw this.mistyped(item, 'object', itemPath);
      return { value: item, path: itemPath };
    });
  }

  private missing(name: string, path: string): Error {
    return invalidRequestContent(`Required property '${name}' not found in JSON. Path '${path}', ${end(this.text)}.`);
  }

  private mistyped(value: unknown, wanted: string, path: string): Error {
    return invalidRequestContent(`Error converting value ${JSON.stringify(value)} to type '${wanted}'. Path '${path}', ${end(this.text)}.`);
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The end of the text: the service tells where the object in question ends. */
function end(text: string): string {
  const lines = text.split('\n');
  return `line ${lines.length}, position ${lines.at(-1)?.length ?? 0}`;
}

/** To the service a null is a property that was not sent. */
function dropNulls(value: Record<string, unknown>): void {
  for (const [name, member] of Object.entries(value)) {
    if (member === null) delete value[name];
    else if (isObject(member)) dropNulls(member);
    else if (Array.isArray(member)) for (const item of member) if (isObject(item)) dropNulls(item);
  }
}
