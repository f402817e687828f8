import type { RoleAssignmentMode } from '../model/registry';

/** What somebody may do with images: list the catalog, pull, push (and pull), delete. */
export const abilities = ['list', 'pull', 'push', 'delete'] as const;
export type Ability = (typeof abilities)[number];

/** An action that Azure asks for, and on which plane. */
export interface RequiredAction {
  readonly action: string;
  readonly plane: 'control' | 'data';
  /** Whether it is on a repository, so that a condition may ask for its name. */
  readonly onRepository: boolean;
}

const registries = 'Microsoft.ContainerRegistry/registries';
const control = (action: string): RequiredAction => ({ action: `${registries}/${action}`, plane: 'control', onRepository: false });
const onRepository = (action: string): RequiredAction => ({
  action: `${registries}/repositories/${action}`,
  plane: 'data',
  onRepository: true,
});

/**
 * What each ability takes. Classic registries look at actions, ABAC ones at data actions alone; in both, one that is not honoured opens nothing.
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions,
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
 */
const required: Readonly<Record<RoleAssignmentMode, Readonly<Record<Ability, readonly RequiredAction[]>>>> = {
  legacy: {
    list: [control('pull/read')],
    pull: [control('pull/read')],
    push: [control('pull/read'), control('push/write')],
    delete: [control('artifacts/delete')],
  },
  abac: {
    list: [{ action: `${registries}/catalog/read`, plane: 'data', onRepository: false }],
    pull: [onRepository('content/read'), onRepository('metadata/read')],
    push: ['content/read', 'metadata/read', 'content/write', 'metadata/write'].map(onRepository),
    delete: [onRepository('content/delete'), onRepository('metadata/delete')],
  },
};

export function requiredActions(ability: Ability, mode: RoleAssignmentMode): readonly RequiredAction[] {
  return required[mode][ability];
}
