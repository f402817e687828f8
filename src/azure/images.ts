import type { ArtifactManifestProperties, ArtifactTagProperties } from '@azure/container-registry';
import { AppError } from '../model/appError';
import type { Manifest, Platform, Tag } from '../model/registry';
import type { Azure, Page } from './azure';
import { call } from './call';
import type { Clients } from './clients';
import { unlessAbsent } from './errors';
import { present } from './present';

const pageSize = 100;

export function images(clients: Clients): Azure['images'] {
  /** Runs work at a registry. */
  async function at<T>(loginServer: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await call(signal, work);
    } catch (error) {
      if (AppError.is(error) && error.more.status === 401) clients.forgetRegistry(loginServer);
      throw error;
    }
  }
  return {
    repositories: (loginServer, next, signal) =>
      at(loginServer, signal, () => {
        const list = clients.registry(loginServer).listRepositoryNames(present({ abortSignal: signal }));
        return onePage(list, next, (name) => name);
      }),
    tags: (loginServer, repository, next, signal) =>
      at(loginServer, signal, () => {
        // The SDK lists a repository's tags from any of its artifacts; which one makes no difference.
        const artifact = clients.registry(loginServer).getArtifact(repository, 'latest');
        const list = artifact.listTagProperties({ order: 'LastUpdatedOnDescending', ...present({ abortSignal: signal }) });
        return onePage(list, next, toTag);
      }),
    async manifest(loginServer, repository, reference, signal) {
      const artifact = clients.registry(loginServer).getArtifact(repository, reference);
      const manifest = at(loginServer, signal, () => artifact.getManifestProperties(present({ abortSignal: signal })));
      const found = await unlessAbsent(manifest, 'MANIFEST_UNKNOWN', 'TAG_UNKNOWN', 'NAME_UNKNOWN');
      return found && toManifest(found);
    },
  };
}

interface Pages<Item> {
  byPage(settings: { continuationToken?: string; maxPageSize?: number }): AsyncIterable<readonly Item[] & { continuationToken?: string }>;
}

async function onePage<Item, Parsed>(list: Pages<Item>, next: string | undefined, parse: (item: Item) => Parsed): Promise<Page<Parsed>> {
  const settings = next === undefined ? { maxPageSize: pageSize } : { continuationToken: next };
  for await (const page of list.byPage(settings)) return { items: page.map(parse), ...present({ next: page.continuationToken }) };
  return { items: [] };
}

function toTag({ name, digest, createdOn, lastUpdatedOn }: ArtifactTagProperties): Tag {
  return { name, digest, createdOn: createdOn.toISOString(), updatedOn: lastUpdatedOn.toISOString() };
}

function toManifest(manifest: ArtifactManifestProperties): Manifest {
  const { digest, sizeInBytes, createdOn, tags, relatedArtifacts } = manifest;
  const described = relatedArtifacts.length > 0 ? relatedArtifacts : [manifest];
  return {
    digest,
    createdOn: createdOn.toISOString(),
    tags,
    platforms: described.flatMap(toPlatform),
    // An index has the size of its own JSON, which says nothing about the images.
    ...present({ size: relatedArtifacts.length > 0 ? undefined : sizeInBytes }),
  };
}

/** None for an entry that is no image: build tools list attestations under `unknown/unknown`. */
function toPlatform({ operatingSystem, architecture }: { operatingSystem?: string; architecture?: string }): readonly Platform[] {
  if (!operatingSystem || !architecture || operatingSystem === 'unknown') return [];
  return [{ os: operatingSystem, architecture }];
}
