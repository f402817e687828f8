import type { Registry } from '../model/registry';
import { isAtOrAbove } from '../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../model/roleAssignment';
import type { Attempt } from './conditionAdmits';
import { conditionAdmits } from './conditionAdmits';
import { admitsAction, admitsDataAction } from './permission';

/** Whether an identity's roles let it pull from a registry. */
export type PullVerdict =
  | { readonly kind: 'yes'; readonly via: RoleAssignment }
  /** Only under a condition, of which it can't be told here whether it admits the pull. */
  | { readonly kind: 'conditional'; readonly via: RoleAssignment }
  /** Only under a condition that leaves this repository out. */
  | { readonly kind: 'narrowed'; readonly via: RoleAssignment; readonly groups: PerhapsThrough }
  /** `ignored` are roles that would let it pull, were the registry in the other mode. */
  | { readonly kind: 'no'; readonly ignored: readonly RoleAssignment[]; readonly groups: PerhapsThrough };

/** Roles of groups that would let the identity pull, were it in them. Who is in a group can't be told here. */
type PerhapsThrough = readonly RoleAssignment[];

/** An assignment, and whether it admits the pull; undefined is "can't tell". */
interface Judged {
  readonly via: RoleAssignment;
  readonly admits: boolean | undefined;
}

const pullAction = 'Microsoft.ContainerRegistry/registries/pull/read';
const readContent = 'Microsoft.ContainerRegistry/registries/repositories/content/read';
const readMetadata = 'Microsoft.ContainerRegistry/registries/repositories/metadata/read';

/**
 * Judges by the principal's own assignments and the definitions of their roles. Registries in the classic mode go by the action of `AcrPull`
 * (which Owner, Contributor and Reader have too), ABAC ones by the data actions of `Repository Reader` alone. One assignment may let one
 * action through and another the other: Azure asks for each action by itself.
 * @param repository without it, a condition on repositories can't be judged.
 */
export function canPull(
  registry: Registry,
  principalId: string,
  assignments: readonly RoleAssignment[],
  definitions: readonly RoleDefinition[],
  repository?: string,
): PullVerdict {
  const here = assignments.filter((found) => isAtOrAbove(found.scope, registry.id));
  const own = here.filter((found) => found.principalId.toLowerCase() === principalId.toLowerCase());
  const permissions = (of: RoleAssignment) => definitions.find(({ roleId }) => roleId === of.roleId)?.permissions ?? [];
  const classic = (of: RoleAssignment) => admitsAction(permissions(of), pullAction);
  const admitsData = (action: string) => (of: RoleAssignment) => admitsDataAction(permissions(of), action);
  const abac = (of: RoleAssignment) => admitsData(readContent)(of) && admitsData(readMetadata)(of);
  const judge = (held: readonly RoleAssignment[]): Judged | undefined =>
    registry.mode === 'abac'
      ? worst([readContent, readMetadata].map((action) => best(held.filter(admitsData(action)), { action, repository })))
      : // An action on the registry as a whole: it names no repository.
        best(held.filter(classic), { action: pullAction, repository: undefined });
  const judged = judge(own);
  if (judged?.admits === true) return { kind: 'yes', via: judged.via };
  if (judged && judged.admits === undefined) return { kind: 'conditional', via: judged.via };
  const ofGroups = here.filter(({ principalType }) => principalType === 'Group');
  const joined = judge([...own, ...ofGroups]);
  const grants = (of: RoleAssignment) =>
    registry.mode === 'abac' ? admitsData(readContent)(of) || admitsData(readMetadata)(of) : classic(of);
  const groups = joined && joined.admits !== false ? ofGroups.filter(grants) : [];
  if (judged) return { kind: 'narrowed', via: judged.via, groups };
  return { kind: 'no', ignored: own.filter(registry.mode === 'abac' ? classic : abac), groups };
}

/** One assignment that lets an action through is enough. */
function best(granting: readonly RoleAssignment[], attempt: Attempt): Judged | undefined {
  const judged = granting.map((via) => ({ via, admits: via.condition ? conditionAdmits(via.condition, attempt) : true }));
  return judged.find(({ admits }) => admits === true) ?? judged.find(({ admits }) => admits === undefined) ?? judged[0];
}

/** All actions have to be let through; undefined where no role has one of them. */
function worst(actions: readonly (Judged | undefined)[]): Judged | undefined {
  const known = actions.filter((judged) => judged !== undefined);
  if (known.length < actions.length) return undefined;
  return known.find(({ admits }) => admits === false) ?? known.find(({ admits }) => admits === undefined) ?? known[0];
}
