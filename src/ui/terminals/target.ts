import type { ContainerGroup } from '../../model/containerGroup';

/** A container that a terminal is of. */
export interface ContainerTarget {
  readonly groupId: string;
  readonly groupName: string;
  readonly container: string;
  readonly windows: boolean;
}

export function targetIn(group: ContainerGroup, container: string): ContainerTarget {
  const windows = group.definition.properties.osType?.toLowerCase() === 'windows';
  return { groupId: group.id, groupName: group.name, container, windows };
}
