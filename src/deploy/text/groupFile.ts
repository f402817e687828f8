import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { canonical } from '../properties/canonical';
import { isGap } from '../rules/gaps';
import type { GroupInText } from './groupText';
import { member } from './groupText';

export const groupType = 'Microsoft.ContainerInstance/containerGroups';

/** A container group from a file, as it is deployed. */
export interface ImportedGroup {
  /** Undefined where the file has none that is known: to be asked for. */
  readonly name?: string;
  /** Without the region where that is not known. */
  readonly definition: ContainerGroupDefinition;
}

/** What ARM templates say about a resource, and other tools write. */
const aboutTheResource: ReadonlySet<string> = new Set([
  'dependson',
  'condition',
  'comments',
  'scope',
  'copy',
  'metadata',
  'additional_properties',
]);
/** What the address says that a definition is sent to, and what is read apart. */
const readApart: ReadonlySet<string> = new Set(['name', 'type', 'apiversion', 'api-version', 'api_version']);

/** What is to be judged of a group in a file: all but what an ARM template says about the resource; a name or region that is not known is none. */
export function judgedOf({ written }: GroupInText): Readonly<Record<string, unknown>> {
  const isAsked = (key: string, value: unknown): boolean => /^(name|location)$/i.test(key) && isGap(value);
  return Object.fromEntries(
    Object.entries(written).filter(([key, value]) => !aboutTheResource.has(key.toLowerCase()) && !isAsked(key, value)),
  );
}

/** The definition of a group in a file: what the file says of itself apart, and without what Azure fills in. */
export function importGroup({ written, sourceOf }: GroupInText): ImportedGroup {
  const name = member(written, 'name');
  const apiVersion = member(written, 'apiVersion') ?? member(written, 'api-version') ?? member(written, 'api_version');
  const kept = Object.entries(written).filter(
    ([key, value]) => !aboutTheResource.has(key.toLowerCase()) && !readApart.has(key.toLowerCase()) && value !== null,
  );
  const { location, ...rest } = canonical(Object.fromEntries(kept), (value, path) => sourceOf(path) ?? String(value));
  const hasLocation = typeof location === 'string' && location !== '' && !isGap(location);
  const definition = {
    ...(typeof apiVersion === 'string' ? { apiVersion } : {}),
    ...(hasLocation ? { location } : {}),
    ...rest,
  } as ContainerGroupDefinition;
  return { ...(typeof name === 'string' && name !== '' && !isGap(name) ? { name } : {}), definition };
}
