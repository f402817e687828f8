/**
 * Container groups that can't pull, each because of a state of Azure: what the diagnosis says of it, and that its repair lets the group run.
 * The causes are those of https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/configuration/inaccessible-image and
 * acr-image-pull-failures-managed-identity.
 */
import assert from 'node:assert/strict';
import type { GateKind } from '../../src/access/diagnosis/gate';
import type { Diagnosis } from '../../src/access/diagnosis/judgePull';
import { decisiveGate, judgePull } from '../../src/access/diagnosis/judgePull';
import { jsonReport } from '../../src/access/diagnosis/report';
import type { ChosenRepair } from '../../src/access/diagnosis/planRepair';
import { bestRepairs, planRepair } from '../../src/access/diagnosis/planRepair';
import { pullsOfGroup } from '../../src/access/diagnosis/pullQuestion';
import { readPullFacts } from '../../src/access/diagnosis/readPullFacts';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import type { MessageKey } from '../../src/model/message';
import { normalizeId } from '../../src/model/resourceId';
import { roles } from '../../src/model/roles';
import { adminPasswords } from '../../src/sandbox/adminUser';
import { addDenyAssignment, addIdentity, assignRole } from '../../src/sandbox/builder';
import { addContainerGroup, liveUntil } from '../../src/sandbox/containerGroupBuild';
import { beginStart } from '../../src/sandbox/containerGroupLife';
import { newGuid } from '../../src/sandbox/ids';
import type { SandboxContainerGroup, SandboxIdentity, SandboxRegistry } from '../../src/sandbox/world';
import { azureReader } from './azureReader';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planWorld } from './planWorld';

const minute = 60_000;
const hour = 60 * minute;

interface Scene {
  readonly world: PlanWorld;
  readonly group: SandboxContainerGroup;
  readonly identity: SandboxIdentity;
  readonly registry: SandboxRegistry;
}

interface Case {
  readonly what: string;
  readonly registry?: 'contoso' | 'contosoabac' | 'contosovault' | 'contosodnl';
  readonly image?: string;
  /** By what the group pulls while all is well. */
  readonly by?: 'identity' | 'admin';
  readonly spoil: (scene: Scene) => void;
  readonly gate: GateKind;
  readonly says: MessageKey;
  /** What else is shut. */
  readonly also?: readonly GateKind[];
  /** How it is repaired, or why it is not by one click. */
  readonly repair: 'one click' | 'with the group’s identity' | 'none';
}

const images = {
  contoso: 'web/storefront:1.6.2',
  contosoabac: 'team-a/orders:5.0',
  contosovault: 'payments/ledger:7.0',
  contosodnl: 'web/landing:1.0',
} as const;

/** A group that ran, was spoiled, and was started again: it has tried to pull for half an hour. */
function scene({ registry: name = 'contoso', image = images[name], by = 'identity', spoil }: Case): Scene {
  const world = planWorld();
  const { sandbox } = world.open;
  const now = sandbox.clock.now();
  const registry = sandbox.world.registries[normalizeId(idOf(world, 'registries', name))];
  assert.ok(registry);
  const identity = addIdentity(sandbox.world, {
    subscriptionId: world.production,
    resourceGroup: 'rg-web',
    name: 'id-tried',
    location: 'westeurope',
  });
  const roleId = name === 'contosoabac' ? roles.repositoryReader.id : roles.acrPull.id;
  assignRole(sandbox.world, { scope: registry.id, principalId: identity.principalId, roleId, at: now - 5 * hour });
  const credential = by === 'identity' ? { identity: identity.id } : { username: registry.name, password: adminPasswords(registry)[0] };
  const definition: ContainerGroupDefinition = {
    location: 'westeurope',
    ...(by === 'identity' ? { identity: { type: 'UserAssigned', userAssignedIdentities: { [identity.id]: {} } } } : {}),
    properties: {
      containers: [
        { name: 'app', properties: { image: `${registry.loginServer}/${image}`, resources: { requests: { cpu: 1, memoryInGB: 1 } } } },
      ],
      imageRegistryCredentials: [{ server: registry.loginServer, ...credential }],
      osType: 'Linux',
      restartPolicy: 'Always',
    },
  };
  const group = addContainerGroup(sandbox.world, {
    subscriptionId: world.production,
    resourceGroup: 'rg-web',
    name: 'tried',
    at: now - 3 * hour,
    definition,
  });
  liveUntil(sandbox.world, now - 2 * hour);
  const made = { world, group, identity, registry };
  spoil(made);
  liveUntil(sandbox.world, now - hour);
  beginStart(sandbox.world, group, now - hour, newGuid(sandbox.world));
  liveUntil(sandbox.world, now);
  assert.notEqual(group.state, 'Running', 'the group was spoiled');
  return made;
}

async function diagnose({ azure, clock }: PlanWorld, groupId: string): Promise<readonly Diagnosis[]> {
  const group = await azure.containerGroups.get(groupId);
  assert.ok(group);
  const reader = azureReader(azure, clock);
  return Promise.all(pullsOfGroup(group).map(async (question) => judgePull(question, await readPullFacts(reader, question))));
}

async function runRepairs(world: PlanWorld, chosen: readonly ChosenRepair[] | undefined): Promise<void> {
  const made = planRepair('test-world', chosen ?? []);
  assert.ok(made, 'there is a plan');
  const account = await world.run(made.plan);
  assert.equal(account.status, 'succeeded', JSON.stringify(account.entries, undefined, 1));
}

function setImage({ group }: Scene, image: string): void {
  for (const { properties } of group.definition.properties.containers) properties.image = image;
}

function setCredential({ group }: Scene, credential: { identity?: string; username?: string } | undefined): void {
  const [server = ''] = group.definition.properties.containers.map(({ properties }) => properties.image.split('/')[0]);
  group.definition.properties.imageRegistryCredentials = credential ? [{ server, ...credential }] : [];
}

function takeRole({ world, identity }: Scene): void {
  const { assignments } = world.open.sandbox.world;
  for (const [key, { principalId }] of Object.entries(assignments)) if (principalId === identity.principalId) delete assignments[key];
}

function give({ world, identity, registry }: Scene, roleId: string, condition?: string): void {
  const at = world.clock.now() - 4 * hour;
  assignRole(world.open.sandbox.world, {
    scope: registry.id,
    principalId: identity.principalId,
    roleId,
    at,
    ...(condition ? { condition } : {}),
  });
}

const onlyZebra =
  `((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}) AND ` +
  `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})) OR ` +
  `(@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'zebra/'))`;

const cases: readonly Case[] = [
  { what: 'AcrPull was taken away', spoil: takeRole, gate: 'role', says: 'diagnosis.role.none', repair: 'one click' },
  {
    what: 'AcrPull was assigned to the identity’s client id',
    spoil: (made) => {
      takeRole(made);
      const { world, identity, registry } = made;
      const at = world.clock.now() - 4 * hour;
      assignRole(world.open.sandbox.world, { scope: registry.id, principalId: identity.clientId, roleId: roles.acrPull.id, at });
    },
    gate: 'role',
    says: 'diagnosis.role.clientId',
    repair: 'one click',
  },
  {
    what: 'an identity that was created anew under the same name, whose role was the old one’s',
    spoil: ({ world, identity }) => Object.assign(identity, { principalId: newGuid(world.open.sandbox.world) }),
    gate: 'role',
    says: 'diagnosis.role.none',
    repair: 'one click',
  },
  {
    what: 'an ABAC registry, and AcrPull',
    registry: 'contosoabac',
    spoil: (made) => {
      takeRole(made);
      give(made, roles.acrPull.id);
    },
    gate: 'role',
    says: 'diagnosis.role.ignored',
    repair: 'one click',
  },
  {
    what: 'a classic registry, and Repository Reader',
    spoil: (made) => {
      takeRole(made);
      give(made, roles.repositoryReader.id);
    },
    gate: 'role',
    says: 'diagnosis.role.ignored',
    repair: 'one click',
  },
  {
    what: 'a registry that was switched to ABAC mode under AcrPull',
    spoil: ({ registry }) => (registry.mode = 'AbacRepositoryPermissions'),
    gate: 'role',
    says: 'diagnosis.role.ignored',
    repair: 'one click',
  },
  {
    what: 'a condition that leaves the repository out',
    registry: 'contosoabac',
    spoil: (made) => {
      takeRole(made);
      give(made, roles.repositoryReader.id, onlyZebra);
    },
    gate: 'condition',
    says: 'diagnosis.condition.excludes',
    repair: 'one click',
  },
  {
    what: 'trusted services are kept out by the firewall',
    registry: 'contosovault',
    spoil: ({ registry }) => (registry.networkRuleBypass = 'None'),
    gate: 'network',
    says: 'diagnosis.network.untrusted',
    repair: 'one click',
  },
  {
    what: 'public access was disabled, and trusted services are kept out',
    spoil: ({ registry }) => Object.assign(registry, { sku: 'Premium', publicNetworkAccess: 'Disabled', networkRuleBypass: 'None' }),
    gate: 'network',
    says: 'diagnosis.network.untrusted',
    repair: 'one click',
  },
  {
    what: 'the identity is no longer attached to the group',
    spoil: ({ group }) => delete group.definition.identity,
    gate: 'attached',
    says: 'diagnosis.attached.no',
    repair: 'one click',
  },
  {
    what: 'the identity was deleted',
    spoil: ({ world, identity }) => delete world.open.sandbox.world.identities[normalizeId(identity.id)],
    gate: 'identity',
    says: 'diagnosis.identity.gone',
    repair: 'none',
  },
  {
    what: 'the pull is to be made with the system-assigned identity',
    spoil: (made) => setCredential(made, { identity: 'system' }),
    gate: 'credential',
    says: 'diagnosis.credential.systemAssigned',
    repair: 'with the group’s identity',
  },
  {
    what: 'there is no credential for the registry',
    spoil: (made) => setCredential(made, undefined),
    gate: 'credential',
    says: 'diagnosis.credential.none',
    repair: 'with the group’s identity',
  },
  {
    what: 'the admin user was disabled',
    by: 'admin',
    spoil: ({ registry }) => (registry.adminUserEnabled = false),
    gate: 'credential',
    says: 'diagnosis.credential.adminDisabled',
    repair: 'none',
  },
  {
    what: 'a password, and a registry whose network was restricted since',
    by: 'admin',
    spoil: ({ registry }) => Object.assign(registry, { sku: 'Premium', defaultAction: 'Deny' }),
    gate: 'network',
    says: 'diagnosis.network.password',
    repair: 'none',
  },
  {
    what: 'the tag was deleted',
    spoil: ({ registry }) => delete registry.repositories['web/storefront']?.tags['1.6.2'],
    gate: 'image',
    says: 'diagnosis.image.noTag',
    repair: 'one click',
  },
  {
    what: 'the repository was deleted',
    spoil: ({ registry }) => delete registry.repositories['web/storefront'],
    gate: 'image',
    says: 'diagnosis.image.noRepository',
    repair: 'none',
  },
  {
    what: 'the image is built for arm64 alone',
    spoil: (made) => setImage(made, `${made.registry.loginServer}/web/edge:0.9-arm64`),
    gate: 'platform',
    says: 'diagnosis.platform.other',
    repair: 'none',
  },
  {
    what: 'the image is built for Windows',
    spoil: (made) => setImage(made, `${made.registry.loginServer}/windows/label-printer:ltsc2022`),
    gate: 'platform',
    says: 'diagnosis.platform.other',
    repair: 'none',
  },
  {
    what: 'the reference starts with a scheme',
    spoil: (made) => setImage(made, `https://${made.registry.loginServer}/web/storefront:1.6.2`),
    gate: 'reference',
    says: 'diagnosis.reference.scheme',
    repair: 'one click',
  },
  {
    what: 'the repository is written in upper case',
    spoil: (made) => setImage(made, `${made.registry.loginServer}/Web/Storefront:1.6.2`),
    gate: 'reference',
    says: 'diagnosis.reference.upperCase',
    repair: 'one click',
  },
  {
    what: 'the login server is written without its hash',
    registry: 'contosodnl',
    spoil: (made) => setImage(made, 'contosodnl.azurecr.io/web/landing:1.0'),
    gate: 'registry',
    says: 'diagnosis.registry.otherServer',
    repair: 'one click',
  },
  {
    what: 'nobody has a registry of that name',
    spoil: (made) => setImage(made, 'contosogone.azurecr.io/web/storefront:1.6.2'),
    gate: 'registry',
    says: 'diagnosis.registry.absent',
    repair: 'none',
  },
  {
    what: 'role and tag are both missing',
    spoil: (made) => {
      takeRole(made);
      delete made.registry.repositories['web/storefront']?.tags['1.6.2'];
    },
    gate: 'image',
    says: 'diagnosis.image.noTag',
    also: ['role'],
    repair: 'one click',
  },
];

describe('Diagnosing a group that cannot pull', () => {
  for (const row of cases) {
    it(`${row.what}: says so${row.repair === 'none' ? ', and offers no repair by itself' : ', and repairs it'}`, async () => {
      const made = scene(row);
      const { world, group } = made;
      const [diagnosis] = await diagnose(world, group.id);
      assert.ok(diagnosis);
      const shut = diagnosis.gates.filter(({ state }) => state === 'shut').map(({ kind }) => kind);
      assert.deepEqual([diagnosis.answer, shut], [false, [row.gate, ...(row.also ?? [])]]);
      assert.equal(decisiveGate(diagnosis)?.evidence[0].key, row.says);
      const best = bestRepairs([diagnosis]);
      if (row.repair === 'none') return assert.equal(best, undefined);
      const own: ChosenRepair = {
        diagnosis,
        repair: { kind: 'useIdentity', identityId: made.identity.id },
        withIdentity: await withOwn(made, diagnosis),
      };
      await runRepairs(world, row.repair === 'one click' ? best : [own]);
      assert.equal(group.id in world.open.sandbox.world.containerGroups, false);
      const after = await world.azure.containerGroups.get(group.id);
      assert.equal(after?.definition.properties.instanceView?.state, 'Running');
      const [again] = await diagnose(world, group.id);
      assert.deepEqual(
        again?.gates.filter(({ state }) => state === 'shut'),
        [],
      );
    });
  }
});

describe('Diagnosing a role that was granted minutes ago', () => {
  it('can’t tell whether it is in effect; waiting starts the group once it is', async () => {
    const made = scene({ what: '', spoil: takeRole, gate: 'role', says: 'diagnosis.role.none', repair: 'one click' });
    const { world, group, identity, registry } = made;
    const { principalId } = identity;
    const assignment = {
      name: newGuid(world.open.sandbox.world),
      principalId,
      principalType: 'ServicePrincipal',
      roleId: roles.acrPull.id,
    } as const;
    await world.azure.access.assign(registry.id, assignment);
    world.open.sandbox.clock.advance(30_000);
    const [diagnosis] = await diagnose(world, group.id);
    assert.ok(diagnosis);
    const effective = diagnosis.gates.find(({ kind }) => kind === 'effective');
    assert.deepEqual([diagnosis.answer, effective?.state, effective?.repairs], [undefined, 'unknown', [{ kind: 'wait' }]]);
    await runRepairs(world, [{ diagnosis, repair: { kind: 'wait' } }]);
    const after = await world.azure.containerGroups.get(group.id);
    assert.equal(after?.definition.properties.instanceView?.state, 'Running');
  });
});

describe('Diagnosing what can’t be repaired or read', () => {
  it('a role through a group lets it pull, with a warning that a new member may have to wait', async () => {
    const made = scene({ what: '', spoil: takeRole, gate: 'role', says: 'diagnosis.role.none', repair: 'none' });
    const { world, identity, registry, group } = made;
    const groupId = newGuid(world.open.sandbox.world);
    const principal = world.open.sandbox.world.principals[identity.principalId];
    assert.ok(principal);
    Object.assign(principal, { memberOf: [groupId] });
    const at = world.clock.now() - 4 * hour;
    assignRole(world.open.sandbox.world, { scope: registry.id, principalId: groupId, roleId: roles.acrPull.id, at });
    const [diagnosis] = await diagnose(world, group.id);
    const effective = diagnosis?.gates.find(({ kind }) => kind === 'effective');
    assert.deepEqual([diagnosis?.answer, effective?.state, effective?.evidence[0].key], [true, 'warning', 'diagnosis.effective.group']);
  });

  it('a deny assignment that stands in the way is named, and not repaired', async () => {
    const made = scene({
      what: '',
      spoil: ({ world, registry, identity }) =>
        addDenyAssignment(world.open.sandbox.world, {
          scope: registry.id,
          displayName: 'Kept by a deployment stack',
          at: world.clock.now() - 2 * hour,
          principals: [identity.principalId],
          permissions: { actions: ['Microsoft.ContainerRegistry/registries/pull/read'] },
        }),
      gate: 'denied',
      says: 'diagnosis.denied.yes',
      repair: 'none',
    });
    const [diagnosis] = await diagnose(made.world, made.group.id);
    assert.ok(diagnosis);
    assert.equal(decisiveGate(diagnosis)?.evidence[0].key, 'diagnosis.denied.yes');
    assert.equal(bestRepairs([diagnosis]), undefined);
  });

  const platforms: readonly (readonly [image: string, state: string, says: string])[] = [
    ['windows/label-printer:ltsc2022', 'open', 'diagnosis.platform.fits'],
    ['web/storefront:1.6.2', 'open', 'diagnosis.platform.fits'],
    ['web/edge:0.9-arm64', 'shut', 'diagnosis.platform.neither'],
  ];
  for (const [image, state, says] of platforms) {
    it(`a pull of no group may be for any system that Container Instances has: ${image}`, async () => {
      const world = planWorld();
      const puller = { kind: 'identity', id: idOf(world, 'identities', 'id-web'), attached: true } as const;
      const question = { image: `contoso.azurecr.io/${image}`, about: 'image', puller } as const;
      const { gates } = judgePull(question, await readPullFacts(azureReader(world.azure, world.clock), question));
      const platform = gates.find(({ kind }) => kind === 'platform');
      assert.deepEqual([platform?.state, platform?.evidence[0].key], [state, says]);
    });
  }

  it('a registry of another subscription is found where the group’s own can’t be listed', async () => {
    const made = scene({ what: '', spoil: takeRole, gate: 'role', says: 'diagnosis.role.none', repair: 'one click' });
    const { world, group } = made;
    for (const { properties } of group.definition.properties.containers)
      properties.image = 'contosodev.azurecr.io/web/storefront:1.7.0-beta';
    const path = new RegExp(`${world.production}/providers/Microsoft.ContainerRegistry/registries$`, 'i');
    world.open.sandbox.faults.add({ kind: 'status', status: 403, match: { path }, times: 100 });
    const [diagnosis] = await diagnose(world, group.id);
    assert.equal(diagnosis?.registry?.name, 'contosodev');
  });

  it('names the gates that could not be read, and says nothing for certain', async () => {
    const world = planWorld();
    const id = idOf(world, 'containerGroups', 'storefront');
    world.open.sandbox.faults.add({
      kind: 'status',
      status: 403,
      match: { path: /roleAssignments|denyAssignments|roleDefinitions/i },
      times: 100,
    });
    const [diagnosis] = await diagnose(world, id);
    assert.ok(diagnosis);
    assert.equal(diagnosis.answer, undefined);
    const report = JSON.parse(jsonReport({ title: 'storefront', at: '2026-01-01T00:00:00Z' }, [diagnosis])) as { unread: string[] };
    assert.deepEqual(report.unread, ['role']);
  });
});

async function withOwn({ world, identity }: Scene, { question }: Diagnosis): Promise<Diagnosis> {
  const asked = { ...question, puller: { kind: 'identity', id: identity.id, attached: true } } as const;
  return judgePull(asked, await readPullFacts(azureReader(world.azure, world.clock), asked));
}
