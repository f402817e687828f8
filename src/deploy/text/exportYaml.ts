import { stringify } from 'yaml';
import type { ContainerGroupDefinition } from '../../model/containerGroup';
import { secretNames, takeSecrets } from '../../model/secrets';
import { assumedApiVersion } from '../properties/apiVersions';
import { groupType } from './groupFile';

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
  // The Azure CLI reads YAML 1.1, in which plain `yes` and `2021-10-01` are no texts.
  return stringify(file, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false, singleQuote: true });
}

/**
 * The same for somebody who reads it: what it is and how it is deployed stands above, in comments. No secret is in it, and the comments say which are
 * missing. Like every export it is in English.
 */
export function explainedYaml(
  { name, resourceGroup, origin }: Exported,
  definition: ContainerGroupDefinition,
  notes: readonly string[] = [],
): string {
  const { definition: withoutSecrets } = takeSecrets(definition);
  const secrets = [...new Set(secretNames(withoutSecrets))];
  const comments = [
    `${name} in ${resourceGroup}, ${origin === 'azure' ? 'as Azure has it, without what Azure fills in' : 'as it is planned'}.`,
    `To deploy it: az container create --resource-group ${resourceGroup} --file <this file>`,
    ...notes,
    ...(secrets.length > 0 ? ['Secrets are not in this file. Put in their values where these names stand, as {{secret:name}}:'] : []),
    ...secrets.map((secret) => `- ${secret}`),
  ];
  return `${comments.map((line) => `# ${line.replace(/\s+/g, ' ')}\n`).join('')}${exportYaml(name, withoutSecrets)}`;
}

export interface Exported {
  readonly name: string;
  readonly resourceGroup: string;
  readonly origin: 'azure' | 'plan';
}
