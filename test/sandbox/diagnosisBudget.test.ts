import './vscodeStandIn';
import assert from 'node:assert/strict';
import { judgePull } from '../../src/access/diagnosis/judgePull';
import { readPullFacts } from '../../src/access/diagnosis/readPullFacts';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { addContainerGroup, liveUntil } from '../../src/sandbox/containerGroupBuild';
import { storeReader } from '../../src/ui/diagnosis/storeReader';
import { questionsOf } from '../../src/ui/diagnosis/subject';
import { Sessions } from '../../src/ui/session';
import { Store } from '../../src/ui/store';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planWorld } from './planWorld';

const signal = new AbortController().signal;

/** A window's store over a sandbox, and what a diagnosis through it asks. */
class Diagnosed {
  private constructor(
    private readonly world: PlanWorld,
    private readonly store: Store,
    private readonly sessions: Sessions,
  ) {}

  static async open(world: PlanWorld): Promise<Diagnosed> {
    const sessions = new Sessions();
    const store = new Store(sessions);
    const { azure, clock } = world;
    const signedIn = await azure.signedIn();
    const session = { kind: 'sandbox', cloud: azure.cloud, azure, target: 'test-world', signedIn, clock } as const;
    await sessions.open(async () => ({ session, dispose: () => undefined }));
    return new Diagnosed(world, store, sessions);
  }

  /** Requests of one diagnosis of a group, as `METHOD type`; a registry's own sign-in (its challenge and two tokens) apart. */
  async requests(groupId: string): Promise<{ readonly asked: readonly string[]; readonly pulls: number }> {
    const { sandbox } = this.world.open;
    const before = sandbox.log.length;
    const reader = storeReader(this.store, await this.sessions.require());
    const questions = await questionsOf({ kind: 'group', groupId }, this.store, signal);
    const diagnoses = await Promise.all(questions.map(async (question) => judgePull(question, await readPullFacts(reader, question))));
    assert.ok(diagnoses.length > 0);
    const seen = sandbox.log.slice(before).filter(({ path, status }) => status !== 401 && !path.includes('/oauth2/'));
    return { asked: seen.map(({ method, path }) => `${method} ${path}`), pulls: diagnoses.length };
  }
}

function group(world: PlanWorld, images: readonly (readonly [registry: string, image: string])[]): string {
  const identityId = idOf(world, 'identities', 'id-web');
  const servers = [...new Set(images.map(([registry]) => serverOf(world, registry)))];
  const definition: ContainerGroupDefinition = {
    location: 'westeurope',
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
    properties: {
      containers: images.map(([registry, image], index) => ({
        name: `c${index}`,
        properties: { image: `${serverOf(world, registry)}/${image}`, resources: { requests: { cpu: 0.5, memoryInGB: 0.5 } } },
      })),
      imageRegistryCredentials: servers.map((server) => ({ server, identity: identityId })),
      osType: 'Linux',
    },
  };
  const { sandbox } = world.open;
  const at = sandbox.clock.now();
  const made = addContainerGroup(sandbox.world, {
    subscriptionId: world.production,
    resourceGroup: 'rg-web',
    name: 'counted',
    at,
    definition,
  });
  sandbox.clock.advance(120_000);
  liveUntil(sandbox.world, sandbox.clock.now());
  return made.id;
}

function serverOf(world: PlanWorld, registry: string): string {
  return world.open.sandbox.world.registries[idOf(world, 'registries', registry).toLowerCase()]?.loginServer ?? '';
}

describe('Requests of a diagnosis', () => {
  it('of a group: at most seven, and two for its image', async () => {
    const world = planWorld();
    const diagnosed = await Diagnosed.open(world);
    const { asked } = await diagnosed.requests(idOf(world, 'containerGroups', 'storefront-preview'));
    assert.ok(asked.length <= 7 + 2, asked.join('\n'));
  });

  it('of a group with three images in two registries: at most seven, two for each image, and four for the further registry', async () => {
    const world = planWorld();
    const diagnosed = await Diagnosed.open(world);
    const images = [
      ['contoso', 'web/storefront:1.6.2'],
      ['contoso', 'web/admin:3.2'],
      ['contosodnl', 'web/landing:1.0'],
    ] as const;
    const { asked, pulls } = await diagnosed.requests(group(world, images));
    assert.equal(pulls, 3);
    assert.ok(asked.length <= 7 + 3 * 2 + 4, asked.join('\n'));
  });

  it('a second time within a minute: the group alone, whose state may have changed', async () => {
    const world = planWorld();
    const diagnosed = await Diagnosed.open(world);
    const id = idOf(world, 'containerGroups', 'weekly-report');
    await diagnosed.requests(id);
    const { asked } = await diagnosed.requests(id);
    assert.equal(asked.length, 1, asked.join('\n'));
    assert.match(asked[0] ?? '', /containerGroups\/weekly-report$/);
  });
});
