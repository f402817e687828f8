/**
 * Whether Container Instances can pull an image for a group at an instant, and if not, what stands in the way. Azure tells its user
 * only `InaccessibleImage`; the reason is the sandbox's own.
 * Sources: learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi,
 * learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions,
 * learn.microsoft.com/azure/container-registry/allow-access-trusted-services
 */
import type { ContainerGroupDefinition, ImageRegistryCredential } from '../model/containerGroup';
import type { ImageReference } from '../model/imageReference';
import { parseImageReference } from '../model/imageReference';
import { normalizeId, sameId } from '../model/resourceId';
import { adminPasswords } from './adminUser';
import { imageFor, imagesOf } from './images';
import { mayDo, mayDoData } from './rbac';
import type { SandboxManifest, SandboxRegistry, SandboxRepository, World } from './world';

export type PullObstacle =
  | 'malformedReference'
  | 'unknownRegistry'
  | 'noCredential'
  | 'identityNotAttached'
  | 'identityGone'
  | 'missingRole'
  | 'deniedByNetwork'
  | 'adminUserDisabled'
  | 'wrongPassword'
  | 'noSuchRepository'
  | 'noSuchTag'
  | 'noFittingPlatform';

export type PullVerdict =
  | { readonly ok: true; readonly digest: string; readonly image: SandboxManifest }
  | {
      readonly ok: false;
      readonly obstacle: PullObstacle;
      /** What the `Failed` event says. */
      readonly event: string;
      /** Of `noFittingPlatform`: the image is for another operating system, on whatever processor. */
      readonly isOtherSystem?: boolean;
    };

/** What of a group bears on its pulls. `secrets` has registry passwords under `registry:` and the server, as `passwordKey` says. */
export interface Puller {
  readonly definition: ContainerGroupDefinition;
  readonly secrets: Readonly<Record<string, string>>;
}

export function passwordKey(server: string): string {
  return `registry:${server.toLowerCase()}`;
}

export function pullVerdict(world: World, group: Puller, imageName: string, now: number): PullVerdict {
  const image = parseImageReference(imageName);
  if (!image) return failed(imageName, 'malformedReference', `Error: invalid reference format`);
  const registry = Object.values(world.registries).find((each) => each.loginServer.toLowerCase() === image.server);
  if (!registry) return pullPublic(world, group, image, imageName);
  const obstacle = obstacleAt(world, group, registry, image, now);
  if (obstacle) return failed(imageName, obstacle, reasonText(obstacle, image));
  return find(registry.repositories[image.repository], group, image, imageName);
}

function pullPublic(world: World, group: Puller, image: ImageReference, imageName: string): PullVerdict {
  const host = world.publicImages[image.server];
  if (!host) return failed(imageName, 'unknownRegistry', `Error: dial tcp: lookup ${image.server}: no such host`);
  return find(host[image.repository], group, image, imageName);
}

function find(repository: SandboxRepository | undefined, group: Puller, image: ImageReference, imageName: string): PullVerdict {
  const notFound = `Error: image ${image.repository}:${image.tag ?? image.digest} not found`;
  if (!repository) return failed(imageName, 'noSuchRepository', notFound);
  const digest = image.digest ?? repository.tags[image.tag ?? '']?.digest;
  if (digest === undefined || !repository.manifests[digest]) return failed(imageName, 'noSuchTag', notFound);
  const os = String(group.definition.properties.osType).toLowerCase();
  const fitting = imageFor(repository, digest, os);
  if (!fitting) {
    const isOtherSystem = imagesOf(repository, digest).every(({ platform }) => platform?.os !== os);
    const reason = `Error: no matching manifest for ${os}/amd64 in the manifest list entries`;
    return { ...failed(imageName, 'noFittingPlatform', reason), isOtherSystem };
  }
  return { ok: true, digest, image: fitting };
}

function obstacleAt(world: World, group: Puller, registry: SandboxRegistry, image: ImageReference, now: number): PullObstacle | undefined {
  const credential = credentialFor(group.definition, image.server);
  const restricted = registry.publicNetworkAccess === 'Disabled' || registry.defaultAction === 'Deny';
  if (credential?.identity !== undefined) {
    const attached = attachedIdentity(group.definition, credential.identity);
    if (attached === undefined) return 'identityNotAttached';
    const identity = world.identities[normalizeId(attached)];
    if (!identity) return 'identityGone';
    // The service pulls on the identity's behalf, as a trusted service: never from the group's own address.
    if (restricted && registry.networkRuleBypass !== 'AzureServices') return 'deniedByNetwork';
    return mayPull(world, identity.principalId, registry, image.repository, now) ? undefined : 'missingRole';
  }
  if (restricted) return 'deniedByNetwork';
  if (credential?.username === undefined) return registry.extra['anonymousPullEnabled'] === true ? undefined : 'noCredential';
  if (!registry.adminUserEnabled) return 'adminUserDisabled';
  const password = group.secrets[passwordKey(credential.server)];
  const right = credential.username === registry.name && password !== undefined && adminPasswords(registry).includes(password);
  return right ? undefined : 'wrongPassword';
}

/** Whether a principal may pull a repository, by the registry's role assignment mode. */
export function mayPull(world: World, principalId: string, registry: SandboxRegistry, repository: string, now: number): boolean {
  const actions = 'Microsoft.ContainerRegistry/registries';
  if (registry.mode === 'LegacyRegistryPermissions') return mayDo(world, principalId, `${actions}/pull/read`, registry.id, now);
  return ['content/read', 'metadata/read'].every((action) =>
    mayDoData(world, principalId, `${actions}/repositories/${action}`, registry.id, now, { repository }),
  );
}

function credentialFor(definition: ContainerGroupDefinition, server: string): ImageRegistryCredential | undefined {
  return definition.properties.imageRegistryCredentials?.find((credential) => credential.server.toLowerCase() === server.toLowerCase());
}

/** The id under which the group carries an identity, as spelled there. */
export function attachedIdentity(definition: ContainerGroupDefinition, id: string): string | undefined {
  return Object.keys(definition.identity?.userAssignedIdentities ?? {}).find((key) => sameId(key, id));
}

function failed(imageName: string, obstacle: PullObstacle, reason: string): PullVerdict & { readonly ok: false } {
  return { ok: false, obstacle, event: `Failed to pull image "${imageName}": rpc error: code Unknown desc ${reason}` };
}

function reasonText(obstacle: PullObstacle, image: ImageReference): string {
  const manifest = `Error response from daemon: Head "https://${image.server}/v2/${image.repository}/manifests/${image.tag ?? image.digest}"`;
  // The address is the platform's, which nobody is told beforehand.
  return obstacle === 'deniedByNetwork'
    ? `${manifest}: denied: client with IP '198.51.100.77' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`
    : `${manifest}: unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.`;
}
