import type { Registry } from '../model/registry';
import { isAtOrAbove } from '../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import { conditionAdmits } from './conditionAdmits';
import { admitsAction, admitsDataAction } from './permission';

/** Whether an identity's roles let it pull from a registry. */
export type PullVerdict =
  | { readonly kind: 'yes'; readonly via: RoleAssignment }
  /** Only under a condition, of which it can't be told here whether it admits the pull. */
  | { readonly kind: 'conditional'; readonly via: RoleAssignment }
  /** Only under a condition that leaves this repository out. */
  | { readonly kind: 'narrowed'; readonly via: RoleAssignment }
  /** `ignored` are roles that would let it pull, were the registry in the other mode. */
  | { readonly kind: 'no'; readonly ignored: readonly RoleAssignment[] };

const pullAction = 'Microsoft.ContainerRegistry/registries/pull/read';
const readContent = 'Microsoft.ContainerRegistry/registries/repositories/content/read';
const readMetadata = 'Microsoft.ContainerRegistry/registries/repositories/metadata/read';

/**
 * Judges by assignments of the principal and the definitions of their roles. Registries in the classic mode go by the action of `AcrPull`
 * (which Owner, Contributor and Reader have too), ABAC ones by the data actions of `Repository Reader` alone.
 * @param repository without it, a condition can't be judged.
 */
export function canPull(
  registry: Registry,
  principalId: string,
  assignments: readonly RoleAssignment[],
  definitions: readonly RoleDefinition[],
  repository?: string,
): PullVerdict {
  const here = assignments.filter(
    (found) => found.principalId.toLowerCase() === principalId.toLowerCase() && isAtOrAbove(found.scope, registry.id),
  );
  const definition = (found: RoleAssignment): RoleDefinition | undefined => definitions.find(({ roleId }) => roleId === found.roleId);
  const classic = here.filter((found) => admitsAction(definition(found)?.permissions ?? [], pullAction));
  const abac = here.filter((found) => {
    const permissions = definition(found)?.permissions ?? [];
    return admitsDataAction(permissions, readContent) && admitsDataAction(permissions, readMetadata);
  });
  const [honoured, ignored] = registry.mode === 'abac' ? [abac, classic] : [classic, abac];
  const judged = honoured.map((via) => ({ via, admits: admitsPull(via.condition, repository) }));
  const yes = judged.find(({ admits }) => admits === true);
  if (yes) return { kind: 'yes', via: yes.via };
  const unsure = judged.find(({ admits }) => admits === undefined);
  if (unsure) return { kind: 'conditional', via: unsure.via };
  if (judged[0]) return { kind: 'narrowed', via: judged[0].via };
  return { kind: 'no', ignored };
}

function admitsPull(condition: string | undefined, repository: string | undefined): boolean | undefined {
  if (!condition) return true;
  if (repository === undefined) return undefined;
  const [content, metadata] = [readContent, readMetadata].map((action) => conditionAdmits(condition, { action, repository }));
  return content === false || metadata === false ? false : content === undefined || metadata === undefined ? undefined : true;
}
