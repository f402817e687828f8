import './vscodeStandIn';
import assert from 'node:assert/strict';
import { pullGrant } from '../../src/access/planGrant';
import { withDefinition } from '../../src/deploy/planDeploy';
import type { ContainerGroupDefinition } from '../../src/model/containerGroup';
import { inEnglish } from '../../src/model/message';
import type { Plan } from '../../src/plan/plan';
import { askPreflight } from '../../src/ui/plans/preflightAsker';
import type { Preflight } from '../../src/ui/plans/preflightAsker';
import { normalizeId } from '../../src/model/resourceId';
import { containerGroupDelegation } from '../../src/model/subnet';
import { addSubnet } from '../../src/sandbox/networkBuild';
import { Sessions } from '../../src/ui/session';
import { Store } from '../../src/ui/store';
import { inWords } from '../unit/inWords';
import { freshDeployment } from './freshDeployment';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planWorld } from './planWorld';

/** A window's store over a sandbox. */
class Asked {
  private constructor(
    readonly world: PlanWorld,
    readonly store: Store,
    private readonly sessions: Sessions,
  ) {}

  static async open(world = planWorld()): Promise<Asked> {
    const sessions = new Sessions();
    const store = new Store(sessions);
    const { azure, clock } = world;
    const signedIn = await azure.signedIn();
    const session = { kind: 'sandbox', cloud: azure.cloud, azure, target: 'test-world', signedIn, clock } as const;
    await sessions.open(async () => ({ session, dispose: () => undefined }));
    return new Asked(world, store, sessions);
  }

  async ask(plan: Plan): Promise<Preflight> {
    return askPreflight(plan, this.store, await this.sessions.require());
  }

  /** What is asked for a plan, a registry's own sign-in apart. */
  async requests(plan: Plan): Promise<readonly string[]> {
    const { sandbox } = this.world.open;
    const before = sandbox.log.length;
    await this.ask(plan);
    const seen = sandbox.log.slice(before).filter(({ path, status }) => status !== 401 && !path.includes('/oauth2/'));
    return seen.map(({ method, path }) => `${method} ${path}`);
  }

  /** What the wizard has read by the time that its plan is shown. */
  async wizard(): Promise<void> {
    const { store, world } = this;
    const registry = await world.registry('contoso');
    await Promise.all([
      store.registries(world.production),
      store.containerGroups(world.production),
      store.roleDefinitions(world.production),
    ]);
    await store.subscriptions();
    await store.denyAssignments(registry.id);
  }
}

function said({ findings, pulls }: Preflight): readonly string[] {
  return [
    ...findings.map(({ severity, message }) => `${severity}: ${inWords(message)}`),
    ...pulls.map(({ answer, headline }) => `${String(answer)}: ${inEnglish(headline)}`),
  ];
}

/** A plan for a group that pulls with an identity of the world. */
async function planned(world: PlanWorld, identity: string, change: (definition: ContainerGroupDefinition) => void): Promise<Plan> {
  const identityId = idOf(world, 'identities', identity);
  const plan = await freshDeployment(world);
  const definition = structuredClone(plan.operations.find((op) => op.kind === 'containerGroup')?.definition);
  assert.ok(definition);
  definition.identity = { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } };
  definition.properties.imageRegistryCredentials = [{ server: 'contoso.azurecr.io', identity: identityId }];
  change(definition);
  const own = plan.operations.filter(({ kind }) => kind === 'containerGroup');
  return withDefinition({ ...plan, operations: own }, definition);
}

const images =
  (...names: readonly string[]) =>
  ({ properties }: ContainerGroupDefinition): void => {
    const [first] = properties.containers;
    assert.ok(first);
    properties.containers = names.map((image, index) => ({
      ...first,
      name: `c${index}`,
      properties: { ...first.properties, image: `contoso.azurecr.io/${image}` },
    }));
  };

describe('What Azure is asked before deploying', () => {
  it('says of a plan that makes its identity that the pull is open once it has granted the role', async () => {
    const asked = await Asked.open();
    assert.deepEqual(said(await asked.ask(await freshDeployment(asked.world))), [
      'true: id-fresh can pull contoso.azurecr.io/web/storefront:1.6.2 once this plan has granted it the role.',
    ]);
  });

  it('says which image cannot be pulled, and why', async () => {
    const asked = await Asked.open();
    const plan = await planned(asked.world, 'id-web', images('web/storefront:1.6.2', 'web/storefront:9.9'));
    const { pulls } = await asked.ask(plan);
    assert.deepEqual(
      pulls.map(({ answer }) => answer),
      [true, false],
    );
    assert.match(inEnglish(pulls[1]?.evidence ?? assert.fail()), /9\.9/);
  });

  it('does not take a grant for another identity for one', async () => {
    const asked = await Asked.open();
    const { world } = asked;
    const plan = await planned(world, 'id-new-service', () => undefined);
    const registry = await world.registry('contoso');
    const group = { id: '/subscriptions/s/resourceGroups/rg', location: 'westeurope', isNew: false };
    const other = await world.azure.identities.get(idOf(world, 'identities', 'id-web'));
    const own = await world.azure.identities.get(idOf(world, 'identities', 'id-new-service'));
    assert.ok(other && own);
    const granting = ({ id, principalId }: typeof own): Plan => {
      const { operations } = pullGrant(registry, { kind: 'existing', id, principalId }, group);
      return { ...plan, operations: [...operations, ...plan.operations] };
    };
    assert.deepEqual(
      await Promise.all([plan, granting(other), granting(own)].map(async (one) => (await asked.ask(one)).pulls[0]?.answer)),
      [false, false, true],
    );
  });

  it('counts what is left of the quota as the sandbox does when it refuses', async () => {
    const asked = await Asked.open();
    const { world } = asked;
    const subscription = world.open.sandbox.world.subscriptions[world.production];
    assert.ok(subscription);
    const [use] = (await world.azure.containerGroups.usages(world.production, 'westeurope')).filter(({ name }) => name === 'StandardCores');
    subscription.quota.standardCores = (use?.current ?? 0) + 1;
    const plan = await planned(world, 'id-web', ({ properties }) => {
      for (const container of properties.containers) container.properties.resources.requests.cpu = 2;
    });
    const [warning] = said(await asked.ask(plan));
    assert.equal(warning, 'warning: Cores needed: 2. Left of the subscription’s quota in westeurope: 1.');
    const [op] = plan.operations;
    assert.ok(op?.kind === 'containerGroup');
    const id = op.id.replace('rg-fresh', 'rg-web');
    await assert.rejects(world.azure.containerGroups.put(id, op.definition), { code: 'ServiceUnavailable' });
  });

  it('says which subnets the network has where the one that is named is not there', async () => {
    const asked = await Asked.open();
    const networkId = idOf(asked.world, 'virtualNetworks', 'vnet-contoso');
    const named = (id: string): Promise<Plan> =>
      planned(asked.world, 'id-web', ({ properties }) => {
        delete properties.ipAddress;
        properties['subnetIds'] = [{ id }];
      });
    const first = async (id: string): Promise<string | undefined> => said(await asked.ask(await named(id)))[0];
    assert.equal(
      await first(`${networkId}/subnets/snet-container`),
      'error: The virtual network vnet-contoso has no subnet snet-container. It has: snet-containers, snet-services.',
    );
    assert.match(
      (await first(`${networkId}-none/subnets/snet-containers`)) ?? '',
      /^error: There is no subnet snet-containers in the virtual network vnet-contoso-none/,
    );
  });

  it('says that a subnet is full where the sandbox lets a group wait', async () => {
    const asked = await Asked.open();
    const { world } = asked;
    const networkId = idOf(world, 'virtualNetworks', 'vnet-contoso');
    const network = world.open.sandbox.world.virtualNetworks[normalizeId(networkId)];
    assert.ok(network);
    const { id: subnetId } = addSubnet(world.open.sandbox.world, network, {
      name: 'tiny',
      addressPrefix: '10.20.9.0/29',
      delegations: [containerGroupDelegation],
    });
    const plan = await planned(world, 'id-web', ({ properties }) => {
      delete properties.ipAddress;
      properties['subnetIds'] = [{ id: subnetId }];
    });
    const [op] = plan.operations;
    assert.ok(op?.kind === 'containerGroup');
    const idNamed = (name: string): string => op.id.replace('rg-fresh', 'rg-web').replace(/[^/]+$/, name);
    const codes = async (): Promise<readonly string[]> => (await asked.ask(plan)).findings.map(({ code }) => code);
    assert.deepEqual(await codes(), ['NoNatGateway', 'SubnetSmall']);
    for (const name of ['one', 'two', 'three']) await world.azure.containerGroups.put(idNamed(name), op.definition);
    asked.store.changed([idNamed('three')]);
    assert.deepEqual(await codes(), ['NoNatGateway', 'SubnetFull']);
    await world.azure.containerGroups.put(idNamed('four'), op.definition);
    world.open.sandbox.clock.advance(600_000);
    const waiting = await world.azure.containerGroups.get(idNamed('four'));
    assert.equal(waiting?.definition.properties.instanceView?.state, 'Pending');
  });

  it('asks at most six things, and two an image (its tag, and what that names), after what the wizard has read', async () => {
    const asked = await Asked.open();
    await asked.wizard();
    const names = ['web/storefront:1.6.2', 'web/admin:3.2', 'jobs/nightly-report:2.1'];
    const requests = await asked.requests(await planned(asked.world, 'id-web', images(...names)));
    assert.ok(requests.length <= 6 + 2 * names.length, requests.join('\n'));
    assert.ok(requests.length > names.length);
  });

  it('asks again only about what changed', async () => {
    const asked = await Asked.open();
    const first = await planned(asked.world, 'id-web', images('web/storefront:1.6.2'));
    await asked.requests(first);
    const port = await planned(asked.world, 'id-web', (definition) => {
      images('web/storefront:1.6.2')(definition);
      definition.properties.restartPolicy = 'Never';
    });
    assert.deepEqual(await asked.requests({ ...port, id: first.id }), []);
    const image = await planned(asked.world, 'id-web', images('web/storefront:1.6.2', 'web/admin:3.2'));
    const [tag, manifest, ...others] = await asked.requests(image);
    assert.match(tag ?? '', /web%2Fadmin\/_tags\/3\.2$/);
    assert.match(manifest ?? '', /web%2Fadmin\/_manifests\//);
    assert.deepEqual(others, []);
  });
});
