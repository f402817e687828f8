/** A small world for tests about container groups and registries' data: one registry, one identity with the right role. */
import type { TokenCredential } from '@azure/core-auth';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { publicCloud } from '../../src/model/cloud';
import { resourceId } from '../../src/model/resourceId';
import { roles } from '../../src/model/roles';
import { addIdentity, addRegistry, addResourceGroup, addSubscription, assignRole, newWorld } from '../../src/sandbox/builder';
import { SandboxClock } from '../../src/sandbox/clock';
import { SandboxHttpClient } from '../../src/sandbox/httpClient';
import type { ImageSpec } from '../../src/sandbox/images';
import { publicImages, repositoryOf } from '../../src/sandbox/images';
import { addPersonas, personaId } from '../../src/sandbox/personas';
import { Sandbox } from '../../src/sandbox/sandbox';
import { writeToken } from '../../src/sandbox/token';
import type { SandboxIdentity, SandboxRegistry, World } from '../../src/sandbox/world';

export const start = Date.parse('2026-06-01T08:00:00Z');
export const day = 86_400_000;

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Parsed where it is JSON. */
  readonly body: Json;
}

/** JSON of unknown shape, for looking into. */
export interface Json {
  readonly [name: string]: Json | undefined;
}

/** The text of a JSON value; empty where it is none. */
export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export class Fixture {
  readonly world: World = newWorld('test', { signedIn: personaId('owner') });
  readonly clock = new SandboxClock(start, 0);
  readonly subscriptionId: string;
  readonly registry: SandboxRegistry;
  readonly identity: SandboxIdentity;
  readonly sandbox: Sandbox;

  constructor(
    registry: Partial<SandboxRegistry> = {},
    private readonly pageSize?: number,
  ) {
    const { world } = this;
    this.subscriptionId = addSubscription(world, 'Test').id;
    addPersonas(world, [this.subscriptionId], start - 10 * day);
    addResourceGroup(world, this.subscriptionId, 'rg', 'westeurope');
    world.publicImages = publicImages(start);
    const place = { subscriptionId: this.subscriptionId, resourceGroup: 'rg', location: 'westeurope' };
    this.registry = addRegistry(world, { ...place, name: 'images', createdAt: start - 5 * day, ...registry });
    this.push('web/app', { tags: ['1', 'latest'], megabytes: 40, behaviour: 'web', at: start - day });
    this.identity = addIdentity(world, { ...place, name: 'id-app' });
    this.sandbox = new Sandbox({ world, clock: this.clock, ...(this.pageSize === undefined ? {} : { pageSize: this.pageSize }) });
  }

  push(repository: string, ...images: ImageSpec[]): void {
    this.registry.repositories[repository] = repositoryOf(repository, images);
  }

  /** Gives the identity a role on the registry, in force already. */
  grant(roleId: string = roles.acrPull.id, condition?: string): ReturnType<typeof assignRole> {
    const { principalId } = this.identity;
    return assignRole(this.world, { scope: this.registry.id, principalId, roleId, at: start - day, ...(condition ? { condition } : {}) });
  }

  groupId(name = 'app'): string {
    return resourceId(this.subscriptionId, 'rg', 'Microsoft.ContainerInstance/containerGroups', name);
  }

  /** A group that pulls `web/app:1` with the identity. */
  definition(image = `${this.registry.loginServer}/web/app:1`): ContainerGroupDefinition {
    return {
      location: 'westeurope',
      identity: { type: 'UserAssigned', userAssignedIdentities: { [this.identity.id]: {} } },
      properties: {
        containers: [{ name: 'app', properties: { image, ports: [{ port: 80 }], resources: { requests: { cpu: 1, memoryInGB: 1.5 } } } }],
        imageRegistryCredentials: [{ server: this.registry.loginServer, identity: this.identity.id }],
        osType: 'Linux',
        restartPolicy: 'Always',
        ipAddress: { type: 'Public', ports: [{ port: 80 }] },
      },
    };
  }

  /** A group of a public image that needs no identity, with a command. */
  publicDefinition(
    command: readonly string[] = [],
    restartPolicy = 'Always',
    image = 'mcr.microsoft.com/azuredocs/aci-helloworld',
  ): ContainerGroupDefinition {
    return {
      location: 'westeurope',
      properties: {
        containers: [
          {
            name: 'app',
            properties: {
              image,
              ...(command.length > 0 ? { command: [...command] } : {}),
              resources: { requests: { cpu: 1, memoryInGB: 1 } },
            },
          },
        ],
        osType: 'Linux',
        restartPolicy,
      },
    };
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    options: { apiVersion?: string; as?: string; query?: string } = {},
  ): Promise<Answer> {
    const credential = this.credential(options.as);
    const token = await credential.getToken(publicCloud.resourceManagerAudience);
    const response = await this.sandbox.handle({
      method,
      url: `${publicCloud.resourceManager}${path}?api-version=${options.apiVersion ?? '2023-05-01'}${options.query ?? ''}`,
      headers: { authorization: `Bearer ${token?.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (response.body === '' ? {} : JSON.parse(response.body)) as Json };
  }

  put(definition: unknown, name = 'app', options: { apiVersion?: string; as?: string } = {}): Promise<Answer> {
    return this.ask('PUT', this.groupId(name), definition, options);
  }

  get(name = 'app'): Promise<Answer> {
    return this.ask('GET', this.groupId(name));
  }

  act(verb: 'start' | 'stop' | 'restart', name = 'app'): Promise<Answer> {
    return this.ask('POST', `${this.groupId(name)}/${verb}`);
  }

  /** Moves the clock on by so many seconds. */
  pass(seconds: number): void {
    this.clock.advance(seconds * 1000);
  }

  client(): { credential: TokenCredential; httpClient: SandboxHttpClient } {
    return { credential: this.credential(), httpClient: new SandboxHttpClient(this.sandbox) };
  }

  private credential(objectId?: string): TokenCredential {
    return {
      getToken: (scopes) => {
        const scope = typeof scopes === 'string' ? scopes : (scopes[0] ?? '');
        const exp = Math.floor(Date.now() / 1000) + 3600;
        const oid = objectId ?? this.world.signedIn;
        const token = writeToken({ oid, tid: this.world.tenantId, aud: scope.replace(/\/\.default$/, ''), exp });
        return Promise.resolve({ token, expiresOnTimestamp: exp * 1000 });
      },
    };
  }
}
