/** Microsoft.Authorization/locks: https://learn.microsoft.com/rest/api/resources/management-locks. What they do is in `lockedScopes.ts`. */
import { normalizeId } from '../model/resourceId';
import { addLock } from './builder';
import { empty, invalidRequestContent, json, notInSandbox, refuse } from './errors';
import { textAt } from './field';
import { filtered } from './filtered';
import { page } from './page';
import type { Call, Route } from './route';
import { requireScope } from './scopeExists';
import type { SandboxResponse } from './types';
import type { SandboxLock } from './world';

const type = 'Microsoft.Authorization/locks';
const versions: readonly string[] = ['2020-05-01', '2017-04-01', '2016-09-01', '2015-01-01'];
const levels = ['CanNotDelete', 'ReadOnly'] as const;

function body(lock: SandboxLock): object {
  const notes = lock.notes === undefined ? {} : { notes: lock.notes };
  return { properties: { level: lock.level, ...notes }, id: lock.id, type, name: lock.name };
}

function key(call: Call): string {
  return normalizeId(`${call.params['scope'] ?? ''}/providers/${type}/${call.params['name'] ?? ''}`);
}

/** https://learn.microsoft.com/rest/api/resources/management-locks/list-by-scope */
function list(call: Call): SandboxResponse {
  const found = filtered(call, Object.values(call.world.locks), (part) => {
    throw notInSandbox(`the filter ${part} of locks`);
  });
  return page(call, found.map(body));
}

function get(call: Call): SandboxResponse {
  const lock = call.world.locks[key(call)];
  if (!lock) throw refuse(404, 'LockNotFound', `The lock '${call.params['name']}' could not be found.`);
  return json(200, body(lock));
}

function put(call: Call): SandboxResponse {
  const { scope = '', name = '' } = call.params;
  requireScope(call.world, scope);
  const asked = textAt(call.body, 'properties', 'level');
  const level = levels.find((each) => each.toLowerCase() === asked?.toLowerCase());
  if (!level) throw invalidRequestContent(`Error converting value "${asked ?? ''}" to type 'LockLevel'. Path 'properties.level'.`);
  const isNew = !(key(call) in call.world.locks);
  const lock = addLock(call.world, scope || '/', name, level, textAt(call.body, 'properties', 'notes'));
  return json(isNew ? 201 : 200, body(lock));
}

function remove(call: Call): SandboxResponse {
  const isThere = key(call) in call.world.locks;
  delete call.world.locks[key(call)];
  return empty(isThere ? 200 : 204);
}

const one = `/{+scope}/providers/${type}/{name}`;
const at = (params: Readonly<Record<string, string>>) => params['scope'] || '/';

export const lockRoutes: readonly Route[] = [
  { method: 'GET', path: `/{+scope}/providers/${type}`, apiVersions: versions, action: `${type}/read`, scope: at, handle: list },
  { method: 'GET', path: one, apiVersions: versions, action: `${type}/read`, handle: get },
  { method: 'PUT', path: one, apiVersions: versions, action: `${type}/write`, handle: put },
  { method: 'DELETE', path: one, apiVersions: versions, action: `${type}/delete`, handle: remove },
];
