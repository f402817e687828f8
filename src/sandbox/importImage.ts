/**
 * `importImage`: copies an image from a public registry or another one of Azure into a registry, without the data passing through the caller.
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-import-images
 */
import { dockerHub } from '../model/imageReference';
import { normalizeId, resourceId } from '../model/resourceId';
import { adminPasswords } from './adminUser';
import { linkedAuthorizationFailed, empty, notInSandbox, resourceNotFound } from './errors';
import { field, textAt } from './field';
import { newGuid } from './ids';
import { setTag } from './images';
import { mayPull } from './pull';
import { operationLocation, registryType, registryVersions } from './registryOperations';
import { registryRefusal } from './registrySettings';
import type { Call, DueHandler, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxRegistry, SandboxRepository, World } from './world';

interface Source {
  /** Id of a registry in Azure, or the host of a public one. */
  readonly from: string;
  readonly repository: string;
  readonly digest: string;
}

function post(call: Call): SandboxResponse {
  const { world, now } = call;
  const { subscriptionId = '', resourceGroup = '', name = '' } = call.params;
  const target = world.registries[normalizeId(resourceId(subscriptionId, resourceGroup, registryType, name))];
  if (!target) throw resourceNotFound(registryType, name, resourceGroup);
  const sourceImage = textAt(call.body, 'source', 'sourceImage');
  if (!sourceImage) throw registryRefusal('MissingParameter', 'The parameter source.sourceImage is missing.');
  const image = readImage(sourceImage);
  const source = findSource(call, target, image);
  const targets = readTargets(call.body, image);
  checkMode(call, target, targets);
  const size = repositoryAt(world, source.from, source.repository)?.manifests[source.digest]?.size ?? 0;
  const id = `registries-${newGuid(world)}`;
  world.operations[id] = { id, target: target.id, kind: 'importImage', startedAt: now, status: 'InProgress' };
  const data = { operation: id, ...source, targets: targets.join(' ') };
  world.due.push({ at: now + 4000 + Math.round(size / 40_000), kind: 'importImage.copied', target: target.id, data });
  return empty(202, operationLocation(call, target.location, id));
}

interface Image {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

function readImage(text: string): Image {
  const [name = '', digest] = text.split('@');
  const [repository = '', tag] = name.split(':');
  return { repository, ...(digest === undefined ? { tag: tag ?? 'latest' } : { digest }) };
}

function findSource(call: Call, target: SandboxRegistry, image: Image): Source {
  const { world } = call;
  const id = textAt(call.body, 'source', 'resourceId');
  if (id !== undefined) {
    const registry = world.registries[normalizeId(id)];
    if (!registry || !mayPull(world, call.caller.objectId, registry, image.repository, call.now)) {
      const { signInName, objectId } = call.caller;
      const denied = { client: signInName, objectId, action: `${registryType}/importImage/action`, scope: target.id };
      throw linkedAuthorizationFailed(denied, `${registryType}/pull/read`, id);
    }
    return locate(registry.repositories, registry.id, image);
  }
  const uri = textAt(call.body, 'source', 'registryUri')?.toLowerCase();
  if (!uri) throw registryRefusal('MissingParameter', 'Either source.resourceId or source.registryUri must be given.');
  const host = ['docker.io', 'registry-1.docker.io'].includes(uri) ? dockerHub : uri;
  const registry = Object.values(world.registries).find((each) => each.loginServer === host);
  if (registry) {
    checkPassword(call, registry);
    return locate(registry.repositories, registry.id, image);
  }
  const images = world.publicImages[host];
  if (!images) throw notInSandbox(`the registry '${host}'`);
  const repository = host === dockerHub && !image.repository.includes('/') ? `library/${image.repository}` : image.repository;
  return locate(images, host, { ...image, repository });
}

function checkPassword(call: Call, registry: SandboxRegistry): void {
  const user = textAt(call.body, 'source', 'credentials', 'username');
  const password = textAt(call.body, 'source', 'credentials', 'password') ?? '';
  if (registry.adminUserEnabled && user === registry.name && adminPasswords(registry).includes(password)) return;
  const text = 'authentication required, visit https://aka.ms/acr/authorization for more information.';
  throw registryRefusal('UNAUTHORIZED', `Error: copying from ${registry.loginServer}: unauthorized: ${text}`);
}

function locate(repositories: Readonly<Record<string, SandboxRepository>>, from: string, image: Image): Source {
  const repository = repositories[image.repository];
  const digest = image.digest ?? repository?.tags[image.tag ?? '']?.digest;
  if (!repository || digest === undefined || !repository.manifests[digest]) {
    const reference = image.digest === undefined ? `${image.repository}:${image.tag}` : `${image.repository}@${image.digest}`;
    // No recording or quotation of this one is known: code and words are the protocol's.
    throw registryRefusal('MANIFEST_UNKNOWN', `The source image '${reference}' was not found: manifest unknown.`, 404);
  }
  return { from, repository: image.repository, digest };
}

/** `repo:tag` each. Without any, the source's own name. */
function readTargets(body: unknown, image: Image): string[] {
  const untagged = field(body, 'untaggedTargetRepositories');
  if (Array.isArray(untagged) && untagged.length > 0) throw notInSandbox('untaggedTargetRepositories');
  const given = field(body, 'targetTags');
  const texts = Array.isArray(given) ? given.filter((text): text is string => typeof text === 'string') : [];
  const tag = image.tag ?? 'latest';
  return texts.length === 0 ? [`${image.repository}:${tag}`] : texts.map((text) => (text.includes(':') ? text : `${text}:${tag}`));
}

/** Existing tags fail the whole import before anything is copied, unless it is forced. */
function checkMode(call: Call, target: SandboxRegistry, targets: readonly string[]): void {
  if (textAt(call.body, 'mode')?.toLowerCase() === 'force') return;
  for (const name of targets) {
    const [repository = '', tag = ''] = name.split(':');
    if (target.repositories[repository]?.tags[tag])
      throw registryRefusal('Conflict', `Tag ${name} already exists in target registry.`, 409);
  }
}

function repositoryAt(world: World, from: string, repository: string): SandboxRepository | undefined {
  return (world.registries[normalizeId(from)]?.repositories ?? world.publicImages[from] ?? {})[repository];
}

function copied(world: World, source: Source, target: SandboxRegistry, targets: readonly string[], now: number): boolean {
  const repository = repositoryAt(world, source.from, source.repository);
  const manifest = repository?.manifests[source.digest];
  if (!repository || !manifest) return false;
  const needed = [manifest, ...(manifest.children ?? []).map((child) => repository.manifests[child])].filter((each) => each !== undefined);
  for (const name of targets) {
    const [into = '', tag = ''] = name.split(':');
    const place = (target.repositories[into] ??= { name: into, createdAt: now, tags: {}, manifests: {} });
    for (const each of needed) place.manifests[each.digest] ??= { ...each, createdAt: now };
    setTag(place, tag, manifest.digest, now);
  }
  return true;
}

export const importImageDue: Readonly<Record<string, DueHandler>> = {
  'importImage.copied': (world, change, now) => {
    const { operation = '', from = '', repository = '', digest = '', targets = '' } = change.data ?? {};
    const target = world.registries[normalizeId(change.target)];
    const found = world.operations[operation];
    const done = target !== undefined && copied(world, { from, repository, digest }, target, targets.split(' '), now);
    if (!found) return;
    found.status = done ? 'Succeeded' : 'Failed';
    if (!done)
      found.error = { code: 'MANIFEST_UNKNOWN', message: `The source image '${repository}@${digest}' was not found: manifest unknown.` };
  },
};

export const importImageRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/${registryType}/{name}/importImage`,
    apiVersions: registryVersions,
    action: `${registryType}/importImage/action`,
    handle: post,
  },
];
