import type { Azure } from '../azure/azure';
import { AppError, isCancelled } from '../model/appError';
import type { Registry } from '../model/registry';
import { normalizeId, parseResourceId } from '../model/resourceId';
import type { RoleDefinition } from '../model/roleAssignment';
import type { Authorization } from './effectiveAccess';
import { grantTargets, scopeOf } from './grantTargets';
import type { Grantee, GrantRequest } from './grantRequest';

/** What a plan to grant is judged by. */
export interface GrantFacts {
  /** Registries that are known; at least all within the scopes that are granted at. */
  readonly registries: readonly Registry[];
  /** What a principal has at a scope, or undefined where that was not, or could not be, read. */
  authorization(scope: string, principalId: string): Authorization | undefined;
}

export const nothingRead: GrantFacts = { registries: [], authorization: () => undefined };

/**
 * Reads afresh what a request to grant is judged by: for each scope one request for each principal, and one for deny assignments; role
 * definitions once a subscription. What the person may not read stays unknown.
 */
export async function readGrantFacts(azure: Azure, request: GrantRequest, signal?: AbortSignal): Promise<GrantFacts> {
  const registries = await registriesWithin(azure, request, signal);
  const there = request.to.flatMap((to) => (to.kind === 'new' ? [] : [to]));
  if (there.length === 0) return { ...nothingRead, registries };
  const scopes = [...new Set(grantTargets(request, registries).map(({ scope }) => scope))];
  const definitionLists = new Map<string, Promise<readonly RoleDefinition[] | undefined>>();
  const definitionsAt = (subscription: string): Promise<readonly RoleDefinition[] | undefined> => {
    const known = definitionLists.get(subscription) ?? ifReadable(azure.access.definitions(subscription, signal));
    definitionLists.set(subscription, known);
    return known;
  };
  const read = scopes.map(async (scope) => {
    const [definitions = [], denials, held] = await Promise.all([
      definitionsAt(subscriptionOf(scope)),
      // A grant is worth making whether or not it can be told what else stands against it.
      azure.access.denyAssignments(scope, {}, signal).catch(unlessCancelled),
      Promise.all(there.map((to) => ifReadable(azure.access.assignments(scope, askable(to), signal)))),
    ]);
    return there.map((to, index): readonly [string, Authorization | undefined] => {
      const assignments = held[index];
      const found = assignments && ({ assignments, of: isGroup(to) ? 'everybody' : 'principal', definitions, denials } as const);
      return [keyOf(scope, to.principalId), found];
    });
  });
  const byKey = new Map((await Promise.all(read)).flat());
  return { registries, authorization: (scope, principalId) => byKey.get(keyOf(scope, principalId)) };
}

async function registriesWithin(
  azure: Azure,
  { registries, at }: GrantRequest,
  signal: AbortSignal | undefined,
): Promise<readonly Registry[]> {
  if (at === 'registry') return [];
  const subscriptions = [...new Set(registries.map((registry) => parseResourceId(scopeOf(registry, at))?.subscriptionId ?? ''))];
  return (await Promise.all(subscriptions.map((id) => azure.registries.list(id, signal)))).flat();
}

/** Azure tells whose groups somebody is in, of people and service principals alone. */
function askable(to: Exclude<Grantee, { kind: 'new' }>): { principalId?: string } {
  return isGroup(to) ? {} : { principalId: to.principalId };
}

function isGroup(to: Grantee): boolean {
  return to.kind === 'principal' && to.type === 'Group';
}

async function ifReadable<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (AppError.is(error) && error.more.status === 403) return undefined;
    throw error;
  }
}

function unlessCancelled(error: unknown): undefined {
  if (isCancelled(error)) throw error;
}

function subscriptionOf(scope: string): string {
  return `/subscriptions/${parseResourceId(scope)?.subscriptionId ?? ''}`;
}

function keyOf(scope: string, principalId: string): string {
  return `${normalizeId(scope)} ${principalId.toLowerCase()}`;
}
