import type { Registry } from '../../model/registry';
import { parseResourceId } from '../../model/resourceId';
import type { RoleAssignment } from '../../model/roleAssignment';
import type { ReadContext } from './treeContext';

/** Who a principal is, as far as that can be told. */
export interface PrincipalIdentity {
  /** The object id where no name can be had. */
  readonly name: string;
  readonly named: boolean;
  readonly kind: 'identity' | 'user' | 'group' | 'servicePrincipal' | 'other';
  /** A user's sign-in name. */
  readonly signInName?: string;
  /** The directory does not know it any more. Never a guess: only where the directory answered, and answers for this registry. */
  readonly deleted: boolean;
}

/** What a principal's row is found by: the object id in lower case. */
export type PrincipalIdentities = ReadonlyMap<string, PrincipalIdentity>;

const kinds: Readonly<Record<string, PrincipalIdentity['kind']>> = {
  user: 'user',
  group: 'group',
  serviceprincipal: 'servicePrincipal',
};

/** A directory's replicas may not know yet whom one of them has just made. */
const replicationMs = 60 * 60_000;

/** Names of those who have these assignments: of the identities that are listed already, and of the others from the directory, in one request. */
export async function principalIdentities(
  registry: Registry,
  assignments: readonly RoleAssignment[],
  { store, session, signal }: ReadContext,
): Promise<PrincipalIdentities> {
  const listed = new Map((await store.listedIdentities()).map((identity) => [identity.principalId.toLowerCase(), identity]));
  const unknown = [...new Set(assignments.map(({ principalId }) => principalId.toLowerCase()))].filter((id) => !listed.has(id));
  const [directory, answers] = await Promise.all([
    unknown.length === 0 ? [] : store.principals(unknown, signal),
    answersFor(registry, session.signedIn.tenantId, store, signal),
  ]);
  const found = new Map((directory ?? []).map((principal) => [principal.id.toLowerCase(), principal]));
  const newest = session.clock.now() - replicationMs;
  return new Map(
    assignments.map((assignment): [string, PrincipalIdentity] => {
      const id = assignment.principalId.toLowerCase();
      const identity = listed.get(id);
      if (identity) return [id, { name: identity.name, named: true, kind: 'identity', deleted: false }];
      const kind = kinds[assignment.principalType?.toLowerCase() ?? ''];
      const principal = found.get(id);
      if (!principal) {
        const settled = assignment.createdOn !== undefined && Date.parse(assignment.createdOn) < newest;
        const deleted = directory !== undefined && answers && kind !== undefined && settled;
        return [id, { name: assignment.principalId, named: false, kind: kind ?? 'other', deleted }];
      }
      const signInName = principal.userPrincipalName;
      const named = principal.name.toLowerCase() !== id;
      const isOf = kinds[principal.type.toLowerCase()] ?? 'other';
      return [id, { name: principal.name, named, kind: isOf, deleted: false, ...(signInName === undefined ? {} : { signInName }) }];
    }),
  );
}

/** The directory that is asked is the account's own: of another tenant's principals it knows nothing. */
async function answersFor(registry: Registry, tenantId: string, store: ReadContext['store'], signal?: AbortSignal): Promise<boolean> {
  const subscriptionId = parseResourceId(registry.id)?.subscriptionId.toLowerCase();
  const subscription = (await store.subscriptions(signal)).find(({ id }) => id.toLowerCase() === subscriptionId);
  return subscription?.tenantId.toLowerCase() === tenantId.toLowerCase();
}
