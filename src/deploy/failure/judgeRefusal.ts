import type { ContainerGroupDefinition } from '../../model/containerGroup';
import type { Finding } from '../../model/finding';
import type { FindingMessage } from '../../model/message';
import { message } from '../../model/message';
import { canonical } from '../properties/canonical';
import { sources } from '../properties/sources';
import type { GroupSize } from './groupSize';
import { sizeOf, usualSize } from './groupSize';

/** What may help against a refusal, by a change of the definition. */
export type RefusalRepair =
  | { readonly kind: 'region' }
  | { readonly kind: 'smaller'; readonly size: GroupSize }
  /** Takes user names and passwords out of credentials that have an identity. */
  | { readonly kind: 'keepIdentities' };

/** Why Azure did not take a container group. */
export interface Refusal {
  readonly title: FindingMessage;
  readonly evidence: readonly FindingMessage[];
  readonly source: string;
  readonly repairs: readonly RefusalRepair[];
}

/**
 * Why a container group was refused, by Azure's code; undefined where the code and Azure's own words say it all.
 * @param findings what Azure said of region and quota, as far as it was asked: one code stands for both.
 */
export function judgeRefusal(code: string, given: ContainerGroupDefinition, findings: readonly Finding[] = []): Refusal | undefined {
  const definition = canonical(given);
  const quota = findings.some((finding) => finding.code === 'QuotaOfCores' || finding.code === 'QuotaOfGroups');
  switch (code) {
    case 'ServiceUnavailable':
      return quota ? quotaUsedUp(definition) : noRoom(definition);
    case 'InsufficientCapacity':
      return noRoom(definition);
    case 'ContainerGroupQuotaReached':
      return quotaUsedUp(definition);
    case 'AmbiguousImageResitryCredentialType':
      return ambiguous(definition);
    case 'InvalidImageRegistryIdentity':
      return plain('refusal.identity', 'refusal.identityCheck', sources.identityPull);
    case 'InaccessibleImage':
      return plain('refusal.image', 'refusal.imageCheck', sources.identityPull);
    case 'ImageOsTypeNotMatchContainerGroup':
      return plain('refusal.imageOs', 'refusal.imageOsCheck', sources.windows);
    case 'OsVersionNotSupported':
      return plain('refusal.osVersion', 'refusal.osVersionCheck', sources.troubleshooting);
    case 'RegistryErrorResponse':
      return plain('refusal.registry', 'refusal.registryCheck', sources.dockerHub);
    default:
      return undefined;
  }
}

function plain(
  title: 'refusal.identity' | 'refusal.image' | 'refusal.imageOs' | 'refusal.osVersion' | 'refusal.registry',
  evidence: CheckKey,
  source: string,
): Refusal {
  return { title: message(title), evidence: [message(evidence)], source, repairs: [] };
}

type CheckKey =
  'refusal.identityCheck' | 'refusal.imageCheck' | 'refusal.imageOsCheck' | 'refusal.osVersionCheck' | 'refusal.registryCheck';

/** Without a quota that is used up, the code says that the region has no room. */
function noRoom(definition: ContainerGroupDefinition): Refusal {
  const { cpu, memoryInGB: memory } = sizeOf(definition);
  const usual = usualSize({ cpu, memoryInGB: memory });
  return {
    title: message('refusal.noRoom', { location: definition.location ?? '' }),
    evidence: [message('failure.capacityNeeds', { cpu, memory }), ...(usual ? [message('failure.capacityBig')] : [])],
    source: sources.quotas,
    repairs: [{ kind: 'region' }, ...(usual ? [{ kind: 'smaller', size: usual } as const] : [])],
  };
}

function quotaUsedUp(definition: ContainerGroupDefinition): Refusal {
  return {
    title: message('refusal.quota', { location: definition.location ?? '' }),
    evidence: [message('refusal.quotaCheck')],
    source: sources.quota,
    repairs: [{ kind: 'region' }],
  };
}

function ambiguous(definition: ContainerGroupDefinition): Refusal {
  const both = ambiguousCredentials(definition).map(({ server }) => server);
  return {
    title: message('refusal.ambiguous'),
    evidence: [both.length > 0 ? message('refusal.ambiguousBoth', { servers: both.join(', ') }) : message('refusal.ambiguousNeither')],
    source: sources.identityPull,
    repairs: both.length > 0 ? [{ kind: 'keepIdentities' }] : [],
  };
}

function ambiguousCredentials({ properties }: ContainerGroupDefinition) {
  return (properties?.imageRegistryCredentials ?? []).filter(
    ({ identity, username, password }) => identity !== undefined && (username !== undefined || password !== undefined),
  );
}

/** The credentials, each with its identity alone where it has one. */
export function withIdentitiesAlone(given: ContainerGroupDefinition): ContainerGroupDefinition {
  const definition = canonical(given);
  const ambiguous = ambiguousCredentials(definition);
  const imageRegistryCredentials = (definition.properties.imageRegistryCredentials ?? []).map((credential) => {
    if (!ambiguous.includes(credential)) return credential;
    const rest = { ...credential };
    delete rest.username;
    delete rest.password;
    return rest;
  });
  return { ...definition, properties: { ...definition.properties, imageRegistryCredentials } };
}
