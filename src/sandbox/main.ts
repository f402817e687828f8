/** Where the sandbox's bundle begins. */
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Cloud } from '../model/cloud';
import type { OpenSocket } from '../model/containerSocket';
import { containerGroupsVersion, publicCloud } from '../model/cloud';
import { SandboxClock } from './clock';
import { SandboxCredential } from './credential';
import { SandboxHttpClient } from './httpClient';
import type { Persona } from './personas';
import { personaId, personas } from './personas';
import { readSnapshot, Sandbox } from './sandbox';
import { socketsWithin } from './socketPair';
import type { World } from './world';
import { contoso } from './worlds/contoso';
import { emptyWorld } from './worlds/empty';

/** No host of this name can exist (RFC 2606): whatever escaped the sandbox would reach nobody. */
export const sandboxCloud: Cloud = {
  name: 'Sandbox',
  resourceManager: 'https://management.sandbox.invalid',
  resourceManagerAudience: publicCloud.resourceManagerAudience,
  registryAudience: publicCloud.registryAudience,
  containerGroupsVersion,
  registrySuffix: publicCloud.registrySuffix,
  authority: 'https://login.sandbox.invalid',
  graph: 'https://graph.sandbox.invalid',
};

export interface SandboxSettings {
  /** A world to begin with, by name or made elsewhere; `contoso` unless given. Not looked at where there is a snapshot. */
  readonly world?: 'contoso' | 'empty' | World;
  /** What `sandbox.snapshot()` gave. Throws where it cannot be read. */
  readonly snapshot?: string;
  /** Seconds of the sandbox in a real one; 1 unless given, 0 stands still. */
  readonly speed?: number;
  readonly persona?: Persona;
  /** What login servers of a world made by name end with. */
  readonly registrySuffix?: string;
  /** The most a page of a list holds. */
  readonly pageSize?: number;
  /** Called after every request that may have changed the world. */
  readonly onWrite?: () => void;
}

export interface OpenSandbox {
  readonly sandbox: Sandbox;
  readonly cloud: Cloud;
  readonly httpClient: HttpClient;
  /** In place of the network, for websockets. */
  readonly openSocket: OpenSocket;
  /** Signs in as `persona`, whoever that is at the time. */
  readonly credential: TokenCredential;
  /** Who is signed in. Kept in the world. */
  persona: Persona;
  credentialFor(persona: Persona): TokenCredential;
}

export function createSandbox(settings: SandboxSettings = {}): OpenSandbox {
  const saved = settings.snapshot === undefined ? undefined : readSnapshot(settings.snapshot);
  const start = saved?.now ?? Date.now();
  const sandbox = new Sandbox({
    world: saved?.world ?? beginning(settings.world ?? 'contoso', start, settings.registrySuffix),
    clock: new SandboxClock(start, settings.speed ?? 1),
    ...(settings.pageSize === undefined ? {} : { pageSize: settings.pageSize }),
    ...(settings.onWrite === undefined ? {} : { onWrite: settings.onWrite }),
  });
  if (settings.persona) sandbox.world.signedIn = personaId(settings.persona);
  const signInAs = (objectId: () => string) =>
    new SandboxCredential(
      () => sandbox.world.tenantId,
      () => sandbox.world.principals[objectId()] ?? { objectId: objectId(), name: '' },
    );
  return {
    sandbox,
    cloud: sandboxCloud,
    httpClient: new SandboxHttpClient(sandbox),
    openSocket: socketsWithin(sandbox.terminals),
    credential: signInAs(() => sandbox.world.signedIn),
    credentialFor: (persona) => signInAs(() => personaId(persona)),
    get persona() {
      return personas.find((persona) => personaId(persona) === sandbox.world.signedIn) ?? 'owner';
    },
    set persona(persona) {
      sandbox.world.signedIn = personaId(persona);
    },
  };
}

function beginning(world: 'contoso' | 'empty' | World, start: number, registrySuffix: string | undefined): World {
  if (world === 'contoso') return contoso(start, registrySuffix);
  return world === 'empty' ? emptyWorld(start, registrySuffix) : world;
}
