import type { ContainerGroup } from '../model/containerGroup';
import { sameId } from '../model/resourceId';

/** How a container group uses an identity. */
export interface IdentityUse {
  readonly group: ContainerGroup;
  /** Login servers that it pulls from with the identity, as its definition spells them. */
  readonly pullsFrom: readonly string[];
  /** Whether the group carries it: what its containers may use, and what pulling takes. */
  readonly attached: boolean;
}

/** The container groups that carry an identity or pull with it, by name. */
export function identityUses(identityId: string, groups: readonly ContainerGroup[]): readonly IdentityUse[] {
  return groups
    .map((group) => useOf(identityId, group))
    .filter(({ pullsFrom, attached }) => attached || pullsFrom.length > 0)
    .sort((a, b) => a.group.name.localeCompare(b.group.name));
}

function useOf(identityId: string, group: ContainerGroup): IdentityUse {
  const { identity, properties } = group.definition;
  const credentials = (properties.imageRegistryCredentials ?? []).filter((each) => each.identity && sameId(each.identity, identityId));
  return {
    group,
    pullsFrom: [...new Set(credentials.map(({ server }) => server))],
    attached: Object.keys(identity?.userAssignedIdentities ?? {}).some((id) => sameId(id, identityId)),
  };
}
