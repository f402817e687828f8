import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { ContainerGroup, ContainerGroupDefinition } from '../model/containerGroup';
import type { SocketAccess } from '../model/containerSocket';
import { AppError } from '../model/appError';
import { message } from '../model/message';
import { accepted } from './accepted';
import type { Azure } from './azure';
import { call, collect } from './call';
import type { Clients } from './clients';
import { unlessAbsent } from './errors';
import { groupMetrics } from './metrics';
import { present } from './present';
import { resourceNames } from './resourceNames';

/**
 * The SDK's model of a container group drops every property that it does not know, in both directions. So its operations are used for
 * what surrounds the body (address, credentials, retries), the body of a PUT is put in by a policy, and answers are read as they came.
 */
export function containerGroups(clients: Clients): Azure['containerGroups'] {
  const at = (id: string) => {
    const { subscriptionId, resourceGroup, name } = resourceNames(id);
    return { client: clients.containerGroups(subscriptionId), subscriptionId, resourceGroup, name };
  };
  const atOnce = (id: string) => {
    const { subscriptionId, resourceGroup, name } = resourceNames(id);
    return { client: clients.containerGroupsWith(subscriptionId, { retry: false }), resourceGroup, name };
  };
  return {
    async list(subscriptionId, signal) {
      const bodies: string[] = [];
      const { containerGroups: all } = clients.containerGroups(subscriptionId);
      const pages = (): AsyncIterable<unknown> =>
        all.list({ onResponse: bodiesInto(bodies), ...present({ abortSignal: signal }) }).byPage();
      await collect(signal, pages, () => undefined);
      return bodies.flatMap((body) => (JSON.parse(body) as { value?: readonly WireGroup[] }).value ?? []).map(toContainerGroup);
    },
    async get(id, signal) {
      const { client, resourceGroup, name } = at(id);
      const bodies: string[] = [];
      const onResponse = bodiesInto(bodies);
      const answer = call(signal, () =>
        client.containerGroups.get(resourceGroup, name, { onResponse, ...present({ abortSignal: signal }) }),
      );
      const found = await unlessAbsent(answer, 'ContainerGroupNotFound', 'ResourceNotFound', 'ResourceGroupNotFound');
      return found && readGroup(bodies[0]);
    },
    async put(id, definition, signal) {
      const { subscriptionId, resourceGroup, name } = at(id);
      const { apiVersion, ...body } = definition;
      const own = { policy: bodyOfPut(body), ...present({ apiVersion: typeof apiVersion === 'string' ? apiVersion : undefined }) };
      const client = clients.containerGroupsWith(subscriptionId, own);
      return readGroup(
        await call(signal, () =>
          accepted((options) => client.containerGroups.beginCreateOrUpdate(resourceGroup, name, replacedBody, options), signal),
        ),
      );
    },
    async delete(id, signal) {
      const { client, resourceGroup, name } = at(id);
      const answer = call(signal, () => accepted((options) => client.containerGroups.beginDelete(resourceGroup, name, options), signal));
      await unlessAbsent(answer, 'ContainerGroupNotFound', 'ResourceNotFound', 'ResourceGroupNotFound');
    },
    async start(id, signal) {
      const { client, resourceGroup, name } = at(id);
      await call(signal, () => accepted((options) => client.containerGroups.beginStart(resourceGroup, name, options), signal));
    },
    async stop(id, signal) {
      const { client, resourceGroup, name } = at(id);
      await call(signal, () => client.containerGroups.stop(resourceGroup, name, present({ abortSignal: signal })));
    },
    async restart(id, signal) {
      const { client, resourceGroup, name } = at(id);
      await call(signal, () => accepted((options) => client.containerGroups.beginRestart(resourceGroup, name, options), signal));
    },
    async logs(id, container, options = {}, signal) {
      const { client, resourceGroup, name } = at(id);
      const given = { ...options, ...present({ abortSignal: signal }) };
      const logs = await call(signal, () => client.containers.listLogs(resourceGroup, name, container, given));
      return logs.content ?? '';
    },
    async exec(id, container, command, { rows, columns }, signal) {
      const { client, resourceGroup, name } = atOnce(id);
      const body = { command, terminalSize: { rows, cols: columns } };
      return readAccess(
        await call(signal, () => client.containers.executeCommand(resourceGroup, name, container, body, present({ abortSignal: signal }))),
      );
    },
    async attach(id, container, signal) {
      const { client, resourceGroup, name } = atOnce(id);
      return readAccess(
        await call(signal, () => client.containers.attach(resourceGroup, name, container, present({ abortSignal: signal }))),
      );
    },
    metrics: (id, span, signal) => groupMetrics(clients, id, span, signal),
    usages: (subscriptionId, location, signal) =>
      collect(
        signal,
        () => clients.containerGroups(subscriptionId).location.listUsage(location, present({ abortSignal: signal })),
        ({ name, limit = 0, currentValue = 0 }) => ({ name: name?.value ?? '', limit, current: currentValue }),
      ),
    capabilities: (subscriptionId, location, signal) =>
      collect(
        signal,
        () => clients.containerGroups(subscriptionId).location.listCapabilities(location, present({ abortSignal: signal })),
        ({ osType = '', ipAddressType = '', gpu = '', capabilities }) => ({
          osType,
          ipAddressType,
          gpu,
          maxCpu: capabilities?.maxCpu ?? 0,
          maxMemoryInGB: capabilities?.maxMemoryInGB ?? 0,
        }),
      ),
  };
}

/** What the SDK asks for before it sends; never sent. */
const replacedBody = { containers: [], osType: 'Linux' };

type WireGroup = ContainerGroupDefinition & { readonly id?: string; readonly name?: string };

function bodiesInto(bodies: string[]): (response: { readonly status: number; readonly bodyAsText?: string | null }) => void {
  return ({ status, bodyAsText }) => {
    if (status === 200 && bodyAsText) bodies.push(bodyAsText);
  };
}

/** On a client of its own: every PUT of that client has this body. */
function bodyOfPut(body: unknown): PipelinePolicy {
  const text = JSON.stringify(body);
  return {
    name: 'keylessOwnBody',
    sendRequest(request, next) {
      if (request.method === 'PUT') request.body = text;
      return next(request);
    },
  };
}

/** Throws `UnreadableAnswer` where the body is no container group. */
function readGroup(body: string | undefined): ContainerGroup {
  const group = JSON.parse(body || '{}') as Partial<WireGroup>;
  if (!group.properties) throw new AppError('UnreadableAnswer', message('error.unreadable', { status: 200 }));
  return toContainerGroup({ ...group, properties: group.properties });
}

/** Throws `UnreadableAnswer` where the answer names no encrypted address: the password is sent to no other. */
function readAccess({ webSocketUri = '', password = '' }: { readonly webSocketUri?: string; readonly password?: string }): SocketAccess {
  if (!/^wss:/i.test(webSocketUri) || !URL.canParse(webSocketUri) || password === '')
    throw new AppError('UnreadableAnswer', message('error.unreadable', { status: 200 }));
  return { address: webSocketUri, password };
}

function toContainerGroup(definition: WireGroup): ContainerGroup {
  const { id = '', name = '', location = '' } = definition;
  return { id, name, location, definition };
}
