import type { ContainerGroupDefinition } from '../model/containerGroup';
import { placeholder } from '../model/secrets';
import { isObject } from './properties/canonical';
import { isDefault } from './properties/defaults';
import { rowOf } from './properties/find';
import { groupRows } from './properties/groupRows';
import type { Property } from './properties/property';
import { redeployable } from './redeployable';

/**
 * A definition that was read, as somebody would have written it: without what Azure fills in where nothing is said. Deployed again it changes
 * nothing. Secrets, which Azure never gives back, stand as placeholders.
 */
export function asWritten(read: ContainerGroupDefinition): ContainerGroupDefinition {
  const written = said(redeployable(read), groupRows) as ContainerGroupDefinition;
  const { ipAddress, ...properties } = written.properties;
  const isInSubnet = properties['subnetIds'] !== undefined || properties['networkProfile'] !== undefined;
  // In a subnet Azure gives an address that nobody asked for.
  const isGiven = isInSubnet && (ipAddress?.ports ?? []).length === 0;
  const { volumes } = properties;
  return {
    ...written,
    properties: {
      ...properties,
      ...(Array.isArray(volumes) ? { volumes: volumes.map(writtenVolume) } : {}),
      ...(isGiven || !ipAddress ? {} : { ipAddress }),
    },
  };
}

/** One file stands for those of a secret volume, whose names Azure keeps back: who writes sees what belongs there. */
function writtenVolume(volume: unknown): unknown {
  if (!isObject(volume) || typeof volume['secret'] !== 'string') return volume;
  return { ...volume, secret: { [unknownFile]: placeholder(`${String(volume['name'])}/${unknownFile}`) } };
}

const unknownFile = 'name-of-file';

/** What names and values of the user's own are in, such as tags, is kept as it is. */
function said(value: Readonly<Record<string, unknown>>, rows: readonly Property[]): Record<string, unknown> {
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const row = rowOf(rows, name);
    // An empty object may be the point of it: `emptyDir: {}`.
    const isIdle = row !== undefined && (isObject(inner) ? name === 'tags' && isDefault(name, inner) : isDefault(name, inner));
    return isIdle ? [] : [[name, row?.members ? saidWithin(inner, row.members) : inner] as const];
  });
  return Object.fromEntries(entries);
}

function saidWithin(value: unknown, rows: readonly Property[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (isObject(item) ? said(item, rows) : item));
  return isObject(value) ? said(value, rows) : value;
}
