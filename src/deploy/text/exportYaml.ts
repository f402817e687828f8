import { stringify } from 'yaml';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { groupType } from './groupFile';
import { assumedApiVersion } from '../properties/apiVersions';

/** A definition as the YAML file that `az container create --file` takes; what stands in it is kept, known or not. */
export function exportYaml(name: string | undefined, definition: ContainerGroupDefinition): string {
  const { apiVersion = assumedApiVersion, location, ...rest } = definition;
  const file = {
    apiVersion,
    ...(name === undefined ? {} : { name }),
    ...(location === undefined ? {} : { location }),
    type: groupType,
    ...rest,
  };
  return stringify(file, { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: true });
}
