/** Sends what was recorded of real Azure to an empty world of the sandbox, in order, and says where the two part. */
import { addPersonas, personaId } from '../../src/sandbox/personas';
import { adminPasswords } from '../../src/sandbox/adminUser';
import { addIdentity, addPrincipal, addRegistry, addResourceGroup, addSubscription, newWorld } from '../../src/sandbox/builder';
import { SandboxClock } from '../../src/sandbox/clock';
import { Sandbox } from '../../src/sandbox/sandbox';
import { SandboxCredential } from '../../src/sandbox/credential';
import type { World } from '../../src/sandbox/world';
import { field, textAt } from '../../src/sandbox/field';
import { repositoryOf } from '../../src/sandbox/images';
import { parseImageReference } from '../../src/model/imageReference';
import { addSubnet, addVirtualNetwork } from '../../src/sandbox/networkBuild';
import { normalizeId, parseResourceId } from '../../src/model/resourceId';
import type { Recorded } from './corpus';
import { start } from './call';

/** `apart` says how, in a few words. */
export type Outcome =
  | { readonly kind: 'equal' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'apart'; readonly how: string }
  | { readonly kind: 'not comparable'; readonly why: string };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const zeros = '00000000-0000-0000-0000-000000000000';
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
/** Looks at an operation before it is given up that it comes to what was recorded, and seconds between two of them. */
const looks = 200;
const secondsBetween = 5;

/** Headers by which a client finds out how an operation goes on. The recorder kept no others that are compared. */
const followed = ['azure-asyncoperation', 'location'];

/** One recording, from its first request to its last. */
export class Replay {
  private readonly world: World;
  private readonly subscriptionId: string;
  private readonly clock = new SandboxClock(start, 0);
  private readonly sandbox: Sandbox;
  /** What the sandbox calls what Azure called so: GUIDs that a service makes. */
  private readonly ours = new Map<string, string>();

  constructor() {
    this.world = newWorld('replay', { signedIn: personaId('owner') });
    this.subscriptionId = addSubscription(this.world, 'Replay').id;
    addPersonas(this.world, [this.subscriptionId], start - 1000);
    this.ours.set(zeros, this.subscriptionId);
    this.sandbox = new Sandbox({ world: this.world, clock: this.clock });
  }

  async send(exchange: Recorded): Promise<Outcome> {
    const url = this.translate(exchange.url);
    this.prepareGroup(url, exchange);
    this.preparePrincipal(exchange);
    this.prepareNetwork(url, exchange);
    this.prepareEndpoint(exchange);
    this.prepareImages(exchange);
    let answer = await this.ask(exchange, url);
    if (answer.status === 501) return { kind: 'refused' };
    // Only what reads can be asked again; time goes by until Azure's answer is the sandbox's.
    const reads = exchange.method === 'GET' || exchange.method === 'HEAD';
    for (let look = 0; reads && look < looks && !isAsFar(exchange, answer); look++) {
      this.clock.advance(secondsBetween * 1000);
      answer = await this.ask(exchange, url);
    }
    this.learn(exchange, answer);
    return compare(exchange, answer);
  }

  /** Recordings have no secrets in them. */
  private withPasswords(request: unknown): unknown {
    const credentials = listAt(field(request, 'properties'), 'imageRegistryCredentials');
    if (credentials.length === 0) return request;
    const own = structuredClone(request) as { properties: { imageRegistryCredentials: { server: string; password?: string }[] } };
    for (const credential of own.properties.imageRegistryCredentials) {
      const registry = Object.values(this.world.registries).find(({ loginServer }) => loginServer === credential.server);
      if (registry) credential.password = adminPasswords(registry)[0] ?? '';
    }
    return own;
  }

  /** Lets whatever was begun come to its end. */
  settle(): void {
    this.clock.advance(3_600_000);
  }

  private async ask(exchange: Recorded, url: string): Promise<Answer> {
    const credential = new SandboxCredential(
      () => this.world.tenantId,
      () => ({ objectId: personaId('owner'), name: 'owner' }),
    );
    const { token } = await credential.getToken('https://management.azure.com/.default');
    const body =
      exchange.request === null || exchange.request === undefined
        ? undefined
        : this.translate(textOf(this.withPasswords(exchange.request)));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await this.sandbox.handle({ method: exchange.method, url, headers, ...(body === undefined ? {} : { body }) });
    return { status: response.status, headers: response.headers, body: parse(response.body) };
  }

  /** Test suites make their resource groups before they record. */
  private prepareGroup(url: string, { method, status, response }: Recorded): void {
    const name = /\/resourcegroups\/([^/?]+)/i.exec(url)?.[1];
    if (name === undefined || status === 404 || method === 'HEAD') return;
    const isGroupItself = /\/resourcegroups\/[^/?]+(\?|$)/i.test(url);
    if (isGroupItself && method === 'PUT') return;
    const exists = Object.values(this.world.resourceGroups).some((group) => group.name.toLowerCase() === name.toLowerCase());
    if (exists) return;
    const tags = isGroupItself ? field(response, 'tags') : undefined;
    addResourceGroup(this.world, this.subscriptionId, decodeURIComponent(name), 'westus', {
      ...(tags as Record<string, string> | undefined),
    });
  }

  /** A registry is connected to by an endpoint, which is made elsewhere. */
  private prepareEndpoint({ method, url, status, response }: Recorded): void {
    const [, registryName = '', name = ''] = /\/registries\/([^/]+)\/privateEndpointConnections\/([^/?]+)\?/i.exec(url) ?? [];
    const registry = Object.values(this.world.registries).find((each) => each.name === registryName);
    if (!registry || method !== 'GET' || status !== 200 || registry.privateEndpoints?.some((each) => each.name === name)) return;
    const endpointId = this.translate(textAt(field(response, 'properties', 'privateEndpoint'), 'id') ?? '');
    const state = textAt(field(response, 'properties', 'privateLinkServiceConnectionState'), 'status');
    (registry.privateEndpoints ??= []).push({ name, endpointId, status: state === 'Approved' ? state : 'Pending' });
  }

  /** Networks are made before a recording begins; of a subnet that is read before it is written, too. */
  private prepareNetwork(url: string, { method, status, response }: Recorded): void {
    const [, path = '', name = '', subnet = ''] = /(\/subscriptions\/.+\/virtualNetworks\/([^/?]+))\/subnets\/([^/?]+)/i.exec(url) ?? [];
    const { resourceGroup = '' } = parseResourceId(path) ?? {};
    if (path === '' || status >= 400) return;
    const place = { subscriptionId: this.subscriptionId, resourceGroup, location: 'westus', name };
    const known = this.world.virtualNetworks[normalizeId(path)];
    const addressPrefix = textAt(field(response, 'properties'), 'addressPrefix') ?? '10.0.0.0/24';
    const network = known ?? addVirtualNetwork(this.world, { ...place, addressPrefixes: [addressPrefix.replace(/\.\d+\/\d+$/, '.0/24')] });
    if (!known && (method !== 'PUT' || status === 200)) {
      const privateEndpointNetworkPolicies = textAt(field(response, 'properties'), 'privateEndpointNetworkPolicies');
      addSubnet(this.world, network, { name: subnet, addressPrefix, extra: { privateEndpointNetworkPolicies } });
    }
  }

  /** Whom the directory made, of which nothing is recorded. */
  private preparePrincipal({ method, url, status, request }: Recorded): void {
    if (method !== 'PUT' || status !== 201 || !/\/roleAssignments\//i.test(url)) return;
    const objectId = this.translate(textAt(field(request, 'properties'), 'principalId') ?? '').toLowerCase();
    if (objectId === '' || this.world.principals[objectId]) return;
    const kind = textAt(field(request, 'properties'), 'principalType') === 'User' ? 'User' : 'ServicePrincipal';
    addPrincipal(this.world, { objectId, kind, name: 'recorded', replicatedAt: 0 });
  }

  /** What a container group could pull: public images, and the registries whose admin user's password it was given. */
  private prepareImages({ method, status, url, request }: Recorded): void {
    if (method !== 'PUT' || status >= 300 || !/\/containerGroups\//i.test(url)) return;
    const properties = field(request, 'properties');
    const servers = listAt(properties, 'imageRegistryCredentials').map((credential) => textAt(credential, 'server') ?? '');
    for (const server of servers) this.prepareRegistry(server);
    this.prepareIdentities(request);
    for (const container of [...listAt(properties, 'containers'), ...listAt(properties, 'initContainers')]) {
      const image = parseImageReference(textAt(field(container, 'properties'), 'image') ?? '');
      if (!image) continue;
      const { server, repository, tag = 'latest' } = image;
      const registry = Object.values(this.world.registries).find(({ loginServer }) => loginServer === server);
      const repositories = registry?.repositories ?? (this.world.publicImages[server] ??= {});
      repositories[repository] ??= repositoryOf(repository, [
        { tags: [tag], platforms: ['linux/amd64'], megabytes: 1, behaviour: 'web', at: start },
      ]);
    }
  }

  private prepareIdentities(request: unknown): void {
    for (const id of Object.keys((field(request, 'identity', 'userAssignedIdentities') as object | undefined) ?? {})) {
      const { name = '', resourceGroup = '' } = parseResourceId(this.translate(id)) ?? {};
      const place = { subscriptionId: this.subscriptionId, resourceGroup, location: 'westus' };
      const known = Object.values(this.world.identities).some((identity) => identity.name === name);
      if (!known) addIdentity(this.world, { ...place, name });
    }
  }

  private prepareRegistry(server: string): void {
    const place = { subscriptionId: this.subscriptionId, resourceGroup: 'registries', location: 'westus', createdAt: start };
    if (!Object.values(this.world.registries).some(({ loginServer }) => loginServer === server)) {
      addRegistry(this.world, { ...place, name: server.split('.')[0] ?? '', loginServer: server, adminUserEnabled: true });
    }
  }

  private translate(text: string): string {
    return text.replace(guid, (found) => this.ours.get(found.toLowerCase()) ?? found);
  }

  /** Pairs the GUIDs that stand in the same places. */
  private learn({ response, headers }: Recorded, answer: Answer): void {
    const pair = (theirs: unknown, mine: unknown): void => {
      if (typeof theirs === 'string' && typeof mine === 'string') {
        const [from, to] = [theirs.match(guid) ?? [], mine.match(guid) ?? []];
        if (from.length === to.length) from.forEach((each, index) => this.ours.set(each.toLowerCase(), to[index] ?? each));
      } else if (typeof theirs === 'object' && typeof mine === 'object' && theirs !== null && mine !== null) {
        for (const [key, inner] of Object.entries(theirs)) pair(inner, (mine as Record<string, unknown>)[key]);
      }
    };
    pair(response, answer.body);
    for (const name of followed) pair(headers?.[name], answer.headers[name]);
  }
}

/** Why an answer about something that is not there is not held against the sandbox. */
export const notComparable = 'made before, or by a type that is not known';

function compare(exchange: Recorded, answer: Answer): Outcome {
  if (exchange.status < 300 && answer.status === 404) {
    return { kind: 'not comparable', why: notComparable };
  }
  if (exchange.status !== answer.status) return apart(`${exchange.status} here ${answer.status} ${codeOf(answer.body)}`);
  if (exchange.status >= 400) {
    const [theirs, mine] = [codeOf(exchange.response), codeOf(answer.body)];
    return theirs === mine ? { kind: 'equal' } : apart(`${theirs} here ${mine}`);
  }
  if (!isAsFar(exchange, answer)) return apart(`${statesOf(exchange.response)} here ${statesOf(answer.body)}`);
  const { headers } = exchange;
  const header = headers && followed.find((name) => name in headers !== name in answer.headers);
  if (header !== undefined) return apart(`${header in answer.headers ? 'with' : 'without'} ${header}`);
  const missing = [...names(exchange.response)].filter((name) => !names(answer.body).has(name) && !isVolatile(name));
  return missing.length === 0 ? { kind: 'equal' } : apart(`without ${missing.slice(0, 3).join(' ')}`);
}

/** Properties that depend on when the recording was made or on what ran: by a part of their path, with the reason. */
const volatile: readonly RegExp[] = [
  // Runs and events of containers.
  /previousState|events|currentState|restartCount/,
  // In lists: what else there was in the subscription.
  /^\.value/,
  // Whether more follow.
  /^\.nextLink$/,
  // Cut out by whoever keeps the recordings.
  /_trimmed/,
];

function isVolatile(name: string): boolean {
  return volatile.some((part) => part.test(name));
}

function isAsFar({ status, response }: Recorded, answer: Answer): boolean {
  return status === answer.status && statesOf(response) === statesOf(answer.body);
}

/** How far a resource or an operation is. */
function statesOf(body: unknown): string {
  const states = [
    field(body, 'status'),
    field(body, 'properties', 'provisioningState'),
    field(body, 'properties', 'instanceView', 'state'),
  ];
  return states.filter((state) => typeof state === 'string').join(' ');
}

function codeOf(body: unknown): string {
  const code = field(body, 'error', 'code') ?? field(body, 'code');
  return typeof code === 'string' ? code : '';
}

function apart(how: string): Outcome {
  return { kind: 'apart', how };
}

/** `.properties.containers[].name` of everything in a body; the items of lists are taken together. */
function names(value: unknown, path = '', found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) names(item, `${path}[]`, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      const at = `${path}.${/(userAssignedIdentities|tags)$/.test(path) ? '{key}' : key}`;
      found.add(at);
      names(member, at, found);
    }
  }
  return found;
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const list = field(value, name);
  return Array.isArray(list) ? list : [];
}

function textOf(request: unknown): string {
  return typeof request === 'string' ? request : JSON.stringify(request);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
