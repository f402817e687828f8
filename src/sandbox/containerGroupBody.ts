/** A container group as Azure answers it: recorded key order, states, events. */
import type { Container, ContainerEvent, ContainerInstanceView, ContainerState } from '../model/containerGroup';
import { normalizeId } from '../model/resourceId';
import { initContainersOf, isTransitioning } from './containerGroupMoment';
import { subnetIdsOf } from './subnetUse';
import type { SandboxContainer, SandboxContainerGroup, SandboxEvent, World } from './world';

export interface BodyOptions {
  /** Lists have none. */
  readonly instanceView: boolean;
  readonly apiVersion: string;
}

/** First api-version whose answers carry the provisioning time-out (2021-10-01 does not, 2023-05-01 does). */
const withTimeOutSince = '2022-10-01';

export function groupBody(world: World, group: SandboxContainerGroup, options: BodyOptions): Record<string, unknown> {
  const { definition } = group;
  const { sku, containers, imageRegistryCredentials, restartPolicy, ipAddress, osType, volumes, ...more } = definition.properties;
  const view = (container: Container) => containerBody(container, group.containers[container.name], options.instanceView);
  const timeOut = options.apiVersion >= withTimeOutSince ? { provisioningTimeoutInSeconds: 1800, isCustomProvisioningTimeout: false } : {};
  const { location, tags, zones, ...beside } = definition;
  return {
    properties: {
      sku,
      provisioningState: group.provisioningState,
      ...timeOut,
      containers: containers.map(view),
      initContainers: initContainersOf(group).map(view),
      ...(imageRegistryCredentials ? { imageRegistryCredentials } : {}),
      restartPolicy,
      ...(ipAddress && isAddressShown(group) ? { ipAddress: addressBody(group) } : {}),
      osType,
      ...(volumes ? { volumes } : {}),
      ...without(more, 'initContainers'),
      ...(options.instanceView ? { instanceView: { events: group.events.map(eventBody), state: group.state } } : {}),
    },
    ...identityBody(world, group),
    id: group.id,
    name: group.name,
    type: 'Microsoft.ContainerInstance/containerGroups',
    location,
    ...(zones ? { zones } : {}),
    ...(tags ? { tags } : {}),
    ...without(beside, 'properties', 'identity', 'id', 'name', 'type'),
  };
}

function containerBody(container: Container, state: SandboxContainer | undefined, withView: boolean): Record<string, unknown> {
  const { image, command, ports, environmentVariables, resources, ...others } = container.properties;
  // A container that nothing has happened to yet has no view.
  const view = withView && state && (state.startedAt !== undefined || state.events.length > 0) ? { instanceView: instanceView(state) } : {};
  return {
    name: container.name,
    properties: {
      image,
      ...(command ? { command } : {}),
      ...(ports ? { ports } : {}),
      environmentVariables,
      ...view,
      ...(resources ? { resources } : {}),
      ...without(others, 'instanceView'),
    },
  };
}

function instanceView(container: SandboxContainer): ContainerInstanceView {
  const { startedAt, finishedAt, exitCode } = container;
  const last = startedAt !== undefined && finishedAt !== undefined ? { startedAt, finishedAt, exitCode: exitCode ?? 0 } : undefined;
  const ended = container.state === 'Waiting' ? last : undefined;
  const previous = ended ?? container.previous;
  return {
    restartCount: container.restartCount,
    currentState: ended ? { state: 'Waiting', detailStatus: container.detailStatus } : currentState(container),
    ...(previous ? { previousState: endedState(previous) } : {}),
    ...(container.events.length > 0 ? { events: container.events.map(eventBody) } : {}),
  };
}

function currentState(container: SandboxContainer): ContainerState {
  return {
    state: container.state,
    ...(container.startedAt === undefined ? {} : { startTime: time(container.startedAt) }),
    ...(container.exitCode === undefined ? {} : { exitCode: container.exitCode }),
    ...(container.finishedAt === undefined ? {} : { finishTime: time(container.finishedAt) }),
    detailStatus: container.detailStatus,
  };
}

function endedState(run: { startedAt: number; finishedAt: number; exitCode: number }): ContainerState {
  return {
    state: 'Terminated',
    startTime: time(run.startedAt),
    exitCode: run.exitCode,
    finishTime: time(run.finishedAt),
    detailStatus: run.exitCode === 0 ? 'Completed' : 'Error',
  };
}

export function eventBody(event: SandboxEvent): ContainerEvent {
  return {
    count: event.count,
    firstTimestamp: wholeSeconds(event.firstAt),
    lastTimestamp: wholeSeconds(event.lastAt),
    name: event.name,
    message: event.message,
    type: event.type,
  };
}

/** In a subnet an address is first told of when it is there: so it is recorded. Of a stopped group it is told what was asked for, so that nothing is lost. */
function isAddressShown(group: SandboxContainerGroup): boolean {
  return group.ip !== undefined || subnetIdsOf(group.definition).length === 0 || !isTransitioning(group);
}

function addressBody(group: SandboxContainerGroup): Record<string, unknown> {
  const { ports, type, dnsNameLabel, autoGeneratedDomainNameLabelScope, ...others } = group.definition.properties.ipAddress ?? {
    ports: [],
    type: '',
  };
  return {
    ports,
    ...(group.ip ? { ip: group.ip } : {}),
    type,
    ...(dnsNameLabel === undefined ? {} : { dnsNameLabel }),
    ...(autoGeneratedDomainNameLabelScope === undefined ? {} : { autoGeneratedDomainNameLabelScope }),
    ...(group.fqdn ? { fqdn: group.fqdn } : {}),
    ...others,
  };
}

function identityBody(world: World, group: SandboxContainerGroup): { identity?: Record<string, unknown> } {
  const identity = group.definition.identity;
  if (!identity?.type || identity.type.toLowerCase() === 'none') return {};
  const given = identity.userAssignedIdentities;
  const attached = Object.keys(given ?? {}).map((key) => {
    const known = world.identities[normalizeId(key)];
    return [key, known ? { principalId: known.principalId, clientId: known.clientId } : {}] as const;
  });
  return {
    identity: {
      ...(given ? { userAssignedIdentities: Object.fromEntries(attached) } : {}),
      ...(group.systemAssigned ? { principalId: group.systemAssigned } : {}),
      tenantId: world.tenantId,
      type: identity.type,
    },
  };
}

function without(object: Readonly<Record<string, unknown>>, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** All events of the group and its containers: what a long-running operation tells. */
export function allEvents(group: SandboxContainerGroup): ContainerEvent[] {
  return [...group.events, ...Object.values(group.containers).flatMap((container) => container.events)].map(eventBody);
}

export function time(at: number): string {
  return new Date(at).toISOString();
}

function wholeSeconds(at: number): string {
  return time(at).replace(/\.\d{3}Z$/, 'Z');
}
