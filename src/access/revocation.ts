import type { ContainerGroup } from '../model/containerGroup';
import { parseImageReference } from '../model/imageReference';
import type { Registry } from '../model/registry';
import { isAtOrAbove, sameId } from '../model/resourceId';
import type { RoleAssignment } from '../model/roleAssignment';
import type { Puller } from './diagnosis/pullQuestion';
import { pullsOfGroup } from './diagnosis/pullQuestion';
import type { Authorization, Verdict } from './effectiveAccess';
import { answerOf, effectiveAccess } from './effectiveAccess';

/** A pull of a container group that roles decide on. */
export interface RolePull {
  readonly group: ContainerGroup;
  readonly image: string;
  readonly repository: string;
  readonly registry: Registry;
  readonly principalId: string;
}

/** The registries that an assignment reaches. */
export function reachedBy({ scope }: RoleAssignment, registries: readonly Registry[]): readonly Registry[] {
  return registries.filter(({ id }) => isAtOrAbove(scope, id));
}

/**
 * The pulls of groups from some registries. What does not pull by a role is left out: a password that is not of a service principal, no
 * credential, an identity that the group does not carry (Azure refuses that whatever its roles).
 * @param principalOf object id of who pulls, where that is known.
 */
export function rolePulls(
  groups: readonly ContainerGroup[],
  registries: readonly Registry[],
  principalOf: (puller: Puller) => string | undefined,
): readonly RolePull[] {
  const byServer = new Map(registries.map((registry) => [registry.loginServer.toLowerCase(), registry]));
  return groups.flatMap((group) =>
    pullsOfGroup(group).flatMap(({ image, puller }) => {
      const reference = parseImageReference(image);
      const registry = reference && byServer.get(reference.server);
      const principalId = puller.kind === 'identity' && !puller.attached ? undefined : principalOf(puller);
      if (!reference || !registry || principalId === undefined) return [];
      return [{ group, image, repository: reference.repository, registry, principalId }];
    }),
  );
}

/** A pull that stops being possible; unless `certain`, it can't be told whether it does. */
export interface LostPull extends RolePull {
  readonly certain: boolean;
}

/**
 * Which pulls end when an assignment does: each judged with it and without it. Whatever else a pull takes (the network, the image) is not looked
 * at: it is the same before and after.
 * @param authorizationOf what decides on a principal's pulls from a registry, the assignment included.
 */
export function lostPulls(
  removed: RoleAssignment,
  pulls: readonly RolePull[],
  authorizationOf: (pull: RolePull) => Authorization,
): readonly LostPull[] {
  return pulls.flatMap((pull): LostPull[] => {
    const authorization = authorizationOf(pull);
    if (!authorization.assignments.some(({ id }) => sameId(id, removed.id))) return [];
    const remaining = { ...authorization, assignments: authorization.assignments.filter(({ id }) => !sameId(id, removed.id)) };
    const judge = (by: Authorization): Verdict => effectiveAccess('pull', pull.registry, pull.principalId, by, pull.repository);
    const before = judge(authorization);
    const [could, can] = [answerOf(before), answerOf(judge(remaining))];
    if (could === false || can === true) return [];
    // Where neither can be told, it matters only if the assignment is one of those on which it hangs.
    if (could === undefined && can === undefined && !hangsOn(before, removed)) return [];
    return [{ ...pull, certain: could === true && can === false }];
  });
}

function hangsOn(verdict: Verdict, assignment: RoleAssignment): boolean {
  const on = 'via' in verdict ? verdict.via : [];
  const perhaps = 'groups' in verdict ? verdict.groups : [];
  const unread = 'unread' in verdict ? verdict.unread : [];
  return [...on, ...perhaps, ...unread].some(({ id }) => sameId(id, assignment.id));
}
