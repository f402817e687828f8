import type { Principal } from '../model/principal';
import { isCancelled } from '../model/appError';
import type { Azure } from './azure';
import { call } from './call';
import type { Graph } from './graph';
import { present } from './present';

/** The most that Microsoft Graph takes at once: https://learn.microsoft.com/graph/api/directoryobject-getbyids. */
const batchSize = 1000;

/** As Microsoft Graph sends it. Names are null where the caller may not read them. */
interface DirectoryObject {
  readonly '@odata.type'?: string;
  readonly id?: string;
  readonly displayName?: string | null;
  readonly appId?: string | null;
  readonly userPrincipalName?: string | null;
}

interface Found {
  readonly value?: readonly DirectoryObject[];
}

const types: Readonly<Record<string, Principal['type']>> = {
  '#microsoft.graph.user': 'User',
  '#microsoft.graph.group': 'Group',
  '#microsoft.graph.servicePrincipal': 'ServicePrincipal',
};

/** `graph` is undefined in a cloud that has none, or none that is known. */
export function directory(graph: Graph | undefined): Azure['directory'] {
  return {
    principals: (ids, signal) =>
      ifItCanBeTold(async () => {
        if (!graph) return undefined;
        const batches: Promise<readonly Principal[]>[] = [];
        for (let at = 0; at < ids.length; at += batchSize) {
          const asked = { ids: ids.slice(at, at + batchSize), types: ['user', 'group', 'servicePrincipal'] };
          batches.push(
            call(signal, async () => {
              const found = (await graph('POST', 'directoryObjects/getByIds', asked, signal)) as Found | undefined;
              return (found?.value ?? []).flatMap((each) => toPrincipal(each, types[each['@odata.type'] ?? '']));
            }),
          );
        }
        return (await Promise.all(batches)).flat();
      }),
    servicePrincipal: (appId, signal) =>
      ifItCanBeTold(async () => {
        if (!graph) return undefined;
        const filter = new URLSearchParams({ $filter: `appId eq '${appId.replaceAll("'", "''")}'` }).toString();
        const found = (await call(signal, () => graph('GET', `servicePrincipals?${filter}`, undefined, signal))) as Found | undefined;
        return (found?.value ?? []).flatMap((each) => toPrincipal(each, 'ServicePrincipal'))[0];
      }),
  };
}

/** Names are a nicety: a token that cannot be had without asking, a refusal, a lost connection all mean that nobody can tell. */
async function ifItCanBeTold<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isCancelled(error)) throw error;
    return undefined;
  }
}

/** None of a kind that no role can be assigned to (a device). */
function toPrincipal({ id, displayName, appId, userPrincipalName }: DirectoryObject, type: Principal['type'] | undefined): Principal[] {
  if (!id || !type) return [];
  const name = displayName ?? userPrincipalName ?? appId ?? id;
  return [{ id, type, name, ...present({ appId, userPrincipalName }) }];
}
