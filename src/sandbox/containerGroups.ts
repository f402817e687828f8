/** `Microsoft.ContainerInstance/containerGroups`: what can be asked of a group, and done to it. */
import { normalizeId } from '../model/resourceId';
import { allEvents, groupBody } from './containerGroupBody';
import { isObject } from './containerGroupDefinition';
import { abandon, stop } from './containerGroupLife';
import { isTransitioning } from './containerGroupMoment';
import { containerGroupLocationRoutes } from './containerGroupLocations';
import { containerGroupLog } from './containerGroupLog';
import { apiVersionOf, beginOperation, groupIdOf, putContainerGroup, rateLimits, transitioning } from './containerGroupPut';
import { empty, invalidRequestContent, json, notInSandbox, refuse } from './errors';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import { isCmd, isWindows } from './windowsInside';
import type { SandboxContainerGroup } from './world';

export { containerGroupDue } from './containerGroupLife';

/** Those of the public cloud, newest first; the properties of each are taken with all of them. */
const containerGroupApiVersions: readonly string[] = [
  '2025-09-01',
  '2024-11-01-preview',
  '2024-10-01-preview',
  '2024-09-01-preview',
  '2024-05-01-preview',
  '2023-05-15-preview',
  '2023-05-01',
  '2023-02-01-preview',
  '2022-10-01-preview',
  '2022-09-01',
  '2022-04-01-preview',
  '2021-10-01',
  '2021-09-01',
  '2021-07-01',
  '2021-03-01',
  '2020-11-01',
  '2019-12-01',
  '2018-10-01',
  '2018-09-01',
  '2018-07-01',
  '2018-06-01',
  '2018-04-01',
  '2018-02-01-preview',
  '2017-12-01-preview',
  '2017-10-01-preview',
  '2017-08-01-preview',
];

function groupAt(call: Call): SandboxContainerGroup {
  const group = call.world.containerGroups[normalizeId(groupIdOf(call))];
  if (group) return group;
  throw refuse(404, 'ContainerGroupNotFound', `The container group '${call.params['containerGroup']}' does not exist.`);
}

function bodyOf(call: Call, group: SandboxContainerGroup, instanceView = true): Record<string, unknown> {
  return groupBody(call.world, group, { instanceView, apiVersion: apiVersionOf(call) });
}

/** No instance views and no next page: states need a GET each. */
function list(call: Call): SandboxResponse {
  const { subscriptionId = '', resourceGroup } = call.params;
  const under = normalizeId(`/subscriptions/${subscriptionId}/${resourceGroup === undefined ? '' : `resourceGroups/${resourceGroup}/`}`);
  const groups = Object.entries(call.world.containerGroups).filter(([key]) => key.startsWith(`${under}/`));
  return json(200, { value: groups.map(([, group]) => bodyOf(call, group, false)) });
}

function patch(call: Call): SandboxResponse {
  const group = groupAt(call);
  if (!isObject(call.body)) throw invalidRequestContent("Required property 'tags' not found in JSON. Path '', line 1, position 2.");
  const tags = call.body['tags'];
  if (isObject(tags))
    group.definition.tags = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value as string)]));
  return json(200, bodyOf(call, group));
}

function remove(call: Call): SandboxResponse {
  const key = normalizeId(groupIdOf(call));
  const group = call.world.containerGroups[key];
  if (!group) return empty(204);
  const body = bodyOf(call, group);
  abandon(call.world, group, call.now);
  delete call.world.containerGroups[key];
  if (group.systemAssigned) delete call.world.principals[group.systemAssigned];
  return json(200, body, rateLimits(call));
}

function start(call: Call): SandboxResponse {
  const group = groupAt(call);
  if (isTransitioning(group)) throw transitioning(group.name);
  if (group.state === 'Running') return empty(204);
  return empty(202, beginOperation(call, group, 'start'));
}

function restart(call: Call): SandboxResponse {
  const group = groupAt(call);
  if (isTransitioning(group)) throw transitioning(group.name);
  return empty(204, beginOperation(call, group, 'restart'));
}

function stopGroup(call: Call): SandboxResponse {
  const group = groupAt(call);
  if (group.state !== 'Stopped') stop(call.world, group, call.now);
  return empty(204);
}

/** 404 before the first run: seen in https://github.com/virtual-kubelet/virtual-kubelet/issues/237. */
function logs(call: Call): SandboxResponse {
  const { group, name } = containerAt(call);
  const content = containerGroupLog(group, name, call.now, {
    tail: call.query.has('tail') ? Number(call.query.get('tail')) : undefined,
    timestamps: call.query.get('timestamps')?.toLowerCase() === 'true',
  });
  if (content === undefined) {
    throw refuse(
      404,
      'ContainerLogNotAvailable',
      `Log of container '${name}' in container group '${group.name}' is not available yet. Please check container 'InstanceView' for more information or retry later.`,
    );
  }
  return json(200, { content });
}

/** Reason and state of a start, restart or PUT. A failed one carries no `error`: its reason is in the events. */
function operation(call: Call): SandboxResponse {
  const found = call.world.operations[(call.params['operation'] ?? '').toLowerCase()];
  if (!found?.kind.startsWith('containerGroup.')) {
    throw refuse(404, 'OperationNotFound', `The operation '${call.params['operation']}' does not exist.`);
  }
  const group = call.world.containerGroups[normalizeId(found.target)];
  return json(200, {
    id: found.target,
    status: found.status === 'InProgress' ? 'Creating' : found.status,
    startTime: new Date(found.startedAt).toISOString().replace('Z', '0000Z'),
    properties: { events: group ? allEvents(group) : [] },
  });
}

const subscription = '/subscriptions/{subscriptionId}';
const type = 'providers/Microsoft.ContainerInstance/containerGroups';
const inGroup = `${subscription}/resourceGroups/{resourceGroup}/${type}`;
const one = `${inGroup}/{containerGroup}`;
const container = `${one}/containers/{container}`;
const actions = 'Microsoft.ContainerInstance/containerGroups';
const groupScope = (params: Readonly<Record<string, string>>) => one.replace(/\{(\w+)\}/g, (_whole, name: string) => params[name] ?? '');

/** A container of the path, and that its group lets itself be worked with. */
function containerAt(call: Call): { readonly group: SandboxContainerGroup; readonly name: string } {
  const group = groupAt(call);
  const name = call.params['container'] ?? '';
  if (!group.containers[name]) {
    throw refuse(404, 'ContainerNotFound', `The container '${name}' does not exist in container group '${group.name}'.`);
  }
  if (isTransitioning(group)) throw transitioning(group.name);
  return { group, name };
}

/** Answered also for a container that does not run: the socket then says nothing, and ends. */
function exec(call: Call): SandboxResponse {
  const { group, name } = containerAt(call);
  const body = isObject(call.body) ? call.body : {};
  const size = isObject(body['terminalSize']) ? body['terminalSize'] : {};
  const command = body['command'];
  if (typeof command !== 'string' || command === '') throw invalidRequestContent("Required property 'command' not found in JSON.");
  // Of powershell.exe it is known only that its socket ended at once: https://github.com/Azure/azure-cli/issues/20827.
  if (isWindows(group) && !isCmd(command)) throw notInSandbox(`the program '${command}' in a Windows container`);
  return json(
    200,
    call.terminals.admitExec(group.id, name, command, { rows: Number(size['rows'] ?? 24), columns: Number(size['cols'] ?? 80) }),
  );
}

function attach(call: Call): SandboxResponse {
  const { group, name } = containerAt(call);
  return json(200, call.terminals.admitAttach(group.id, name));
}

function notYet(what: string): Route['handle'] {
  return () => {
    throw notInSandbox(what);
  };
}

const groupRoutes: readonly Omit<Route, 'apiVersions'>[] = [
  { method: 'GET', path: `${subscription}/${type}`, action: `${actions}/read`, handle: list },
  { method: 'GET', path: inGroup, action: `${actions}/read`, handle: list },
  { method: 'GET', path: one, action: `${actions}/read`, handle: (call) => json(200, bodyOf(call, groupAt(call))) },
  { method: 'PUT', path: one, action: `${actions}/write`, handle: putContainerGroup },
  { method: 'PATCH', path: one, action: `${actions}/write`, handle: patch },
  { method: 'DELETE', path: one, action: `${actions}/delete`, handle: remove },
  { method: 'POST', path: `${one}/start`, action: `${actions}/start/action`, handle: start },
  { method: 'POST', path: `${one}/stop`, action: `${actions}/stop/action`, handle: stopGroup },
  { method: 'POST', path: `${one}/restart`, action: `${actions}/restart/action`, handle: restart },
  { method: 'GET', path: `${container}/logs`, action: `${actions}/containers/logs/read`, scope: groupScope, handle: logs },
  {
    method: 'POST',
    path: `${container}/exec`,
    action: `${actions}/containers/exec/action`,
    scope: groupScope,
    handle: exec,
  },
  {
    method: 'POST',
    path: `${container}/attach`,
    action: `${actions}/containers/attach/action`,
    scope: groupScope,
    handle: attach,
  },
  {
    method: 'GET',
    path: `${one}/outboundNetworkDependenciesEndpoints`,
    action: `${actions}/outboundNetworkDependenciesEndpoints/read`,
    handle: notYet('outbound network dependencies'),
  },
  {
    method: 'GET',
    path: `${subscription}/providers/Microsoft.ContainerInstance/locations/{location}/operations/{operation}`,
    action: 'Microsoft.ContainerInstance/locations/operations/read',
    scope: (params) => `/subscriptions/${params['subscriptionId']}`,
    handle: operation,
  },
  ...containerGroupLocationRoutes,
];

export const containerGroupRoutes: readonly Route[] = groupRoutes.map((route) => ({ ...route, apiVersions: containerGroupApiVersions }));
