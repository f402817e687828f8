import type { Container, ContainerGroupDefinition } from '../../model/containerGroup';
import { sameId } from '../../model/resourceId';

/** A change of a group's definition: each leaves the rest as it is. */
export type Edit = (definition: ContainerGroupDefinition) => ContainerGroupDefinition;

/** Another image for the containers that run this one. */
export function withImage(from: string, to: string): Edit {
  const change = (container: Container): Container =>
    container.properties.image === from ? { ...container, properties: { ...container.properties, image: to } } : container;
  return (definition) => {
    const init = definition.properties['initContainers'];
    return {
      ...definition,
      properties: {
        ...definition.properties,
        containers: definition.properties.containers.map(change),
        ...(Array.isArray(init) ? { initContainers: (init as Container[]).map(change) } : {}),
      },
    };
  };
}

/** The group carries the identity, besides those that it has. */
export function withAttached(identityId: string): Edit {
  return (definition) => {
    const { type = 'None', userAssignedIdentities = {} } = definition.identity ?? {};
    if (Object.keys(userAssignedIdentities).some((id) => sameId(id, identityId))) return definition;
    const kinds = /systemassigned/i.test(type) ? 'SystemAssigned, UserAssigned' : 'UserAssigned';
    return {
      ...definition,
      identity: { ...definition.identity, type: kinds, userAssignedIdentities: { ...userAssignedIdentities, [identityId]: {} } },
    };
  };
}

/** The group pulls from a registry with an identity, instead of what it pulls with now. */
export function withPuller(server: string, identityId: string): Edit {
  return (definition) => {
    const credentials = definition.properties.imageRegistryCredentials ?? [];
    const others = credentials.filter((one) => one.server.toLowerCase() !== server.toLowerCase());
    const imageRegistryCredentials = [...others, { server, identity: identityId }];
    return withAttached(identityId)({ ...definition, properties: { ...definition.properties, imageRegistryCredentials } });
  };
}

/** Whether everything in the group runs: then nothing has to be started again. */
export function runs({ properties }: ContainerGroupDefinition): boolean {
  const areRunning = properties.containers.every((container) => container.properties.instanceView?.currentState?.state === 'Running');
  return properties.instanceView?.state === 'Running' && areRunning;
}
