/**
 * The data plane at a registry's login server: token service, catalog, tags, manifests. Public registries answer the protocol's own part to anybody.
 * Shapes: Azure.ContainerRegistry data plane, api-version 2021-07-01.
 */
import { empty, json, notInSandbox } from './errors';
import { callerAddress, letsIn } from './registryAccess';
import { deniedByFirewall, manifestUnknown, repositoryUnknown, tagUnknown, unauthorized } from './registryErrors';
import type { RegistryScope } from './registryToken';
import { readRegistryToken } from './registryToken';
import { accessTokenMinutes, exchange, issueToken } from './registryTokens';
import type { DataCall, DataRoute } from './route';
import type { SandboxResponse } from './types';
import type { SandboxManifest, SandboxRegistry, SandboxRepository } from './world';

type AtRegistry = (call: DataCall, registry: SandboxRegistry) => SandboxResponse;
type AtRepository = (call: DataCall, repository: SandboxRepository) => SandboxResponse;

/** A handler for Azure's registries alone, behind their firewall. */
function atRegistry(handle: AtRegistry): DataRoute['handle'] {
  return (call) => {
    const registry = registryOf(call);
    if (!registry) throw notInSandbox(`${call.path} of ${call.host}`);
    if (!letsIn(registry, callerAddress)) throw deniedByFirewall();
    return handle(call, registry);
  };
}

/** A handler about one repository, for which the caller's token must allow an action. */
function atRepository(action: 'pull' | 'metadata_read', handle: AtRepository): DataRoute['handle'] {
  return (call) => {
    const name = (call.params['repository'] ?? '').replace(/^\//, '');
    const registry = registryOf(call);
    if (registry && !letsIn(registry, callerAddress)) throw deniedByFirewall();
    if (registry) demandScope(call, registry, { type: 'repository', name, actions: [action] });
    const repository = (registry?.repositories ?? call.world.publicImages[call.host] ?? {})[name];
    if (!repository) throw repositoryUnknown(name);
    return handle(call, repository);
  };
}

function registryOf(call: DataCall): SandboxRegistry | undefined {
  return Object.values(call.world.registries).find((registry) => registry.loginServer.toLowerCase() === call.host);
}

/** Throws the challenge unless the request's token allows the scope. */
function demandScope(call: DataCall, registry: SandboxRegistry, scope: RegistryScope): void {
  const sent = /^Bearer\s+(\S+)$/i.exec(call.request.headers['authorization'] ?? '')?.[1];
  const token = sent === undefined ? undefined : readRegistryToken(sent);
  const good =
    token?.kind === 'access' &&
    token.aud === registry.loginServer &&
    token.mode === registry.mode &&
    call.now < token.issuedAt + accessTokenMinutes * 60_000 &&
    scope.actions.every((action) =>
      token.access.some((held) => held.type === scope.type && held.name === scope.name && held.actions.includes(action)),
    );
  if (!good) throw unauthorized(registry.loginServer, scope, sent !== undefined);
}

const catalogScope: RegistryScope = { type: 'registry', name: 'catalog', actions: ['*'] };
const changeableAttributes = { deleteEnabled: true, writeEnabled: true, readEnabled: true, listEnabled: true };

function iso(at: number): string {
  return new Date(at).toISOString().replace('Z', '0000Z');
}

/** One page after `last`, `n` long, with the link to the next. `nameOf` gives the name that `last` is compared with. */
function paged<T>(
  call: DataCall,
  items: readonly T[],
  nameOf: (item: T) => string,
): { items: readonly T[]; headers: Record<string, string> } {
  const last = call.query.get('last');
  const asked = Number(call.query.get('n') ?? 100);
  const size = Math.min(call.pageSize, Number.isInteger(asked) && asked > 0 ? asked : 100);
  const after = last === null ? -1 : items.findIndex((item) => nameOf(item) === last);
  const from = last !== null && after < 0 ? items.filter((item) => nameOf(item) <= last).length : after + 1;
  const page = items.slice(from, from + size);
  const end = page.at(-1);
  if (end === undefined || from + size >= items.length) return { items: page, headers: {} };
  const query = new URLSearchParams({ last: nameOf(end), n: String(size), orderby: call.query.get('orderby') ?? '' });
  return { items: page, headers: { link: `<${call.path}?${query.toString()}>; rel="next"` } };
}

const catalog = atRegistry((call, registry) => {
  demandScope(call, registry, catalogScope);
  const names = Object.keys(registry.repositories).sort();
  const { items, headers } = paged(call, names, (name) => name);
  return json(200, { repositories: items }, headers);
});

const repositoryProperties = atRepository('metadata_read', (call, repository) => {
  const changes = [repository.createdAt, ...Object.values(repository.tags).map((tag) => tag.updatedAt)];
  return json(200, {
    registry: call.host,
    imageName: repository.name,
    createdTime: iso(repository.createdAt),
    lastUpdateTime: iso(Math.max(...changes)),
    manifestCount: Object.keys(repository.manifests).length,
    tagCount: Object.keys(repository.tags).length,
    changeableAttributes: { ...changeableAttributes, teleportEnabled: false },
  });
});

function tagBody(name: string, tag: SandboxRepository['tags'][string]): Record<string, unknown> {
  return {
    name,
    digest: tag.digest,
    createdTime: iso(tag.createdAt),
    lastUpdateTime: iso(tag.updatedAt),
    signed: false,
    changeableAttributes,
  };
}

const tags = atRepository('metadata_read', (call, repository) => {
  const order = call.query.get('orderby');
  const digest = call.query.get('digest');
  const sign = order === 'timedesc' ? -1 : 1;
  const all = Object.entries(repository.tags)
    .filter(([, tag]) => digest === null || tag.digest === digest)
    .sort(([a, one], [b, other]) => (order ? sign * (one.updatedAt - other.updatedAt) : 0) || (a < b ? -1 : 1));
  const { items, headers } = paged(call, all, ([name]) => name);
  return json(200, { registry: call.host, imageName: repository.name, tags: items.map(([name, tag]) => tagBody(name, tag)) }, headers);
});

const tagProperties = atRepository('metadata_read', (call, repository) => {
  const name = call.params['reference'] ?? '';
  const tag = repository.tags[name];
  if (!tag) throw tagUnknown(repository.name, name);
  return json(200, { registry: call.host, imageName: repository.name, tag: tagBody(name, tag) });
});

function manifestBody(repository: SandboxRepository, manifest: SandboxManifest): Record<string, unknown> {
  const children = manifest.children?.map((digest) => ({
    digest,
    architecture: repository.manifests[digest]?.platform?.architecture,
    os: repository.manifests[digest]?.platform?.os,
  }));
  return {
    digest: manifest.digest,
    // Of an index the registry knows only the index's own size.
    imageSize: children ? manifest.content.length : manifest.size,
    createdTime: iso(manifest.createdAt),
    lastUpdateTime: iso(manifest.createdAt),
    ...(manifest.platform ? { architecture: manifest.platform.architecture, os: manifest.platform.os } : {}),
    mediaType: manifest.mediaType,
    ...(children ? { references: children } : {}),
    tags: Object.entries(repository.tags)
      .filter(([, tag]) => tag.digest === manifest.digest)
      .map(([name]) => name),
    changeableAttributes: { ...changeableAttributes, quarantineState: 'Passed' },
  };
}

const manifests = atRepository('metadata_read', (call, repository) => {
  const order = call.query.get('orderby');
  const sign = order === 'timedesc' ? -1 : 1;
  const all = Object.values(repository.manifests).sort(
    (one, other) => (order ? sign * (one.createdAt - other.createdAt) : 0) || (one.digest < other.digest ? -1 : 1),
  );
  const { items, headers } = paged(call, all, (manifest) => manifest.digest);
  const bodies = items.map((manifest) => manifestBody(repository, manifest));
  return json(200, { registry: call.host, imageName: repository.name, manifests: bodies }, headers);
});

const manifestProperties = atRepository('metadata_read', (call, repository) => {
  const digest = call.params['reference'] ?? '';
  const manifest = repository.manifests[digest];
  if (!manifest) throw manifestUnknown(repository.name, digest);
  return json(200, { registry: call.host, imageName: repository.name, manifest: manifestBody(repository, manifest) });
});

const manifest = atRepository('pull', (call, repository) => {
  const reference = call.params['reference'] ?? '';
  const found = repository.manifests[reference.includes(':') ? reference : (repository.tags[reference]?.digest ?? '')];
  if (!found) throw manifestUnknown(repository.name, reference);
  const headers = {
    'content-type': found.mediaType,
    'docker-content-digest': found.digest,
    'docker-distribution-api-version': 'registry/2.0',
    etag: `"${found.digest}"`,
  };
  return call.request.method === 'HEAD'
    ? { status: 200, headers: { ...headers, 'content-length': String(found.content.length) }, body: '' }
    : { status: 200, headers, body: found.content };
});

const tagNames = atRepository('pull', (call, repository) => {
  const { items, headers } = paged(call, Object.keys(repository.tags).sort(), (name) => name);
  return json(200, { name: repository.name, tags: items }, headers);
});

/** Tells docker clients where to sign in. Public registries ask nobody to. */
function ping(call: DataCall): SandboxResponse {
  const registry = registryOf(call);
  const version = { 'docker-distribution-api-version': 'registry/2.0' };
  if (!registry) return empty(200, version);
  if (!letsIn(registry, callerAddress)) throw deniedByFirewall();
  const sent = /^Bearer\s+(\S+)$/i.exec(call.request.headers['authorization'] ?? '')?.[1];
  const token = sent === undefined ? undefined : readRegistryToken(sent);
  if (token?.kind !== 'access' || token.aud !== registry.loginServer)
    throw unauthorized(registry.loginServer, undefined, sent !== undefined);
  return empty(200, version);
}

export const registryDataRoutes: readonly DataRoute[] = [
  { method: 'GET', path: '/v2', handle: ping },
  { method: 'POST', path: '/oauth2/exchange', handle: atRegistry(exchange) },
  { method: 'POST', path: '/oauth2/token', handle: atRegistry(issueToken) },
  { method: 'GET', path: '/oauth2/token', handle: atRegistry(issueToken) },
  { method: 'GET', path: '/acr/v1/_catalog', handle: catalog },
  { method: 'GET', path: '/v2/_catalog', handle: catalog },
  { method: 'GET', path: '/acr/v1/{+repository}/_tags', handle: tags },
  { method: 'GET', path: '/acr/v1/{+repository}/_tags/{reference}', handle: tagProperties },
  { method: 'GET', path: '/acr/v1/{+repository}/_manifests', handle: manifests },
  { method: 'GET', path: '/acr/v1/{+repository}/_manifests/{reference}', handle: manifestProperties },
  { method: 'GET', path: '/acr/v1/{+repository}', handle: repositoryProperties },
  { method: 'GET', path: '/v2/{+repository}/manifests/{reference}', handle: manifest },
  { method: 'HEAD', path: '/v2/{+repository}/manifests/{reference}', handle: manifest },
  { method: 'GET', path: '/v2/{+repository}/tags/list', handle: tagNames },
];
