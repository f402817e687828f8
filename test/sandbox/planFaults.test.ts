import assert from 'node:assert/strict';
import { newDefinition } from '../../src/deploy/newDefinition';
import { resourceGroupId, resourceId } from '../../src/model/resourceId';
import { roles } from '../../src/model/roles';
import { containerGroupDelegation, isDelegatedTo } from '../../src/model/subnet';
import { operationTypes } from '../../src/plan/operations';
import type { Operation, OperationKind } from '../../src/plan/plan';
import type { FaultKind } from '../../src/sandbox/faults';
import { idOf } from './openAzure';
import type { PlanWorld } from './planWorld';
import { planOf, planWorld } from './planWorld';

/** How an operation of a kind looks in contoso, which request writes it, and what is so afterwards. */
interface Row {
  readonly operation: (world: PlanWorld) => Operation;
  readonly write: { readonly method: string; readonly path: RegExp };
  readonly isSo: (world: PlanWorld) => Promise<boolean>;
  /** The clock's speed, where the SDK itself waits for Azure; else the clock stands still until the plan waits. */
  readonly speed?: number;
  /** Azure's word where it does not take the same twice. */
  readonly refusedAgain?: string;
}

const westeurope = 'westeurope';
const groupId = (world: PlanWorld, name: string): string =>
  resourceId(world.production, 'rg-web', 'Microsoft.ContainerInstance/containerGroups', name);
const identityId = (world: PlanWorld): string =>
  resourceId(world.production, 'rg-web', 'Microsoft.ManagedIdentity/userAssignedIdentities', 'id-made');
const registryId = (world: PlanWorld): string =>
  resourceId(world.production, 'rg-web', 'Microsoft.ContainerRegistry/registries', 'madehere');

const subnetId = (world: PlanWorld): string => `${idOf(world, 'virtualNetworks', 'vnet-contoso')}/subnets/snet-services`;

async function stateOf(world: PlanWorld, name: string): Promise<string | undefined> {
  const group = await world.azure.containerGroups.get(idOf(world, 'containerGroups', name));
  return group?.definition.properties.instanceView?.state;
}

/** The compiler asks for a row per kind of operation: none goes without its faults. */
const rows: { readonly [Kind in OperationKind]: Row } = {
  resourceGroup: {
    operation: (world) => ({ kind: 'resourceGroup', key: 'op', id: resourceGroupId(world.production, 'rg-made'), location: westeurope }),
    write: { method: 'PUT', path: /\/resourcegroups\/rg-made$/i },
    isSo: async (world) => (await world.azure.resourceGroups.get(resourceGroupId(world.production, 'rg-made'))) !== undefined,
  },
  provider: {
    operation: (world) => ({ kind: 'provider', key: 'op', subscriptionId: world.development, namespace: 'Microsoft.ContainerInstance' }),
    write: { method: 'POST', path: /\/register$/i },
    isSo: async (world) =>
      (await world.azure.providers.registrationState(world.development, 'Microsoft.ContainerInstance')) === 'Registered',
  },
  identity: {
    operation: (world) => ({ kind: 'identity', key: 'op', id: identityId(world), location: westeurope }),
    write: { method: 'PUT', path: /\/userAssignedIdentities\/id-made$/i },
    isSo: async (world) => (await world.azure.identities.get(identityId(world))) !== undefined,
  },
  roleAssignment: {
    operation: (world) => {
      const identity = world.open.sandbox.world.identities[idOf(world, 'identities', 'id-new-service').toLowerCase()];
      return {
        kind: 'roleAssignment',
        key: 'op',
        scope: idOf(world, 'registries', 'contoso'),
        principalId: identity?.principalId ?? '',
        principalName: 'id-new-service',
        principalType: 'ServicePrincipal',
        roleId: roles.acrPull.id,
      };
    },
    write: { method: 'PUT', path: /\/roleAssignments\//i },
    isSo: async (world) => {
      const identity = await world.azure.identities.get(idOf(world, 'identities', 'id-new-service'));
      const options = { principalId: identity?.principalId ?? '' };
      const found = await world.azure.access.assignments(idOf(world, 'registries', 'contoso'), options);
      return found.filter(({ roleId }) => roleId === roles.acrPull.id).length === 1;
    },
  },
  registry: {
    operation: (world) => ({ kind: 'registry', key: 'op', id: registryId(world), location: westeurope, sku: 'Basic', mode: 'abac' }),
    write: { method: 'PUT', path: /\/registries\/madehere$/i },
    isSo: async (world) => (await world.azure.registries.get(registryId(world)))?.provisioningState === 'Succeeded',
  },
  registrySettings: {
    operation: (world) => {
      const id = idOf(world, 'registries', 'contosovault');
      const registry = world.open.sandbox.world.registries[id.toLowerCase()];
      if (registry) registry.networkRuleBypass = 'None';
      return { kind: 'registrySettings', key: 'op', id, trustedServicesBypass: true };
    },
    write: { method: 'PATCH', path: /\/registries\/contosovault$/i },
    isSo: async (world) => (await world.azure.registries.get(idOf(world, 'registries', 'contosovault')))?.trustedServicesBypass === true,
  },
  subnetDelegation: {
    operation: (world) => ({ kind: 'subnetDelegation', key: 'op', id: subnetId(world), service: containerGroupDelegation }),
    write: { method: 'PUT', path: /\/subnets\/snet-services$/i },
    isSo: async (world) => {
      const subnet = await world.azure.networks.subnet(subnetId(world));
      return subnet !== undefined && isDelegatedTo(subnet, containerGroupDelegation) && subnet.provisioningState === 'Succeeded';
    },
  },
  containerGroup: {
    operation: (world) => ({
      kind: 'containerGroup',
      key: 'op',
      id: groupId(world, 'made'),
      definition: newDefinition({
        name: 'made',
        location: westeurope,
        image: 'contoso.azurecr.io/web/storefront:1.6.2',
        loginServer: 'contoso.azurecr.io',
        identityId: idOf(world, 'identities', 'id-web'),
        dnsNameLabel: 'made-by-a-test',
      }),
    }),
    write: { method: 'PUT', path: /\/containerGroups\/made$/i },
    isSo: async (world) => (await stateOf(world, 'made')) === 'Running',
  },
  importImage: {
    operation: (world) => ({
      kind: 'importImage',
      key: 'op',
      registryId: idOf(world, 'registries', 'contoso'),
      loginServer: 'contoso.azurecr.io',
      source: 'mcr.microsoft.com/azuredocs/aci-helloworld:latest',
      target: 'imported/hello:1',
    }),
    write: { method: 'POST', path: /\/importImage$/i },
    speed: 1000,
    refusedAgain: 'Conflict',
    isSo: async (world) => (await world.azure.images.manifest('contoso.azurecr.io', 'imported/hello', '1')) !== undefined,
  },
  startGroup: {
    operation: (world) => ({ kind: 'startGroup', key: 'op', id: idOf(world, 'containerGroups', 'storefront-preview') }),
    write: { method: 'POST', path: /\/start$/i },
    isSo: async (world) => (await stateOf(world, 'storefront-preview')) === 'Running',
  },
  stopGroup: {
    operation: (world) => ({ kind: 'stopGroup', key: 'op', id: idOf(world, 'containerGroups', 'storefront') }),
    write: { method: 'POST', path: /\/stop$/i },
    isSo: async (world) => (await stateOf(world, 'storefront')) === 'Stopped',
  },
  restartGroup: {
    operation: (world) => ({ kind: 'restartGroup', key: 'op', id: idOf(world, 'containerGroups', 'storefront') }),
    write: { method: 'POST', path: /\/restart$/i },
    isSo: async (world) => (await stateOf(world, 'storefront')) === 'Running',
  },
  delete: {
    operation: (world) => ({ kind: 'delete', key: 'op', id: idOf(world, 'containerGroups', 'storefront') }),
    write: { method: 'DELETE', path: /\/containerGroups\/storefront$/i },
    isSo: async (world) => {
      const groups = await world.azure.containerGroups.list(world.production);
      return !groups.some(({ name }) => name === 'storefront');
    },
  },
};

interface FaultRow {
  readonly name: string;
  readonly fault: FaultKind;
  /** Whether the SDK's retries get over one of it. The others stop the plan, which *Continue* then ends. */
  readonly passes: boolean;
  /** The codes of which one is told when it does not go away. Absent: the plan gets over it all the same. */
  readonly codes?: readonly string[];
}

const faults: readonly FaultRow[] = [
  {
    name: '429',
    fault: {
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '0' },
      body: { error: { code: 'TooManyRequests', message: 'Slow down.' } },
    },
    passes: true,
    codes: ['TooManyRequests'],
  },
  {
    name: '500',
    fault: { kind: 'status', status: 500, body: { error: { code: 'InternalServerError', message: 'Broken.' } } },
    passes: true,
    codes: ['InternalServerError'],
  },
  { name: 'a reset before Azure acted', fault: { kind: 'resetBefore' }, passes: true, codes: ['NetworkError'] },
  { name: 'a reset after Azure acted', fault: { kind: 'resetAfter' }, passes: true },
  { name: 'a time-out', fault: { kind: 'hang' }, passes: false, codes: ['Timeout'] },
  { name: 'a page of HTML', fault: { kind: 'htmlBody' }, passes: true, codes: ['UnreadableAnswer', 'BadGateway'] },
  { name: 'a refused token', fault: { kind: 'unauthorized' }, passes: false, codes: ['InvalidAuthenticationToken', 'UNAUTHORIZED'] },
];

/** For the fault that never answers: long enough for the sandbox on a busy machine. */
const impatience = { timeoutMs: 300 };

describe('Every operation meets every fault', () => {
  for (const [kind, row] of Object.entries(rows)) {
    it(`${kind}: makes it so without a fault`, async () => {
      const world = planWorld({ speed: row.speed ?? 0 });
      const account = await world.run(planOf(row.operation(world)));
      assert.equal(account.status, 'succeeded', JSON.stringify(account));
      assert.equal(await row.isSo(world), true);
    });

    for (const { name, fault, passes } of faults.filter((one) => one.passes)) {
      it(`${kind}: gets over ${name}`, async () => {
        assert.ok(passes);
        const world = planWorld({ speed: row.speed ?? 0 });
        world.open.sandbox.faults.add({ ...fault, match: row.write });
        const account = await world.run(planOf(row.operation(world)));
        assert.equal(account.status, 'succeeded', JSON.stringify(account));
        assert.equal(world.open.sandbox.faults.pending, 0, 'the fault was met');
        assert.equal(await row.isSo(world), true);
      });
    }

    for (const { name, fault, codes } of faults) {
      it(`${kind}: tells of ${name} that does not go away, and Continue ends it`, async () => {
        const world = planWorld({ speed: row.speed ?? 0 });
        const azure = fault.kind === 'hang' ? world.connect(impatience) : world.azure;
        const operation = row.operation(world);
        world.open.sandbox.faults.add({ ...fault, match: row.write, times: 20 });
        const plan = planOf(operation);
        const stopped = await world.run(plan, { azure });
        const entry = stopped.entries['op'];
        if (codes) {
          assert.equal(stopped.status, 'failed', JSON.stringify(stopped));
          assert.ok(codes.includes(entry?.error?.code ?? ''), `told ${entry?.error?.code}`);
          assert.equal(entry?.created, false, 'nothing was created, and nothing else is claimed');
        }
        world.open.sandbox.faults.clear();
        const ended = await world.run(plan, { account: stopped });
        assert.equal(ended.status, 'succeeded', JSON.stringify(ended));
        assert.equal(await row.isSo(world), true);
      });
    }

    it(`${kind}: does not depend on the long-running operation that Azure named`, async () => {
      const world = planWorld({ speed: row.speed ?? 0 });
      world.open.sandbox.faults.add({ kind: 'lostOperation', match: row.write });
      const plan = planOf(row.operation(world));
      const first = await world.run(plan);
      const last = first.status === 'succeeded' ? first : await world.run(plan, { account: first });
      assert.equal(last.status, 'succeeded', JSON.stringify(last));
      assert.equal(await row.isSo(world), true);
    });

    it(`${kind}: run twice, ${row.refusedAgain ? 'is refused by Azure the second time' : 'changes nothing the second time'}`, async () => {
      const world = planWorld({ speed: row.speed ?? 0 });
      const operation = row.operation(world);
      await world.run(planOf(operation));
      const again = await world.run(planOf(operation));
      assert.equal(again.entries['op']?.error?.code, row.refusedAgain);
      if (operationTypes[kind as OperationKind].nature === 'ensure') assert.equal(again.entries['op']?.state, 'unchanged');
      assert.equal(await row.isSo(world), true);
    });
  }
});
