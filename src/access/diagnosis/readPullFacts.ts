import { AppError } from '../../model/appError';
import type { Cloud } from '../../model/cloud';
import type { DenyAssignment } from '../../model/denyAssignment';
import { fact, known } from '../../model/fact';
import type { ManagedIdentity } from '../../model/identity';
import type { Manifest, Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import type { RoleAssignment, RoleDefinition } from '../../model/roleAssignment';
import { effectiveAccess } from '../effectiveAccess';
import type { PullFacts, RegistryLookup } from './pullFacts';
import type { PullQuestion } from './pullQuestion';
import type { PullTarget } from './target';
import { targetOf } from './target';

/** What a diagnosis asks of Azure; whoever answers keeps what was read for a while, so that several pulls of a group share it. */
export interface PullReader {
  readonly cloud: Cloud;
  /** By Azure's clock, milliseconds. */
  now(): number;
  subscriptionIds(signal?: AbortSignal): Promise<readonly string[]>;
  registries(subscriptionId: string, signal?: AbortSignal): Promise<readonly Registry[]>;
  /** Whether a registry could be given this name: nobody has it. */
  isNameFree(subscriptionId: string, registryName: string, signal?: AbortSignal): Promise<boolean>;
  identity(id: string, signal?: AbortSignal): Promise<ManagedIdentity | undefined>;
  /** Of a principal and of the groups it is in; unless one is named, of everybody. */
  assignments(scope: string, principalId: string | undefined, signal?: AbortSignal): Promise<readonly RoleAssignment[]>;
  roleDefinitions(subscriptionId: string, signal?: AbortSignal): Promise<readonly RoleDefinition[]>;
  denyAssignments(scope: string, signal?: AbortSignal): Promise<readonly DenyAssignment[]>;
  /** By tag or digest. */
  manifest(loginServer: string, repository: string, reference: string, signal?: AbortSignal): Promise<Manifest | undefined>;
  /** Newest first. Rejects with `NAME_UNKNOWN` where there is no such repository. */
  tagNames(loginServer: string, repository: string, signal?: AbortSignal): Promise<readonly string[]>;
}

/**
 * Reads what a verdict on a pull rests on, as much side by side as can be: registry and identity, then roles, definitions, deny assignments and
 * the image. What can't be read is a fact too. Rejects only where it was cancelled.
 */
export async function readPullFacts(reader: PullReader, question: PullQuestion, signal?: AbortSignal): Promise<PullFacts> {
  const base = { now: reader.now(), cloud: reader.cloud.name };
  const target = targetOf(question);
  if (!target) return { ...base, registry: known({ kind: 'foreign' }) };
  const { puller } = question;
  const [registry, identity] = await Promise.all([
    fact(() => findRegistry(reader, target, question, signal)),
    puller.kind === 'identity' ? fact(() => reader.identity(puller.id, signal)) : undefined,
  ]);
  const found = registry.known && registry.value.kind === 'found' ? registry.value.registry : undefined;
  const who = identity?.known ? identity.value : undefined;
  const [access, image] = await Promise.all([
    found && who ? readAccess(reader, found, who, signal) : {},
    found ? readImage(reader, found, target, signal) : {},
  ]);
  return { ...base, registry, ...(identity ? { identity } : {}), ...access, ...image };
}

async function readAccess(
  reader: PullReader,
  registry: Registry,
  { principalId, clientId }: ManagedIdentity,
  signal: AbortSignal | undefined,
): Promise<Pick<PullFacts, 'assignments' | 'definitions' | 'denials' | 'misdirected'>> {
  const subscriptionId = parseResourceId(registry.id)?.subscriptionId ?? '';
  const [assignments, definitions, denials] = await Promise.all([
    fact(() => reader.assignments(registry.id, principalId, signal)),
    fact(() => reader.roleDefinitions(subscriptionId, signal)),
    fact(() => reader.denyAssignments(registry.id, signal)),
  ]);
  const read = { assignments, definitions, denials };
  if (!assignments.known || !definitions.known) return read;
  const authorization = { assignments: assignments.value, of: 'principal', definitions: definitions.value, denials: [] } as const;
  if (effectiveAccess('pull', registry, principalId, authorization).kind !== 'no') return read;
  // Asked for everybody's: whether Azure answers a filter by an id that no principal has is not documented.
  const everybodys = await fact(() => reader.assignments(registry.id, undefined, signal));
  const misdirected = everybodys.known ? everybodys.value.filter((one) => one.principalId.toLowerCase() === clientId.toLowerCase()) : [];
  return { ...read, misdirected };
}

/** Tags only where the one that is asked for is not there. */
async function readImage(
  reader: PullReader,
  { loginServer }: Registry,
  { repository, reference }: PullTarget,
  signal: AbortSignal | undefined,
): Promise<Pick<PullFacts, 'manifest' | 'tags'>> {
  if (repository === undefined || reference === undefined) return {};
  const manifest = await fact(() => reader.manifest(loginServer, repository, reference, signal));
  if (!manifest.known || manifest.value) return { manifest };
  const tags = await fact(async () => {
    try {
      return await reader.tagNames(loginServer, repository, signal);
    } catch (error) {
      if (AppError.is(error, 'NAME_UNKNOWN')) return undefined;
      throw error;
    }
  });
  return { manifest, tags };
}

/** Among the registries of the group's or the identity's subscription first; only then among all that are to be seen. */
async function findRegistry(
  reader: PullReader,
  { server }: PullTarget,
  { group, puller }: PullQuestion,
  signal: AbortSignal | undefined,
): Promise<RegistryLookup> {
  const near = parseResourceId(group?.id ?? (puller.kind === 'identity' ? puller.id : ''))?.subscriptionId;
  if (!server.endsWith(reader.cloud.registrySuffix)) return { kind: 'foreign' };
  const seen: Registry[] = [];
  const failures: unknown[] = [];
  const search = async (subscriptionIds: readonly string[]): Promise<Registry | undefined> => {
    for (const list of await Promise.allSettled(subscriptionIds.map((id) => reader.registries(id, signal)))) {
      if (list.status === 'fulfilled') seen.push(...list.value);
      else failures.push(list.reason);
    }
    return seen.find(({ loginServer }) => loginServer.toLowerCase() === server);
  };
  const first = near === undefined ? undefined : await search([near]);
  if (first) return { kind: 'found', registry: first };
  const others = (await reader.subscriptionIds(signal)).filter((id) => id.toLowerCase() !== near?.toLowerCase());
  const found = await search(others);
  if (found) return { kind: 'found', registry: found };
  // It may be where nothing could be read.
  if (failures.length > 0) throw failures[0];
  // Registries with a domain name label are `<name>-<hash>.azurecr.io`; a registry's name has no hyphen.
  const name = (server.split('.')[0] ?? '').split('-')[0] ?? '';
  const namesake = seen.find((registry) => registry.name.toLowerCase() === name);
  if (namesake) return { kind: 'otherServer', registry: namesake };
  const asked = near ?? others[0];
  if (asked === undefined) return { kind: 'unseen' };
  return (await reader.isNameFree(asked, name, signal)) ? { kind: 'absent' } : { kind: 'unseen' };
}
