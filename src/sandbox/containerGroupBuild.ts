/** Container groups for those who author worlds and tests: they come about as by a PUT that Azure accepted. */
import type { ContainerGroupDefinition } from '../model/containerGroup';
import { normalizeId, resourceId } from '../model/resourceId';
import { containerGroupDue, beginStart } from './containerGroupLife';
import { partDefinition } from './containerGroupDefinition';
import { domainName } from './domainName';
import { newGuid } from './ids';
import { pullVerdict } from './pull';
import type { SandboxContainerGroup, World } from './world';

export interface NewContainerGroup {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly definition: ContainerGroupDefinition;
  readonly at: number;
}

/** Throws where an image could not be pulled at that instant: Azure would have refused the group. */
export function addContainerGroup(world: World, given: NewContainerGroup): SandboxContainerGroup {
  const id = resourceId(given.subscriptionId, given.resourceGroup, 'Microsoft.ContainerInstance/containerGroups', given.name);
  const parted = partDefinition(given.definition);
  for (const container of parted.definition.properties.containers) {
    const verdict = pullVerdict(world, parted, container.properties.image, given.at);
    if (!verdict.ok) throw new Error(`${given.name} cannot pull ${container.properties.image}: ${verdict.obstacle}`);
  }
  const fqdn = domainName(world, id, parted.definition);
  const group: SandboxContainerGroup = {
    id,
    name: given.name,
    createdAt: given.at,
    ...parted,
    provisioningState: 'Pending',
    state: 'Pending',
    events: [],
    containers: {},
    ...(fqdn === undefined ? {} : { fqdn }),
  };
  world.containerGroups[normalizeId(id)] = group;
  beginStart(world, group, given.at, newGuid(world));
  return group;
}

/** Lets everything about container groups happen that falls before an instant. */
export function liveUntil(world: World, until: number): void {
  for (;;) {
    const next = world.due.filter((change) => change.at <= until).sort((a, b) => a.at - b.at)[0];
    if (!next) return;
    world.due.splice(world.due.indexOf(next), 1);
    const handler = Object.entries(containerGroupDue).find(([kind]) => kind === next.kind)?.[1];
    if (!handler) throw new Error(`'${next.kind}' is not about container groups.`);
    handler(world, next, next.at);
  }
}
