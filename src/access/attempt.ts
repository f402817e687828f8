import type { AttributeSource } from '../model/condition';

/** Values of an attribute that a condition asks about; `absent` where the request has no such attribute, `unknown` where that can't be told. */
export type AttributeValues = readonly string[] | 'absent' | 'unknown';

/** Something a principal tries to do, as a condition sees it. */
export interface Attempt {
  /** Full action or data action, such as `Microsoft.ContainerRegistry/registries/repositories/content/read`. */
  readonly action: string;
  attribute(source: AttributeSource, name: string): AttributeValues;
}

const repositoryName = 'microsoft.containerregistry/registries/repositories:name';

/**
 * An action at a registry. The only attribute that registries are documented to have is the repository's name, in `@Request`; under `@Resource`
 * there is none (Azure/acr#794).
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 * @param repository undefined where it is not known which; null where the action is on no repository (the catalog).
 */
export function registryAttempt(action: string, repository: string | null | undefined): Attempt {
  return {
    action,
    attribute: (source, name) => {
      if (name.toLowerCase() !== repositoryName || source === 'Principal' || source === 'Environment') return 'unknown';
      if (source === 'Resource' || repository === null) return 'absent';
      return repository === undefined ? 'unknown' : [repository];
    },
  };
}

/** Writing or deleting a role assignment: what a constrained delegation asks about. */
export interface AssignmentAttempt {
  readonly verb: 'write' | 'delete';
  readonly roleId: string;
  /** Undefined where it is not known yet: of an identity that is still to be made. */
  readonly principalId: string | undefined;
  readonly principalType: string;
}

/**
 * Of an assignment that is written the attributes are in `@Request`, of one that is deleted in `@Resource`.
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-authorization-actions-attributes
 */
export function assignmentAttempt({ verb, roleId, principalId, principalType }: AssignmentAttempt): Attempt {
  const attributes: Readonly<Record<string, AttributeValues>> = {
    roledefinitionid: [roleId],
    principalid: principalId === undefined ? 'unknown' : [principalId],
    principaltype: [principalType],
  };
  const at = verb === 'write' ? 'Request' : 'Resource';
  return {
    action: `Microsoft.Authorization/roleAssignments/${verb}`,
    attribute: (source, name) => {
      const [type = '', attribute = ''] = name.toLowerCase().split(':');
      if (type !== 'microsoft.authorization/roleassignments' || source === 'Principal' || source === 'Environment') return 'unknown';
      return source === at ? (attributes[attribute] ?? 'unknown') : 'absent';
    },
  };
}
