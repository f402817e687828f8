import type { ContainerGroupDefinition } from '../model/containerGroup';
import { subnetIdsOf } from './subnetUse';

export function coresOf(definition: ContainerGroupDefinition): number {
  return definition.properties.containers.reduce((sum, container) => sum + container.properties.resources.requests.cpu, 0);
}

export function memoryOf(definition: ContainerGroupDefinition): number {
  return definition.properties.containers.reduce((sum, container) => sum + container.properties.resources.requests.memoryInGB, 0);
}

/** What Azure says where a region does not take a group: as a refusal, and in an event. */
export function noRoomText(location: string, definition: ContainerGroupDefinition): string {
  return (
    `The requested resource is not available in the location '${location}' at this moment. Please retry with a different resource request ` +
    `or in another location. Resource requested: '${coresOf(definition)}' CPU '${memoryOf(definition)}' GB memory ` +
    `'${definition.properties.osType}' OS${subnetIdsOf(definition).length > 0 ? ' virtual network' : ''}`
  );
}
