/** What the types of Microsoft.Network have in common. */
import { isAtOrAbove, sameId } from '../model/resourceId';
import { linkedAuthorizationFailed, notInSandbox, refuse } from './errors';
import { asObject } from './field';
import { guidOf } from './ids';
import type { SandboxNetworkResource } from './networkState';
import { mayDo } from './rbac';
import type { Call } from './route';

type Resource = Pick<SandboxNetworkResource, 'id' | 'revision' | 'busyUntil'>;

export function etagOf({ id, revision }: Resource): string {
  return `W/"${guidOf(`${id.toLowerCase()}#${revision}`)}"`;
}

export function stateOf({ busyUntil }: Resource, now: number): 'Updating' | 'Succeeded' {
  return busyUntil > now ? 'Updating' : 'Succeeded';
}

/** Throws where a write was sent for another state than there is. Text quoted in public; the etags in it are ours. */
export function requireEtag(call: Call, resource: Resource | undefined): void {
  const wanted = call.request.headers['if-match'];
  if (wanted === undefined || wanted === '*') return;
  const has = resource ? etagOf(resource) : 'null';
  if (wanted === has) return;
  const message = `Etag provided in if-match header ${wanted} does not match etag ${has} of resource ${resource?.id ?? call.path} in NRP data store.`;
  throw refuse(412, 'PreconditionFailed', 'Precondition failed.', { details: [{ code: 'PreconditionFailedEtagMismatch', message }] });
}

/** Throws while another write is at work on the resource, on what holds it or on what it holds. Code and text quoted in public. */
export function requireIdle(call: Call, id: string): void {
  const running = Object.values(call.world.operations).find(
    ({ kind, status, target }) =>
      kind.startsWith('network.') && status === 'InProgress' && (isAtOrAbove(target, id) || isAtOrAbove(id, target)),
  );
  if (!running) return;
  const text =
    'Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ' +
    `https://management.azure.com/subscriptions/${call.params['subscriptionId']}/providers/Microsoft.Network/operations/${running.id}.`;
  throw refuse(429, 'AnotherOperationInProgress', text, { details: [] }, { 'retry-after': '10' });
}

/** Microsoft.Network's own 404, for what lies in something that is there. */
export function notFoundInNetwork(id: string): Error {
  return refuse(404, 'NotFound', `Resource ${id} not found.`, { details: [] });
}

/** Text quoted in public many times. */
export function missingReference(to: string, from: string): Error {
  const text =
    `Resource ${to} referenced by resource ${from} was not found. Please make sure that the referenced resource exists, ` +
    'and that both resources are in the same region.';
  return refuse(400, 'InvalidResourceReference', text, { details: [] });
}

/** Finds a resource that is referred to, in the same region. */
export function referred<T extends { readonly id: string; readonly location: string }>(
  map: Readonly<Record<string, T>>,
  to: string,
  from: { readonly id: string; readonly location: string },
): T {
  const found = Object.values(map).find(({ id, location }) => sameId(id, to) && location === from.location);
  if (!found) throw missingReference(to, from.id);
  return found;
}

/** Throws 501 for the first property that would change what happens and that nobody acts on. An empty list asks for nothing. */
export function requireKnown(properties: unknown, known: ReadonlySet<string>, where: string): void {
  for (const [name, value] of Object.entries(asObject(properties) ?? {})) {
    if (known.has(name.toLowerCase()) || value === null || (Array.isArray(value) && value.length === 0)) continue;
    throw notInSandbox(`${where}.${name}`);
  }
}

/** Names of properties, for looking up. */
export function names(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().split(' '));
}

/** Properties that are kept as they were sent. */
export function kept(properties: unknown, which: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(asObject(properties) ?? {}).filter(([name]) => which.has(name.toLowerCase())));
}

/** Throws where the caller may write a resource and not use the one that it links to. */
export function requireJoin(call: Call, action: string, linked: string, write: string, id: string): void {
  if (mayDo(call.world, call.caller.objectId, action, linked, call.now)) return;
  const { signInName, objectId } = call.caller;
  throw linkedAuthorizationFailed({ client: signInName, objectId, action: write, scope: id }, action, linked);
}
