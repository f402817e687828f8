/** The sandbox's Azure: one stateful `handle(request) → response` over a world and its clock. */
import { sameId } from '../model/resourceId';
import { checkApiVersion, providerType } from './apiVersion';
import { authenticate, authenticateAtGraph, graphAudiences, tenantOf, wrongIssuer } from './authenticate';
import type { SandboxClock } from './clock';
import { demand } from './demand';
import { dataRoutes, dueHandlers, graphRoutes, routes } from './routes';
import { textAt } from './field';
import { missingRegistration, notInSandbox, refuse, Refusal, resourceGroupNotFound, subscriptionNotFound } from './errors';
import { Faults } from './faults';
import { newGuid } from './ids';
import { requireCompliance } from './policies';
import { isRegistered } from './providers';
import { resourceMaps } from './resourceMaps';
import type { Call, DataCall, Route } from './route';
import { foldPath, Router } from './router';
import { scopeOf } from './scopeOf';
import { Terminals } from './terminals';
import type { SandboxRequest, SandboxResponse } from './types';
import type { World } from './world';

/** Hosts of Resource Manager: Azure's own and the sandbox's. */
const resourceManagerHosts: readonly string[] = ['management.azure.com', 'management.sandbox.invalid'];
/** Of Microsoft Graph. */
const graphHosts: readonly string[] = graphAudiences.map((audience) => new URL(audience).host);

export interface SandboxOptions {
  readonly world: World;
  readonly clock: SandboxClock;
  /** The most a page of a list holds; small in tests, so that lists have several pages. */
  readonly pageSize?: number;
  /** Milliseconds of the real clock, for the expiry of tokens. */
  readonly realNow?: () => number;
  /** Called after every request that may have changed the world. */
  readonly onWrite?: () => void;
}

export interface LoggedRequest {
  readonly method: string;
  /** Host and path, without query. */
  readonly path: string;
  readonly status: number;
}

const loggedRequests = 5000;

/** Counts up when a world's shape changes; worlds of another version are not read. */
const snapshotVersion = 4;

export interface Snapshot {
  readonly version: number;
  readonly world: World;
  /** Milliseconds of the sandbox's clock. */
  readonly now: number;
}

/** Throws where the text is no snapshot of this version. */
export function readSnapshot(text: string): Snapshot {
  const snapshot = JSON.parse(text) as Snapshot | null;
  if (snapshot?.version !== snapshotVersion) throw new Error(`This is not a sandbox snapshot of version ${snapshotVersion}.`);
  return snapshot;
}

export class Sandbox {
  world: World;
  readonly clock: SandboxClock;
  readonly faults = new Faults();
  /** Websockets to containers. */
  readonly terminals: Terminals;
  /** The last requests, oldest first: no header, query or body. */
  readonly log: LoggedRequest[] = [];
  private readonly pageSize: number;
  private readonly realNow: () => number;
  private readonly onWrite: () => void;
  private readonly router = new Router(routes);
  private readonly dataRouter = new Router(dataRoutes);
  private readonly graphRouter = new Router(graphRoutes);

  constructor(options: SandboxOptions) {
    this.world = options.world;
    this.clock = options.clock;
    this.pageSize = options.pageSize ?? 1000;
    this.realNow = options.realNow ?? Date.now;
    this.onWrite = options.onWrite ?? (() => undefined);
    this.terminals = new Terminals(this);
  }

  /**
   * Answers a request. Rejects only where a fault takes the connection away (`code: 'ECONNRESET'`) or with `AbortError` once the
   * signal is aborted while a fault keeps the caller waiting.
   */
  async handle(request: SandboxRequest, signal?: AbortSignal): Promise<SandboxResponse> {
    const response = await this.faults.apply(request, this.world, () => this.answer(request), signal);
    const url = new URL(request.url);
    this.log.push({ method: request.method, path: `${url.host}${foldPath(url.pathname)}`, status: response.status });
    if (this.log.length > loggedRequests) this.log.shift();
    this.terminals.look();
    return response;
  }

  /** Makes everything happen that the clock has passed, in the order of time. */
  settle(): void {
    for (;;) {
      const now = this.clock.now();
      const next = this.world.due.reduce<World['due'][number] | undefined>(
        (first, change) => (change.at <= now && (!first || change.at < first.at) ? change : first),
        undefined,
      );
      if (!next) return;
      this.world.due.splice(this.world.due.indexOf(next), 1);
      const handler = dueHandlers[next.kind];
      if (!handler) throw new Error(`No handler for the due change '${next.kind}'.`);
      handler(this.world, next, next.at);
    }
  }

  /** Everything, as JSON text. It holds no secret but the sandbox's own fake ones. */
  snapshot(): string {
    this.settle();
    return JSON.stringify({ version: snapshotVersion, world: this.world, now: this.clock.now() } satisfies Snapshot);
  }

  restore(snapshot: string): void {
    const { world, now } = readSnapshot(snapshot);
    this.world = world;
    this.clock.advance(now - this.clock.now());
  }

  private async answer(request: SandboxRequest): Promise<SandboxResponse> {
    this.settle();
    const headers = this.commonHeaders(request);
    try {
      const response = await this.route(request);
      if (request.method !== 'GET' && request.method !== 'HEAD') this.onWrite();
      return { ...response, headers: { ...headers, ...this.inRealTime(response.headers) } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...error.response, headers: { ...headers, ...error.response.headers } };
    }
  }

  /** A client waits by the real clock, which a hurried sandbox is ahead of. */
  private inRealTime(headers: Record<string, string>): Record<string, string> {
    const seconds = headers['retry-after'];
    if (seconds === undefined || this.clock.currentSpeed <= 1) return headers;
    return { ...headers, 'retry-after': String(Math.max(1, Math.round(Number(seconds) / this.clock.currentSpeed))) };
  }

  private commonHeaders(request: SandboxRequest): Record<string, string> {
    const requestId = newGuid(this.world);
    const client = request.headers['x-ms-client-request-id'];
    return {
      'cache-control': 'no-cache',
      date: new Date(this.clock.now()).toUTCString(),
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': request.headers['x-ms-correlation-request-id'] ?? requestId,
      ...(client && request.headers['x-ms-return-client-request-id'] === 'true' ? { 'x-ms-client-request-id': client } : {}),
    };
  }

  private route(request: SandboxRequest): SandboxResponse | Promise<SandboxResponse> {
    const url = new URL(request.url);
    const host = url.host.toLowerCase();
    const common = {
      world: this.world,
      clock: this.clock,
      now: this.clock.now(),
      request,
      host,
      path: foldPath(url.pathname),
      query: url.searchParams,
      pageSize: this.pageSize,
      terminals: this.terminals,
    };
    if (resourceManagerHosts.includes(host)) return this.resourceManager(common);
    if (graphHosts.includes(host)) return this.graph(common);
    const known = Object.values(this.world.registries).some((registry) => registry.loginServer === host) || host in this.world.publicImages;
    if (!known) throw notInSandbox(`the host '${host}'`);
    const routed = this.dataRouter.find(request.method, common.path);
    if (!routed) throw notInSandbox(`${request.method} ${common.path} of a registry`);
    return routed.route.handle({ ...common, params: routed.params, body: parseBody(request, 'lenient') });
  }

  private graph(common: Omit<DataCall, 'params' | 'body'>): SandboxResponse | Promise<SandboxResponse> {
    const { request, path } = common;
    const caller = authenticateAtGraph(this.world, request.headers['authorization'], this.realNow());
    const routed = this.graphRouter.find(request.method, path);
    if (!routed) throw notInSandbox(`${request.method} ${path} of Microsoft Graph`);
    return routed.route.handle({ ...common, params: routed.params, caller, body: parseBody(request, 'strict') });
  }

  private resourceManager(common: Omit<DataCall, 'params' | 'body'>): SandboxResponse | Promise<SandboxResponse> {
    const { request, path } = common;
    const caller = authenticate(this.world, request.headers['authorization'], request.method, this.realNow());
    const routed = this.router.find(request.method, path);
    // Azure may well know a method that is not known here: nothing is refused in its name.
    if (!routed) throw notInSandbox(`${request.method} ${path}`);
    const call: Call = { ...common, params: routed.params, caller, body: undefined };
    this.checkSubscription(call);
    checkApiVersion(routed.route, common.query.get('api-version'), locationAt(this.world, path));
    this.checkAccess(routed.route, call);
    this.checkGroup(routed.route, call);
    this.checkRegistration(routed.route, call);
    const whole: Call = { ...call, body: parseBody(request, 'strict') };
    this.checkPolicies(routed.route, whole);
    return routed.route.handle(whole);
  }

  /** Where a handler asks for the right itself it does so before policies are looked at, and looks at them itself. */
  private checkPolicies(route: Route, call: Call): void {
    if (!route.action || (route.method !== 'PUT' && route.method !== 'PATCH')) return;
    const type = providerType(route.path);
    requireCompliance(call, type ? `${type.namespace}/${type.type}` : 'Microsoft.Resources/subscriptions/resourceGroups', call.path);
  }

  private checkSubscription(call: Call): void {
    const id = /^\/subscriptions\/([^/]+)/i.exec(call.path)?.[1];
    if (id === undefined) return;
    const subscription = this.world.subscriptions[id.toLowerCase()];
    if (!subscription) throw subscriptionNotFound(id);
    if ((subscription.tenantId ?? this.world.tenantId) !== tenantOf(this.world, call.caller)) throw wrongIssuer();
  }

  private checkAccess(route: Route, call: Call): void {
    if (!route.action) return;
    const scope = route.scope ? route.scope(call.params) : scopeOf(call.path);
    demand(call, route.action, scope);
  }

  private checkGroup(route: Route, call: Call): void {
    const { subscriptionId, resourceGroup } = call.params;
    if (route.withoutGroup || subscriptionId === undefined || resourceGroup === undefined) return;
    const exists = Object.values(this.world.resourceGroups).some((group) =>
      sameId(group.id, `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`),
    );
    if (!exists) throw resourceGroupNotFound(resourceGroup);
  }

  private checkRegistration(route: Route, call: Call): void {
    const writes = route.method !== 'GET' && route.method !== 'HEAD' && route.method !== 'DELETE';
    const namespace = providerType(route.path)?.namespace;
    const subscription = this.world.subscriptions[call.params['subscriptionId']?.toLowerCase() ?? ''];
    if (writes && namespace && subscription && !isRegistered(subscription, namespace)) throw missingRegistration(namespace);
  }
}

function locationAt(world: World, path: string): string | undefined {
  const key = path.toLowerCase();
  const found = world.containerGroups[key]?.definition ?? Object.values(resourceMaps(world)).find((map) => key in map)?.[key];
  return textAt(found, 'location');
}

function parseBody(request: SandboxRequest, reading: 'strict' | 'lenient'): unknown {
  if (!request.body) return undefined;
  try {
    return JSON.parse(request.body) as unknown;
  } catch (error) {
    if (reading === 'lenient') return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse(400, 'InvalidRequestContent', `The request content was invalid and could not be deserialized: '${reason}'.`);
  }
}
