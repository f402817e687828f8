import type { Registry } from '../model/registry';
import { isAtOrAbove } from '../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import { admitsAction, admitsDataAction } from './permission';

/** Whether an identity's roles let it pull from a registry. */
export type PullVerdict =
  | { readonly kind: 'yes'; readonly via: RoleAssignment }
  /** Only under a condition, which decides by repository. */
  | { readonly kind: 'conditional'; readonly via: RoleAssignment }
  /** `ignored` are roles that would let it pull, were the registry in the other mode. */
  | { readonly kind: 'no'; readonly ignored: readonly RoleAssignment[] };

const pullAction = 'Microsoft.ContainerRegistry/registries/pull/read';
const readContent = 'Microsoft.ContainerRegistry/registries/repositories/content/read';
const readMetadata = 'Microsoft.ContainerRegistry/registries/repositories/metadata/read';

/**
 * Judges by assignments of the principal and the definitions of their roles. Registries in the classic mode go by the action of `AcrPull`
 * (which Owner, Contributor and Reader have too), ABAC ones by the data actions of `Repository Reader` alone.
 */
export function canPull(
  registry: Registry,
  principalId: string,
  assignments: readonly RoleAssignment[],
  definitions: readonly RoleDefinition[],
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
  const unconditional = honoured.find(({ condition }) => !condition);
  if (unconditional) return { kind: 'yes', via: unconditional };
  if (honoured[0]) return { kind: 'conditional', via: honoured[0] };
  return { kind: 'no', ignored };
}
