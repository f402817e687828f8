import type { ContainerGroupDefinition } from '../model/containerGroup';
import { parseResourceId, sameId } from '../model/resourceId';
import { checkIdentityName } from './names';
import { isObject } from './properties/canonical';

const identityType = 'microsoft.managedidentity/userassignedidentities';

/** The well-formed ids of user-assigned identities that a definition attaches or pulls with, each once. It may be any JSON. */
export function namedIdentities({ identity, properties }: ContainerGroupDefinition): readonly string[] {
  const attached: unknown = isObject(identity) ? identity.userAssignedIdentities : undefined;
  const credentials: unknown = isObject(properties) ? properties.imageRegistryCredentials : undefined;
  const pulling = (Array.isArray(credentials) ? (credentials as unknown[]) : []).map((each) =>
    isObject(each) ? each['identity'] : undefined,
  );
  const all = [...(isObject(attached) ? Object.keys(attached) : []), ...pulling.filter((id) => typeof id === 'string')];
  return all.filter((id, index) => isIdentityId(id) && all.findIndex((other) => sameId(other, id)) === index);
}

/** Whether an id could be that of a user-assigned identity, by its form. */
function isIdentityId(id: string): boolean {
  const parsed = parseResourceId(id);
  return parsed?.type.toLowerCase() === identityType && checkIdentityName(parsed.name) === undefined;
}
