/** Container groups that fail, each because of a state of Azure: what is said of it, and that the repair lets the group run. */
import assert from 'node:assert/strict';
import { judgePull } from '../../src/access/diagnosis/judgePull';
import { misfitsOf } from '../../src/access/diagnosis/misfits';
import { pullsOfGroup } from '../../src/access/diagnosis/pullQuestion';
import { readPullFacts } from '../../src/access/diagnosis/readPullFacts';
import type { Cause } from '../../src/deploy/failure/judgeFailure';
import { judgeFailure } from '../../src/deploy/failure/judgeFailure';
import { resized } from '../../src/deploy/failure/groupSize';
import type { Refusal } from '../../src/deploy/failure/judgeRefusal';
import { judgeRefusal } from '../../src/deploy/failure/judgeRefusal';
import { repairedDefinition } from '../../src/deploy/failure/planFailureRepair';
import { judgePreflight } from '../../src/deploy/judgePreflight';
import { preflightQuestion, readPreflight } from '../../src/deploy/preflight';
import { planEditedRedeploy } from '../../src/deploy/planRedeploy';
import type { Container, ContainerGroup, ContainerGroupDefinition } from '../../src/model/containerGroup';
import { normalizeId, resourceId } from '../../src/model/resourceId';
import { adminPasswords } from '../../src/sandbox/adminUser';
import type { BehaviourName } from '../../src/sandbox/behaviours';
import { repositoryOf } from '../../src/sandbox/images';
import type { SandboxQuota, SandboxRegistry } from '../../src/sandbox/world';
import { inWords } from '../unit/inWords';
import { azureReader } from './azureReader';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planOf, planWorld } from './planWorld';

const minute = 60_000;

/** One container of a public image in a world of its own. */
class Failing {
  readonly world = planWorld();
  readonly id = resourceId(this.world.production, 'rg-web', 'Microsoft.ContainerInstance/containerGroups', 'failing');

  constructor() {
    this.push('team/app', 'linux/amd64', 'web');
  }

  push(repository: string, platform: 'linux/amd64' | 'linux/arm64' | 'windows/amd64', behaviour: BehaviourName): void {
    const hosts = this.world.open.sandbox.world.publicImages;
    const image = { tags: ['1'], platforms: [platform], megabytes: 20, behaviour, at: this.now };
    hosts['mcr.microsoft.com'] = { ...hosts['mcr.microsoft.com'], [repository]: repositoryOf(repository, [image]) };
  }

  /** Into a registry of which the manifests can be read. */
  pushPrivately(platform: 'linux/amd64' | 'linux/arm64' | 'windows/amd64'): void {
    const image = { tags: ['1'], platforms: [platform], megabytes: 20, behaviour: 'web', at: this.now } as const;
    this.registry.repositories['team/app'] = repositoryOf('team/app', [image]);
  }

  withPassword(): object {
    this.registry.adminUserEnabled = true;
    const { loginServer: server, name: username } = this.registry;
    return { imageRegistryCredentials: [{ server, username, password: adminPasswords(this.registry)[0] }] };
  }

  private get registry(): SandboxRegistry {
    const registry = this.world.open.sandbox.world.registries[normalizeId(idOf(this.world, 'registries', 'contoso'))];
    assert.ok(registry);
    return registry;
  }

  get now(): number {
    return this.world.open.sandbox.clock.now();
  }

  async deploy(properties: object, ofGroup: object = {}): Promise<void> {
    await this.world.azure.containerGroups.put(this.id, this.definition(properties, ofGroup));
  }

  definition(properties: object, ofGroup: object): ContainerGroupDefinition {
    return {
      location: 'westeurope',
      properties: {
        containers: [
          {
            name: 'app',
            properties: {
              image: 'mcr.microsoft.com/team/app:1',
              ports: [{ port: 80 }],
              resources: { requests: { cpu: 1, memoryInGB: 1 } },
              ...properties,
            },
          },
        ],
        osType: 'Linux',
        restartPolicy: 'Always',
        ...ofGroup,
      },
    };
  }

  /** Looks every five seconds until something is to be said. */
  async causes(): Promise<{ readonly causes: readonly Cause[]; readonly group: ContainerGroup }> {
    for (let looks = 0; looks < 600; looks++) {
      this.world.open.sandbox.clock.advance(5_000);
      const group = await this.read();
      const causes = judgeFailure(group, { misfits: misfitsOf(await diagnosed(this.world, group)) });
      if (causes.length > 0) return { causes, group };
    }
    throw new Error('Nothing fails.');
  }

  async read(): Promise<ContainerGroup> {
    const group = await this.world.azure.containerGroups.get(this.id);
    assert.ok(group);
    return group;
  }

  /** Runs the repair as the page does, and answers how the group is ten minutes later. */
  async repair(group: ContainerGroup, { repairs }: Cause, kind: Cause['repairs'][number]['kind'], value = ''): Promise<ContainerGroup> {
    const repair = repairs.find((one) => one.kind === kind);
    assert.ok(repair, `${kind} among ${repairs.map((one) => one.kind).join(', ')}`);
    const definition = repairedDefinition(group, repair, value);
    const plan = definition ? planEditedRedeploy('test-world', group, definition) : planEditedRedeploy('test-world', group);
    const account = await this.world.run(plan);
    assert.equal(account.status, 'succeeded', JSON.stringify(account));
    this.world.open.sandbox.clock.advance(10 * minute);
    return this.read();
  }
}

async function diagnosed({ azure, clock }: PlanWorld, group: ContainerGroup) {
  const reader = azureReader(azure, clock);
  return Promise.all(pullsOfGroup(group).map(async (question) => judgePull(question, await readPullFacts(reader, question))));
}

function said({ title, evidence }: Cause): string {
  return [title, ...evidence].map(inWords).join(' ');
}

function assertRuns({ definition: { properties } }: ContainerGroup): void {
  const [container] = properties.containers;
  const view = container?.properties.instanceView;
  assert.equal(properties.instanceView?.state, 'Running');
  assert.equal(view?.currentState?.state, 'Running');
  assert.equal(view?.restartCount, 0, 'it never ended again');
}

describe('Explaining why a container group fails', () => {
  it('tells a liveness probe that asks too early from a crash, and gives the container time', async () => {
    const failing = new Failing();
    failing.push('team/app', 'linux/amd64', 'slowStarter');
    await failing.deploy({ livenessProbe: { httpGet: { port: 80, path: '/' }, periodSeconds: 5 } });
    const { causes, group } = await failing.causes();
    assert.equal(causes.length, 1);
    const [cause] = causes as [Cause];
    assert.match(said(cause), /liveness probe of app fails.*connection refused.*killed 11 s after its start/);
    assertRuns(await failing.repair(group, cause, 'delay'));
  });

  it('tells a container that fell ill from one that is asked too early, and offers no more time', async () => {
    const failing = new Failing();
    const command = ['sh', '-c', 'touch /tmp/healthy; sleep 90; rm /tmp/healthy; sleep 600'];
    await failing.deploy({ command, livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, periodSeconds: 5 } });
    const [cause] = (await failing.causes()).causes as [Cause];
    assert.match(said(cause), /liveness probe of app fails.*It ran for 1\d\d s before it was killed/);
    assert.deepEqual(
      cause.repairs.map(({ kind }) => kind),
      ['edit', 'logs'],
    );
  });

  it('tells that memory ran out, and doubles it', async () => {
    const failing = new Failing();
    failing.push('team/app', 'linux/amd64', 'hungry');
    await failing.deploy({});
    const { causes, group } = await failing.causes();
    assert.match(said(causes[0] as Cause), /exit code 137.*more memory than the 1 GB/);
    assertRuns(await failing.repair(group, causes[0] as Cause, 'memory'));
  });

  it('sets the variable that an init container misses, with its value', async () => {
    const failing = new Failing();
    failing.push('team/prepare', 'linux/amd64', 'needsDatabase');
    const initContainers = [{ name: 'prepare', properties: { image: 'mcr.microsoft.com/team/prepare:1' } }];
    await failing.deploy({}, { initContainers, restartPolicy: 'Never' });
    const { group } = await failing.causes();
    const log = await failing.world.azure.containerGroups.logs(failing.id, 'prepare', { tail: 20 });
    const [cause] = judgeFailure(group, { logs: { prepare: log } }) as [Cause];
    assert.match(said(cause), /prepare seems to miss the variable DATABASE_URL/);
    const definition = repairedDefinition(group, { kind: 'variable', container: 'prepare', name: 'DATABASE_URL' }, 'postgres://db');
    await failing.world.azure.containerGroups.delete(failing.id);
    await failing.world.azure.containerGroups.put(failing.id, definition ?? group.definition);
    failing.world.open.sandbox.clock.advance(5 * minute);
    // Given its variable, the image serves, and never ends.
    const [prepare] = (await failing.read()).definition.properties['initContainers'] as Container[];
    assert.deepEqual(prepare?.properties.environmentVariables, [{ name: 'DATABASE_URL' }]);
    assert.equal(prepare.properties.instanceView?.currentState?.state, 'Running');
    assert.equal(prepare.properties.instanceView.restartCount, 0);
  });

  for (const [code, words] of [
    [126, /found and can’t be executed/],
    [127, /not found in the image/],
  ] as const) {
    it(`tells by exit code ${code} that the command is wrong`, async () => {
      const failing = new Failing();
      await failing.deploy({ command: ['sh', '-c', `exit ${code}`] });
      const [cause] = (await failing.causes()).causes as [Cause];
      assert.match(said(cause), words);
      assert.deepEqual(
        cause.repairs.map(({ kind }) => kind),
        ['edit', 'logs'],
      );
    });
  }

  for (const [osType, was, is] of [
    ['Linux', 'linux/amd64', 'windows/amd64'],
    ['Linux', 'linux/amd64', 'linux/arm64'],
    ['Windows', 'windows/amd64', 'linux/amd64'],
  ] as const) {
    it(`tells a ${osType} group that its tag’s image is built for ${is} now, in a line of its own`, async () => {
      const failing = new Failing();
      failing.pushPrivately(was);
      await failing.deploy({ image: 'contoso.azurecr.io/team/app:1' }, { osType, ...failing.withPassword() });
      failing.world.open.sandbox.clock.advance(2 * minute);
      await failing.world.azure.containerGroups.stop(failing.id);
      failing.pushPrivately(is);
      await failing.world.azure.containerGroups.start(failing.id);
      const { causes } = await failing.causes();
      const words = new RegExp(`image of app is built for another platform.*built for ${is} and not for ${was}.*no matching manifest`);
      assert.match(said(causes[0] as Cause), words);
    });
  }

  it('tells that a share can’t be mounted by the event that people quote', async () => {
    const failing = new Failing();
    const azureFile = { shareName: 'uploads', storageAccountName: 'nobodys', storageAccountKey: 'd3Jvbmc=' };
    await failing.deploy({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }, { volumes: [{ name: 'data', azureFile }] });
    assert.match(said((await failing.causes()).causes[0] as Cause), /volume of app can’t be mounted.*Failed to mount Azure File Volume/);
  });

  it('tells that the region had no room, and fits the group into it', async () => {
    const failing = new Failing();
    failing.world.open.sandbox.world.regionLimits['westeurope'] = { cpu: 31, memoryInGB: 240, coresLeft: 4 };
    await failing.deploy({ resources: { requests: { cpu: 8, memoryInGB: 24 } } });
    const { causes, group } = await failing.causes();
    assert.match(said(causes[0] as Cause), /westeurope had no room for failing.*'8' CPU '24' GB memory.*Cores it asks for: 8/);
    assert.deepEqual(
      causes[0]?.repairs.map(({ kind }) => kind),
      ['redeploy', 'region', 'smaller', 'edit'],
    );
    const after = await failing.repair(group, causes[0], 'smaller');
    assertRuns(after);
    assert.deepEqual(after.definition.properties.containers[0]?.properties.resources.requests, { cpu: 4, memoryInGB: 16 });
  });

  it('takes the group again, as it is, once the region has room', async () => {
    const failing = new Failing();
    const limits = failing.world.open.sandbox.world.regionLimits;
    limits['westeurope'] = { cpu: 31, memoryInGB: 240, coresLeft: 0 };
    await failing.deploy({});
    const { causes, group } = await failing.causes();
    delete limits['westeurope'];
    assertRuns(await failing.repair(group, causes[0] as Cause, 'redeploy'));
  });
});

describe('Explaining why a container group is refused', () => {
  /** Runs the plan of a deployment; answers Azure's code and what is said of it, by what Azure says of region and quota. */
  async function refused(failing: Failing, properties: object = {}, ofGroup: object = {}): Promise<Refused> {
    const { world } = failing;
    const definition = failing.definition(properties, ofGroup);
    const plan = planOf({ kind: 'containerGroup', key: 'group', id: failing.id, definition });
    const { error } = (await world.run(plan)).entries['group'] ?? {};
    const question = preflightQuestion(plan);
    assert.ok(error && question);
    const groups = world.azure.containerGroups;
    const facts = await readPreflight(
      {
        usages: (id, location, signal) => groups.usages(id, location, signal),
        capabilities: (id, location, signal) => groups.capabilities(id, location, signal),
        containerGroups: (id, signal) => groups.list(id, signal),
        registrationState: (id, namespace, signal) => world.azure.providers.registrationState(id, namespace, signal),
        subnet: (id, signal) => world.azure.networks.subnet(id, signal),
        subnets: (id, signal) => world.azure.networks.subnets(id, signal),
        subnetUsage: (id, signal) => world.azure.networks.usage(id, signal),
        identity: (id, signal) => world.azure.identities.get(id, signal),
        subscriptions: async (signal) => (await world.azure.subscriptions.list(signal)).subscriptions,
      },
      question,
    );
    return { code: error.code, definition, refusal: judgeRefusal(error.code, definition, judgePreflight(question, facts)) };
  }

  interface Refused {
    readonly code: string;
    readonly definition: ContainerGroupDefinition;
    readonly refusal: Refusal | undefined;
  }

  function spoilQuota(failing: Failing, quota: Partial<SandboxQuota>): void {
    for (const subscription of Object.values(failing.world.open.sandbox.world.subscriptions)) Object.assign(subscription.quota, quota);
  }

  const big = { resources: { requests: { cpu: 8, memoryInGB: 8 } } };
  const identity = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i';
  const rows: readonly (readonly [
    what: string,
    spoil: (failing: Failing) => void,
    given: readonly [properties?: object, ofGroup?: object],
    code: string,
    title: string,
  ])[] = [
    ['a quota of cores that is used up', (f) => spoilQuota(f, { standardCores: 0 }), [], 'ServiceUnavailable', 'refusal.quota'],
    ['a quota of groups that is used up', (f) => spoilQuota(f, { containerGroups: 0 }), [], 'ServiceUnavailable', 'refusal.quota'],
    [
      'a quota of spot cores that is used up',
      (f) => spoilQuota(f, { spotCores: 0 }),
      [{ ports: [] }, { priority: 'Spot' }],
      'ContainerGroupQuotaReached',
      'refusal.quota',
    ],
    [
      'a region that takes no group so large',
      (f) => (f.world.open.sandbox.world.regionLimits['westeurope'] = { cpu: 4, memoryInGB: 16 }),
      [big],
      'ServiceUnavailable',
      'refusal.noRoom',
    ],
    [
      'a region that turns out to have no room',
      (f) => (f.world.open.sandbox.world.regionLimits['westeurope'] = { cpu: 31, memoryInGB: 240, coresLeft: 4 }),
      [big],
      'InsufficientCapacity',
      'refusal.noRoom',
    ],
    [
      'a credential with an identity and a user name',
      () => undefined,
      [{}, { imageRegistryCredentials: [{ server: 'contoso.azurecr.io', identity, username: 'u', password: 'p' }] }],
      'AmbiguousImageResitryCredentialType',
      'refusal.ambiguous',
    ],
    ['an image for another platform', (f) => f.push('team/app', 'linux/arm64', 'web'), [], 'InaccessibleImage', 'refusal.image'],
    [
      'an image for another system',
      (f) => f.push('team/app', 'windows/amd64', 'web'),
      [],
      'ImageOsTypeNotMatchContainerGroup',
      'refusal.imageOs',
    ],
  ];
  for (const [what, spoil, given, code, title] of rows) {
    it(`tells of ${what}`, async () => {
      const failing = new Failing();
      spoil(failing);
      const { code: said, refusal } = await refused(failing, ...given);
      assert.deepEqual([said, refusal?.title.key], [code, title]);
    });
  }

  it('is taken in another region, or when it asks for less', async () => {
    const failing = new Failing();
    failing.world.open.sandbox.world.regionLimits['westeurope'] = { cpu: 4, memoryInGB: 16 };
    const { definition, refusal } = await refused(failing, big);
    const smaller = refusal?.repairs.find(({ kind }) => kind === 'smaller');
    assert.ok(smaller?.kind === 'smaller');
    for (const changed of [resized(definition, smaller.size), { ...definition, location: 'northeurope' }]) {
      const plan = planOf({ kind: 'containerGroup', key: 'group', id: failing.id, definition: changed });
      assert.equal((await failing.world.run(plan)).status, 'succeeded');
      await failing.world.azure.containerGroups.delete(failing.id);
    }
  });
});
