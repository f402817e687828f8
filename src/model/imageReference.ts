/** An image reference `server/repository[:tag][@digest]`, as Container Instances and `docker pull` read it. */
export interface ImageReference {
  /** Lower-case host, with a port if one is given; Docker Hub is `index.docker.io`. */
  readonly server: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const repositoryPattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[\w][\w.-]{0,127}$/;
const digestPattern = /^sha256:[a-f0-9]{64}$/;

export const dockerHub = 'index.docker.io';

/**
 * Parses a reference, or returns undefined where it is malformed (a scheme, upper case in the repository, a bad tag).
 * Grammar: https://github.com/distribution/reference; names without a host belong to Docker Hub.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.includes('://')) return undefined;
  const [beforeDigest, digest, ...extra] = text.split('@');
  if (beforeDigest === undefined || extra.length > 0) return undefined;
  const slash = beforeDigest.indexOf('/');
  const first = slash < 0 ? '' : beforeDigest.slice(0, slash);
  const hasServer = first.includes('.') || first.includes(':') || first === 'localhost';
  const server = hasServer ? first.toLowerCase() : dockerHub;
  const path = hasServer ? beforeDigest.slice(slash + 1) : beforeDigest;
  const colon = path.lastIndexOf(':');
  let repository = colon < 0 ? path : path.slice(0, colon);
  const tag = colon < 0 ? undefined : path.slice(colon + 1);
  if (!hasServer && !repository.includes('/')) repository = `library/${repository}`;
  if (!repositoryPattern.test(repository) || repository.length > 255) return undefined;
  if (tag !== undefined && !tagPattern.test(tag)) return undefined;
  if (digest !== undefined && !digestPattern.test(digest)) return undefined;
  return {
    server,
    repository,
    ...(tag !== undefined ? { tag } : digest === undefined ? { tag: 'latest' } : {}),
    ...(digest !== undefined ? { digest } : {}),
  };
}
