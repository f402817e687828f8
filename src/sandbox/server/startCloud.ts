import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addPrincipal, assignRole } from '../builder';
import { json } from '../errors';
import type { OpenSandbox } from '../main';
import { createSandbox, sandboxCloud } from '../main';
import type { Persona } from '../personas';
import { personaId } from '../personas';
import { bridge } from '../terminals';
import type { SandboxRequest, SandboxResponse } from '../types';
import type { World } from '../world';
import { makeCertificate } from './certificate';
import { OAuth } from './oauth';
import { serveSockets } from './sockets';

export interface CloudOptions {
  /** Any free one, unless given. */
  readonly port?: number;
  readonly world?: 'contoso' | 'empty';
  /** Whose rights the application has, and who signs in by a device code. */
  readonly persona?: Persona;
  /** Seconds of the sandbox in a real one. */
  readonly speed?: number;
}

/** What a client needs to know. */
export interface Ready {
  readonly resourceManager: string;
  readonly authority: string;
  readonly graph: string;
  readonly tenantId: string;
  readonly subscriptionIds: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
  /** Path of a PEM file. */
  readonly caCertificate: string;
  readonly registrySuffix: string;
  /** Everything that can be pulled: `loginServer/repository:tag`. */
  readonly images: readonly string[];
}

export interface Cloud {
  readonly ready: Ready;
  readonly open: OpenSandbox;
  close(): Promise<void>;
}

/** More than any request to Azure that the sandbox knows. */
const longestBody = 4_000_000;
const thisMachine = '127.0.0.1';

/** Starts the sandbox as a cloud on this machine: Resource Manager, Microsoft Entra, Microsoft Graph and registries, over HTTPS. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const folder = await mkdtemp(join(tmpdir(), 'keyless-cloud-'));
  const { key, cert } = await makeCertificate();
  const caCertificate = join(folder, 'ca.pem');
  await writeFile(caCertificate, cert);
  let answer: (request: SandboxRequest) => Promise<SandboxResponse> = async () => json(503, {});
  const server = createServer({ key, cert }, (request, response) => void serve(request, response, (sent) => answer(sent)));
  try {
    await listen(server, options.port ?? 0);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const origin = `https://localhost:${port}`;
  // `az container create` tells a registry of Azure's by the text `.azurecr.io`, whatever the cloud.
  const registrySuffix = `.azurecr.io.localhost:${port}`;
  const open = createSandbox({
    world: options.world ?? 'contoso',
    persona: options.persona ?? 'owner',
    speed: options.speed ?? 1,
    registrySuffix,
  });
  const { sandbox } = open;
  const sockets = serveSockets(server, sandbox.terminals);
  const application = addApplication(sandbox.world, options.persona ?? 'owner', sandbox.clock.now());
  const oauth = new OAuth(() => sandbox.world, origin, application);
  answer = async (request) => {
    const url = new URL(request.url);
    if (url.host.endsWith(registrySuffix)) return sandbox.handle(request);
    const signIn = oauth.handle(request);
    if (signIn) return signIn;
    const graph = /^\/graph(\/.*)$/.exec(url.pathname)?.[1] ?? (url.pathname.startsWith('/v1.0/') ? url.pathname : undefined);
    return within(
      origin,
      request,
      graph === undefined ? sandboxCloud.resourceManager : (sandboxCloud.graph ?? ''),
      graph ?? url.pathname,
      sandbox,
    );
  };
  const ready: Ready = {
    resourceManager: origin,
    authority: origin,
    graph: `${origin}/graph`,
    tenantId: sandbox.world.tenantId,
    subscriptionIds: Object.keys(sandbox.world.subscriptions),
    clientId: application.clientId,
    clientSecret: application.secret,
    caCertificate,
    registrySuffix,
    images: imagesOf(sandbox.world),
  };
  return {
    ready,
    open,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks the sandbox under the name that it knows, and names this server in its answer. */
async function within(
  origin: string,
  request: SandboxRequest,
  inside: string,
  path: string,
  sandbox: OpenSandbox['sandbox'],
): Promise<SandboxResponse> {
  const { search } = new URL(request.url);
  const response = await sandbox.handle({ ...request, url: `${inside}${path}${search}` });
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, value.replaceAll(inside, origin)]));
  const isPolled = /operation(s|statuses|results)?\/[^/]+$/i.test(path) || 'azure-asyncoperation' in headers;
  // Where they are told nothing, Python's clients ask again after half a minute: too long beside a clock that is ahead of theirs.
  if (isPolled && sandbox.clock.currentSpeed > 1) headers['retry-after'] ??= '1';
  const body = response.body.replaceAll(inside, origin).replaceAll(bridge, origin.replace(/^https/, 'wss'));
  return { status: response.status, headers, body };
}

/** An application with the rights that a persona has. */
function addApplication(world: World, persona: Persona, now: number): { clientId: string; secret: string; objectId: string } {
  const { objectId, signInName } = addPrincipal(world, { kind: 'ServicePrincipal', name: `sandbox-${persona}`, replicatedAt: 0 });
  for (const { scope, principalId, roleId, condition } of Object.values(world.assignments)) {
    if (principalId === personaId(persona))
      assignRole(world, { scope, principalId: objectId, roleId, at: now, ...(condition ? { condition } : {}) });
  }
  // Hexadecimal: a command line takes what begins with a hyphen for an option.
  return { clientId: signInName, secret: randomBytes(24).toString('hex'), objectId };
}

function imagesOf(world: World): readonly string[] {
  return Object.values(world.registries).flatMap(({ loginServer, repositories }) =>
    Object.values(repositories).flatMap(({ name, tags }) => Object.keys(tags).map((tag) => `${loginServer}/${name}:${tag}`)),
  );
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, thisMachine, () => resolve());
  });
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: SandboxRequest) => Promise<SandboxResponse>,
): Promise<void> {
  try {
    const body = await readBody(incoming);
    const response = await respond(incoming, body, answer);
    const headers = Object.fromEntries(Object.entries(response.headers).filter(([name]) => name !== 'content-length'));
    outgoing.writeHead(response.status, {
      ...headers,
      ...(response.status === 204 ? {} : { 'content-length': Buffer.byteLength(response.body) }),
    });
    outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
  } catch {
    // A fault took the connection away, or the client did.
    outgoing.destroy();
  }
}

async function respond(
  incoming: IncomingMessage,
  body: string | undefined,
  answer: (request: SandboxRequest) => Promise<SandboxResponse>,
): Promise<SandboxResponse> {
  if (body === undefined) return json(413, { error: { code: 'RequestEntityTooLarge', message: 'The body is too large.' } });
  const request = read(incoming, body);
  if (!URL.canParse(request.url)) return json(400, { error: { code: 'BadRequest', message: 'The address of the request is malformed.' } });
  return answer(request);
}

function read({ method = 'GET', url = '/', headers }: IncomingMessage, body: string): SandboxRequest {
  const flat = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
  return { method, url: `https://${headers.host ?? 'localhost'}${url}`, headers: flat, ...(body === '' ? {} : { body }) };
}

/** Undefined where it is too long; it is read to its end all the same, since a client listens only then. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  return length > longestBody ? undefined : Buffer.concat(chunks).toString();
}
