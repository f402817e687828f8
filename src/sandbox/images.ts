/**
 * Images: manifests whose digests really are those of their bytes, and the public images that the sandbox's world knows.
 */
import type { BehaviourName } from './behaviours';
import { digestOf } from './ids';
import type { SandboxManifest, SandboxRepository, World } from './world';

export type PlatformName = 'linux/amd64' | 'linux/arm64' | 'windows/amd64';

export interface ImageSpec {
  readonly tags: readonly string[];
  /** One makes an image, several an index of images. Default: linux/amd64 alone. */
  readonly platforms?: readonly PlatformName[];
  readonly megabytes: number;
  readonly behaviour: BehaviourName;
  /** When it was pushed, milliseconds. */
  readonly at: number;
}

export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
const dockerConfig = 'application/vnd.docker.container.image.v1+json';
const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

export function repositoryOf(name: string, images: readonly ImageSpec[]): SandboxRepository {
  const repository: SandboxRepository = {
    name,
    createdAt: Math.min(...images.map((image) => image.at)),
    tags: {},
    manifests: {},
  };
  for (const image of images) push(repository, image);
  return repository;
}

/** Pushes an image under its tags; a tag that exists moves. Returns the digest that the tags name. */
export function push(repository: SandboxRepository, spec: ImageSpec): string {
  const platforms = spec.platforms ?? ['linux/amd64'];
  const images = platforms.map((platform) => imageManifest(`${repository.name}:${spec.tags.join(',')}:${spec.at}`, platform, spec));
  const manifests = images.length === 1 ? images : [indexManifest(images, spec.at), ...images];
  const digest = manifests[0]?.digest ?? '';
  for (const manifest of manifests) repository.manifests[manifest.digest] ??= manifest;
  for (const tag of spec.tags) setTag(repository, tag, digest, spec.at);
  return digest;
}

export function setTag(repository: SandboxRepository, tag: string, digest: string, at: number): void {
  repository.tags[tag] = { digest, createdAt: repository.tags[tag]?.createdAt ?? at, updatedAt: at };
}

/** The image for a platform that a reference leads to: itself, or the fitting child of an index. */
export function imageFor(repository: SandboxRepository, digest: string, os: string): SandboxManifest | undefined {
  return imagesOf(repository, digest).find(({ platform }) => platform?.os === os && platform.architecture === 'amd64');
}

/** What a digest leads to: an image, or those of an index. */
export function imagesOf(repository: SandboxRepository, digest: string): readonly SandboxManifest[] {
  const manifest = repository.manifests[digest];
  const candidates = manifest?.children ? manifest.children.map((child) => repository.manifests[child]) : [manifest];
  return candidates.filter((each) => each !== undefined);
}

function imageManifest(seed: string, platform: PlatformName, spec: ImageSpec): SandboxManifest {
  const [os = 'linux', architecture = 'amd64'] = platform.split('/');
  const size = Math.round(spec.megabytes * 1_048_576);
  const shares = [0.62, 0.27, 0.1, 0.01];
  const content = JSON.stringify({
    schemaVersion: 2,
    mediaType: dockerManifest,
    config: { mediaType: dockerConfig, size: 3184, digest: digestOf(`${seed} ${platform} config`) },
    layers: shares.map((share, index) => ({
      mediaType: dockerLayer,
      size: Math.round(size * share),
      digest: digestOf(`${seed} ${platform} layer ${index}`),
    })),
  });
  return {
    digest: digestOf(content),
    mediaType: dockerManifest,
    createdAt: spec.at,
    size,
    platform: { os, architecture },
    behaviour: spec.behaviour,
    content,
  };
}

function indexManifest(images: readonly SandboxManifest[], at: number): SandboxManifest {
  const content = JSON.stringify({
    schemaVersion: 2,
    mediaType: ociIndex,
    manifests: images.map((image) => ({
      mediaType: image.mediaType,
      size: image.content.length,
      digest: image.digest,
      platform: image.platform,
    })),
  });
  return {
    digest: digestOf(content),
    mediaType: ociIndex,
    createdAt: at,
    size: images.reduce((sum, image) => sum + image.size, 0),
    children: images.map((image) => image.digest),
    content,
  };
}

const everywhere: readonly PlatformName[] = ['linux/amd64', 'linux/arm64'];

/** Public images, by host and repository. `at` is when the newest of them was pushed. */
export function publicImages(at: number): World['publicImages'] {
  const older = at - 90 * 86_400_000;
  const catalogue: Record<string, Record<string, readonly Omit<ImageSpec, 'at'>[]>> = {
    'mcr.microsoft.com': {
      'azuredocs/aci-helloworld': [{ tags: ['latest', 'v1'], megabytes: 24, behaviour: 'web' }],
      'azuredocs/aci-tutorial-sidecar': [{ tags: ['latest', 'v1'], megabytes: 52, behaviour: 'worker' }],
      'azuredocs/aci-wordcount': [{ tags: ['latest'], megabytes: 71, behaviour: 'job' }],
      'hello-world': [{ tags: ['latest'], platforms: everywhere, megabytes: 0.02, behaviour: 'greeting' }],
      'k8se/quickstart': [{ tags: ['latest'], megabytes: 38, behaviour: 'web' }],
      'windows/nanoserver': [{ tags: ['ltsc2022'], platforms: ['windows/amd64'], megabytes: 118, behaviour: 'exitsAtOnce' }],
      'windows/servercore/iis': [
        { tags: ['windowsservercore-ltsc2022', 'latest'], platforms: ['windows/amd64'], megabytes: 1650, behaviour: 'web' },
      ],
    },
    'index.docker.io': {
      'library/alpine': [{ tags: ['latest', '3.20'], platforms: everywhere, megabytes: 3.5, behaviour: 'exitsAtOnce' }],
      'library/busybox': [{ tags: ['latest', '1.36'], platforms: everywhere, megabytes: 2.1, behaviour: 'exitsAtOnce' }],
      'library/hello-world': [{ tags: ['latest'], platforms: everywhere, megabytes: 0.02, behaviour: 'greeting' }],
      'library/nginx': [{ tags: ['latest', '1.27', 'alpine'], platforms: everywhere, megabytes: 70, behaviour: 'web' }],
      'library/redis': [{ tags: ['latest', '7'], platforms: everywhere, megabytes: 45, behaviour: 'silent' }],
    },
  };
  return Object.fromEntries(
    Object.entries(catalogue).map(([host, repositories]) => [
      host,
      Object.fromEntries(
        Object.entries(repositories).map(([name, images]) => [
          name,
          repositoryOf(
            name,
            images.map((image) => ({ ...image, at: older })),
          ),
        ]),
      ),
    ]),
  );
}
