/**
 * What Azure's tools ask of Microsoft Graph about principals. Source: https://learn.microsoft.com/graph/api/resources/directoryobject, v1.0.
 * Everybody who is signed in may read it, as an organization's members may by default.
 */
import { tenantOf } from './authenticate';
import { json, notInSandbox, refuse } from './errors';
import { asObject } from './field';
import type { Call, Route } from './route';
import type { SandboxResponse } from './types';
import type { SandboxPrincipal } from './world';

const kinds = { User: 'user', ServicePrincipal: 'servicePrincipal', Group: 'group' } as const;

function body(principal: SandboxPrincipal): Record<string, unknown> {
  const { kind, objectId, name, signInName } = principal;
  const common = { '@odata.type': `#microsoft.graph.${kinds[kind]}`, id: objectId, displayName: name };
  switch (kind) {
    case 'User':
      return { ...common, userPrincipalName: signInName, mail: signInName, businessPhones: [] };
    case 'ServicePrincipal':
      return {
        ...common,
        appId: signInName,
        appDisplayName: name,
        servicePrincipalNames: [signInName],
        servicePrincipalType: 'Application',
      };
    case 'Group':
      return { ...common, securityEnabled: true };
  }
}

/** Whom the replicas of the caller's directory know by now. */
function known(call: Call): readonly SandboxPrincipal[] {
  const { world, caller, now } = call;
  const here = tenantOf(world, caller);
  return Object.values(world.principals).filter((principal) => principal.replicatedAt <= now && tenantOf(world, principal) === here);
}

function found(call: Call, set: string, principals: readonly SandboxPrincipal[]): SandboxResponse {
  const context = `${new URL(call.request.url).origin}/v1.0/$metadata#${set}`;
  return json(200, { '@odata.context': context, value: principals.map(body) });
}

/** The two filters by which a service principal is looked up by its application. */
function listServicePrincipals(call: Call): SandboxResponse {
  const filter = call.query.get('$filter');
  const principals = known(call).filter(({ kind }) => kind === 'ServicePrincipal');
  if (filter === null) return found(call, 'servicePrincipals', principals);
  const name = /^(?:servicePrincipalNames\/any\((\w+):\s*\1 eq '([^']*)'\)|appId eq '([^']*)')$/i.exec(filter.trim());
  const display = /^displayName eq '([^']*)'$/i.exec(filter.trim())?.[1];
  if (!name && display === undefined) throw notInSandbox(`the filter ${filter} of servicePrincipals`);
  const wanted = name?.[2] ?? name?.[3];
  const fits = (principal: SandboxPrincipal): boolean =>
    wanted === undefined ? principal.name === display : principal.signInName.toLowerCase() === wanted.toLowerCase();
  return found(call, 'servicePrincipals', principals.filter(fits));
}

function listUsers(call: Call): SandboxResponse {
  const filter = call.query.get('$filter') ?? '';
  const name = /^(?:userPrincipalName|mail) eq '([^']*)'$/i.exec(filter.trim())?.[1];
  if (name === undefined && filter !== '') throw notInSandbox(`the filter ${filter} of users`);
  const users = known(call).filter(({ kind }) => kind === 'User');
  return found(
    call,
    'users',
    name === undefined ? users : users.filter(({ signInName }) => signInName.toLowerCase() === name.toLowerCase()),
  );
}

function getById(call: Call): SandboxResponse {
  const id = (call.params['id'] ?? '').toLowerCase();
  const principal = known(call).find(({ objectId }) => objectId === id);
  if (!principal) {
    throw refuse(
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  return json(200, body(principal));
}

/** Those that are there; what is not there is left out. Source: https://learn.microsoft.com/graph/api/directoryobject-getbyids */
function getByIds(call: Call): SandboxResponse {
  const ids = asObject(call.body)?.['ids'];
  if (!Array.isArray(ids)) throw refuse(400, 'Request_BadRequest', 'The ids are missing.');
  const wanted = new Set(ids.map((id) => String(id).toLowerCase()));
  return found(
    call,
    'directoryObjects',
    known(call).filter(({ objectId }) => wanted.has(objectId)),
  );
}

export const directoryRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1.0/me', handle: (call) => json(200, body(call.caller)) },
  { method: 'GET', path: '/v1.0/servicePrincipals', handle: listServicePrincipals },
  { method: 'GET', path: '/v1.0/servicePrincipals/{id}', handle: getById },
  { method: 'GET', path: '/v1.0/users', handle: listUsers },
  { method: 'GET', path: '/v1.0/users/{id}', handle: getById },
  { method: 'POST', path: '/v1.0/directoryObjects/getByIds', handle: getByIds },
];
